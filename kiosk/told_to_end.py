"""The system tells the program to end (SIGTERM, Ctrl-C, the terminal's end): it ends as by its window."""

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication

_TOLD_BY = ("SIGTERM", "SIGINT", "SIGHUP")
_BY_SIGNAL = 128
"""A program that a signal has ended has this and the signal's number as its exit code."""


class ToldToEnd(QObject):
    """Ends the loop that runs, or the next one where none does yet. Told again, the program ends at once.

    What comes after the loop is what comes after a closed window: what is typed is wiped, what is under way
    comes to its end, the end stands in the audit log, the database is closed.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._told, hears = socket.socketpair()
        for one in (self._told, hears):
            one.setblocking(False)
        self._hears = hears
        # Python looks at signals only between its own steps: where Qt waits, the socket wakes it.
        signal.set_wakeup_fd(self._told.fileno())
        for name in _TOLD_BY:
            if hasattr(signal, name):  # Windows has no SIGHUP
                signal.signal(getattr(signal, name), _leave_it_to_the_socket)
        notifier = QSocketNotifier(hears.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(self._end)

    def _end(self) -> None:
        number = self._hears.recv(1)[0]
        signal.set_wakeup_fd(-1)
        for name in _TOLD_BY:
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), signal.SIG_DFL)
        QApplication.exit(_BY_SIGNAL + number)


def _leave_it_to_the_socket(_number: int, _frame: FrameType | None) -> None:
    """The number is in the socket already."""
