"""Keys on the screen: Chinese by its sounds, on one line and on several."""

from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QVBoxLayout, QWidget

from kiosk.services.zhuyin import ZhuyinMissing
from kiosk.ui.entries import Entry
from kiosk.ui.widgets import TextArea, TextField, touch_keys
from kiosk.ui.widgets.touch_keys import TouchKeys
from tests.ui.widgets.finding import find


class Hand:
    def __init__(self, shown: Any, field: TextField | TextArea) -> None:
        self.field, self.keys = field, TouchKeys()
        self.around = QWidget()
        column = QVBoxLayout(self.around)
        column.addWidget(field)
        column.addWidget(self.keys)
        shown(self.around, 1100, 700)
        self.line = field.line if isinstance(field, TextField) else field.edit
        self.line.setFocus()
        self.keys.serve(self.line)

    def press(self, *names: str) -> None:
        for name in names:
            (key,) = (one for one in self.keys.findChildren(QAbstractButton, name) if one.isVisible())
            key.click()

    def says(self, sounds: str) -> None:
        self.press(*(f"zhuyin.{sound}" for sound in sounds))

    def chooses(self, letter: str) -> None:
        while True:
            for key in self.keys.findChildren(QAbstractButton):
                if key.objectName().startswith("zhuyin.choice.") and key.text() == letter:
                    key.click()
                    return
            self.press("zhuyin.after")


@pytest.fixture
def on_a_line(shown: Any) -> Hand:
    return Hand(shown, TextField("姓名", object_name="name", kind=Entry.NAME, longest=5))


def test_a_name_is_written_by_its_sounds_and_letters_chosen(on_a_line: Hand) -> None:
    on_a_line.says("ㄌㄧㄣˊㄒㄧㄠˇ")
    assert on_a_line.field.text == "林小"
    on_a_line.chooses("曉")
    on_a_line.says("ㄇㄧㄥˊ")
    on_a_line.chooses("明")
    assert on_a_line.field.text == "林曉明"
    on_a_line.press("touch.backspace", "touch.backspace")
    assert on_a_line.field.text == "林"
    on_a_line.says("ㄎㄨㄣˉ")
    on_a_line.chooses("堃")
    assert on_a_line.field.text == "林堃"


def test_in_the_middle_of_what_stands_there(on_a_line: Hand) -> None:
    line = on_a_line.line
    assert isinstance(line, QLineEdit)
    on_a_line.field.text = "林𡘙明"
    line.setCursorPosition(3)
    on_a_line.says("ㄒㄧㄠˇ")
    on_a_line.chooses("曉")
    assert on_a_line.field.text == "林𡘙曉明"
    line.setCursorPosition(0)
    on_a_line.press("zhuyin.ㄅ")  # elsewhere, so it is another word
    assert on_a_line.field.text == "林𡘙曉明"


def test_where_there_is_no_room_it_is_told_and_nothing_is_lost(on_a_line: Hand) -> None:
    on_a_line.field.text = "一二三四五"
    on_a_line.says("ㄏㄜˊ")
    assert on_a_line.field.text == "一二三四五"
    assert "5" in on_a_line.field.error


def test_letters_blanks_and_marks(on_a_line: Hand) -> None:
    on_a_line.press("touch.latin", "touch.shift", "touch.a", "touch.space", "touch.zhuyin")
    on_a_line.chooses("（")
    on_a_line.says("ㄏㄜˊ")
    assert on_a_line.field.text == "A （何"


def test_on_several_lines(shown: Any) -> None:
    hand = Hand(shown, TextArea("想詢問的事", object_name="words", kind=Entry.WORDS))
    hand.says("ㄏㄜˊㄗㄨㄛˋㄕㄜˋ")
    hand.press("touch.backspace")
    assert hand.field.text == "合作"
    hand.press("touch.done")
    assert not hand.line.hasFocus()


@pytest.mark.parametrize("kind", [Entry.CODE, Entry.NUMBER, Entry.HIDDEN, Entry.HIDDEN_CODE])
def test_no_chinese_where_none_belongs(shown: Any, kind: Entry) -> None:
    hand = Hand(shown, TextField("x", object_name="x", kind=kind))
    assert not find(hand.keys, QAbstractButton, "zhuyin.ㄅ").isVisible()
    assert not find(hand.keys, QAbstractButton, "touch.zhuyin").isVisible()


def test_a_machine_without_chinese_says_so(shown: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ZhuyinMissing

    monkeypatch.setattr(touch_keys, "Zhuyin", missing)
    hand = Hand(shown, TextField("姓名", object_name="name", kind=Entry.NAME))
    assert find(hand.keys, QLabel, "touch.no_chinese").isVisible()
    hand.press("touch.a")
    assert hand.field.text == "a"
