"""Papers for people: printed on the printer that was chosen, or another way where that cannot be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kiosk.services.bundle.sticks import Volume
from kiosk.services.failures import Failed
from kiosk.services.printing.failures import PrintFailure
from kiosk.services.printing.handing import Handing
from kiosk.services.printing.queue import PrintJob, PrintQueue
from kiosk.services.printing.spooler import PaperSize, Printer, Spooler
from kiosk.services.printing.stick import FileOnStick, write_to_stick
from kiosk.storage import print_jobs
from kiosk.storage.database import Database
from kiosk.storage.tables import PrintState, ReceiptRow

_SHOWN = 50

Draw = Callable[[int, int], bytes]
"""The PDF of the receipt of this number as its copy of that number, from 1."""


@dataclass(frozen=True, slots=True)
class Ways:
    """A receipt's last print, and what can be done where it did not come out.

    By `phone` it can be fetched from central; by `mail` central sends the cooperative its link.
    """

    number: int
    job: PrintJob | None
    printers: tuple[Printer, ...]
    sticks: tuple[Volume, ...]
    phone: bool
    mail: bool


@dataclass(frozen=True, slots=True)
class PrinterChoice:
    """The printers there are, which of them prints each size, and which a kind of papers, on which size."""

    printers: tuple[Printer, ...]
    chosen: Mapping[PaperSize, str]
    of_kinds: Mapping[str, tuple[str, PaperSize]]


class Printing:
    """Every method raises `StorageError`, and what the spooler's methods raise.

    `draw` makes the papers, `handing` gives them to central; `sticks` finds the sticks that are mounted, and
    lets go of one and says whether it could.
    """

    def __init__(
        self,
        database: Database,
        spooler: Spooler,
        queue: PrintQueue,
        draw: Mapping[PaperSize, Draw],
        *,
        handing: Handing,
        terminal: str,
        sticks: tuple[Callable[[], Sequence[Volume]], Callable[[Volume], bool]],
    ) -> None:
        self._database, self._spooler, self.queue, self._draw = database, spooler, queue, draw
        self.handing, self._terminal = handing, terminal
        self._volumes, self._release = sticks

    @property
    def sizes(self) -> tuple[PaperSize, ...]:
        """The sizes that papers are drawn for, the usual one first."""
        return tuple(self._draw)

    def print_receipt(self, number: int, printer: str | None = None) -> PrintJob:
        """Look at the printer, then keep the receipt's next print, or print again the one that failed.

        On `printer`, else on the one that was chosen or, again, the one it failed on. Whatever keeps it from
        coming out is raised as `Failed`, and nothing is kept; raises `PaperError` as well.
        """
        last = self.queue.of_receipt(number)
        if last is not None and last.state is PrintState.FAILED:
            printer = printer or last.printer
            self._ready(printer, (last.size,))
            self.queue.retry(last.job_id, printer)
            return self.queue.job(last.job_id)
        sizes = self.sizes
        if printer is None:
            printer, sizes = self._chosen(number)
        size = self._ready(printer, sizes)
        draw = self._draw[size]
        return self.queue.job(self.queue.add(number, printer, size, lambda copy: draw(number, copy)))

    def ways(self, number: int) -> Ways:
        """What can be done about a receipt. Without a spooler there are no printers, but still the sticks."""
        job, printers = self.queue.of_receipt(number), self._printers_there()
        mail = self.handing.by_mail(number)
        return Ways(number, job, printers, tuple(self._volumes()), self.handing.by_phone, mail)

    def recent(self) -> tuple[PrintJob, ...]:
        """The staff's list: all prints that are not over and the newest of the others, newest first."""
        return self.queue.jobs(_SHOWN)

    def choice(self) -> PrinterChoice:
        """The printers there are, and which is chosen for what."""
        printers = self._spooler.printers()
        with self._database.snapshot() as session:
            chosen = {size: print_jobs.printer_for(session, size) for size in PaperSize}
            of_kinds = print_jobs.printers_of_kinds(session)
        return PrinterChoice(
            printers,
            {size: name for size, name in chosen.items() if name is not None},
            {kind: (printer, PaperSize(size)) for kind, (printer, size) in of_kinds.items()},
        )

    def choose(
        self,
        chosen: Mapping[PaperSize, str],
        of_kinds: Mapping[str, tuple[str, PaperSize] | None] | None = None,
    ) -> None:
        """From now on these printers print these sizes, and these kinds of papers (None: as its size).

        Raises `Failed` (PRINTER_GONE, WRONG_PAPER).
        """
        of_kinds = of_kinds or {}
        there = {one.name: one for one in self._spooler.printers()}
        wanted = [(printer, size) for size, printer in chosen.items()]
        for printer, size in [*wanted, *(one for one in of_kinds.values() if one is not None)]:
            if printer not in there:
                raise Failed(PrintFailure.PRINTER_GONE)
            if size not in there[printer].sizes:
                raise Failed(PrintFailure.WRONG_PAPER)
        with self._database.session() as session:
            for size, printer in chosen.items():
                print_jobs.choose_printer(session, size, printer)
            for kind, its_own in of_kinds.items():
                print_jobs.choose_for_kind(session, kind, its_own)

    def to_stick(self, number: int, volume: Volume) -> FileOnStick:
        """Write a receipt as a file to a stick, and let go of the stick. Raises `Failed` and `PaperError`."""
        there = {(one.folder, one.device) for one in self._volumes()}
        if (volume.folder, volume.device) not in there:  # its folder may still lie on this machine's own disk
            raise Failed(PrintFailure.STICK_GONE)
        pdf = self._draw[self.sizes[0]](number, 1)
        name = write_to_stick(volume.folder, f"receipt-{self._terminal}-{number:06}", pdf)
        return FileOnStick(name, self._release(volume))

    def _chosen(self, number: int) -> tuple[str, tuple[PaperSize, ...]]:
        """The printer of the receipt's kind and its size; else the first of our sizes that has a printer."""
        with self._database.snapshot() as session:
            its_own = print_jobs.printer_of_kind(session, session.get_one(ReceiptRow, number).kind)
            if its_own is not None:
                return its_own[0], (PaperSize(its_own[1]),)
            for size in self.sizes:
                printer = print_jobs.printer_for(session, size)
                if printer is not None:
                    return printer, (size,)
        raise Failed(PrintFailure.NOT_CHOSEN)

    def _ready(self, name: str, sizes: tuple[PaperSize, ...]) -> PaperSize:
        """The first of these sizes that the printer can print now. Raises `Failed`."""
        printer = self._spooler.printer(name)
        if printer.trouble is not None:
            raise Failed(printer.trouble)
        fitting = [size for size in sizes if size in printer.sizes]
        if not fitting:
            raise Failed(PrintFailure.WRONG_PAPER)
        return fitting[0]

    def _printers_there(self) -> tuple[Printer, ...]:
        try:
            return self._spooler.printers()
        except Failed:
            return ()
