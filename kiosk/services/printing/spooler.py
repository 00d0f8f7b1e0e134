"""What the kiosk asks of the system's spooler, whichever it is."""

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Protocol

from kiosk.services.printing.failures import PrintFailure


class PaperSize(StrEnum):
    """The kinds of paper that papers are drawn for."""

    A4 = "a4"
    ROLL_80 = "roll_80"  # a roll 80 mm wide, cut to the paper's length


@dataclass(frozen=True, slots=True)
class Printer:
    """A printer as it is now. `name` is the spooler's, `label` what people call it.

    `sizes` are those it says it can take; a printer that does not say is given both. `trouble` is why
    nothing would come out now, None where it should.
    """

    name: str
    label: str
    sizes: frozenset[PaperSize]
    trouble: PrintFailure | None


class Stage(Enum):
    """How far a job has come at the spooler."""

    WAITING = "waiting"
    PRINTING = "printing"
    PRINTED = "printed"
    ABORTED = "aborted"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"  # the spooler does not know it, or not any more


@dataclass(frozen=True, slots=True)
class JobStatus:
    """A job's stage, and what keeps it from going on where something does."""

    stage: Stage
    trouble: PrintFailure | None = None


class Unsure(Exception):
    """The spooler's answer to a job did not come: it may have taken it, or not."""


class Spooler(Protocol):
    """The system's spooler. Every method raises `Failed` (NO_SPOOLER where it does not answer, REFUSED)."""

    def printers(self) -> tuple[Printer, ...]:
        """All printers, asked now."""
        ...

    def printer(self, name: str) -> Printer:
        """One printer, looked at as closely as it lets itself be. Raises `Failed` (PRINTER_GONE)."""
        ...

    def send(self, printer: str, title: str, pdf: bytes, size: PaperSize) -> str:
        """Hand a paper over under a title of its own; the job's name.

        Raises `Failed` where the spooler did not take it, and `Unsure`.
        """
        ...

    def find(self, printer: str, title: str) -> str | None:
        """The job with this title, however far it is; None where the spooler knows of none."""
        ...

    def status(self, job: str) -> JobStatus:
        """How far it is."""
        ...

    def close(self) -> None:
        """Let go of what is open; the spooler may not be used any more."""
        ...

    def clear(self, job: str) -> None:
        """Cancel it where it is not over, and have the spooler forget it with all it keeps of the paper."""
        ...
