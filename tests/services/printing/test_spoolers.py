"""What every spooler keeps to: CUPS as it is, Windows' and the tests' own as far as they are stand-ins."""

from collections.abc import Callable, Iterator
from typing import Protocol

import pytest

from kiosk.services.failures import Failed
from kiosk.services.printing.cups import CupsSpooler
from kiosk.services.printing.failures import PrintFailure
from kiosk.services.printing.spooler import JobStatus, PaperSize, Spooler, Stage
from kiosk.services.printing.windows import WindowsSpooler
from tests.services.printing.memory_spooler import OFFICE, MemorySpooler
from tests.services.printing.papers import paper
from tests.services.printing.print_service import PrintService, RawPrinter, until
from tests.services.printing.winspool import WinSpool

TITLE = "kiosk 0193-a 1"


class Office(Protocol):
    """A printer called `OFFICE` at a spooler, and somebody beside it."""

    @property
    def spooler(self) -> Spooler: ...

    def papers(self) -> list[bytes]: ...

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def shut_down(self) -> None: ...


class CupsOffice:
    def __init__(self, service: PrintService, printer: RawPrinter) -> None:
        service.add(OFFICE, printer.uri)
        self._service, self._printer = service, printer
        self.spooler = CupsSpooler(service.socket)

    def papers(self) -> list[bytes]:
        return self._printer.papers

    def pause(self) -> None:
        self._service.run("cupsdisable", OFFICE)

    def resume(self) -> None:
        self._service.run("cupsenable", OFFICE)

    def shut_down(self) -> None:
        self._service.stop()


class MemoryOffice:
    def __init__(self) -> None:
        self.spooler = MemorySpooler()

    def papers(self) -> list[bytes]:
        return self.spooler.papers

    def pause(self) -> None:
        self.spooler.troubles[OFFICE] = PrintFailure.STOPPED

    def resume(self) -> None:
        self.spooler.troubles.clear()

    def shut_down(self) -> None:
        self.spooler.running = False


class WindowsOffice:
    def __init__(self) -> None:
        self.windows = WinSpool()
        self.spooler = WindowsSpooler(self.windows, self.windows.paint)

    def papers(self) -> list[bytes]:
        return self.windows.papers

    def pause(self) -> None:
        self.windows.printer_status = 0x1

    def resume(self) -> None:
        self.windows.printer_status = 0
        self.windows.go_on()

    def shut_down(self) -> None:
        self.windows.running = False


@pytest.fixture(params=["cups", "windows", "memory"])
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    if request.param == "cups":
        cups_office = CupsOffice(request.getfixturevalue("cups"), request.getfixturevalue("raw_printer"))
        yield cups_office
        cups_office.spooler.close()
    else:
        yield WindowsOffice() if request.param == "windows" else MemoryOffice()


class TestContract:
    """One class for all of them."""

    def over(self, office: Office, job: str) -> JobStatus:
        until(lambda: office.spooler.status(job).stage not in {Stage.WAITING, Stage.PRINTING})
        return office.spooler.status(job)

    def fails(self, call: Callable[[], object]) -> PrintFailure:
        with pytest.raises(Failed) as caught:
            call()
        assert isinstance(caught.value.failure, PrintFailure)
        return caught.value.failure

    def test_a_printer_is_told_of(self, office: Office) -> None:
        (printer,) = office.spooler.printers()
        assert (printer.name, printer.trouble) == (OFFICE, None)
        assert PaperSize.A4 in printer.sizes
        assert office.spooler.printer(OFFICE).trouble is None

    def test_a_printer_that_is_not_there(self, office: Office) -> None:
        assert self.fails(lambda: office.spooler.printer("attic")) is PrintFailure.PRINTER_GONE
        send = office.spooler.send
        assert self.fails(lambda: send("attic", TITLE, paper(), PaperSize.A4)) is PrintFailure.PRINTER_GONE
        assert office.spooler.find("attic", TITLE) is None

    def test_a_paper_comes_out_once_as_it_was_sent(self, office: Office) -> None:
        pdf = paper()
        job = office.spooler.send(OFFICE, TITLE, pdf, PaperSize.A4)
        assert self.over(office, job) == JobStatus(Stage.PRINTED)
        assert office.papers() == [pdf]

    def test_a_job_is_found_by_its_title(self, office: Office) -> None:
        job = office.spooler.send(OFFICE, TITLE, paper(), PaperSize.A4)
        other = office.spooler.send(OFFICE, "kiosk 0193-a 2", paper(), PaperSize.A4)
        self.over(office, other)
        assert office.spooler.find(OFFICE, TITLE) == job
        assert office.spooler.find(OFFICE, "kiosk 0193-a") is None

    def test_what_is_cleared_is_forgotten(self, office: Office) -> None:
        job = office.spooler.send(OFFICE, TITLE, paper(), PaperSize.A4)
        self.over(office, job)
        office.spooler.clear(job)
        assert office.spooler.status(job) == JobStatus(Stage.UNKNOWN)
        assert office.spooler.find(OFFICE, TITLE) is None
        office.spooler.clear(job)

    def test_a_paused_printer_says_so_and_its_jobs_wait(self, office: Office) -> None:
        office.pause()
        assert office.spooler.printer(OFFICE).trouble is PrintFailure.STOPPED
        job = office.spooler.send(OFFICE, TITLE, paper(), PaperSize.A4)
        assert office.spooler.status(job) == JobStatus(Stage.WAITING, PrintFailure.STOPPED)
        office.resume()
        assert self.over(office, job) == JobStatus(Stage.PRINTED)
        assert len(office.papers()) == 1

    def test_what_is_cleared_while_it_waits_never_comes_out(self, office: Office) -> None:
        office.pause()
        job = office.spooler.send(OFFICE, TITLE, paper("first"), PaperSize.A4)
        office.spooler.clear(job)
        office.resume()
        second = paper("second")
        self.over(office, office.spooler.send(OFFICE, "kiosk 0193-b 1", second, PaperSize.A4))
        assert office.papers() == [second]

    def test_without_its_service_nothing_is_taken(self, office: Office) -> None:
        office.shut_down()
        spooler = office.spooler
        for call in (
            spooler.printers,
            lambda: spooler.printer(OFFICE),
            lambda: spooler.send(OFFICE, TITLE, paper(), PaperSize.A4),
            lambda: spooler.find(OFFICE, TITLE),
            lambda: spooler.status(f"1@{OFFICE}"),
            lambda: spooler.clear(f"1@{OFFICE}"),
        ):
            assert self.fails(call) is PrintFailure.NO_SPOOLER
        assert office.papers() == []
