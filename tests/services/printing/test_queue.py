"""The kiosk's own queue, over a spooler that does what is wanted of it."""

from dataclasses import dataclass, field

import pytest
from sqlalchemy import update

from kiosk.services.failures import Failed
from kiosk.services.printing.failures import PrintFailure
from kiosk.services.printing.queue import PrintJob, PrintQueue, PrintState
from kiosk.services.printing.spooler import JobStatus, PaperSize, Printer, Stage
from kiosk.services.receipts.papers import PaperError, PaperFailure
from kiosk.storage.database import Database
from kiosk.storage.tables import DeviceRow, ReceiptRow
from tests.services.counter import TestClock
from tests.services.printing.memory_spooler import A4, OFFICE, MemorySpooler

ATTIC = "attic"


@dataclass
class Desk:
    """One receipt to be printed."""

    database: Database
    clock: TestClock
    spooler: MemorySpooler = field(default_factory=MemorySpooler)
    changes: int = 0

    def __post_init__(self) -> None:
        self.spooler.there[ATTIC] = Printer(ATTIC, "閣樓", A4, None)
        self.queue = self.started()

    def started(self) -> PrintQueue:
        """The kiosk started again."""
        return PrintQueue(self.database, self.spooler, self.clock, self._changed)

    def add(self, size: PaperSize = PaperSize.A4) -> str:
        return self.queue.add(1, OFFICE, size, lambda copy: f"copy {copy}".encode())

    def stands(self) -> tuple[PrintState, PrintFailure | None]:
        job = self.job()
        return job.state, job.why

    def job(self) -> PrintJob:
        job = self.queue.of_receipt(1)
        assert job is not None
        return job

    def _changed(self) -> None:
        self.changes += 1


@pytest.fixture
def desk(database: Database, clock: TestClock) -> Desk:
    return Desk(database, clock)


def test_first_it_is_kept_then_it_is_printed(desk: Desk) -> None:
    job_id = desk.add()
    assert (desk.stands(), desk.spooler.papers) == ((PrintState.QUEUED, None), [])
    assert desk.queue.pdf(job_id) == b"copy 1"
    assert desk.queue.step()
    assert desk.stands() == (PrintState.PRINTING, None)
    assert not desk.queue.step()
    assert desk.stands() == (PrintState.PRINTED, None)
    assert desk.spooler.papers == [b"copy 1"]
    # Nothing of the paper is left but its line in the list.
    assert (desk.queue.pdf(job_id), desk.spooler.jobs) == (b"", {})
    assert desk.changes == 3
    assert desk.queue.jobs(10) == (desk.job(),)
    assert "copy" in repr(desk.job())
    assert str(desk.job().job_id) in desk.job().title


def test_the_next_print_is_the_next_copy(desk: Desk) -> None:
    first = desk.add()
    with pytest.raises(Failed) as caught:
        desk.add()
    assert caught.value.failure is PrintFailure.UNDER_WAY
    while desk.queue.step():
        pass
    second = desk.add()
    while desk.queue.step():
        pass
    assert desk.spooler.papers == [b"copy 1", b"copy 2"]
    assert [job.job_id for job in desk.queue.jobs(10)] == [second, first]
    assert [job.copy for job in desk.queue.jobs(10)] == [2, 1]
    with desk.database.snapshot() as session:
        assert session.get_one(ReceiptRow, 1).printed == 2


def test_a_paper_that_cannot_be_drawn_leaves_nothing(desk: Desk) -> None:
    def draw(_copy: int) -> bytes:
        raise PaperError(PaperFailure.GLYPH_MISSING, "𠮷")

    with pytest.raises(PaperError):
        desk.queue.add(1, OFFICE, PaperSize.A4, draw)
    assert desk.queue.of_receipt(1) is None
    with desk.database.snapshot() as session:
        assert session.get_one(ReceiptRow, 1).printed == 0


def test_two_at_once_are_one(desk: Desk) -> None:
    def draw(copy: int) -> bytes:
        if copy == 1 and desk.queue.of_receipt(1) is None:
            desk.add()
        return b""

    with pytest.raises(Failed):
        desk.queue.add(1, OFFICE, PaperSize.A4, draw)
    assert len(desk.queue.jobs(10)) == 1


@pytest.mark.parametrize("trouble", [PrintFailure.MEDIA_EMPTY, PrintFailure.OFFLINE, PrintFailure.DOOR_OPEN])
def test_a_printer_that_cannot_print_is_told_before_it_goes(desk: Desk, trouble: PrintFailure) -> None:
    desk.add()
    desk.spooler.troubles[OFFICE] = trouble
    assert not desk.queue.step()
    assert desk.stands() == (PrintState.FAILED, trouble)
    assert (desk.spooler.jobs, desk.queue.count_failed()) == ({}, 1)
    desk.spooler.troubles.clear()
    desk.queue.retry(desk.job().job_id, OFFICE)
    while desk.queue.step():
        pass
    assert desk.stands() == (PrintState.PRINTED, None)
    assert (desk.spooler.papers, desk.queue.count_failed()) == ([b"copy 1"], 0)


