"""Papers on their way to a printer."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.orm import Session

from kiosk.contract.audit import AuditEvent
from kiosk.storage import audit
from kiosk.storage.tables import KindPrinterRow, PrinterChoiceRow, PrintJobRow, PrintState

_OVER = (PrintState.PRINTED, PrintState.GIVEN_UP)


def next_queued(session: Session) -> PrintJobRow | None:
    """The print that waits longest; None where none does."""
    waiting = select(PrintJobRow).where(PrintJobRow.state == PrintState.QUEUED)
    return session.scalar(waiting.order_by(PrintJobRow.job_id).limit(1))


def at_the_spooler(session: Session) -> Sequence[PrintJobRow]:
    """What is being printed, and what is over but not yet cleared away at the spooler; oldest first."""
    there = or_(PrintJobRow.state == PrintState.PRINTING, PrintJobRow.spooler_job.is_not(None))
    return session.scalars(select(PrintJobRow).where(there).order_by(PrintJobRow.job_id)).all()


def under_way(session: Session) -> Sequence[PrintJobRow]:
    """What waits or is being printed, oldest first."""
    states = (PrintState.QUEUED, PrintState.PRINTING)
    query = select(PrintJobRow).where(PrintJobRow.state.in_(states))
    return session.scalars(query.order_by(PrintJobRow.job_id)).all()


def newest(session: Session, most: int) -> Sequence[PrintJobRow]:
    """The newest `most` prints, and every older one that is not over; newest first."""
    recent = select(PrintJobRow.job_id).order_by(PrintJobRow.job_id.desc()).limit(most)
    shown = or_(PrintJobRow.job_id.in_(recent), PrintJobRow.state.not_in(_OVER))
    return session.scalars(select(PrintJobRow).where(shown).order_by(PrintJobRow.job_id.desc())).all()


def last_of_receipt(session: Session, number: int) -> PrintJobRow | None:
    """The receipt's newest print; None where it was never printed."""
    prints = select(PrintJobRow).where(PrintJobRow.receipt_number == number)
    return session.scalar(prints.order_by(PrintJobRow.job_id.desc()).limit(1))


def count_failed(session: Session) -> int:
    """How many prints wait for somebody to see to them."""
    failed = select(func.count()).select_from(PrintJobRow).where(PrintJobRow.state == PrintState.FAILED)
    return session.scalar(failed) or 0


def old_unprinted(session: Session, before: datetime) -> Sequence[PrintJobRow]:
    """Prints made before that moment (UTC) that failed, or that something keeps from going on."""
    stuck = and_(PrintJobRow.state == PrintState.PRINTING, PrintJobRow.why != "")
    query = select(PrintJobRow).where(
        PrintJobRow.created_at < before, or_(PrintJobRow.state == PrintState.FAILED, stuck)
    )
    return session.scalars(query.order_by(PrintJobRow.job_id)).all()


def printer_of_kind(session: Session, kind: str) -> tuple[str, str] | None:
    """The printer of a kind of papers, and the size it prints them on; None where it has none of its own."""
    row = session.get(KindPrinterRow, kind)
    return None if row is None else (row.printer, row.size)


def printers_of_kinds(session: Session) -> Mapping[str, tuple[str, str]]:
    """The same for every kind that has one."""
    return {row.kind: (row.printer, row.size) for row in session.scalars(select(KindPrinterRow))}


def choose_for_kind(session: Session, kind: str, chosen: tuple[str, str] | None) -> None:
    """From now on this printer prints that kind on that size; None: the one for the size does."""
    if chosen is None:
        session.execute(delete(KindPrinterRow).where(KindPrinterRow.kind == kind))
    else:
        session.merge(KindPrinterRow(kind=kind, printer=chosen[0], size=chosen[1]))


def printer_for(session: Session, size: str) -> str | None:
    """The printer that was chosen for a size of paper; None where none was."""
    row = session.get(PrinterChoiceRow, size)
    return None if row is None else row.printer


def choose_printer(session: Session, size: str, printer: str) -> None:
    """From now on this printer prints that size."""
    session.merge(PrinterChoiceRow(size=size, printer=printer))
    audit.record(session, AuditEvent.ADMINISTRATION, "settings: printer", details={"size": size})
