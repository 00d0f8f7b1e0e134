"""A hand and an eye at the kiosk's window: clicks, keys, waiting, pictures."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar, overload

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from kiosk.ui.page import Page
from kiosk.ui.shell import Shell
from kiosk.walk.frames import Frames

_Widget = TypeVar("_Widget", bound=QWidget)
_SECONDS = 60  # a busy machine is no fault
_TURN_MS = 15
_SETTLE_MS = 80  # a page that was just shown lays itself out over a few rounds


class Stuck(Exception):
    """The window did not come to what the walk waited for; the message says what that was."""


class Player:
    """Plays at `shell` as a person would: only what is visible and enabled can be clicked."""

    def __init__(self, shell: Shell, pictures: Path) -> None:
        self._shell = shell
        self._pictures = pictures
        self._taken = 0
        self.frames = Frames()
        pictures.mkdir(parents=True, exist_ok=True)

    @property
    def page(self) -> Page:
        """The page that is shown."""
        if self._shell.page is None:
            raise Stuck("a page")
        return self._shell.page

    def wait(self, so: Callable[[], bool], what: str) -> None:
        """Let the window live until `so` holds. Raises `Stuck` naming `what` after some seconds."""
        deadline = QDeadlineTimer(_SECONDS * 1000)
        while not so():
            if deadline.hasExpired():
                raise Stuck(f"{what} (on page {self.page.objectName()})")
            with self._lives():
                QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, _TURN_MS)
                QTest.qWait(_TURN_MS)

    def wait_for_page(self, *names: str) -> str:
        """Wait until one of these pages is shown and not busy; which one."""
        self.wait(lambda: self.page.objectName() in names and self.page.busy is None, " or ".join(names))
        return self.page.objectName()

    @overload
    def find(self, name: str) -> QWidget | None: ...
    @overload
    def find(self, name: str, kind: type[_Widget]) -> _Widget | None: ...
    def find(self, name: str, kind: type[QWidget] = QWidget) -> QWidget | None:
        """The visible widget of that object name, None where there is none."""
        for widget in self._shell.findChildren(kind, name):
            if widget.isVisible():
                return widget
        return None

    def all(self, kind: type[_Widget]) -> list[_Widget]:
        """The visible widgets of that kind on the page, as they stand."""
        return [widget for widget in self.page.findChildren(kind) if widget.isVisible()]

    def click(self, name: str) -> None:
        """Click the widget of that name in its middle, scrolling to it where needed."""
        self.wait(lambda: (found := self.find(name)) is not None and found.isEnabled(), f"{name} to click")
        widget = self._reach(name)
        with self._lives():
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=_middle(widget))

    def write(self, name: str, text: str) -> None:
        """Replace what the field of that name holds by typing `text`."""
        self.click(name)
        field = self._reach(name)
        with self._lives():
            QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        with self._lives():
            QTest.keyClick(field, Qt.Key.Key_Delete)
        if text.isascii():
            for letter in text:
                with self._lives():
                    QTest.keyClicks(field, letter)
        else:  # as an input method does it
            typed = QInputMethodEvent()
            typed.setCommitString(text)
            with self._lives():
                QApplication.sendEvent(field, typed)

    def press(self, key: Qt.Key) -> None:
        """Press a key where the focus is."""
        with self._lives():
            QTest.keyClick(QApplication.focusWidget() or self._shell, key)

    def picture(self, name: str) -> Path:
        """Leave a picture of the whole window as `NN-name.png`."""
        self._taken += 1
        file = self._pictures / f"{self._taken:02d}-{name}.png"
        with self._lives():
            QTest.qWait(_SETTLE_MS)
        self._shell.grab().save(str(file))
        return file

    def _reach(self, name: str) -> QWidget:
        widget = self.find(name)
        if widget is None:
            raise Stuck(f"{name} on page {self.page.objectName()}")
        with self._lives():
            ancestor = widget.parentWidget()
            while ancestor is not None:
                if isinstance(ancestor, QScrollArea):
                    ancestor.ensureWidgetVisible(widget)
                ancestor = ancestor.parentWidget()
            QApplication.processEvents()
        return widget

    def _lives(self) -> AbstractContextManager[None]:
        """What is done inside is the window's work; looking for widgets and taking pictures is not."""
        page = self._shell.page
        return self.frames.of("" if page is None else page.objectName())


def _middle(widget: QWidget) -> QPoint:
    return widget.rect().center()