def test_the_wrong_paper_and_no_printer_and_no_service(desk: Desk) -> None:
    desk.add(PaperSize.ROLL_80)
    desk.queue.step()
    assert desk.stands() == (PrintState.FAILED, PrintFailure.WRONG_PAPER)
    desk.queue.retry(desk.job().job_id, "cellar")
    desk.queue.step()
    assert desk.stands() == (PrintState.FAILED, PrintFailure.PRINTER_GONE)
    desk.spooler.running = False
    desk.queue.retry(desk.job().job_id, OFFICE)
    desk.queue.step()
    assert desk.stands() == (PrintState.FAILED, PrintFailure.NO_SPOOLER)


def test_out_of_paper_halfway_is_told_and_goes_on_by_itself(desk: Desk) -> None:
    desk.add()
    desk.spooler.on_send = lambda: desk.spooler.troubles.update({OFFICE: PrintFailure.MEDIA_EMPTY})
    assert desk.queue.step()
    assert desk.queue.step()
    assert desk.stands() == (PrintState.PRINTING, PrintFailure.MEDIA_EMPTY)
    changes = desk.changes
    assert desk.queue.step()
    assert desk.changes == changes  # nothing new is nothing told
    desk.spooler.troubles.clear()
    assert not desk.queue.step()
    assert desk.stands() == (PrintState.PRINTED, None)


def test_a_service_that_is_away_for_a_while(desk: Desk) -> None:
    desk.add()
    desk.spooler.on_send = lambda: desk.spooler.troubles.update({OFFICE: PrintFailure.STOPPED})
    desk.queue.step()
    desk.spooler.running = False
    assert desk.queue.step()
    assert desk.stands() == (PrintState.PRINTING, PrintFailure.NO_SPOOLER)
    desk.spooler.running = True
    desk.spooler.troubles.clear()
    assert not desk.queue.step()
    assert desk.stands() == (PrintState.PRINTED, None)


@pytest.mark.parametrize(
    ("stage", "why"),
    [
        (Stage.ABORTED, PrintFailure.ABORTED),
        (Stage.CANCELLED, PrintFailure.CANCELLED),
        (Stage.UNKNOWN, PrintFailure.LOST),
    ],
)
def test_what_the_spooler_ends_has_failed(desk: Desk, stage: Stage, why: PrintFailure) -> None:
    desk.add()
    desk.queue.step()
    desk.spooler.papers.clear()
    desk.spooler.end(stage)
    assert not desk.queue.step()
    assert desk.stands() == (PrintState.FAILED, why)
    assert desk.spooler.jobs == {}
    assert desk.queue.pdf(desk.job().job_id) == b"copy 1"
    desk.queue.retry(desk.job().job_id, ATTIC)
    while desk.queue.step():
        pass
    assert (desk.job().printer, desk.job().state) == (ATTIC, PrintState.PRINTED)
    assert desk.spooler.papers == [b"copy 1"]


@pytest.mark.parametrize("taken", [True, False])
def test_an_answer_that_is_lost(desk: Desk, taken: bool) -> None:
    desk.spooler.unsure = lambda: taken
    desk.add()
    desk.queue.step()
    if not taken:
        assert desk.stands() == (PrintState.FAILED, PrintFailure.MAYBE_PRINTED)
        assert desk.spooler.papers == []
        return
    while desk.queue.step():
        pass
    assert desk.stands() == (PrintState.PRINTED, None)
    assert desk.spooler.papers == [b"copy 1"]


def test_one_that_turns_up_late_is_followed_and_not_sent_again(desk: Desk) -> None:
    desk.spooler.unsure = lambda: False
    job_id = desk.add()
    desk.queue.step()
    desk.spooler.unsure = None
    desk.spooler.send(OFFICE, desk.job().title, b"copy 1", PaperSize.A4)
    desk.queue.retry(job_id, ATTIC)
    assert desk.stands() == (PrintState.PRINTING, None)
    while desk.queue.step():
        pass
    assert desk.spooler.papers == [b"copy 1"]


def test_one_that_the_spooler_refuses(desk: Desk) -> None:
    desk.add()
    desk.spooler.on_send = lambda: desk.spooler.troubles.update({OFFICE: PrintFailure.NOT_ACCEPTING})
    desk.queue.step()
    assert desk.stands() == (PrintState.FAILED, PrintFailure.NOT_ACCEPTING)


def test_only_one_that_failed_is_printed_again(desk: Desk) -> None:
    job_id = desk.add()
    with pytest.raises(Failed) as caught:
        desk.queue.retry(job_id, OFFICE)
    assert caught.value.failure is PrintFailure.UNDER_WAY


