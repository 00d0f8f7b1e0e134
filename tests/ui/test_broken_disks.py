"""What a person sees where the disk is low, full, read-only or held, and where old data were deleted."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pytest
import sqlcipher3.dbapi2 as sqlcipher  # type: ignore[import-untyped]
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QLabel
from sqlalchemy import select

from kiosk import counter_window, desktop
from kiosk.contract.api import EventsAnswer
from kiosk.contract.envelopes import EventEnvelope
from kiosk.domain.programme import Programme
from kiosk.services.failures import FailureCatalogue, Trouble
from kiosk.services.folders import Folders
from kiosk.services.identity_device import DeviceIdentity
from kiosk.services.upkeep.histories import Histories
from kiosk.services.upkeep.purging import Purging
from kiosk.storage import database as module
from kiosk.storage import purged
from kiosk.storage.database import KEY_BYTES, Database, open_database
from kiosk.storage.failures import StorageError, StorageFailure
from kiosk.storage.tables import EventRow
from kiosk.ui.stopped import StoppedWindow
from kiosk.ui.theme import COUNTER, apply_theme
from kiosk.ui.widgets import Banner, Panel
from tests.plugins.small_disk import SmallDisk
from tests.services.counter import ROOT, Counter, TestClock
from tests.services.flows.hall import Hall, PaperCard
from tests.ui.standing import Person, person, rules
from tests.ui.test_window import register_to_pin
from tests.ui.widgets.finding import find

__all__ = ["person", "rules"]
KEY = bytes(range(KEY_BYTES))
LOW, PURGED = Trouble.DISK_LOW.value, Trouble.HISTORY_PURGED.value


def hall_on(folder: Path, rules: Programme) -> Iterator[Hall]:
    database = open_database(folder / "kiosk.db", KEY)
    device = DeviceIdentity("00000000-0000-7000-8000-000000000001", "訓練處", "K1", "http://127.0.0.1:9")
    yield Hall(Counter(database, rules, TestClock(), device), card=None)
    database.close()


@pytest.fixture
def hall(tmp_path: Path, rules: Programme) -> Iterator[Hall]:
    yield from hall_on(tmp_path, rules)


def has_banner(person: Person, code: str) -> bool:
    """On the page that is shown, not on one that was there before."""
    banners = person.window.findChildren(Banner, f"start.trouble.{code}")
    return any(one.isVisibleTo(person.window) for one in banners)


class TestLittleRoom:
    def test_no_new_case_begins_and_the_page_says_so_before(self, person: Person) -> None:
        person.hall.found = (LOW,)
        person.click("nav.home")
        person.until(lambda: has_banner(person, LOW))
        person.click("start.register")
        person.until_failure(LOW)
        person.hall.found = ()
        person.click("start.register")
        person.sees("registration.identity")

    def test_a_case_that_was_begun_is_finished(self, person: Person) -> None:
        register_to_pin(person)
        person.hall.found = (LOW,)
        person.click("nav.home")
        person.until(lambda: has_banner(person, LOW))
        person.click("start.unfinished.resume")
        person.sees("signing")
        person.types_pin()
        person.goes_on("registration.declaration")


@dataclass(frozen=True)
class CentralHistory:
    """Central's part where a history is fetched."""

    kept: tuple[EventEnvelope, ...]
    at: datetime

    @classmethod
    def of(cls, database: Database) -> "CentralHistory":
        """All that is in the database now."""
        with database.snapshot() as session:
            rows = session.scalars(select(EventRow).order_by(EventRow.membership_seq)).all()
            told = [vars(row) | {"body": json.loads(row.body)} for row in rows]
            kept = [{name: one[name] for name in EventEnvelope.model_fields} for one in told]
            return cls(tuple(EventEnvelope.model_validate(one) for one in kept), rows[-1].recorded_at)

    def history(self, _membership_id: str, _cursor: str) -> EventsAnswer:
        return EventsAnswer(events=list(self.kept), cursor="1", more=False, central_time=self.at)


class TestPurged:
    @pytest.fixture
    def member(self, hall: Hall) -> str:
        """Somebody who came long ago and whose data were deleted; central has kept them."""
        member = hall.counter.register()
        hall.once()
        central = CentralHistory.of(hall.counter.database)
        kept = hall.counter
        hall.refetched = Histories(kept.database, cast(Any, central), lambda: kept.rules, kept.clock).fetch
        hall.counter.clock.pass_by(days=91)
        assert Purging(kept.database, lambda: kept.rules, kept.clock, lambda _now: True).run() == 1
        hall.online = False
        return member

    def test_who_comes_back_without_network_is_told_what_to_do(self, person: Person, member: str) -> None:
        person.puts_in(PaperCard())
        person.until(lambda: has_banner(person, PURGED))
        person.click("start.account")
        person.until_failure(PURGED)
        assert member

    def test_with_network_the_history_is_fetched_at_once(self, person: Person, member: str) -> None:
        person.hall.online = True
        person.puts_in(PaperCard())
        person.until(lambda: bool(person.window.findChildren(Panel, "start.member")))
        assert not has_banner(person, PURGED)
        with person.hall.counter.database.snapshot() as session:
            assert purged.find(session, member) is None


