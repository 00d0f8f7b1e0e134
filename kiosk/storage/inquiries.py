"""Members' messages to the help desk as rows, and the end of those that are old."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from kiosk.domain.inquiry import INQUIRY_KINDS
from kiosk.storage.tables import InquiryRow, OutboxRow, OutboxState

_NOTHING = b""


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


def end_old(session: Session, before: datetime, limit: int) -> tuple[int, int]:
    """Delete what is older (UTC): messages that were answered or sent before, and what their commands say.

    What central has not taken stays, and what it turned down, for the staff see to it. How many rows of
    `inquiry` and of `outbox` that was, `limit` of each at most.
    """
    told = func.coalesce(InquiryRow.answered_at, InquiryRow.sent_at)
    unsettled = select(OutboxRow.membership_id).where(
        OutboxRow.kind.in_(INQUIRY_KINDS), OutboxRow.state != OutboxState.ACCEPTED
    )
    mine = select(InquiryRow.inquiry_id).where(told < before, InquiryRow.inquiry_id.not_in(unsettled))
    over = session.scalars(mine.limit(limit)).all()
    session.execute(delete(InquiryRow).where(InquiryRow.inquiry_id.in_(over)))
    full = select(OutboxRow.command_id).where(
        OutboxRow.kind.in_(INQUIRY_KINDS),
        OutboxRow.state == OutboxState.ACCEPTED,
        OutboxRow.envelope != _NOTHING,
        OutboxRow.issued_at < before,
        or_(OutboxRow.decided_at.is_(None), OutboxRow.decided_at < before),
    )
    commands = session.scalars(full.limit(limit)).all()
    session.execute(update(OutboxRow).where(OutboxRow.command_id.in_(commands)).values(envelope=_NOTHING))
    return len(over), len(commands)