class TestGivingUp:
    def test_what_waits(self, desk: Desk) -> None:
        job_id = desk.add()
        desk.queue.give_up(job_id)
        assert not desk.queue.step()
        assert (desk.stands(), desk.queue.pdf(job_id)) == ((PrintState.GIVEN_UP, None), b"")
        assert desk.spooler.papers == []

    def test_what_waits_for_paper_never_comes_out(self, desk: Desk) -> None:
        job_id = desk.add()
        desk.spooler.on_send = lambda: desk.spooler.troubles.update({OFFICE: PrintFailure.MEDIA_EMPTY})
        desk.queue.step()
        desk.queue.step()
        desk.queue.give_up(job_id)
        assert desk.stands() == (PrintState.GIVEN_UP, PrintFailure.MEDIA_EMPTY)
        assert desk.spooler.jobs == {}
        desk.spooler.troubles.clear()
        assert not desk.queue.step()
        assert desk.spooler.papers == []
        desk.add()  # the next one is another copy
        assert desk.job().copy == 2

    def test_where_the_service_does_not_answer_nothing_changes(self, desk: Desk) -> None:
        job_id = desk.add()
        desk.spooler.on_send = lambda: desk.spooler.troubles.update({OFFICE: PrintFailure.STOPPED})
        desk.queue.step()
        desk.spooler.running = False
        with pytest.raises(Failed):
            desk.queue.give_up(job_id)
        assert desk.job().state is PrintState.PRINTING

    def test_what_is_known_to_have_ended_needs_no_service(self, desk: Desk) -> None:
        job_id = desk.add()
        desk.queue.step()
        desk.spooler.end(Stage.CANCELLED)
        desk.queue.step()
        desk.spooler.running = False
        desk.queue.give_up(job_id)
        assert desk.stands() == (PrintState.GIVEN_UP, PrintFailure.CANCELLED)

    def test_while_it_goes(self, desk: Desk) -> None:
        """Given up between the note that it goes and the spooler's answer."""
        job_id = desk.add()

        def give_up() -> None:
            desk.spooler.troubles[OFFICE] = PrintFailure.STOPPED
            desk.queue.give_up(job_id)

        desk.spooler.on_send = give_up
        assert not desk.queue.step()
        assert desk.job().state is PrintState.GIVEN_UP
        assert (desk.spooler.jobs, desk.spooler.papers) == ({}, [])

    def test_before_it_goes(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        """Given up while its printer is looked at."""
        job_id, look = desk.add(), desk.spooler.printer

        def looked_at(name: str) -> Printer:
            desk.queue.give_up(job_id)
            return look(name)

        monkeypatch.setattr(desk.spooler, "printer", looked_at)
        assert not desk.queue.step()
        assert (desk.job().state, desk.spooler.papers) == (PrintState.GIVEN_UP, [])

    def test_while_it_is_asked_after(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        """Given up just as the spooler says that it is over."""
        job_id, status = desk.add(), desk.spooler.status
        desk.queue.step()

        def asked(job: str) -> JobStatus:
            told = status(job)
            desk.queue.give_up(job_id)
            return told

        monkeypatch.setattr(desk.spooler, "status", asked)
        assert not desk.queue.step()
        assert desk.job().state is PrintState.GIVEN_UP

    def test_what_is_over_stays(self, desk: Desk) -> None:
        job_id = desk.add()
        while desk.queue.step():
            pass
        desk.queue.give_up(job_id)
        assert desk.job().state is PrintState.PRINTED

    def test_what_may_have_been_printed(self, desk: Desk) -> None:
        desk.spooler.unsure = lambda: False
        job_id = desk.add()
        desk.queue.step()
        desk.queue.give_up(job_id)
        assert desk.stands() == (PrintState.GIVEN_UP, PrintFailure.MAYBE_PRINTED)

    def test_what_may_have_been_printed_and_waits_after_all(self, desk: Desk) -> None:
        desk.spooler.unsure = lambda: False
        job_id = desk.add()
        desk.queue.step()
        desk.spooler.unsure = None
        desk.spooler.send(OFFICE, desk.job().title, b"", PaperSize.A4)
        desk.queue.give_up(job_id)
        assert desk.spooler.jobs == {}


class TestNotSeenTo:
    """A print that failed, or that is stuck, is given up after a day: its paper lies nowhere any more."""

    def test_what_failed(self, desk: Desk) -> None:
        job_id = desk.add()
        desk.queue.step()
        desk.spooler.end(Stage.ABORTED)
        desk.queue.step()
        desk.clock.pass_by(hours=24)
        desk.queue.step()
        assert desk.stands() == (PrintState.FAILED, PrintFailure.ABORTED)
        assert desk.queue.pdf(job_id)
        desk.clock.pass_by(seconds=1)
        before = desk.changes
        desk.queue.step()
        assert desk.stands() == (PrintState.GIVEN_UP, PrintFailure.NOT_SEEN_TO)
        assert desk.changes == before + 1
        assert desk.queue.pdf(job_id) == b""
        assert desk.queue.count_failed() == 0
        desk.add()  # another copy can be printed

    def test_what_waits_for_paper(self, desk: Desk) -> None:
        desk.spooler.on_send = lambda: desk.spooler.troubles.update({OFFICE: PrintFailure.MEDIA_EMPTY})
        job_id = desk.add()
        desk.queue.step()
        desk.queue.step()
        desk.clock.pass_by(hours=25)
        desk.spooler.running = False
        desk.queue.step()
        assert desk.stands()[0] is PrintState.PRINTING  # it may still come out: nobody is told otherwise
        desk.spooler.running = True
        desk.queue.step()
        assert desk.stands() == (PrintState.GIVEN_UP, PrintFailure.NOT_SEEN_TO)
        assert not desk.spooler.jobs
        assert desk.queue.pdf(job_id) == b""
        desk.spooler.troubles.clear()
        desk.queue.step()
        assert not desk.spooler.papers

    def test_what_was_printed_stays_as_it_is(self, desk: Desk) -> None:
        desk.add()
        desk.queue.step()
        desk.queue.step()
        desk.clock.pass_by(hours=25)
        desk.queue.step()
        assert desk.stands() == (PrintState.PRINTED, None)


class TestTwice:
    @pytest.mark.parametrize("why", [Stage.UNKNOWN, Stage.ABORTED])
    def test_one_that_may_have_come_out_is_told_when_it_is_printed_again(
        self, desk: Desk, why: Stage
    ) -> None:
        job_id = desk.add()
        desk.queue.step()
        if why is Stage.UNKNOWN:
            desk.spooler.jobs.clear()
        else:
            desk.spooler.end(why)
        desk.queue.step()
        desk.queue.retry(job_id, OFFICE)
        desk.queue.step()
        desk.queue.step()
        assert desk.stands() == (PrintState.PRINTED, PrintFailure.MAYBE_TWICE)

    def test_one_that_was_never_taken_is_not(self, desk: Desk) -> None:
        desk.spooler.troubles[OFFICE] = PrintFailure.DOOR_OPEN
        job_id = desk.add()
        desk.queue.step()
        desk.spooler.troubles.clear()
        desk.queue.retry(job_id, OFFICE)
        desk.queue.step()
        desk.queue.step()
        assert desk.stands() == (PrintState.PRINTED, None)


class TestClearing:
    """What the spooler keeps of a paper that is over."""

    def printed(self, desk: Desk, monkeypatch: pytest.MonkeyPatch, failure: PrintFailure) -> None:
        def clear(_job: str) -> None:
            raise Failed(failure)

        desk.add()
        with monkeypatch.context() as patch:
            patch.setattr(desk.spooler, "clear", clear)
            while desk.queue.step():
                pass
        assert desk.stands() == (PrintState.PRINTED, None)
        assert len(desk.spooler.jobs) == 1

    def test_is_tried_again(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.printed(desk, monkeypatch, PrintFailure.NO_SPOOLER)
        assert not desk.queue.step()
        assert desk.spooler.jobs == {}

    def test_is_left_where_it_is_refused(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.printed(desk, monkeypatch, PrintFailure.REFUSED)
        assert not desk.queue.step()
        assert len(desk.spooler.jobs) == 1

    def test_another_failure_is_a_bug(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        def look(_name: str) -> Printer:
            raise Failed(PaperFailure.FONT_MISSING)

        desk.add()
        monkeypatch.setattr(desk.spooler, "printer", look)
        with pytest.raises(Failed):
            desk.queue.step()


class TestAfterARestart:
    def test_what_was_kept_is_printed(self, desk: Desk) -> None:
        desk.add()
        queue = desk.started()
        while queue.step():
            pass
        assert desk.spooler.papers == [b"copy 1"]

    def test_what_a_backup_believes_is_not(self, desk: Desk) -> None:
        """The database is an older one that was gone back to: the paper may have been printed since."""
        desk.add()
        with desk.database.session() as session:
            session.execute(update(DeviceRow).values(restored_at=desk.clock()))
        assert not desk.started().step()
        assert desk.stands() == (PrintState.FAILED, PrintFailure.MAYBE_PRINTED)
        assert desk.spooler.papers == []

    def test_what_was_kept_since_is(self, desk: Desk) -> None:
        with desk.database.session() as session:
            session.execute(update(DeviceRow).values(restored_at=desk.clock()))
        desk.clock.pass_by(seconds=1)
        desk.add()
        while desk.queue.step():
            pass
        assert desk.spooler.papers == [b"copy 1"]
