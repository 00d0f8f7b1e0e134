"""Receipts: papers as snapshots, under numbers without gaps.

A paper whose time is over has an empty snapshot: its number stays taken, and it is a paper no more.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from kiosk.storage.tables import OutboxRow, ReceiptRow

_OVER = ""


def next_number(session: Session) -> int:
    """The number of the next paper. It is true only inside of a writing session."""
    return (session.scalar(select(func.max(ReceiptRow.number))) or 0) + 1


def with_state(session: Session, number: int) -> Row[ReceiptRow, str]:
    """A paper, and the state of the command it tells of. Raises LookupError."""
    found = session.execute(
        select(ReceiptRow, OutboxRow.state)
        .join(OutboxRow, OutboxRow.command_id == ReceiptRow.command_id)
        .where(ReceiptRow.number == number, ReceiptRow.snapshot != _OVER)
    ).one_or_none()
    if found is None:
        raise LookupError(number)
    return found


def of_membership(session: Session, membership_id: str) -> Sequence[Row[ReceiptRow, str]]:
    """The membership's papers, newest first, each with the state of its command."""
    return session.execute(
        select(ReceiptRow, OutboxRow.state)
        .join(OutboxRow, OutboxRow.command_id == ReceiptRow.command_id)
        .where(ReceiptRow.membership_id == membership_id, ReceiptRow.snapshot != _OVER)
        .order_by(ReceiptRow.number.desc())
    ).all()


def number_of(session: Session, command_id: str) -> int | None:
    """The number of the command's paper, where it has one."""
    return session.scalar(
        select(ReceiptRow.number).where(
            ReceiptRow.command_id == command_id, ReceiptRow.snapshot != _OVER
        )
    )


def over(session: Session, before: datetime, limit: int) -> Sequence[ReceiptRow]:
    """The first `limit` papers about commands given before that moment (UTC) that still are papers."""
    return session.scalars(
        select(ReceiptRow)
        .join(OutboxRow, OutboxRow.command_id == ReceiptRow.command_id)
        .where(OutboxRow.issued_at < before, ReceiptRow.snapshot != _OVER)
        .order_by(ReceiptRow.number)
        .limit(limit)
    ).all()


def end(receipt: ReceiptRow) -> None:
    """Let a paper be none any more."""
    receipt.snapshot = _OVER
