"""The window answers while a paper is drawn, shown, printed and given away: nothing blocks the Qt thread."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication

from kiosk.domain.programme import Programme
from kiosk.printing_parts import drawings, render_with_logo
from kiosk.services.identity_device import DeviceIdentity
from kiosk.services.printing.loop import PrintLoop
from kiosk.services.printing.printing import Printing
from kiosk.services.printing.spooler import PaperSize
from kiosk.storage.database import KEY_BYTES, open_database
from kiosk.ui.theme import COUNTER, apply_theme
from kiosk.ui.window import KioskWindow
from kiosk.walk.frames import LONGEST, Frames
from tests.services.counter import Counter, TestClock, order_receipt, programme
from tests.services.flows.hall import CARD_IN, Hall, member_of
from tests.services.printing.memory_spooler import OFFICE, MemorySpooler, printing_with
from tests.ui.pages.case import words_on
from tests.ui.test_sync_page import steady

__all__ = ["steady"]
_SOON = timedelta(seconds=10)
DEVICE = DeviceIdentity("00000000-0000-7000-8000-000000000001", "訓練處", "K1", "http://127.0.0.1:9")


@pytest.fixture
def rules() -> Programme:
    return programme()


class Person:
    """Somebody at the window with a receipt; papers are drawn as they are, and printed by the loop."""

    def __init__(self, hall: Hall, folder: Path, qtbot: Any) -> None:
        self._qtbot = qtbot
        self.printing: Printing = printing_with(
            hall.counter.database,
            hall.counter.clock,
            MemorySpooler(),
            self._changed,
            drawn=drawings(hall.counter.desk, partial(render_with_logo, folder)),
        )
        self.loop = PrintLoop(self.printing.queue)
        self.window = KioskWindow(replace(hall.services, printing=self.printing))
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.reader_changed.emit(CARD_IN)
        self.until(lambda: self.window.card.membership_id is not None)

    def until(self, so: Any) -> None:
        self._qtbot.waitUntil(lambda: bool(so()), timeout=20_000)

    def go(self, place: str, about: str) -> None:
        before = self.window.page
        self.window._routes.go(place, about)
        self.until(lambda: self.window.page is not before)

    def sees(self, words: str) -> None:
        self.until(lambda: self.window.page and words in words_on(self.window.page))

    def click(self, name: str) -> None:
        def button() -> QAbstractButton | None:
            page = self.window.page
            return None if page is None or page.busy else page.findChild(QAbstractButton, name)

        self.until(lambda: (one := button()) is not None and one.isEnabled())
        found = button()
        assert found is not None
        found.click()

    def _changed(self) -> None:
        self.loop.wake()
        self.window.printing_changed.emit(None)


@pytest.fixture
def person(tmp_path: Path, rules: Programme, qtbot: Any, qapp: QApplication) -> Iterator[Person]:
    apply_theme(qapp, COUNTER)
    with closing(open_database(tmp_path / "kiosk.db", bytes(range(KEY_BYTES)))) as database:
        hall = Hall(Counter(database, rules, TestClock(), DEVICE))
        hall.counter.submit(member_of(hall), hall.counter.order(), order_receipt)
        person = Person(hall, tmp_path, qtbot)
        person.printing.choose({PaperSize.A4: OFFICE})
        yield person
        person.window.close_down()
        assert person.loop.stop(_SOON)


@pytest.mark.usefixtures("steady")
def test_the_window_answers_from_the_first_sight_of_a_paper_to_its_last_print(person: Person) -> None:
    person.loop.start()
    heart = Frames()
    heart.start()
    for _ in range(3):  # the original and two copies
        person.go("receipt", "1")
        person.click("print.print")
        person.sees("已印出")
    person.go("paper_ways", "1")
    person.sees("寄到合作社的 Email")
    person.click("paper_ways.mail")
    person.sees("已寄出")
    heart.stop()
    print(*heart.told(), sep="\n")
    assert max(frame.worked for frame in heart.frames) < LONGEST
    held_up = [frame.waited for frame in heart.frames if frame.waited > LONGEST]
    assert len(held_up) <= 1  # a machine that does something else may hold up one
