"""The window that is there before the program is."""

import os
import subprocess
import sys
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from shiboken6 import isValid

from kiosk.__main__ import opens_counter
from kiosk.ui.opening import Opening

SCREEN = {"DISPLAY": ":0"}
WHAT_IT_IMPORTS = """
import sys
import kiosk.__main__, kiosk.ui.opening
print(*(one for one in sys.modules if one.partition(".")[0] == "kiosk"), *sys.modules)
"""
SLOW = {"cryptography", "holidays", "pydantic", "sqlalchemy", "typer", "kiosk.cli", "kiosk.services.settings"}
ON_A_SCREEN = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from kiosk.ui.opening import show_opening

opening = show_opening(training=sys.argv[1] == "training")
application = QApplication.instance()
covers = opening.geometry() == application.primaryScreen().geometry()
alone = [one.objectName() for one in application.topLevelWidgets() if one.isVisible()]
field = QLineEdit(objectName="counter")
field.showFullScreen()
gone = []
opening.destroyed.connect(lambda: gone.append(True))
look = QTimer(interval=10)
look.timeout.connect(lambda: gone and field.isActiveWindow() and application.exit(0))
look.start()
QTimer.singleShot(15_000, lambda: application.exit(1))
ended = application.exec()
print(covers, *alone, *(one.objectName() for one in application.topLevelWidgets() if one.isVisible()))
sys.exit(ended)
"""


@pytest.mark.parametrize(
    ("words", "environment", "opens"),
    [
        ("run", SCREEN, True),
        ("run --training --fresh", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("run --training", {}, False),
        ("run --help", SCREEN, False),
        ("doctor", SCREEN, False),
        ("bundle import run", SCREEN, False),
        ("", SCREEN, False),
    ],
)
def test_only_what_shows_the_counter_opens_it(words: str, environment: dict[str, str], opens: bool) -> None:
    assert opens_counter(words.split(), environment) is opens


def test_nothing_that_takes_long_comes_before_it() -> None:
    told = subprocess.run(
        [sys.executable, "-c", WHAT_IT_IMPORTS], check=True, capture_output=True, text=True
    ).stdout
    assert "kiosk.ui.theme" in told.split()
    assert not SLOW & set(told.split())


def test_it_stays_until_another_window_is_seen(qtbot: Any, qapp: QApplication) -> None:
    opening = Opening(qapp, training=True)
    opening.paint_now()
    assert opening.isVisible()
    assert opening.grab().toImage().pixelColor(2, 2).name().upper() == "#F3F5F4"
    with qtbot.waitSignal(opening._look.timeout):
        pass  # nothing else is there
    assert opening.isVisible()
    counter = QLineEdit()
    qtbot.addWidget(counter)
    counter.show()
    qtbot.waitUntil(lambda: not isValid(opening))
    assert counter.isVisible()


@pytest.mark.window
@pytest.mark.parametrize("how", ["training", "counter"])
def test_on_a_screen_the_keys_are_the_next_window_s(how: str, xvfb_display: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", ON_A_SCREEN, how],
        env={**os.environ, "DISPLAY": xvfb_display, "QT_QPA_PLATFORM": "xcb"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert told.split() == ["True", "opening", "counter"]
