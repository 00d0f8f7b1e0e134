"""What people ask for: a print, another way, a choice of printers."""

import base64
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.contract.api import PaperAnswer, PaperRequest
from kiosk.services.bundle.sticks import Volume
from kiosk.services.failures import Failed
from kiosk.services.printing.failures import PrintFailure
from kiosk.services.printing.handing import HandedPaper, Handing
from kiosk.services.printing.loop import PrintLoop
from kiosk.services.printing.printing import PrinterChoice, Printing
from kiosk.services.printing.queue import PrintState
from kiosk.services.printing.spooler import PaperSize, Printer, Stage
from kiosk.services.printing.stick import write_to_stick
from kiosk.storage.database import Database
from tests.plugins.small_disk import SmallDisk
from tests.services.counter import START, Counter, TestClock
from tests.services.printing.memory_spooler import A4, OFFICE, MemorySpooler, printing_with
from tests.services.printing.print_service import until

_SOON = timedelta(seconds=5)
ROLL = frozenset({PaperSize.ROLL_80})


def failure_of(call: Callable[[], object]) -> PrintFailure:
    with pytest.raises(Failed) as caught:
        call()
    assert isinstance(caught.value.failure, PrintFailure)
    return caught.value.failure


@pytest.fixture
def spooler() -> MemorySpooler:
    spooler = MemorySpooler()
    spooler.there["till"] = Printer("till", "收銀台", ROLL, None)
    return spooler


class TestChoice:
    def test_a_printer_for_each_size(
        self, database: Database, clock: TestClock, spooler: MemorySpooler
    ) -> None:
        printing = printing_with(database, clock, spooler)
        assert printing.choice() == PrinterChoice(spooler.printers(), {}, {})
        assert failure_of(lambda: printing.print_receipt(1)) is PrintFailure.NOT_CHOSEN
        printing.choose({PaperSize.A4: OFFICE, PaperSize.ROLL_80: "till"})
        assert printing.choice().chosen == {PaperSize.A4: OFFICE, PaperSize.ROLL_80: "till"}

    def test_one_that_cannot_is_not_chosen(
        self, database: Database, clock: TestClock, spooler: MemorySpooler
    ) -> None:
        printing = printing_with(database, clock, spooler)
        both = {PaperSize.ROLL_80: "till", PaperSize.A4: "till"}
        assert failure_of(lambda: printing.choose(both)) is PrintFailure.WRONG_PAPER
        assert failure_of(lambda: printing.choose({PaperSize.A4: "cellar"})) is PrintFailure.PRINTER_GONE
        of_kinds = {"shift": ("till", PaperSize.A4)}
        assert failure_of(lambda: printing.choose({}, of_kinds)) is PrintFailure.WRONG_PAPER
        assert printing.choice() == PrinterChoice(spooler.printers(), {}, {})


class TestPrints:
    def test_nothing_is_kept_where_the_printer_cannot(
        self, database: Database, clock: TestClock, spooler: MemorySpooler
    ) -> None:
        printing = printing_with(database, clock, spooler)
        printing.choose({PaperSize.A4: OFFICE})
        spooler.troubles[OFFICE] = PrintFailure.DOOR_OPEN
        assert failure_of(lambda: printing.print_receipt(1)) is PrintFailure.DOOR_OPEN
        print_on_till: Callable[[], object] = lambda: printing.print_receipt(1, "till")  # noqa: E731
        assert failure_of(print_on_till) is PrintFailure.WRONG_PAPER
        assert printing.ways(1).job is None
        assert printing.recent() == ()

    def test_one_that_failed_is_printed_again_and_is_no_other_copy(
        self, database: Database, clock: TestClock, spooler: MemorySpooler
    ) -> None:
        spooler.there["attic"] = Printer("attic", "閣樓", A4, None)
        printing = printing_with(database, clock, spooler)
        printing.choose({PaperSize.A4: OFFICE})
        first = printing.print_receipt(1)
        printing.queue.step()
        spooler.end(Stage.ABORTED)
        printing.queue.step()
        again = printing.print_receipt(1, "attic")
        assert (again.job_id, again.copy, again.printer) == (first.job_id, 1, "attic")
        assert again.state is PrintState.QUEUED

    def test_ways_without_a_service(
        self, database: Database, clock: TestClock, spooler: MemorySpooler
    ) -> None:
        spooler.running = False
        ways = printing_with(database, clock, spooler).ways(1)
        assert (ways.number, ways.job, ways.printers, ways.sticks) == (1, None, (), ())
        assert (ways.phone, ways.mail) == (False, True)


