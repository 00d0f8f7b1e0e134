"""Members' messages to the help desk as rows, and the end of those that are old."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from kiosk.domain.inquiry import INQUIRY_KINDS
from kiosk.storage.tables import InquiryRow, OutboxRow, OutboxState


def keep(session: Session, row: InquiryRow) -> None:
    """In the place of the one with its id, if there is one."""
    session.merge(row)


def of_membership(session: Session, membership_id: str) -> Sequence[InquiryRow]:
    """The membership's, newest first."""
    mine = select(InquiryRow).where(InquiryRow.membership_id == membership_id)
    return session.scalars(mine.order_by(InquiryRow.sent_at.desc(), InquiryRow.inquiry_id)).all()


def waiting(session: Session) -> frozenset[str]:
    """The ids of those that central has not taken yet."""
    waits = select(OutboxRow.membership_id).where(
        OutboxRow.kind.in_(INQUIRY_KINDS), OutboxRow.state == OutboxState.WAITING
    )
    return frozenset(session.scalars(waits))


def end_old(session: Session, before: datetime, limit: int) -> Mapping[str, int]:
    """Delete messages that were answered, or sent and never answered, before that moment (UTC).

    What central has not taken stays, and what it turned down. How many of each membership, by its id.
    """
    told = func.coalesce(InquiryRow.answered_at, InquiryRow.sent_at)
    unsettled = select(OutboxRow.membership_id).where(
        OutboxRow.kind.in_(INQUIRY_KINDS), OutboxRow.state != OutboxState.ACCEPTED
    )
    mine = select(InquiryRow).where(told < before, InquiryRow.inquiry_id.not_in(unsettled))
    over = session.scalars(mine.order_by(InquiryRow.sent_at).limit(limit)).all()
    counts = Counter(row.membership_id for row in over)
    session.execute(delete(InquiryRow).where(InquiryRow.inquiry_id.in_([row.inquiry_id for row in over])))
    return counts


def empty_commands(session: Session, inquiry_ids: Collection[str]) -> None:
    """Delete what the commands of these messages say; their places in the chain stay."""
    mine = update(OutboxRow).where(OutboxRow.membership_id.in_(inquiry_ids))
    session.execute(mine.where(OutboxRow.state != OutboxState.WAITING).values(envelope=b""))
