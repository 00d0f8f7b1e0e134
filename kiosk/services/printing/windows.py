"""The Windows spooler.

Written by Microsoft's and pywin32's documentation, and tested against a stand-in that follows the same; it
has not run on a Windows machine yet. Windows prints no PDF by itself, so `windows_gdi` paints the pages.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from kiosk.services.failures import Failed
from kiosk.services.printing.failures import PrintFailure
from kiosk.services.printing.spooler import JobStatus, PaperSize, Printer, Stage, Unsure

Paint = Callable[[str, str, bytes, PaperSize, Callable[[int], None]], None]
"""Paints a PDF on a printer under a title; it tells the job's number as soon as there is one."""

_LOCAL_AND_CONNECTED = 2 | 4
_ALL_JOBS = 10_000
_PAPER_SIZES = 3  # DC_PAPERSIZE
_DELETE, _RETAIN = 5, 8  # JOB_CONTROL_…
_WORK_OFFLINE = 0x400  # PRINTER_ATTRIBUTE_…
_NO_SUCH_JOB = 87
_NO_SUCH_PRINTER = (1801, 1905)  # the second: it is being deleted
_SERVICE_STOPPED = (1062, 1717, 1722, 1726, 1753)  # not active; its end of RPC is not there, or broke off
_A4, _ROLL_WIDTHS, _OFF_BY = (2100, 2970), (720, 800), 10  # tenths of a millimetre

_PRINTER_TROUBLES = {
    0x80: PrintFailure.OFFLINE,
    0x1000: PrintFailure.OFFLINE,  # not available
    0x2000000: PrintFailure.OFFLINE,  # its server is
    0x4: PrintFailure.NOT_ACCEPTING,  # about to be deleted
    0x10: PrintFailure.MEDIA_EMPTY,
    0x20: PrintFailure.MEDIA_EMPTY,  # waits for paper fed by hand
    0x400000: PrintFailure.DOOR_OPEN,
    0x8: PrintFailure.JAM,
    0x40000: PrintFailure.SUPPLIES,
    0x40: PrintFailure.FAULT,  # a problem with the paper
    0x800: PrintFailure.FAULT,  # output full
    0x100000: PrintFailure.FAULT,  # somebody is needed
    0x200000: PrintFailure.FAULT,  # out of memory
    0x80000: PrintFailure.FAULT,  # it cannot print the page
    0x2: PrintFailure.FAULT,
    0x1: PrintFailure.STOPPED,
}
"""PRINTER_STATUS_…, the gravest first."""

_JOB_TROUBLES = {
    0x20: PrintFailure.OFFLINE,
    0x40: PrintFailure.MEDIA_EMPTY,
    0x400: PrintFailure.FAULT,  # somebody is needed
    0x200: PrintFailure.FAULT,  # the driver cannot print it
    0x1: PrintFailure.STOPPED,
}
_JOB_ERROR, _JOB_DELETED, _JOB_PRINTING, _JOB_DONE = 0x2, 0x4 | 0x100, 0x10, 0x80 | 0x1000
"""JOB_STATUS_…."""


