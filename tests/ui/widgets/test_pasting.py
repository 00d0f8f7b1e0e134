"""What is pasted is no larger than its field."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.ui.widgets import TextField


def test_ten_megabytes(qtbot: QtBot) -> None:
    field = TextField("name", object_name="field", longest=40)
    qtbot.addWidget(field)
    clipboard = QApplication.clipboard()
    clipboard.setText("社" * 10_000_000)
    try:
        field.line.paste()
    finally:
        clipboard.clear()
    assert field.text == "社" * 40