class TestOnASmallDisk:
    @pytest.fixture
    def hall(self, small_disk: SmallDisk, rules: Programme, monkeypatch) -> Iterator[Hall]:
        monkeypatch.setattr(module, "_BUSY_SECONDS", 0.1)
        yield from hall_on(small_disk.path, rules)

    def test_what_cannot_be_kept_stays_on_the_page_until_there_is_room(
        self, small_disk: SmallDisk, person: Person
    ) -> None:
        register_to_pin(person)
        person.hall.counter.database.forget_what_was_deleted()
        small_disk.fill()
        person.types_pin()
        person.click("nav.next")
        person.until_failure(StorageFailure.DISK_FULL.value)
        assert person.hall.counter.desk.find(PaperCard().certificate().holder_id) is None
        small_disk.make_room()
        person.types_pin()
        person.goes_on("registration.declaration")

    def test_a_database_held_by_another_program_is_told_and_tried_again(
        self, small_disk: SmallDisk, person: Person
    ) -> None:
        register_to_pin(person)
        with closing(sqlcipher.connect(str(small_disk.path / "kiosk.db"), isolation_level=None)) as other:
            other.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
            other.execute("BEGIN IMMEDIATE")
            person.types_pin()
            person.click("nav.next")
            person.until_failure(StorageFailure.DATABASE_BUSY.value)
            other.execute("ROLLBACK")
        person.types_pin()
        person.goes_on("registration.declaration")

    def test_a_disk_turned_read_only_is_told(self, small_disk: SmallDisk, person: Person) -> None:
        register_to_pin(person)
        small_disk.refuse_writing()
        person.types_pin()
        person.click("nav.next")
        person.until_failure(StorageFailure.READ_ONLY.value)


class TestAtTheStart:
    @pytest.fixture
    def catalogue(self) -> FailureCatalogue:
        return FailureCatalogue(ROOT / "resources" / "failures.toml")

    def window(self, qapp, catalogue: FailureCatalogue) -> StoppedWindow:
        apply_theme(qapp, COUNTER)
        return StoppedWindow(qapp, catalogue, StorageFailure.DATABASE_DAMAGED.value, {})

    def test_the_page_tells_the_remedy_in_both_languages(self, qapp, qtbot, catalogue) -> None:
        window = self.window(qapp, catalogue)
        qtbot.addWidget(window)
        remedy = find(window, QLabel, "page.failure.remedy")
        assert "kiosk doctor restore" in remedy.text()
        find(window, QAbstractButton, "nav.language").click()
        assert window.page is not None
        assert "runs kiosk doctor restore" in find(window.page, QLabel, "page.failure.remedy").text()
        find(window, QAbstractButton, "nav.language").click()
        assert window.page.title == "本櫃台暫停服務"

    def test_pressing_tries_again_and_closing_gives_up(self, qapp, qtbot, catalogue) -> None:
        for press, wanted in (("nav.next", True), (None, False)):
            window = self.window(qapp, catalogue)

            def act(window: StoppedWindow = window, press: str | None = press) -> None:
                if press is None:
                    window.close()
                else:
                    find(window, QAbstractButton, press).click()

            QTimer.singleShot(0, act)
            assert window.wants_again() is wanted

    def test_it_opens_once_the_disk_is_well_again(self, qapp, tmp_path: Path, capsys, monkeypatch) -> None:
        pressed: list[str] = []
        full = StorageError(StorageFailure.DISK_FULL)
        opens = iter((StorageError(StorageFailure.READ_ONLY), full, 0))

        def opened(*_: object) -> int:
            result = next(opens)
            if isinstance(result, int):
                return result
            raise result

        def again(window: StoppedWindow) -> bool:
            assert window.page is not None
            assert window.page.failure is not None
            pressed.append(window.page.failure.code)
            window.deleteLater()
            return True

        monkeypatch.setattr(desktop, "_run", opened)
        monkeypatch.setattr(StoppedWindow, "wants_again", again)
        assert desktop.run_training(Folders(tmp_path), None) == 0
        assert pressed == [StorageFailure.READ_ONLY.value, StorageFailure.DISK_FULL.value]
        assert all(code in capsys.readouterr().err for code in pressed[:1])

    def test_given_up_it_ends_with_its_exit_code(self, qapp, tmp_path: Path, monkeypatch) -> None:
        def opened(*_: object) -> int:
            raise StorageError(StorageFailure.DATABASE_DAMAGED)

        monkeypatch.setattr(desktop, "_run", opened)
        monkeypatch.setattr(counter_window, "wants_again", lambda *_: False)
        assert desktop.run_training(Folders(tmp_path), None) == desktop.UNOPENED
        with pytest.raises(desktop.NotStarted, match=StorageFailure.DATABASE_DAMAGED.value):
            desktop.run_training(Folders(tmp_path), None, lambda _window, _counter: None)

    def test_a_bug_is_no_failure(self, tmp_path: Path, monkeypatch) -> None:
        def opened(*_: object) -> int:
            raise ZeroDivisionError

        monkeypatch.setattr(desktop, "_run", opened)
        with pytest.raises(ZeroDivisionError):
            desktop.run_training(Folders(tmp_path), None)

    def test_the_lock_tells_a_disk_from_another_window(self, small_disk: SmallDisk) -> None:
        folders = Folders(small_disk.path / "training")
        with desktop._alone_in(folders), pytest.raises(desktop.NotStarted, match="K-DATA-05"):
            desktop._alone_in(folders).__enter__()
        small_disk.refuse_writing()
        with pytest.raises(StorageError) as raised:
            desktop._alone_in(folders).__enter__()
        assert raised.value.failure is StorageFailure.READ_ONLY
        with pytest.raises(StorageError) as raised:
            desktop._alone_in(Folders(small_disk.path / "another")).__enter__()
        assert raised.value.failure is StorageFailure.READ_ONLY
