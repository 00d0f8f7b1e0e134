"""Shifts, and what a counter took in one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.contract.envelopes import CommandEnvelope, Statement
from kiosk.storage.tables import OutboxRow, OutboxState, ShiftRow

_AT_ONCE = 200  # rows held in memory


def running(session: Session) -> ShiftRow | None:
    """The shift that is open."""
    return session.scalar(select(ShiftRow).where(ShiftRow.closed_at.is_(None)))


@dataclass(frozen=True, slots=True)
class Reach:
    """What a shift's report tells of: the commands after the `device_seq` `after`, since `began` (UTC).

    It begins where the last one ended, by the commands' numbers and not by a clock that can be set: nothing
    that is taken here is in no report.
    """

    after: int
    began: datetime


def reach(session: Session, opened_at: datetime) -> Reach:
    """What the report of a shift that was opened then (UTC) tells of."""
    last = session.scalar(
        select(ShiftRow).where(ShiftRow.last_seq.is_not(None)).order_by(ShiftRow.number.desc())
    )
    if last is not None and last.last_seq is not None and last.closed_at is not None:
        return Reach(last.last_seq, last.closed_at)
    first = session.scalar(select(func.min(OutboxRow.issued_at)))
    return Reach(0, opened_at if first is None else min(first, opened_at))


def taken(session: Session, kinds: tuple[str, ...], after: int) -> Iterator[Statement]:
    """The commands of these kinds after that `device_seq` that central accepted or has not answered."""
    counts = (OutboxState.ACCEPTED, OutboxState.WAITING)
    rows = session.scalars(
        select(OutboxRow.envelope)
        .where(OutboxRow.kind.in_(kinds), OutboxRow.device_seq > after, OutboxRow.state.in_(counts))
        .order_by(OutboxRow.device_seq)
    )
    for envelope in rows.yield_per(_AT_ONCE):
        yield CommandEnvelope.model_validate_json(envelope).statement
