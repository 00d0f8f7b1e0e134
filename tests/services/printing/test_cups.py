"""Papers through a real CUPS: by cups-pdf, and to ippeveprinter, which runs out of paper when told to."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from kiosk.services.failures import Failed
from kiosk.services.printing.cups import CupsSpooler
from kiosk.services.printing.failures import PrintFailure
from kiosk.services.printing.queue import PrintJob, PrintQueue, PrintState
from kiosk.services.printing.spooler import JobStatus, PaperSize, Printer, Spooler, Stage
from kiosk.services.printing.system import system_spooler
from kiosk.services.receipts.render import render
from kiosk.storage.database import Database
from tests.services.counter import TestClock
from tests.services.printing.memory_spooler import OFFICE
from tests.services.printing.papers import paper
from tests.services.printing.print_service import NetworkPrinter, PrintService, RawPrinter, until
from tests.services.receipts.samples import ORDER, RARE, issue_of

A4 = PaperSize.A4
WHOSE = "Cooperative of Somebody"


@pytest.fixture
def spooler(cups: PrintService) -> Iterator[CupsSpooler]:
    with closing(CupsSpooler(cups.socket)) as spooler:
        yield spooler


@pytest.fixture
def network_printer(cups: PrintService, tmp_path: Path) -> Iterator[NetworkPrinter]:
    printer = NetworkPrinter(tmp_path / "printer")
    try:
        printer.load(50)
        cups.add(OFFICE, printer.uri, "-m", "everywhere")
        yield printer
    finally:
        printer.stop()


def queue_of(database: Database, spooler: Spooler, clock: TestClock) -> PrintQueue:
    return PrintQueue(database, spooler, clock, lambda: None)


def pages_of(pdf: bytes) -> list[Image.Image]:
    """The pages as pictures; cups-pdf draws a paper anew, and what it draws cannot be read as text."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return [page.render(scale=1, grayscale=True).to_pil().convert("L") for page in document]


def softened(page: Image.Image) -> Image.Image:
    """Without the edges of letters, that every program draws a little differently."""
    return page.filter(ImageFilter.GaussianBlur(2))


def text_of(file: Path) -> str:
    return subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="cups-pdf is a program for root")
def test_what_comes_out_is_the_paper(
    cups: PrintService, spooler: CupsSpooler, database: Database, clock: TestClock
) -> None:
    out = cups.add_cups_pdf(OFFICE)
    assert spooler.printer(OFFICE) == Printer(OFFICE, OFFICE, frozenset({A4}), None)
    queue = queue_of(database, spooler, clock)
    receipt = render(issue_of(replace(ORDER, cooperative_name=RARE)))
    queue.add(1, OFFICE, A4, lambda _copy: receipt)
    until(lambda: not queue.step())
    (file,) = out.glob("*.pdf")
    for printed, drawn in zip(pages_of(file.read_bytes()), pages_of(receipt), strict=True):
        off = ImageStat.Stat(ImageChops.difference(softened(printed), softened(drawn)))
        assert off.mean[0] < 3  # of 255; an empty page is 10.9 off, one that is 3 points elsewhere 6.6
    told = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    assert "Pages:           2" in told
    assert "(A4)" in told


def test_nothing_personal_stays_in_the_spool(
    cups: PrintService, raw_printer: RawPrinter, spooler: CupsSpooler, database: Database, clock: TestClock
) -> None:
    """CUPS keeps a paper only while it prints it, and is told a title that says nothing."""
    cups.add(OFFICE, raw_printer.uri)
    cups.run("cupsdisable", OFFICE)
    job = spooler.send(OFFICE, "kiosk 1", paper(WHOSE), A4)
    assert len(cups.spooled()) == 1
    spooler.clear(job)
    cups.run("cupsenable", OFFICE)
    queue = queue_of(database, spooler, clock)
    queue.add(1, OFFICE, A4, lambda _copy: paper(WHOSE))
    until(lambda: not queue.step())
    assert len(raw_printer.papers) == 1
    assert cups.spooled() == []
    assert "Job completed" in cups.logged()
    assert WHOSE not in cups.logged()


class TestPrinterOnTheNetwork:
    def stands(self, queue: PrintQueue) -> PrintJob:
        job = queue.of_receipt(1)
        assert job is not None
        return job

    def test_what_is_looked_at_before_anything_is_promised(
        self, network_printer: NetworkPrinter, spooler: CupsSpooler
    ) -> None:
        ready = Printer(OFFICE, OFFICE, frozenset({A4}), None)
        assert spooler.printer(OFFICE) == ready
        network_printer.load(0)
        assert spooler.printer(OFFICE).trouble is PrintFailure.MEDIA_EMPTY
        network_printer.load(50, "na_letter_8.5x11in")
        assert spooler.printer(OFFICE).sizes == frozenset()
        network_printer.load(50)
        assert spooler.printer(OFFICE) == ready
        network_printer.stop()
        assert spooler.printer(OFFICE).trouble is PrintFailure.OFFLINE

    def test_out_of_paper_halfway(
        self, network_printer: NetworkPrinter, spooler: CupsSpooler, database: Database, clock: TestClock
    ) -> None:
        """Somebody takes the paper out just after the kiosk has looked; filled up, it goes on."""
        emptied: Any = EmptiedAtOnce(spooler, network_printer)
        queue = queue_of(database, emptied, clock)
        receipt = render(issue_of(replace(ORDER, cooperative_name=RARE)))
        queue.add(1, OFFICE, A4, lambda _copy: receipt)
        until(lambda: queue.step() and self.stands(queue).why is PrintFailure.MEDIA_EMPTY)
        assert self.stands(queue).state is PrintState.PRINTING
        network_printer.load(50)
        until(lambda: not queue.step(), 25)
        assert (self.stands(queue).state, self.stands(queue).why) == (PrintState.PRINTED, None)
        (file,) = network_printer.papers()
        assert text_of(file).count(RARE) == 2  # both copies

    def test_switched_off_halfway_then_given_up(
        self,
        network_printer: NetworkPrinter,
        cups: PrintService,
        spooler: CupsSpooler,
        database: Database,
        clock: TestClock,
    ) -> None:
        switched_off: Any = SwitchedOffAtOnce(spooler, network_printer)
        queue = queue_of(database, switched_off, clock)
        job_id = queue.add(1, OFFICE, A4, lambda _copy: paper())
        until(lambda: queue.step() and self.stands(queue).why is PrintFailure.OFFLINE)
        queue.give_up(job_id)
        assert not queue.step()
        assert self.stands(queue).state is PrintState.GIVEN_UP
        assert cups.spooled() == []


