"""While a technician traces cards, the window says so, in both languages, until it is over."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from kiosk.services.card_trace import CardTrace
from kiosk.ui.theme import COUNTER, apply_theme
from kiosk.ui.window import KioskWindow
from tests.services.counter import TestClock
from tests.services.flows.hall import Hall
from tests.ui.standing import hall, rules

__all__ = ["hall", "rules"]


@pytest.fixture
def trace(tmp_path: Path) -> CardTrace:
    return CardTrace(tmp_path / "logs", TestClock())


def test_the_banner(hall: Hall, trace: CardTrace, qtbot: Any, qapp: QApplication) -> None:
    apply_theme(qapp, COUNTER)
    until = trace.turn_on()
    window = KioskWindow(hall.services, trace=trace)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    note = window.findChild(QLabel, "trace.note")
    assert note is not None
    assert note.isVisible()
    assert f"{(until.hour + 8) % 24:02d}:{until.minute:02d}" in note.text()
    window.language_requested.emit()
    assert note.text().startswith("A technician")
    trace.turn_off()
    window._show_clock()
    assert not note.isVisible()
    window.close_down()
