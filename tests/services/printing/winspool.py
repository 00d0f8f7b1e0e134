"""Stands in for Windows: as much of win32print as its documentation says of what the kiosk calls."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from kiosk.services.printing.spooler import PaperSize
from tests.services.printing.memory_spooler import OFFICE

_PRINTED, _SPOOLING, _DELETE, _RETAIN = 0x80, 0x8, 5, 8


class WindowsError(Exception):
    """As pywintypes.error: no OSError, with a `winerror`."""

    def __init__(self, winerror: int) -> None:
        super().__init__(winerror)
        self.winerror = winerror


@dataclass
class WinSpool:
    """One printer; a job that is printed is gone unless it is to be retained."""

    running: bool = True
    printer_status: int = 0
    attributes: int = 0
    sizes: list[dict[str, int]] = field(default_factory=lambda: [{"x": 2100, "y": 2970}])
    papers: list[bytes] = field(default_factory=list)
    jobs: dict[int, dict[str, Any]] = field(default_factory=dict)
    breaks: int = 0  # the error that painting ends with
    _pdfs: dict[int, bytes] = field(default_factory=dict)
    _retained: set[int] = field(default_factory=set)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def EnumPrinters(self, flags: int, _name: None, level: int) -> tuple[dict[str, Any], ...]:  # noqa: N802
        self._require()
        assert (flags, level) == (6, 2)
        return (self.GetPrinter(OFFICE, 2),)

    def OpenPrinter(self, name: str) -> str:  # noqa: N802
        self._require()
        if name != OFFICE:
            raise WindowsError(1801)
        return name

    def ClosePrinter(self, handle: str) -> None:  # noqa: N802
        assert handle == OFFICE

    def GetPrinter(self, handle: str, level: int) -> dict[str, Any]:  # noqa: N802
        assert level == 2
        told = {"pPrinterName": handle, "pPortName": "USB001", "pLocation": "1F"}
        return {**told, "Status": self.printer_status, "Attributes": self.attributes}

    def DeviceCapabilities(self, name: str, port: str, what: int) -> list[dict[str, int]]:  # noqa: N802
        assert (name, port, what) == (OFFICE, "USB001", 3)
        return self.sizes

    def EnumJobs(self, _handle: str, first: int, _most: int, level: int) -> tuple[dict[str, Any], ...]:  # noqa: N802
        assert (first, level) == (0, 1)
        return tuple(self.jobs.values())

    def GetJob(self, _handle: str, job: int, level: int) -> dict[str, Any]:  # noqa: N802
        assert level == 1
        if job not in self.jobs:
            raise WindowsError(87)
        return self.jobs[job]

    def SetJob(self, handle: str, job: int, _level: int, _info: None, command: int) -> None:  # noqa: N802
        self.GetJob(handle, job, 1)
        if command == _DELETE:
            del self.jobs[job]
        else:
            assert command == _RETAIN
            self._retained.add(job)

    def paint(
        self, _printer: str, title: str, pdf: bytes, _size: PaperSize, begun: Callable[[int], None]
    ) -> None:
        if self.breaks == 5:
            raise WindowsError(5)
        number = next(self._numbers)
        self.jobs[number] = {"JobId": number, "pDocument": title, "Status": _SPOOLING}
        begun(number)
        if self.breaks:
            raise WindowsError(self.breaks)
        self._pdfs[number] = pdf
        self.jobs[number]["Status"] = 0
        self.go_on()

    def go_on(self) -> None:
        if self.printer_status:
            return
        for number, job in list(self.jobs.items()):
            if job["Status"] == 0:
                self.papers.append(self._pdfs[number])
                job["Status"] = _PRINTED
                if number not in self._retained:
                    del self.jobs[number]

    def _require(self) -> None:
        if not self.running:
            raise WindowsError(1722)