class TestSizes:
    """Where papers are drawn for a roll as well."""

    def printing(self, database: Database, clock: TestClock, spooler: MemorySpooler) -> Printing:
        printing = printing_with(database, clock, spooler)
        printing._draw = {**printing._draw, PaperSize.ROLL_80: lambda _number, _copy: b"on a roll"}
        return printing

    def test_another_printer_prints_what_it_can(
        self, database: Database, clock: TestClock, spooler: MemorySpooler
    ) -> None:
        printing = self.printing(database, clock, spooler)
        assert printing.sizes == (PaperSize.A4, PaperSize.ROLL_80)
        job = printing.print_receipt(1, "till")
        assert (job.size, printing.queue.pdf(job.job_id)) == (PaperSize.ROLL_80, b"on a roll")

    def test_the_first_size_that_has_a_printer(
        self, database: Database, clock: TestClock, spooler: MemorySpooler
    ) -> None:
        printing = self.printing(database, clock, spooler)
        printing.choose({PaperSize.ROLL_80: "till"})
        assert printing.print_receipt(1).printer == "till"
        printing.queue.give_up(printing.recent()[0].job_id)
        printing.choose({PaperSize.A4: OFFICE})
        assert printing.print_receipt(1).size is PaperSize.A4

    def test_a_kind_of_papers_may_have_a_printer_of_its_own(
        self, database: Database, clock: TestClock, spooler: MemorySpooler
    ) -> None:
        printing = self.printing(database, clock, spooler)
        printing.choose(
            {PaperSize.A4: OFFICE},
            {"order": ("till", PaperSize.ROLL_80), "shift": (OFFICE, PaperSize.A4), "refund": None},
        )
        assert printing.choice().of_kinds == {
            "order": ("till", PaperSize.ROLL_80),
            "shift": (OFFICE, PaperSize.A4),
        }
        job = printing.print_receipt(1)  # of an order
        assert (job.printer, job.size) == ("till", PaperSize.ROLL_80)
        printing.queue.give_up(job.job_id)
        printing.choose({}, {"order": None})
        assert printing.print_receipt(1).printer == OFFICE


