"""Carries what the sync thread reports to the Qt thread, from before there is a window."""

from typing import Any

from PySide6.QtCore import QObject, Signal


class SyncRelay(QObject):
    """`report` may be called from any thread; `reported` is heard on the thread of whoever connected to it."""

    reported = Signal(object)

    def report(self, report: Any) -> None:
        """Pass a round's `SyncReport` on."""
        self.reported.emit(report)
