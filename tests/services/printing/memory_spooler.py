"""A spooler in memory, for tests of what stands above one; held by the contract as the real ones are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from kiosk.contract.clock import Clock
from kiosk.services.bundle.sticks import Volume
from kiosk.services.failures import Failed
from kiosk.services.printing.failures import PrintFailure
from kiosk.services.printing.handing import HandedPaper, Handing
from kiosk.services.printing.printing import Draw, Printing
from kiosk.services.printing.queue import PrintQueue
from kiosk.services.printing.spooler import JobStatus, PaperSize, Printer, Stage, Unsure
from kiosk.storage.database import Database

A4 = frozenset({PaperSize.A4})
OFFICE = "office"


@dataclass
class _Job:
    printer: str
    title: str
    pdf: bytes
    stage: Stage = Stage.WAITING


@dataclass
class MemorySpooler:
    """`troubles` are the printers' by name, `unsure` what happens to the next job whose answer is lost."""

    there: dict[str, Printer] = field(default_factory=lambda: {OFFICE: Printer(OFFICE, "櫃台後方", A4, None)})
    troubles: dict[str, PrintFailure] = field(default_factory=dict)
    running: bool = True
    papers: list[bytes] = field(default_factory=list)
    jobs: dict[str, _Job] = field(default_factory=dict)
    unsure: Callable[[], bool] | None = None
    on_send: Callable[[], None] = lambda: None
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def close(self) -> None:
        """Nothing is open."""

    def printers(self) -> tuple[Printer, ...]:
        self._require_running()
        return tuple(map(self._now, self.there.values()))

    def printer(self, name: str) -> Printer:
        self._require_running()
        if name not in self.there:
            raise Failed(PrintFailure.PRINTER_GONE)
        return self._now(self.there[name])

    def send(self, printer: str, title: str, pdf: bytes, size: PaperSize) -> str:
        self.printer(printer)
        self.on_send()
        if self.troubles.get(printer) is PrintFailure.NOT_ACCEPTING:
            raise Failed(PrintFailure.NOT_ACCEPTING)
        if self.unsure is not None and not self.unsure():
            raise Unsure
        job = str(next(self._numbers))
        self.jobs[job] = _Job(printer, title, pdf)
        self._go_on()
        if self.unsure is not None:
            raise Unsure
        return job

    def find(self, printer: str, title: str) -> str | None:
        self._require_running()
        found = (name for name, job in self.jobs.items() if (job.printer, job.title) == (printer, title))
        return next(found, None)

    def status(self, job: str) -> JobStatus:
        self._require_running()
        self._go_on()
        if job not in self.jobs:
            return JobStatus(Stage.UNKNOWN)
        stage = self.jobs[job].stage
        trouble = self.troubles.get(self.jobs[job].printer) if stage is Stage.WAITING else None
        return JobStatus(stage, trouble)

    def clear(self, job: str) -> None:
        self._require_running()
        self.jobs.pop(job, None)

    def end(self, stage: Stage) -> None:
        """Somebody cancels what waits, or it breaks."""
        for job in self.jobs.values():
            job.stage = stage

    def _go_on(self) -> None:
        for job in self.jobs.values():
            if job.stage is Stage.WAITING and job.printer not in self.troubles:
                job.stage = Stage.PRINTED
                self.papers.append(job.pdf)

    def _now(self, printer: Printer) -> Printer:
        return Printer(printer.name, printer.label, printer.sizes, self.troubles.get(printer.name))

    def _require_running(self) -> None:
        if not self.running:
            raise Failed(PrintFailure.NO_SPOOLER)


class MemoryHanding(Handing):
    """Hands nothing over, but keeps what it was asked for; `by_phone` and `trouble` are set by tests."""

    trouble: Exception | None = None

    def __init__(self) -> None:
        self.by_phone, self.asked = False, list[tuple[int, bool]]()

    def by_mail(self, number: int) -> bool:
        return number > 0

    def hand_over(self, number: int, *, mail: bool) -> HandedPaper:
        if self.trouble is not None:
            raise self.trouble
        self.asked.append((number, mail))
        until = datetime(2026, 3, 9, 2, 0, tzinfo=UTC)
        to = "o***@coop.example" if mail else ""
        return HandedPaper(f"https://central.example/papers/{number:032}", until, to)


def printing_with(
    database: Database,
    clock: Clock,
    spooler: MemorySpooler | None = None,
    on_change: Callable[[], None] = lambda: None,
    sticks: Callable[[], Sequence[Volume]] = lambda: (),
    *,
    drawn: Mapping[PaperSize, Draw] | None = None,
    handing: Handing | None = None,
) -> Printing:
    """Printing over a spooler in memory; nobody steps but the test. Its papers are numbers, or `drawn`."""
    spooler = spooler or MemorySpooler()
    queue = PrintQueue(database, spooler, clock, on_change)

    def draw(number: int, copy: int) -> bytes:
        return f"paper {number} copy {copy}".encode()

    return Printing(
        database,
        spooler,
        queue,
        drawn or {PaperSize.A4: draw},
        handing=handing or MemoryHanding(),
        terminal="K1",
        sticks=(sticks, lambda _volume: True),
    )
