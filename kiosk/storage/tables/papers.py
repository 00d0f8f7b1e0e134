"""Papers, the log of their prints, and those on their way to a printer."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.storage.tables.base import Base


class ReceiptRow(Base):
    """A paper as the snapshot of data it is drawn from. `number` has no gaps; a command has at most one.

    Past its time `snapshot` is empty, and the row only keeps the number. Without a command the paper was
    asked for by itself; without a membership it is the office's. `code` is what its QR code says, None where
    it has none; `printed` how often it was printed.
    """

    __tablename__ = "receipt"

    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    membership_id: Mapped[str | None] = mapped_column(index=True)
    command_id: Mapped[str | None] = mapped_column(ForeignKey("outbox.command_id"), unique=True)
    snapshot: Mapped[str]
    printed: Mapped[int]
    code: Mapped[str | None]


class PaperPrintRow(Base):
    """The log of prints: rows are only ever added. The first is the original, `nth` − 1 reprints follow."""

    __tablename__ = "paper_print"
    __table_args__ = (UniqueConstraint("number", "nth", name="paper_print_counted"),)

    row: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(ForeignKey("receipt.number"), index=True)
    nth: Mapped[int]
    at: Mapped[datetime]


class PrintState(StrEnum):
    """How far a print has come."""

    QUEUED = "queued"
    PRINTING = "printing"  # handed to the spooler, or on the way to it
    PRINTED = "printed"
    FAILED = "failed"
    GIVEN_UP = "given_up"


class PrintJobRow(Base):
    """A paper to be printed, and what became of it. `job_id` is a UUIDv7: in its order prints are made.

    `copy` counts the receipt's prints from 1. `pdf` is empty once it is printed or given up. `attempt` counts
    the times it went to a spooler from 1, `spooler_job` is the last one's name there until it has been
    cleared away, `why` the code of what is wrong now. `maybe_twice`: the one sent before may have
    come out as well.
    """

    __tablename__ = "print_job"
    __table_args__ = (
        CheckConstraint(
            "state IN ('queued', 'printing', 'printed', 'failed', 'given_up')", name="print_job_state"
        ),
    )

    job_id: Mapped[str] = mapped_column(primary_key=True)
    receipt_number: Mapped[int] = mapped_column(ForeignKey("receipt.number"), index=True)
    copy: Mapped[int]
    size: Mapped[str]
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
    printer: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    attempt: Mapped[int]
    spooler_job: Mapped[str | None]
    why: Mapped[str]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    maybe_twice: Mapped[bool] = mapped_column(default=False, server_default="0")


class KindPrinterRow(Base):
    """Which printer prints a kind of papers at this counter, and on which size, where that has its own."""

    __tablename__ = "kind_printer"

    kind: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[str]
    printer: Mapped[str]


class PrinterChoiceRow(Base):
    """Which printer prints a size of paper at this counter."""

    __tablename__ = "printer_choice"

    size: Mapped[str] = mapped_column(primary_key=True)
    printer: Mapped[str]
