import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from kiosk.ui.widgets import Button, PinPad, Text
from tests.ui.widgets.finding import find


@pytest.fixture
def pad(shown) -> PinPad:
    pad = PinPad(object_name="pin", minimum=4, maximum=6)
    shown(pad, 420, 460)
    pad.setFocus()
    return pad


def click(qtbot, pad: PinPad, name: str) -> None:
    qtbot.mouseClick(find(pad, Button, f"pin.{name}"), Qt.MouseButton.LeftButton)


def test_digits_come_from_keys_and_keyboard(pad: PinPad, qtbot):
    click(qtbot, pad, "digit.1")
    qtbot.keyClicks(pad, "20")
    click(qtbot, pad, "digit.9")
    assert pad.take() == bytearray(b"1209")


def test_the_characters_are_handed_out_once(pad: PinPad, qtbot):
    qtbot.keyClicks(pad, "1234")
    taken = pad.take()
    assert isinstance(taken, bytearray)
    assert (taken, pad.take(), pad.count) == (bytearray(b"1234"), bytearray(), 0)


def test_what_is_wiped_is_overwritten_in_place(pad: PinPad, qtbot):
    characters = pad._characters
    qtbot.keyClicks(pad, "123456")
    assert characters == bytearray(b"123456")
    pad.wipe()
    assert characters == bytearray(6)
    qtbot.keyClicks(pad, "12")
    qtbot.keyClick(pad, Qt.Key.Key_Backspace)
    assert pad._characters is characters
    assert characters == bytearray(b"1\0\0\0\0\0")


def test_it_is_complete_from_the_least_length_and_stops_at_the_greatest(pad: PinPad, qtbot):
    qtbot.keyClicks(pad, "123")
    too_short = pad.complete
    qtbot.keyClicks(pad, "4")
    assert (too_short, pad.complete) == (False, True)
    qtbot.keyClicks(pad, "56789")
    assert (pad.count, pad.take()) == (6, bytearray(b"123456"))


def test_backspace_and_clear(pad: PinPad, qtbot):
    qtbot.keyClicks(pad, "1234")
    click(qtbot, pad, "backspace")
    assert pad.count == 3
    click(qtbot, pad, "clear")
    assert pad.count == 0
    click(qtbot, pad, "backspace")
    assert pad.count == 0
    qtbot.keyClicks(pad, "12")
    qtbot.keyClick(pad, Qt.Key.Key_Delete)
    assert pad.count == 0


def test_other_keys_type_nothing_and_go_on_to_the_page(pad: PinPad, qtbot):
    qtbot.keyClicks(pad, "a-*")
    qtbot.keyClick(pad, Qt.Key.Key_Return)
    assert pad.count == 0


def test_changed_tells_of_every_character(pad: PinPad, qtbot):
    with qtbot.waitSignals([pad.changed] * 3):
        qtbot.keyClicks(pad, "12")
        qtbot.keyClick(pad, Qt.Key.Key_Backspace)


def test_nothing_in_it_shows_or_says_what_was_typed(pad: PinPad, qtbot):
    qtbot.keyClicks(pad, "7391")
    said = [pad.accessibleName(), pad.accessibleDescription(), repr(pad)]
    said += [label.text() for label in pad.findChildren(Text)]
    assert not any("7391" in words for words in said)
    assert pad.findChildren(QLineEdit) == []
    assert "4" in pad.accessibleDescription()


@pytest.mark.parametrize(("left", "words"), [(3, "還可以試 3 次"), (1, "最後 1 次"), (None, "未提供")])
def test_tries_left_are_said(pad: PinPad, left: int | None, words: str):
    pad.set_tries_left(left)
    assert words in find(pad, Text, "pin.tries").text()


def test_shuffled_digits_are_all_there_and_type_themselves(shown, qtbot):
    orders = set()
    for _ in range(6):
        pad = shown(PinPad(object_name="pin", maximum=10, shuffled=True), 420, 460)
        keys = sorted(
            (key for key in pad.findChildren(Button) if key.text()), key=lambda key: (key.y(), key.x())
        )
        orders.add("".join(key.text() for key in keys))
        for digit in range(10):
            click(qtbot, pad, f"digit.{digit}")
        assert pad.take() == bytearray(b"0123456789")
    assert len(orders) > 1
    assert all(sorted(order) == sorted("0123456789") for order in orders)


def test_focus_shows_at_the_dots(pad: PinPad, qtbot):
    with_focus = pad.grab().toImage()
    pad.clearFocus()
    assert pad.grab().toImage() != with_focus


def test_it_follows_the_language(pad: PinPad):
    pad.setAccessibleName("")
    QApplication.sendEvent(pad, QEvent(QEvent.Type.LanguageChange))
    assert pad.accessibleName() == "PIN 碼數字鍵"
