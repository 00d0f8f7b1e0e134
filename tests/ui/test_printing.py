"""Printing in the real window: what the person and the staff see and press."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication

from kiosk.contract.api import ApiProblem
from kiosk.domain.programme import Programme
from kiosk.services.bundle.sticks import Volume
from kiosk.services.failures import Failed, Trouble
from kiosk.services.identity_device import DeviceIdentity
from kiosk.services.printing.failures import PrintFailure
from kiosk.services.printing.printing import Printing
from kiosk.services.printing.queue import PrintState
from kiosk.services.printing.spooler import PaperSize, Printer, Stage
from kiosk.storage.database import KEY_BYTES, open_database
from kiosk.ui.theme import COUNTER, apply_theme
from kiosk.ui.widgets import QrImage
from kiosk.ui.window import KioskWindow
from tests.services.counter import Counter, TestClock, order_receipt, programme
from tests.services.flows.hall import CARD_IN, Hall, member_of
from tests.services.printing.memory_spooler import A4, OFFICE, MemoryHanding, MemorySpooler, printing_with
from tests.ui.pages.case import words_on

ATTIC = "attic"


@pytest.fixture(scope="module")
def rules() -> Programme:
    return programme()


class Desk:
    """A member with a receipt at the window; a printer behind the desk, another in the attic."""

    def __init__(self, hall: Hall, folder: Path, qtbot: Any) -> None:
        self._qtbot = qtbot
        self.spooler = MemorySpooler()
        self.handing = MemoryHanding()
        self.spooler.there[ATTIC] = Printer(ATTIC, "閣樓", A4, None)
        self.stick = Volume(folder, "/dev/sdz1", 15_600_000_000, read_only=False)
        self.printing: Printing = printing_with(
            hall.counter.database,
            hall.counter.clock,
            self.spooler,
            lambda: self.window.printing_changed.emit(None),
            lambda: [self.stick] if folder.exists() else [],
            handing=self.handing,
        )
        self.window = KioskWindow(replace(hall.services, printing=self.printing))
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.reader_changed.emit(CARD_IN)
        self.until(lambda: self.window.card.membership_id is not None)

    def until(self, so: Any) -> None:
        self._qtbot.waitUntil(lambda: bool(so()), timeout=30_000)

    def go(self, place: str, about: str = "", page: str = "") -> None:
        self.window._routes.go(place, about)
        self.at(page or place)

    def at(self, name: str) -> None:
        self.until(
            lambda: self.window.page and self.window.page.objectName() == name and not self.window.page.busy
        )

    def click(self, name: str) -> None:
        self.until(lambda: self.button(name).isEnabled())
        self.button(name).click()

    def button(self, name: str) -> QAbstractButton:
        assert self.window.page is not None
        scope = self.window if name.startswith("nav.") else self.window.page
        found = scope.findChild(QAbstractButton, name)
        assert found is not None, name
        return found

    def sees(self, words: str) -> None:
        self.until(lambda: self.window.page and words in words_on(self.window.page))

    def step(self) -> None:
        self.printing.queue.step()

    @property
    def stands(self) -> PrintState:
        job = self.printing.queue.of_receipt(1)
        assert job is not None
        return job.state


DEVICE = DeviceIdentity("00000000-0000-7000-8000-000000000001", "訓練處", "K1", "http://127.0.0.1:9")
KEY = bytes(range(KEY_BYTES))


@pytest.fixture(scope="module")
def with_a_receipt(tmp_path_factory: pytest.TempPathFactory, rules: Programme) -> Path:
    """A database with a member who has ordered; made once, for each test gets a copy."""
    file = tmp_path_factory.mktemp("member") / "kiosk.db"
    with closing(open_database(file, KEY)) as database:
        hall = Hall(Counter(database, rules, TestClock(), DEVICE))
        hall.counter.submit(member_of(hall), hall.counter.order(), order_receipt)
    return file


@pytest.fixture
def desk(
    tmp_path: Path, with_a_receipt: Path, rules: Programme, qtbot: Any, qapp: QApplication
) -> Iterator[Desk]:
    apply_theme(qapp, COUNTER)
    stick = tmp_path / "media" / "USB 隨身碟"
    stick.mkdir(parents=True)
    with closing(open_database(Path(shutil.copy(with_a_receipt, tmp_path / "kiosk.db")), KEY)) as database:
        desk = Desk(Hall(Counter(database, rules, TestClock(), DEVICE)), stick, qtbot)
        yield desk
        desk.window.close_down()


def test_choose_a_printer_then_print_then_print_again(desk: Desk) -> None:
    desk.go("receipt", "1")
    desk.sees("尚未列印")
    desk.click("print.print")
    desk.sees("還沒有選擇印表機")
    desk.click("print.choose")
    desk.at("printers")
    assert not desk.button("nav.next").isEnabled()
    desk.click(f"printers.a4.{OFFICE}")
    desk.sees("沒有印表機可以印這種紙張")  # a roll
    desk.click("nav.next")
    desk.at("receipt")
    desk.click("print.print")
    desk.sees("等候列印")
    assert not desk.button("print.print").isEnabled()
    desk.step()
    desk.sees("列印中")
    desk.step()
    desk.sees("已印出")
    desk.click("print.print")
    desk.sees("等候列印")
    desk.step()
    desk.step()
    desk.sees("已印出")
    assert desk.spooler.papers == [b"paper 1 copy 1", b"paper 1 copy 2"]
    desk.go("printing")
    desk.sees("第一次列印")
    desk.sees("補印第 1 次")
    desk.click("nav.next")
    desk.at("sync")


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """With the printer chosen, on the receipt's page."""
    desk.printing.choose({PaperSize.A4: OFFICE})
    desk.go("receipt", "1")
    return desk


