"""Papers on their way to a printer."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from kiosk.contract.audit import AuditEvent
from kiosk.storage import audit
from kiosk.storage.tables import PrinterChoiceRow, PrintJobRow, PrintState

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


def printer_for(session: Session, size: str) -> str | None:
    """The printer that was chosen for a size of paper; None where none was."""
    row = session.get(PrinterChoiceRow, size)
    return None if row is None else row.printer


def choose_printer(session: Session, size: str, printer: str) -> None:
    """From now on this printer prints that size."""
    session.merge(PrinterChoiceRow(size=size, printer=printer))
    audit.record(session, AuditEvent.ADMINISTRATION, "settings: printer", details={"size": size})
