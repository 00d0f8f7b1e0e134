"""What Windows says of printers and jobs, as its documentation has it."""

import sys
from collections.abc import Callable
from contextlib import nullcontext
from types import ModuleType, SimpleNamespace

import pypdfium2  # type: ignore[import-untyped]  # noqa: F401 - what runs as if on Windows finds it loaded
import pytest
from PIL import Image

from kiosk.services.failures import Failed
from kiosk.services.printing.failures import PrintFailure
from kiosk.services.printing.spooler import JobStatus, PaperSize, Stage, Unsure
from kiosk.services.printing.system import system_spooler
from kiosk.services.printing.windows import WindowsSpooler
from kiosk.services.printing.windows_gdi import _settings, paint_pdf
from tests.services.printing.memory_spooler import OFFICE
from tests.services.printing.papers import paper
from tests.services.printing.winspool import WindowsError, WinSpool

A4, ROLL = PaperSize.A4, PaperSize.ROLL_80


@pytest.fixture
def windows() -> WinSpool:
    return WinSpool()


@pytest.fixture
def spooler(windows: WinSpool) -> WindowsSpooler:
    return WindowsSpooler(windows, windows.paint)


def failure_of(call: Callable[[], object]) -> object:
    with pytest.raises(Failed) as caught:
        call()
    return caught.value.failure


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (0, None),
        (0x10, PrintFailure.MEDIA_EMPTY),
        (0x80, PrintFailure.OFFLINE),
        (0x400000, PrintFailure.DOOR_OPEN),
        (0x8, PrintFailure.JAM),
        (0x40000, PrintFailure.SUPPLIES),
        (0x2, PrintFailure.FAULT),
        (0x80 | 0x10, PrintFailure.OFFLINE),
        (0x2000000, PrintFailure.OFFLINE),
        (0x20, PrintFailure.MEDIA_EMPTY),
        (0x4, PrintFailure.NOT_ACCEPTING),
        (0x200000, PrintFailure.FAULT),
    ],
)
def test_what_a_printer_says(
    windows: WinSpool, spooler: WindowsSpooler, status: int, trouble: PrintFailure | None
) -> None:
    windows.printer_status = status
    assert spooler.printer(OFFICE).trouble is trouble
    assert spooler.printer(OFFICE).label == "office · 1F"


def test_a_printer_that_is_set_to_work_offline(windows: WinSpool, spooler: WindowsSpooler) -> None:
    windows.attributes = 0x400
    assert spooler.printer(OFFICE).trouble is PrintFailure.OFFLINE


@pytest.mark.parametrize(
    ("papers", "sizes"),
    [
        ([], {A4, ROLL}),
        ([{"x": 2100, "y": 2970}], {A4}),
        ([{"x": 2159, "y": 2794}], set()),
        ([{"x": 720, "y": 2970}], {ROLL}),
    ],
)
def test_its_papers(
    windows: WinSpool, spooler: WindowsSpooler, papers: list[dict[str, int]], sizes: set[PaperSize]
) -> None:
    windows.sizes = papers
    assert spooler.printer(OFFICE).sizes == sizes


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (0x0, JobStatus(Stage.WAITING)),
        (0x10, JobStatus(Stage.PRINTING)),
        (0x10 | 0x40, JobStatus(Stage.PRINTING, PrintFailure.MEDIA_EMPTY)),
        (0x20, JobStatus(Stage.WAITING, PrintFailure.OFFLINE)),
        (0x2, JobStatus(Stage.WAITING, PrintFailure.FAULT)),
        (0x80, JobStatus(Stage.PRINTED)),
        (0x1000, JobStatus(Stage.PRINTED)),
        (0x100, JobStatus(Stage.CANCELLED)),
        (0x4, JobStatus(Stage.CANCELLED)),
    ],
)
def test_what_a_job_says(windows: WinSpool, spooler: WindowsSpooler, status: int, told: JobStatus) -> None:
    job = spooler.send(OFFICE, "kiosk 1", b"", A4)
    windows.jobs[1]["Status"] = status
    assert spooler.status(job) == told


def test_a_printer_that_is_gone_takes_its_jobs_along(spooler: WindowsSpooler) -> None:
    assert spooler.status("1@attic") == JobStatus(Stage.UNKNOWN)
    spooler.clear("1@attic")


def test_painting_that_breaks(windows: WinSpool, spooler: WindowsSpooler) -> None:
    windows.breaks = 5  # access denied, before there is a job
    assert failure_of(lambda: spooler.send(OFFICE, "kiosk 1", b"", A4)) is PrintFailure.REFUSED
    windows.breaks = 1722  # the service ended in the middle
    with pytest.raises(Unsure):
        spooler.send(OFFICE, "kiosk 1", b"", A4)
    assert spooler.find(OFFICE, "kiosk 1") == "1@office"


def test_anything_else_is_a_bug(
    windows: WinSpool, spooler: WindowsSpooler, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_flags: int, _name: None, _level: int) -> None:
        raise ValueError("a bug")

    monkeypatch.setattr(windows, "EnumPrinters", broken)
    with pytest.raises(ValueError, match="a bug"):
        spooler.printers()


def test_on_windows_it_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "win32print", ModuleType("win32print"))
    spooler = system_spooler()
    assert isinstance(spooler, WindowsSpooler)
    spooler.close()