class TestSticks:
    def test_a_paper_and_its_copies(self, tmp_path: Path) -> None:
        (tmp_path / "receipt-2.pdf").symlink_to(tmp_path / "elsewhere")
        (tmp_path / ".receipt.part").write_text("of a stick that was pulled out")
        assert write_to_stick(tmp_path, "receipt", b"paper") == "receipt.pdf"
        assert write_to_stick(tmp_path, "receipt", b"another") == "receipt-3.pdf"
        assert (tmp_path / "receipt.pdf").read_bytes() == b"paper"
        assert not (tmp_path / "elsewhere").exists()
        assert not list(tmp_path.glob(".*"))

    def test_a_full_one(self, small_disk: SmallDisk) -> None:
        small_disk.fill()
        paper = bytes(1_000_000)
        write: Callable[[], object] = lambda: write_to_stick(small_disk.path, "receipt", paper)  # noqa: E731
        assert failure_of(write) is PrintFailure.STICK_FULL
        assert not [path.name for path in small_disk.path.iterdir() if "receipt" in path.name]
        small_disk.make_room()
        write()

    def test_a_read_only_one(self, small_disk: SmallDisk) -> None:
        small_disk.refuse_writing()
        failure = failure_of(lambda: write_to_stick(small_disk.path, "receipt", b"paper"))
        assert failure is PrintFailure.STICK_READ_ONLY

    def test_one_that_breaks_while_it_is_written_to(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def pulled_out(_file: int) -> None:
            (tmp_path / ".receipt.part").unlink()
            (tmp_path / ".receipt.part").mkdir()  # what is there cannot be taken away either
            raise OSError(5, "Input/output error")

        monkeypatch.setattr("os.fsync", pulled_out)
        failure = failure_of(lambda: write_to_stick(tmp_path, "receipt", b"paper"))
        assert failure is PrintFailure.STICK_GONE

    def test_one_that_is_not_there_any_more(
        self, database: Database, clock: TestClock, tmp_path: Path
    ) -> None:
        stick = Volume(tmp_path, "/dev/sdz1", 1, read_only=False)
        printing = printing_with(database, clock, sticks=lambda: [stick])
        assert printing.to_stick(1, stick).file_name == "receipt-K1-000001.pdf"
        gone = printing_with(database, clock)
        assert failure_of(lambda: gone.to_stick(1, stick)) is PrintFailure.STICK_GONE


class TestHanding:
    """A paper given to central, to be fetched by phone or mailed."""

    def handing(self, counter: Counter, url: str = "https://central.example.com") -> Handing:
        self.sent: list[PaperRequest] = []

        def send(paper: PaperRequest) -> PaperAnswer:
            self.sent.append(paper)
            return PaperAnswer(url=f"{url}/papers/x", kept_until=START, mailed_to="o***@a.example")

        return Handing(counter.desk, url, lambda number: f"%PDF- {number}".encode(), send)

    @pytest.mark.parametrize(
        ("central", "found"),
        [
            ("https://central.example.com", True),
            ("http://192.0.2.7:8000", True),
            ("http://127.0.0.1:8000", False),
            ("http://[::1]:8000", False),
            ("http://localhost:8000", False),
            ("", False),
        ],
    )
    def test_a_phone_finds_no_central_that_is_this_machine(
        self, counter: Counter, central: str, found: bool
    ) -> None:
        assert self.handing(counter, central).by_phone is found

    def test_a_phone_is_told_nothing_of_whose_it_is(self, counter: Counter) -> None:
        handed = self.handing(counter).hand_over(1, mail=False)
        assert handed == HandedPaper("https://central.example.com/papers/x", START, "o***@a.example")
        (sent,) = self.sent
        assert (sent.membership_id, sent.mail) == (None, False)
        assert sent.name == "訂購收據（非統一發票） Order receipt (not a uniform invoice) K1-000001"
        assert base64.b64decode(sent.pdf) == b"%PDF- 1"

    def test_central_finds_the_address_of_whose_it_is(self, counter: Counter) -> None:
        handing = self.handing(counter)
        assert handing.by_mail(1)
        handing.hand_over(1, mail=True)
        (sent,) = self.sent
        assert (sent.membership_id, sent.mail) == (counter.desk.receipt(1).membership_id, True)

    def test_the_offices_own_paper_is_mailed_to_nobody(self, counter: Counter) -> None:
        number = counter.desk.report_shift(training=False)
        assert not self.handing(counter).by_mail(number)


class TestLoop:
    def test_it_prints_by_itself(self, database: Database, clock: TestClock) -> None:
        spooler = MemorySpooler()
        printing = printing_with(database, clock, spooler)
        printing.choose({PaperSize.A4: OFFICE})
        loop = PrintLoop(printing.queue)
        loop.start()
        printing.print_receipt(1)
        loop.wake()
        until(lambda: printing.recent()[0].state is PrintState.PRINTED)
        assert loop.stop(_SOON)

    def test_a_bug_is_told_and_does_not_end_it(
        self, database: Database, clock: TestClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        printing = printing_with(database, clock)
        bugs: list[Any] = []
        monkeypatch.setattr("threading.excepthook", bugs.append)
        step = printing.queue.step

        def broken() -> bool:
            monkeypatch.setattr(printing.queue, "step", step)
            raise ValueError("a bug")

        monkeypatch.setattr(printing.queue, "step", broken)
        loop = PrintLoop(printing.queue)
        loop.start()
        until(lambda: bugs)
        assert isinstance(bugs[0].exc_value, ValueError)
        printing.choose({PaperSize.A4: OFFICE})
        printing.print_receipt(1)
        loop.wake()
        until(lambda: printing.recent()[0].state is PrintState.PRINTED)
        assert loop.stop(_SOON)
