"""Every page holds at 100 to 200 %: nothing is cut, covered or out of reach, in both languages.

A screen of 1366×768 at 200 % is one of 683×384 to the layouts. EVERY_SCALE=1 looks at every
scale; otherwise at the narrowest and the lowest.
"""

import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from kiosk.ui import gallery
from kiosk.ui.page import Page
from kiosk.ui.shell import Shell
from kiosk.ui.theme import COUNTER, Display, apply_theme, theme_for
from kiosk.ui.widgets import Button, Text
from kiosk.walk.album import Picture
from kiosk.walk.album_index import write_index
from kiosk.walk.fit import misfits
from tests.ui.standing import Person, hall, on_the_way, person, rules
from tests.ui.test_self_service import alone

__all__ = ["alone", "hall", "person", "rules"]

EVERY = bool(os.environ.get("EVERY_SCALE"))
SCREENS = (QSize(1366, 768), QSize(1920, 1080), QSize(1080, 1920))
SCALES = (1, 1.25, 1.5, 2)
LOOKS = (Display(), Display(large=True))
ROUNDS = 3


def sizes() -> Iterator[tuple[QSize, Display]]:
    """What is looked at: always the lowest and the narrowest window with the largest type."""
    for screen, scale, look in product(SCREENS, SCALES, LOOKS):
        if EVERY or (screen != SCREENS[1] and scale == 2 and look.large):
            yield screen / scale, look


def settle(application: QApplication) -> None:
    for _ in range(ROUNDS):
        application.processEvents()


def show_at(person: Person, page: str, size: QSize, look: Display, application: QApplication) -> None:
    person.window.resize(size)
    person.window.show_in(look)
    person.sees(page)
    settle(application)


def found_at(window: Shell, size: QSize) -> list[str]:
    wider = "" if window.size() == size else f"the window: {window.size().toTuple()}, not {size.toTuple()}"
    return [*filter(None, [wider]), *misfits(window)]


@pytest.mark.parametrize("make", gallery.PAGES, ids=lambda make: make.__name__)
def test_every_part_holds(make: Any, qtbot: Any, qapp: QApplication) -> None:
    wrong = {}
    for size, look in sizes():
        apply_theme(qapp, theme_for(size.width(), size.height(), look))
        shell = Shell()
        qtbot.addWidget(shell)
        shell.show_page(make(), steps=["一"] * 7, current=2, can_go_back=True, can_cancel=True)
        shell.show()
        shell.resize(size)
        settle(qapp)
        if found := found_at(shell, size):
            wrong[size.toTuple(), look.large] = found
        shell.close()
    apply_theme(qapp, COUNTER)
    assert wrong == {}


def test_every_page_on_the_way_holds(person: Person, qapp: QApplication) -> None:
    wrong = {}

    def look_at(page: str) -> None:
        person.sees(page)
        for language in ("zh", "en"):
            for size, look in sizes():
                show_at(person, page, size, look, qapp)
                if found := found_at(person.window, size):
                    wrong[page, language, size.toTuple(), look.large] = found
            person.window.language_requested.emit()
            person.sees(page)
        person.window.resize(1366, 768)
        person.window.show_in(Display())

    for page in on_the_way(person):
        look_at(page)
    apply_theme(qapp, COUNTER)
    assert wrong == {}


def test_what_does_not_fit_is_named(qtbot: Any, qapp: QApplication) -> None:
    apply_theme(qapp, COUNTER)
    page = Page("題", object_name="wrong", wide=True)
    cut = Text("兩行才寫得下的一句話，卻只有一行的高度", object_name="cut")
    cut.setFixedSize(120, 26)
    line = Text("一行寫不下的一句話", wrap=False, object_name="line")
    line.setFixedWidth(60)
    word = Text("incomprehensibilities", object_name="word")
    word.setFixedWidth(80)
    narrow = Button("很長的按鈕文字", object_name="narrow")
    narrow.setFixedWidth(70)
    for widget in (cut, line, word, narrow):
        page.content.addWidget(widget)
    place = QWidget()
    place.setFixedSize(300, 80)
    over, out = Button("一", object_name="over", parent=place), Button("二", object_name="out", parent=place)
    over.setGeometry(200, 0, 90, 64)
    out.setGeometry(250, 0, 90, 64)
    page.content.addWidget(place)
    shell = Shell()
    qtbot.addWidget(shell)
    shell.show_page(page, can_go_back=False, can_cancel=False)
    shell.resize(1366, 768)
    with qtbot.waitExposed(shell):
        shell.show()
    settle(qapp)
    told = "\n".join(misfits(shell))
    for name in ("cut: cut", "line: cut", "word: cut", "narrow: ", "out: outside", "over and out stand over"):
        assert name in told, told


def test_the_index_shows_every_picture_and_what_is_wrong(tmp_path: Path) -> None:
    pictures = [
        Picture("start", "zh", "1366x768", "light", "start/zh.png", ()),
        Picture("start", "en", "1366x768", "large", "start/en.png", ("nav.next: <cut>",)),
    ]
    text = write_index(tmp_path, pictures).read_text(encoding="utf-8")
    assert "2 張畫面" in text
    assert "1 頁" in text
    assert all(f'src="{one.file}"' in text for one in pictures)
    assert "nav.next: &lt;cut&gt;" in text


@pytest.mark.parametrize(("screen", "scale"), [(SCREENS[0], 2), (SCREENS[0], 1.5), (SCREENS[2], 2)])
def test_a_line_is_seen_above_its_keys(
    screen: QSize, scale: float, alone: Person, qapp: QApplication
) -> None:
    """Keys may be lower than 64 of their own pixels, as long as they are not on the screen."""
    size = screen / scale
    alone.goes_on("start")
    alone.click("start.contact")
    show_at(alone, "help", size, Display(), qapp)
    alone.window.activateWindow()
    line = alone.find(QLineEdit, "help.search")
    line.setFocus()
    alone.until(lambda: alone.find(QAbstractButton, "touch.latin").isVisible())
    settle(qapp)
    assert found_at(alone.window, size) == []
    alone.click("touch.latin")
    settle(qapp)
    assert found_at(alone.window, size) == []
    assert min(alone.find(QAbstractButton, "touch.p").height(), line.height()) * scale >= 64
    alone.click("touch.done")
    settle(qapp)
    assert alone.find(QAbstractButton, "nav.end").isVisible()