def test_other_refusals_are_told(
    windows: WinSpool, spooler: WindowsSpooler, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(_handle: str, _job: int, _level: int, _info: None, _command: int) -> None:
        raise WindowsError(5)

    job = spooler.send(OFFICE, "kiosk 1", b"", A4)
    monkeypatch.setattr(windows, "SetJob", denied)
    assert failure_of(lambda: spooler.clear(job)) is PrintFailure.REFUSED
    monkeypatch.setattr(windows, "GetJob", lambda _handle, _job, _level: denied("", 0, 0, None, 0))
    assert failure_of(lambda: spooler.status(job)) is PrintFailure.REFUSED
    monkeypatch.setattr(windows, "EnumJobs", lambda *_: denied("", 0, 0, None, 0))
    assert failure_of(lambda: spooler.find(OFFICE, "kiosk 1")) is PrintFailure.REFUSED


class Context:
    """A device context of 600 dots an inch, on which pages are painted."""

    def __init__(self, breaks: bool) -> None:
        self.breaks, self.told, self.merged = breaks, list[object](), list[object]()
        # As somebody has set it for himself: two copies across the sheet.
        self.mode = SimpleNamespace(Fields=0x1, PaperSize=1, Orientation=2, Copies=2, Scale=70)
        self.modules = {
            "win32gui": SimpleNamespace(
                CreateDC=lambda kind, printer, mode: self._say((kind, printer, mode.PaperSize), 7),
                DeleteDC=lambda _context: self._say("deleted"),
            ),
            "win32print": SimpleNamespace(
                OpenPrinter=lambda printer: printer,
                ClosePrinter=lambda _handle: None,
                GetPrinter=lambda _handle, _level: {"pDevMode": self.mode},
                GetDeviceCaps=lambda _context, what: {88: 600, 90: 600, 112: 100, 113: 98}[what],
                DocumentProperties=lambda *about: self.merged.append(about),
                AbortDoc=lambda _context: self._say("aborted"),
                StartDoc=lambda _context, about: self._say(about[0], 3),
                StartPage=lambda _context: self._say("page"),
                EndPage=lambda _context: self._end_page(),
                EndDoc=lambda _context: self._say("ended"),
            ),
        }

    def Dib(self, picture: Image.Image) -> "Context":  # noqa: N802
        self.told.append(picture.size)
        return self

    def draw(self, _context: object, box: tuple[int, int, int, int]) -> None:
        self.told.append(box)

    def HDC(self, context: int) -> int:  # noqa: N802
        return context

    def _say(self, what: object, answer: object = None) -> object:
        self.told.append(what)
        return answer

    def _end_page(self) -> None:
        if self.breaks:
            raise WindowsError(28)


def paint(monkeypatch: pytest.MonkeyPatch, size: PaperSize, pdf: bytes, breaks: bool = False) -> Context:
    context = Context(breaks)
    monkeypatch.setattr(sys, "platform", "win32")
    for name, module in context.modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr("PIL.ImageWin.Dib", context.Dib)
    monkeypatch.setattr("PIL.ImageWin.HDC", context.HDC)
    with pytest.raises(WindowsError) if breaks else nullcontext():
        paint_pdf(OFFICE, "kiosk 1", pdf, size, context.told.append)
    return context


def test_the_pages_are_painted_one_sheet_each(monkeypatch: pytest.MonkeyPatch) -> None:
    context = paint(monkeypatch, A4, paper(pages=2))
    page = ["page", (2481, 3508), (-100, -98, 4861, 6918)]
    assert context.told == [("WINSPOOL", OFFICE, 9), "kiosk 1", 3, *page, *page, "ended", "deleted"]
    mode = context.mode
    assert (mode.Duplex, mode.Copies, mode.Orientation, mode.Scale) == (1, 1, 1, 100)
    assert mode.Fields == 0x1113
    assert context.merged == [(0, OFFICE, OFFICE, mode, mode, 10)]


def test_a_roll_is_cut_to_the_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    mode = paint(monkeypatch, ROLL, paper(size=(226.77, 425.2))).mode
    assert (mode.PaperSize, mode.PaperWidth, mode.PaperLength, mode.Fields) == (0, 800, 1500, 0x111F)


def test_a_page_that_cannot_be_painted_leaves_nothing_open(monkeypatch: pytest.MonkeyPatch) -> None:
    assert paint(monkeypatch, A4, paper(), breaks=True).told[-2:] == ["aborted", "deleted"]


def test_a_driver_without_settings_prints_as_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    api = SimpleNamespace(
        OpenPrinter=lambda printer: printer,
        ClosePrinter=lambda _handle: None,
        GetPrinter=lambda _handle, _level: {"pDevMode": None},
    )
    assert _settings(api, OFFICE, A4, [(595, 842)]) is None


def test_a_driver_that_does_not_tell_its_papers_hides_no_printer(
    windows: WinSpool, spooler: WindowsSpooler, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_name: str, _port: str, _what: int) -> None:
        raise WindowsError(1804)

    monkeypatch.setattr(windows, "DeviceCapabilities", broken)
    assert [one.sizes for one in spooler.printers()] == [{A4, ROLL}]
    monkeypatch.setattr(windows, "DeviceCapabilities", lambda *_: int("a bug"))
    with pytest.raises(ValueError, match="a bug"):
        spooler.printers()


@pytest.mark.parametrize("error", [1062, 1717, 1722, 1726, 1753])
def test_a_service_that_is_stopped(
    windows: WinSpool, spooler: WindowsSpooler, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    def stopped(_flags: int, _name: None, _level: int) -> None:
        raise WindowsError(error)

    monkeypatch.setattr(windows, "EnumPrinters", stopped)
    assert failure_of(spooler.printers) is PrintFailure.NO_SPOOLER