class WindowsSpooler:
    """Windows' own spooler, by pywin32. A job's name here is its number and its printer's name."""

    def __init__(self, api: Any = None, paint: Paint | None = None) -> None:
        """`api` is the module win32print, `paint` what puts the pages on paper; both are for tests."""
        if api is None or paint is None:
            import win32print  # type: ignore[import-untyped]

            from kiosk.services.printing.windows_gdi import paint_pdf

            api, paint = win32print, paint_pdf
        self._api, self._paint = api, paint

    def close(self) -> None:
        """Nothing is kept open."""

    def printers(self) -> tuple[Printer, ...]:
        """As `Spooler.printers`."""
        with _told():
            return tuple(map(self._printer, self._api.EnumPrinters(_LOCAL_AND_CONNECTED, None, 2)))

    def printer(self, name: str) -> Printer:
        """As `Spooler.printer`."""
        with _told(), self._opened(name) as handle:
            return self._printer(self._api.GetPrinter(handle, 2))

    def send(self, printer: str, title: str, pdf: bytes, size: PaperSize) -> str:
        """As `Spooler.send`. Windows forgets a job once it is printed; this one is to be retained."""
        jobs: list[int] = []

        def begun(job: int) -> None:
            jobs.append(job)
            self._api.SetJob(handle, job, 0, None, _RETAIN)

        try:
            with _told(), self._opened(printer) as handle:
                self._paint(printer, title, pdf, size, begun)
        except Failed as failed:
            if jobs:
                raise Unsure from failed
            raise
        return f"{jobs[0]}@{printer}"

    def find(self, printer: str, title: str) -> str | None:
        """As `Spooler.find`."""
        try:
            with _told(), self._opened(printer) as handle:
                jobs = self._api.EnumJobs(handle, 0, _ALL_JOBS, 1)
        except Failed as failed:
            if failed.failure is PrintFailure.PRINTER_GONE:
                return None
            raise
        return next((f"{job['JobId']}@{printer}" for job in jobs if job["pDocument"] == title), None)

    def status(self, job: str) -> JobStatus:
        """As `Spooler.status`."""
        number, _, printer = job.partition("@")
        try:
            with _told(), self._opened(printer) as handle:
                status = int(self._api.GetJob(handle, int(number), 1)["Status"])
                of_printer = _trouble(self._api.GetPrinter(handle, 2))
        except Failed as failed:
            if failed.failure in {PrintFailure.PRINTER_GONE, PrintFailure.LOST}:
                return JobStatus(Stage.UNKNOWN)
            raise
        if status & _JOB_DELETED:
            return JobStatus(Stage.CANCELLED)
        if status & _JOB_DONE:
            return JobStatus(Stage.PRINTED)
        trouble = next((told for flag, told in _JOB_TROUBLES.items() if status & flag), of_printer)
        if trouble is None and status & _JOB_ERROR:
            trouble = PrintFailure.FAULT
        return JobStatus(Stage.PRINTING if status & _JOB_PRINTING else Stage.WAITING, trouble)

    def clear(self, job: str) -> None:
        """As `Spooler.clear`."""
        number, _, printer = job.partition("@")
        try:
            with _told(), self._opened(printer) as handle:
                self._api.SetJob(handle, int(number), 0, None, _DELETE)
        except Failed as failed:
            if failed.failure not in {PrintFailure.PRINTER_GONE, PrintFailure.LOST}:
                raise

    @contextmanager
    def _opened(self, name: str) -> Iterator[Any]:
        handle = self._api.OpenPrinter(name)
        try:
            yield handle
        finally:
            self._api.ClosePrinter(handle)

    def _printer(self, told: dict[str, Any]) -> Printer:
        name = told["pPrinterName"]
        place = told.get("pLocation")
        label, papers = f"{name} · {place}" if place else name, self._papers(name, told.get("pPortName"))
        return Printer(name, label, _sizes(papers), _trouble(told))

    def _papers(self, name: str, port: str | None) -> list[dict[str, int]]:
        """Its papers; none where its driver does not say: that is no reason to hide it, nor the others."""
        try:
            return list(self._api.DeviceCapabilities(name, port or "", _PAPER_SIZES) or [])
        except Exception as error:
            if getattr(error, "winerror", None) is None:
                raise
            return []


def _sizes(papers: list[dict[str, int]]) -> frozenset[PaperSize]:
    if not papers:
        return frozenset(PaperSize)
    found = set()
    for paper in papers:
        if abs(paper["x"] - _A4[0]) <= _OFF_BY and abs(paper["y"] - _A4[1]) <= _OFF_BY:
            found.add(PaperSize.A4)
        if _ROLL_WIDTHS[0] <= paper["x"] <= _ROLL_WIDTHS[1]:
            found.add(PaperSize.ROLL_80)
    return frozenset(found)


def _trouble(told: dict[str, Any]) -> PrintFailure | None:
    if told["Attributes"] & _WORK_OFFLINE:
        return PrintFailure.OFFLINE
    return next((trouble for flag, trouble in _PRINTER_TROUBLES.items() if told["Status"] & flag), None)


@contextmanager
def _told() -> Iterator[None]:
    """Let Windows' errors be named as what they are. pywin32's carry a `winerror`, and are no OSError."""
    try:
        yield
    except Exception as error:
        code = getattr(error, "winerror", None)
        if code is None:
            raise
        if code in _SERVICE_STOPPED:
            raise Failed(PrintFailure.NO_SPOOLER) from error
        known = dict.fromkeys(_NO_SUCH_PRINTER, PrintFailure.PRINTER_GONE) | {_NO_SUCH_JOB: PrintFailure.LOST}
        raise Failed(known.get(code, PrintFailure.REFUSED)) from error
