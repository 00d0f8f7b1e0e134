"""What is pasted is no larger than its field."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kiosk.ui.entries import Entry
from kiosk.ui.widgets import TextArea, TextField


def test_a_line_takes_all_that_is_pasted_or_none_and_tells(qtbot: QtBot) -> None:
    field = TextField("name", object_name="field", kind=Entry.NAME, longest=40)
    qtbot.addWidget(field)
    clipboard = QApplication.clipboard()
    try:
        for pasted in ("社" * 10_000_000, "社" * 41):
            clipboard.setText(pasted)
            field.line.paste()
            assert field.text == ""
            assert "40" in field.error
        clipboard.setText("社" * 40)
        field.line.paste()
        assert (field.text, field.error) == ("社" * 40, "")
        qtbot.keyClick(field.line, "x")
        assert field.text == "社" * 40
        assert "40" in field.error
        qtbot.keyClick(field.line, Qt.Key.Key_Backspace)
        assert field.error == ""
        assert field.fits
    finally:
        clipboard.clear()


def test_what_a_card_says_is_never_cut_but_told(qtbot: QtBot) -> None:
    field = TextField("name", object_name="field", kind=Entry.NAME, longest=40)
    qtbot.addWidget(field)
    field.text = "社" * 41
    assert field.text == "社" * 41
    assert "40" in field.error
    assert not field.fits


def error_of(area: TextArea) -> QLabel:
    told = area.findChild(QLabel, "area.error")
    assert told is not None
    return told


def test_lines_take_all_that_is_pasted_or_none_and_tell(qtbot: QtBot) -> None:
    area = TextArea("name", object_name="area", longest=40)
    qtbot.addWidget(area)
    told = error_of(area)
    clipboard = QApplication.clipboard()
    try:
        for pasted in ("社" * 10_000_000, "社\n" * 21):
            clipboard.setText(pasted)
            area.edit.paste()
            assert area.text == ""
            assert "40" in told.text()
        clipboard.setText("社" * 40)
        area.edit.paste()
        assert told.text() == ""
        area.edit.paste()
        assert area.text == "社" * 40
        assert told.text()
        area.edit.selectAll()
        area.edit.paste()
        assert area.text == "社" * 40
        assert area.fits
    finally:
        clipboard.clear()


def test_what_is_typed_beyond_stays_and_is_told(qtbot: QtBot) -> None:
    area = TextArea("name", object_name="area", longest=3)
    qtbot.addWidget(area)
    qtbot.keyClicks(area.edit, "abcd")
    assert area.text == "abcd"
    assert not area.fits
    assert "3" in error_of(area).text()
    qtbot.keyClick(area.edit, Qt.Key.Key_Backspace)
    assert error_of(area).text() == ""