class EmptiedAtOnce:
    """Somebody is quicker than the kiosk."""

    def __init__(self, spooler: CupsSpooler, printer: NetworkPrinter) -> None:
        self._spooler, self._device = spooler, printer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._spooler, name)

    def send(self, printer: str, title: str, pdf: bytes, size: PaperSize) -> str:
        self.meanwhile()
        return self._spooler.send(printer, title, pdf, size)

    def meanwhile(self) -> None:
        self._device.load(0)


class SwitchedOffAtOnce(EmptiedAtOnce):
    def meanwhile(self) -> None:
        self._device.stop()


class TestWhatHappensAtTheService:
    @pytest.fixture
    def queue(
        self,
        cups: PrintService,
        raw_printer: RawPrinter,
        spooler: CupsSpooler,
        database: Database,
        clock: TestClock,
    ) -> PrintQueue:
        """With a print that waits there."""
        cups.add(OFFICE, raw_printer.uri)
        queue = queue_of(database, spooler, clock)
        queue.add(1, OFFICE, A4, lambda _copy: paper())
        cups.run("cupsdisable", OFFICE)
        queue._spooler = Blind(spooler)  # else it would not even be sent
        queue.step()
        return queue

    def stands(self, queue: PrintQueue) -> tuple[PrintState, PrintFailure | None]:
        until(lambda: not queue.step())
        job = queue.of_receipt(1)
        assert job is not None
        return job.state, job.why

    def test_a_paused_queue_is_told(self, queue: PrintQueue) -> None:
        assert queue.step()
        job = queue.of_receipt(1)
        assert job is not None
        assert (job.state, job.why) == (PrintState.PRINTING, PrintFailure.STOPPED)

    def test_cancelled_by_somebody(self, queue: PrintQueue, cups: PrintService) -> None:
        cups.run("cancel", "-a")
        assert self.stands(queue) == (PrintState.FAILED, PrintFailure.CANCELLED)
        assert cups.spooled() == []

    def test_lost(self, queue: PrintQueue, cups: PrintService) -> None:
        cups.run("cancel", "-a", "-x")
        assert self.stands(queue) == (PrintState.FAILED, PrintFailure.LOST)

    def test_the_printer_is_removed(self, queue: PrintQueue, cups: PrintService) -> None:
        cups.run("lpadmin", "-x", OFFICE)
        assert self.stands(queue)[0] is PrintState.FAILED

    def test_held(self, queue: PrintQueue, cups: PrintService, spooler: CupsSpooler) -> None:
        cups.run("lp", "-i", f"{OFFICE}-1", "-H", "hold")
        cups.run("cupsenable", OFFICE)
        assert spooler.status("1") == JobStatus(Stage.WAITING, PrintFailure.STOPPED)
        cups.run("lp", "-i", f"{OFFICE}-1", "-H", "resume")
        assert self.stands(queue) == (PrintState.PRINTED, None)

    def test_the_service_is_started_again(
        self, queue: PrintQueue, cups: PrintService, raw_printer: RawPrinter
    ) -> None:
        cups.stop()
        assert queue.step()
        job = queue.of_receipt(1)
        assert job is not None
        assert job.why is PrintFailure.NO_SPOOLER
        cups.start()
        cups.run("cupsenable", OFFICE)
        assert self.stands(queue) == (PrintState.PRINTED, None)
        assert len(raw_printer.papers) == 1


class Blind:
    """Sees nothing wrong with any printer before it sends."""

    def __init__(self, spooler: CupsSpooler) -> None:
        self._spooler = spooler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._spooler, name)

    def printer(self, name: str) -> Printer:
        return replace(self._spooler.printer(name), trouble=None)


def test_a_queue_that_takes_nothing(
    cups: PrintService, raw_printer: RawPrinter, spooler: CupsSpooler
) -> None:
    cups.add(OFFICE, raw_printer.uri)
    cups.run("cupsreject", OFFICE)
    assert spooler.printer(OFFICE).trouble is PrintFailure.NOT_ACCEPTING
    with pytest.raises(Failed) as caught:
        spooler.send(OFFICE, "kiosk 1", paper(), A4)
    assert caught.value.failure is PrintFailure.NOT_ACCEPTING


def test_no_printer_at_all(spooler: CupsSpooler) -> None:
    assert spooler.printers() == ()


def test_where_it_is_and_what_a_printer_is_called(
    cups: PrintService, monkeypatch: pytest.MonkeyPatch
) -> None:
    cups.add(OFFICE, "socket://127.0.0.1:9", "-D", "櫃台後方", "-L", "一樓")
    monkeypatch.setenv("CUPS_SERVER", cups.socket)
    with closing(system_spooler()) as spooler:
        assert [printer.label for printer in spooler.printers()] == ["櫃台後方 · 一樓"]