def test_out_of_paper_is_told_before_anything_is_promised(ready: Desk) -> None:
    ready.spooler.troubles[OFFICE] = PrintFailure.MEDIA_EMPTY
    ready.click("print.print")
    ready.sees("印表機沒有紙了")
    ready.sees("K-PRINT-07")
    assert ready.printing.queue.of_receipt(1) is None
    ready.spooler.troubles.clear()
    ready.click("print.print")
    ready.sees("等候列印")


def test_out_of_paper_halfway_then_filled_up(ready: Desk) -> None:
    ready.spooler.on_send = lambda: ready.spooler.troubles.update({OFFICE: PrintFailure.MEDIA_EMPTY})
    ready.click("print.print")
    ready.sees("等候列印")
    ready.step()
    ready.step()
    ready.sees("印表機沒有紙了")
    ready.sees("列印中")
    ready.spooler.troubles.clear()
    ready.step()
    ready.sees("已印出")


def test_another_printer(ready: Desk) -> None:
    ready.click("print.print")
    ready.sees("等候列印")
    ready.spooler.troubles[OFFICE] = PrintFailure.OFFLINE
    ready.step()
    ready.sees("印表機連不上")
    ready.click("print.ways")
    ready.at("paper_ways")
    ready.sees("印表機連不上")
    assert not ready.button("nav.next").isEnabled()
    ready.click(f"paper_ways.printers.{ATTIC}")
    ready.click("nav.next")
    ready.at("receipt")
    ready.step()
    ready.step()
    ready.sees("已印出")
    assert ready.spooler.papers == [b"paper 1 copy 1"]


def test_what_may_have_been_printed_is_given_up_where_it_lies_in_the_printer(ready: Desk) -> None:
    ready.spooler.unsure = lambda: False
    ready.click("print.print")
    ready.sees("等候列印")
    ready.step()
    ready.sees("可能已印出，請看印表機")
    ready.click("print.give_up")
    ready.sees("已放棄")
    assert ready.stands is PrintState.GIVEN_UP


def test_what_is_told_before_printing_stays_told(ready: Desk) -> None:
    ready.spooler.troubles[OFFICE] = PrintFailure.DOOR_OPEN
    ready.click("print.print")
    ready.sees("印表機的蓋子開著")
    ready.window.printing_changed.emit(None)
    ready.until(lambda: ready.window._workers.idle)
    ready.sees("印表機的蓋子開著")


def test_again_on_the_same_printer(ready: Desk) -> None:
    ready.click("print.print")
    ready.sees("等候列印")
    ready.step()
    ready.spooler.end(Stage.ABORTED)
    ready.step()
    ready.go("print_job", "1", "paper_ways")
    ready.click("paper_ways.again")
    ready.at("printing")
    ready.step()
    ready.step()
    ready.sees("已印出")


def test_the_staff_sees_what_failed_and_gives_it_up(ready: Desk) -> None:
    ready.click("print.print")
    ready.sees("等候列印")
    ready.step()
    ready.spooler.end(Stage.CANCELLED)
    ready.step()
    ready.sees("這次列印在別處被取消")
    ready.go("sync")
    ready.sees("有 1 張單據沒有印出")
    ready.click("sync.prints.open")
    ready.at("printing")
    job = ready.printing.recent()[0]
    ready.click(f"printing.job.{job.job_id}")
    ready.at("paper_ways")
    ready.click("paper_ways.look")
    ready.at("paper_ways")
    ready.click("paper_ways.give_up")
    ready.at("printing")
    ready.sees("已放棄")
    assert ready.stands is PrintState.GIVEN_UP


def test_onto_a_stick(ready: Desk) -> None:
    ready.click("print.ways")
    ready.at("paper_ways")
    assert not ready.button("paper_ways.save").isEnabled()
    ready.click(f"paper_ways.sticks.{ready.stick.folder}")
    ready.click("paper_ways.save")
    ready.sees("已存好，可以拔出隨身碟")
    ready.sees("receipt-K1-000001.pdf")
    file = ready.stick.folder / "receipt-K1-000001.pdf"
    assert file.read_bytes() == b"paper 1 copy 1"
    file.unlink()
    ready.stick.folder.rmdir()  # it was pulled out
    ready.click("paper_ways.save")
    ready.sees("隨身碟中斷，檔案沒有存好")


