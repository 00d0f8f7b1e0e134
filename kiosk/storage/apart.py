"""Commands about no membership: emptied when they are old, and logged like everything that is deleted."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kiosk.storage.tables import FoundingCaseRow, InquiryRow, OutboxRow, OutboxState, PurgeRow

_NOTHING = b""


def empty_commands(
    session: Session, kinds: Collection[str], before: datetime, limit: int
) -> Mapping[str, int]:
    """Empty accepted commands of these kinds, decided before (UTC), whose case is not here any more.

    How many of each aggregate, by its id. Places, hashes and outcomes in the chain stay.
    """
    here = select(FoundingCaseRow.case_id).union(select(InquiryRow.inquiry_id))
    full = select(OutboxRow.command_id, OutboxRow.membership_id).where(
        OutboxRow.kind.in_(kinds),
        OutboxRow.state == OutboxState.ACCEPTED,
        OutboxRow.envelope != _NOTHING,
        OutboxRow.issued_at < before,
        OutboxRow.decided_at < before,
        OutboxRow.membership_id.not_in(here),
    )
    rows = session.execute(full.order_by(OutboxRow.device_seq).limit(limit)).all()
    emptied = update(OutboxRow).where(OutboxRow.command_id.in_([row.command_id for row in rows]))
    session.execute(emptied.values(envelope=_NOTHING))
    return Counter(row.membership_id for row in rows)


def log(session: Session, aggregate_id: str, what: str, rows: int, rule: str, at: datetime) -> None:
    """What was deleted, by which rule, when (UTC)."""
    session.add(PurgeRow(at=at, membership_id=aggregate_id, what=what, rows=rows, rule=rule))
