"""Receipts: papers as snapshots, under numbers without gaps, and the log of their prints.

A paper whose time is over has an empty snapshot: its number stays taken, and it is a paper no more.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from kiosk.contract.audit import AuditEvent
from kiosk.storage import audit
from kiosk.storage.tables import OutboxRow, PaperPrintRow, ReceiptRow

_OVER = ""
_FOUND: Select[ReceiptRow, str | None] = (
    select(ReceiptRow, OutboxRow.state)
    .outerjoin(OutboxRow, OutboxRow.command_id == ReceiptRow.command_id)
    .where(ReceiptRow.snapshot != _OVER)
)
_SNAPSHOT = func.nullif(ReceiptRow.snapshot, _OVER)  # one that is over is no JSON
_ISSUED_ON = func.julianday(func.json_extract(_SNAPSHOT, "$.issued_at"))


def next_number(session: Session) -> int:
    """The number of the next paper. It is true only inside of a writing session."""
    return (session.scalar(select(func.max(ReceiptRow.number))) or 0) + 1


def with_state(session: Session, number: int) -> Row[ReceiptRow, str | None]:
    """A paper, and the state of the command that it tells of, None for none. Raises LookupError."""
    found = session.execute(_FOUND.where(ReceiptRow.number == number)).one_or_none()
    if found is None:
        raise LookupError(number)
    return found


def of_membership(session: Session, membership_id: str) -> Sequence[Row[ReceiptRow, str | None]]:
    """The membership's papers, newest first, each with the state of its command."""
    query = _FOUND.where(ReceiptRow.membership_id == membership_id).order_by(ReceiptRow.number.desc())
    return session.execute(query).all()


def by_code(session: Session, code: str) -> Row[ReceiptRow, str | None] | None:
    """The paper whose QR code says this, with the state of its command."""
    return session.execute(_FOUND.where(ReceiptRow.code == code)).one_or_none()


def by_check_code(session: Session, check_code: str) -> Row[ReceiptRow, str | None] | None:
    """The newest paper with this check code (in groups, as papers show it)."""
    of_snapshot = func.json_extract(_SNAPSHOT, "$.check_code")
    query = _FOUND.where(of_snapshot == check_code).order_by(ReceiptRow.number.desc()).limit(1)
    return session.execute(query).one_or_none()


def newest_of(session: Session, kind: str, membership_id: str | None) -> ReceiptRow | None:
    """The newest paper of this kind about the membership, or about none."""
    query = (
        select(ReceiptRow)
        .where(
            ReceiptRow.kind == kind,
            ReceiptRow.membership_id.is_not_distinct_from(membership_id),
            ReceiptRow.snapshot != _OVER,
        )
        .order_by(ReceiptRow.number.desc())
        .limit(1)
    )
    return session.scalar(query)


def number_of(session: Session, command_id: str) -> int | None:
    """The number of the command's paper, where it has one."""
    return session.scalar(
        select(ReceiptRow.number).where(ReceiptRow.command_id == command_id, ReceiptRow.snapshot != _OVER)
    )


def last_issued_by(session: Session, moment: datetime) -> int:
    """The highest number of a paper that was issued by that moment (UTC), or is over by now; 0 for none."""
    issued = or_(ReceiptRow.snapshot == _OVER, func.julianday(moment.isoformat()) >= _ISSUED_ON)
    return session.scalar(select(func.max(ReceiptRow.number)).where(issued)) or 0


def over(session: Session, before: datetime, limit: int) -> Sequence[ReceiptRow]:
    """The first `limit` papers of before that moment (UTC) that still are papers.

    One about a command is as old as its command, another as old as it says itself.
    """
    old = or_(
        OutboxRow.issued_at < before,
        and_(ReceiptRow.command_id.is_(None), func.julianday(before.isoformat()) > _ISSUED_ON),
    )
    return session.scalars(
        select(ReceiptRow)
        .outerjoin(OutboxRow, OutboxRow.command_id == ReceiptRow.command_id)
        .where(ReceiptRow.snapshot != _OVER, old)
        .order_by(ReceiptRow.number)
        .limit(limit)
    ).all()


def end(receipt: ReceiptRow) -> None:
    """Let a paper be none any more."""
    receipt.snapshot, receipt.code = _OVER, None


def log_print(session: Session, number: int, at: datetime) -> int:
    """Log one more print of a paper `at` that time (UTC); how many there are now. Raises NoResultFound."""
    row = session.get_one(ReceiptRow, number)
    row.printed += 1
    session.add(PaperPrintRow(number=number, nth=row.printed, at=at))
    what = "print" if row.printed == 1 else "reprint"
    told: dict[str, str | int] = {"number": number, "kind": row.kind, "nth": row.printed}
    audit.record(session, AuditEvent.READ, what, membership=row.membership_id, details=told)
    return row.printed


def prints_between(session: Session, began: datetime, ended: datetime) -> tuple[int, int]:
    """Originals and reprints that were printed after `began`, up to `ended` (UTC)."""
    query = (
        select(PaperPrintRow.nth == 1, func.count())
        .where(PaperPrintRow.at > began, PaperPrintRow.at <= ended)
        .group_by(PaperPrintRow.nth == 1)
    )
    counted = {bool(first): count for first, count in session.execute(query)}
    return counted.get(True, 0), counted.get(False, 0)
