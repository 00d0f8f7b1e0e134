"""The exchange by USB stick, in the window: what staff sees and presses."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from kiosk.cardreader.virtual.training_ca import make_training_cards
from kiosk.domain.programme import Programme
from kiosk.services.bundle.desk import Exported, TakenAnswers
from kiosk.services.bundle.sticks import Sticks, Volume, WrittenToStick
from kiosk.ui.pages.bundle import BundlePage, BundleScene, Exchanged
from kiosk.ui.theme import COUNTER, apply_theme
from kiosk.ui.widgets import Banner
from kiosk.ui.window import KioskWindow
from tests.services.bundle.conftest import Kiosk, Office
from tests.services.counter import START
from tests.services.flows.hall import NO_CARD, Hall
from tests.ui.pages.case import Case, words_on


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cards")
    make_training_cards(folder)
    return folder


@pytest.fixture
def office(tmp_path: Path, cards: Path, rules: Programme) -> Iterator[Office]:
    with ExitStack() as stack:
        yield Office(tmp_path, cards, rules, stack)


class Staff:
    """Stands at the window of a kiosk with this stick, or without one."""

    def __init__(self, kiosk: Kiosk, folder: Path, qtbot: Any) -> None:
        self.kiosk, self.folder, self._qtbot = kiosk, folder, qtbot
        self.there, self.read_only, self.released = True, False, True
        self.going_on = Event()
        self.going_on.set()
        sticks = Sticks(kiosk.bundles, "K1", self._volumes, self._release)
        hall = Hall(kiosk.asking, card=None)
        self.window = KioskWindow(replace(hall.services, sync=kiosk.sync, sticks=sticks))
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.reader_changed.emit(NO_CARD)

    def _volumes(self) -> list[Volume]:
        there = self.there and self.folder.exists()
        return [Volume(self.folder, "/dev/sdz1", 15_600_000_000, self.read_only)] if there else []

    def _release(self, _volume: Volume) -> bool:
        assert self.going_on.wait(10)
        return self.released

    def until(self, so: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(so()), timeout=8_000)

    @property
    def page(self) -> BundlePage | None:
        page = self.window.page
        return page if isinstance(page, BundlePage) and page.busy is None else None

    def goes_there(self) -> None:
        self.window._routes.go("bundle")
        self.until(lambda: self.page)

    def click(self, name: str) -> None:
        button = self.window.findChildren(QAbstractButton, name)[-1]  # one before may not be deleted yet
        assert button.isEnabled(), name
        button.click()

    def result(self) -> str:
        self.until(lambda: self.page and self.page.findChild(Banner, "bundle.result"))
        assert self.page is not None
        banner = self.page.findChild(Banner, "bundle.result")
        assert banner is not None
        return "\n".join(label.text() for label in banner.findChildren(QLabel))

    def failure(self) -> str:
        self.until(lambda: self.page and self.page.failure)
        assert self.page is not None
        assert self.page.failure is not None
        return self.page.failure.code


@pytest.fixture
def staff(office: Office, tmp_path: Path, qtbot: Any, qapp: QApplication) -> Iterator[Staff]:
    apply_theme(qapp, COUNTER)
    folder = tmp_path / "media" / "USB 隨身碟"
    folder.mkdir(parents=True)
    staff = Staff(office.kiosk(), folder, qtbot)
    yield staff
    staff.window.close_down()


def test_written_then_answered_then_read(office: Office, staff: Staff) -> None:
    staff.kiosk.register()
    staff.goes_there()
    assert staff.page is not None
    assert "2 筆" in words_on(staff.page)
    staff.click("nav.next")
    assert "可以拔出隨身碟" in staff.result()
    assert "已寫入待送資料 2 筆，檔名 kiosk-K1.bundle" in staff.result()
    office.take(staff.folder / "kiosk-K1.bundle")
    office.answer(staff.kiosk).rename(staff.folder / "answer.bundle")
    staff.click("bundle.read")
    staff.until(lambda: "已確認 2 筆，不成立 0 筆，收到紀錄 2 筆" in staff.result())
    staff.click("bundle.read")
    staff.until(lambda: "沒有新的內容" in staff.result())
    assert staff.page is not None
    assert "0 筆" in words_on(staff.page)
    # What came of it is told right after it, and not to whoever comes next.
    staff.window._routes.home()
    staff.until(lambda: staff.window.page and staff.window.page.objectName() == "start")
    staff.goes_there()
    assert staff.page is not None
    assert staff.page.findChild(Banner, "bundle.result") is None


def test_a_stick_that_the_system_does_not_let_go(staff: Staff) -> None:
    staff.released = False
    staff.goes_there()
    staff.click("nav.next")
    told = staff.result()
    assert "請先退出隨身碟再拔出" in told
    assert "可以拔出" not in told


def test_no_stick_then_one(staff: Staff) -> None:
    staff.there = False
    staff.goes_there()
    assert staff.page is not None
    assert not staff.page.valid
    assert "沒有找到隨身碟" in words_on(staff.page)
    staff.there = True
    staff.click("bundle.none.action")
    staff.until(lambda: staff.page and staff.page.valid)
    staff.click("bundle.look")
    staff.until(lambda: staff.page and staff.page.valid)


def test_a_read_only_stick_can_be_read_alone(staff: Staff) -> None:
    staff.read_only = True
    staff.goes_there()
    assert staff.page is not None
    assert not staff.page.valid
    staff.click("bundle.read")
    assert staff.failure() == "K-SYNC-77"


def test_a_stick_that_was_pulled_out(staff: Staff) -> None:
    staff.kiosk.register()
    staff.goes_there()
    shutil.rmtree(staff.folder)
    staff.click("nav.next")
    assert staff.failure() == "K-SYNC-72"
    assert staff.kiosk.sync.status().waiting == 2


def test_who_leaves_meanwhile_disturbs_nothing(staff: Staff, qtbot: Any) -> None:
    staff.kiosk.register()
    staff.goes_there()
    staff.going_on.clear()
    staff.click("nav.next")
    staff.window._routes.home()
    staff.until(lambda: staff.window.page and staff.window.page.objectName() == "start")
    staff.going_on.set()
    staff.until(lambda: staff.window._workers.idle)
    assert (staff.folder / "kiosk-K1.bundle").exists()
    assert staff.window.page is not None
    assert staff.window.page.objectName() == "start"


STICKS = (
    Volume(Path("/run/media/user/SANDISK"), "/dev/sdb1", 15_600_000_000, read_only=False),
    Volume(Path("/media/user/一個名字很長很長很長的隨身碟"), "/dev/sdc1", 740_000_000, read_only=True),
    Volume(Path("/mnt/usb"), "/dev/sdd1", 40_000_000, read_only=False),
)


def shown(case: Case, qtbot: Any, volumes: tuple[Volume, ...], exchanged: Exchanged) -> BundlePage:
    page = BundlePage(BundleScene(12, START, volumes), case.context(), exchanged)
    qtbot.addWidget(page)
    return page


def test_one_of_several_is_chosen_first(case: Case, qtbot: Any) -> None:
    page = shown(case, qtbot, STICKS, Exchanged())
    assert not page.valid
    for stick, valid in ((STICKS[1], False), (STICKS[2], True), (STICKS[1], False)):
        button = page.findChild(QAbstractButton, f"bundle.volumes.{stick.folder}")
        assert button is not None
        button.click()
        assert bool(page.valid) is valid


def test_progress_is_told(case: Case, qtbot: Any) -> None:
    page = shown(case, qtbot, STICKS[:1], Exchanged())
    page.busy = "正在寫入隨身碟，請勿拔出"
    page._progress((200, 1000))
    assert (page._overlay._done, page._overlay._total) == (200, 1000)


def test_what_was_turned_down_is_told(case: Case, qtbot: Any) -> None:
    assert shown(case, qtbot, STICKS, Exchanged(None, "/mnt/usb")).valid
    page = shown(case, qtbot, (), Exchanged(TakenAnswers(3, 1, 1, 4, START)))
    assert "已收下回覆，有不成立的項目" in words_on(page)
    assert "不成立 2 筆" in words_on(page)
    assert "沒有找到隨身碟" in words_on(page)
    page = shown(case, qtbot, (), Exchanged(WrittenToStick(Exported(1, 1), "a.bundle", released=True)))
    assert "可以拔出隨身碟" in words_on(page)