def test_a_printer_for_a_kind_of_papers(ready: Desk) -> None:
    ready.go("printers")
    ready.click(f"printers.kind.order.{ATTIC}.a4")
    ready.click("nav.next")
    ready.at("printing")
    assert ready.printing.choice().of_kinds == {"order": (ATTIC, PaperSize.A4)}
    ready.go("receipt", "1")
    ready.click("print.print")
    ready.sees("等候列印　attic")
    job = ready.printing.queue.of_receipt(1)
    assert job is not None
    ready.printing.queue.give_up(job.job_id)
    del ready.spooler.there[ATTIC]
    ready.go("printers")
    ready.sees("原來選的印表機不在了：attic")
    ready.click("nav.next")
    ready.until(lambda: not ready.printing.choice().of_kinds)


def test_one_that_may_be_there_twice_is_told(ready: Desk) -> None:
    ready.click("print.print")
    ready.sees("等候列印")
    ready.step()
    ready.spooler.jobs.clear()
    ready.step()
    ready.sees("列印服務找不到這次列印")
    ready.click("print.print")
    ready.sees("等候列印")
    ready.step()
    ready.step()
    ready.sees("可能印了兩份")


def codes_on(desk: Desk) -> list[QrImage]:
    """The codes that somebody sees."""
    page = desk.window.page
    return [] if page is None else [one for one in page.findChildren(QrImage) if one.isVisible()]


def test_by_phone(ready: Desk) -> None:
    ready.handing.by_phone = True
    ready.click("print.ways")
    ready.at("paper_ways")
    for _ in range(2):  # the second code takes the first one's place
        ready.click("paper_ways.phone")
        ready.sees("請用手機掃描")
    ready.until(lambda: len(codes_on(ready)) == 1)
    (code,) = codes_on(ready)
    assert code.content == f"https://central.example/papers/{1:032}"
    ready.until(lambda: code.height() >= code.sizeHint().height() and not code.visibleRegion().isEmpty())
    mail = ready.button("paper_ways.mail")
    below = code.mapTo(ready.window, code.rect().bottomLeft()).y()
    ready.until(lambda: mail.mapTo(ready.window, mail.rect().topLeft()).y() > below)
    assert ready.handing.asked == [(1, False), (1, False)]


def test_by_mail(ready: Desk) -> None:
    ready.handing.trouble = Failed(Trouble.CENTRAL_UNREACHABLE)
    ready.click("print.ways")
    ready.at("paper_ways")
    ready.click("paper_ways.mail")
    ready.sees("目前連不上中央服務")
    ready.handing.trouble = Failed(ApiProblem.ADDRESS_NOT_CONFIRMED)
    ready.click("paper_ways.mail")
    ready.sees("沒有可以寄送的 Email")
    ready.handing.trouble = None
    ready.click("paper_ways.mail")
    ready.sees("已交由中央服務寄到 o***@coop.example")
    ready.sees("2026/03/09 10:00")
    assert ready.handing.asked == [(1, True)]


def test_what_came_of_it_stays_where_the_page_is_made_anew(ready: Desk) -> None:
    ready.handing.by_phone = True
    ready.click("print.ways")
    ready.at("paper_ways")
    ready.click("paper_ways.phone")
    ready.sees("請用手機掃描")
    ready.click("paper_ways.mail")
    ready.sees("已交由中央服務寄到")
    before = ready.window.page
    ready.spooler.troubles[OFFICE] = PrintFailure.OFFLINE  # something to tell of, so the page is another
    ready.window.printing_changed.emit(None)
    ready.until(lambda: ready.window.page is not before)
    ready.sees("已交由中央服務寄到")
    ready.until(lambda: len(codes_on(ready)) == 1)
    ready.window._switch_language()
    ready.sees("Central mails it to")


def test_without_a_print_service(ready: Desk) -> None:
    ready.spooler.running = False
    ready.stick.folder.rmdir()
    ready.click("print.print")
    ready.sees("列印服務沒有回應")
    ready.click("print.ways")
    ready.at("paper_ways")
    ready.sees("沒有可以印這種紙張的印表機，或列印服務沒有回應")
    ready.sees("沒有找到隨身碟")
    assert ready.window.page is not None
    assert ready.window.page.findChild(QAbstractButton, "paper_ways.phone") is None
    ready.spooler.running = True
    ready.go("receipt", "1")
    del ready.spooler.there[OFFICE]
    ready.click("print.print")
    ready.sees("找不到選定的印表機")
    ready.click("print.choose")
    ready.at("printers")
    ready.sees("原來選的印表機不在了：office")
    ready.spooler.there.clear()
    ready.go("printers")
    ready.sees("列印服務裡沒有印表機")


def test_whoever_leaves_meanwhile_disturbs_nothing(ready: Desk) -> None:
    ready.click("print.print")
    ready.window._routes.go("printing")
    ready.until(lambda: ready.window._workers.idle)
    ready.at("printing")
    assert ready.stands is PrintState.QUEUED
    ready.step()
    ready.sees("列印中")
