import pytest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.ui.theme import COUNTER, apply_theme


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    apply_theme(qapp, COUNTER)


@pytest.fixture
def shown(qtbot):
    """Show a widget at a size, with the focus where a test wants it."""

    def show(widget: QWidget, width: int = 640, height: int = 480) -> QWidget:
        qtbot.addWidget(widget)
        widget.resize(width, height)
        with qtbot.waitExposed(widget):
            widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    return show
