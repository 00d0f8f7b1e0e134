"""Notices that nobody has touched the counter for a while."""

import time
from datetime import timedelta

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)
_LOOKS = 20  # in the time after which it is told
_LONGEST_MS = 5_000


class IdleWatch(QObject):
    """`idle` after each look at which nothing has been touched for `after`, until something is.

    It goes by time that has truly passed: the machine's clock may be set.
    """

    idle = Signal()

    def __init__(self, application: QApplication, after: timedelta, parent: QObject) -> None:
        super().__init__(parent)
        self._after = after.total_seconds()
        self._touched = time.monotonic()
        self._timer = QTimer(self, interval=min(int(self._after * 1000 / _LOOKS) + 1, _LONGEST_MS))
        self._timer.timeout.connect(self._look)
        self._timer.start()
        application.installEventFilter(self)

    def stop(self) -> None:
        """Tell nothing any more."""
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See what is touched; nothing is kept from anybody."""
        if event.type() in _INPUT:
            self._touched = time.monotonic()
        return False

    def _look(self) -> None:
        if time.monotonic() - self._touched >= self._after:
            self.idle.emit()
