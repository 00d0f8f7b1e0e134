"""Nobody touches the screen: first a warning, then the end."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

QUIET_MS = 60_000
EXTEND_MS = 20_000
_SECOND_MS = 1_000

_INPUT = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.KeyPress,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
    }
)


class IdleWatch(QObject):
    """Watches the whole application's input while it is on.

    `warned` with the milliseconds left once nothing came for `quiet_ms`, and again each second; `expired`
    where nothing came within `extend_ms` either; `returned` where something did.
    """

    warned = Signal(int)
    returned = Signal()
    expired = Signal()

    def __init__(self, parent: QObject, *, quiet_ms: int = QUIET_MS, extend_ms: int = EXTEND_MS) -> None:
        super().__init__(parent)
        self._extend_ms, self._left = extend_ms, 0
        self._quiet = QTimer(self, singleShot=True, interval=quiet_ms)
        self._quiet.timeout.connect(self._warn)
        self._ticks = QTimer(self, interval=min(_SECOND_MS, extend_ms))
        self._ticks.timeout.connect(self._tick)

    def start(self, quiet_ms: int | None = None) -> None:
        """Somebody is there: watch from now on, by another time where one is told."""
        if quiet_ms is not None:
            self._quiet.setInterval(quiet_ms)
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)
        self._ticks.stop()
        self._quiet.start()

    def stop(self) -> None:
        """Nobody is there to be warned."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._quiet.stop()
        self._ticks.stop()

    def touched(self) -> None:
        """Somebody is still there."""
        warned = self._ticks.isActive()
        self._ticks.stop()
        self._quiet.start()
        if warned:
            self.returned.emit()

    def _warn(self) -> None:
        self._left = self._extend_ms
        self._ticks.start()
        self.warned.emit(self._left)

    def _tick(self) -> None:
        self._left -= self._ticks.interval()
        if self._left > 0:
            self.warned.emit(self._left)
            return
        self.stop()
        self.expired.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note what comes, and let it through."""
        if event.type() in _INPUT:
            self.touched()
        return False
