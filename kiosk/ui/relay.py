"""Carries what other threads have to say to the Qt thread, from before there is a window."""

from typing import Any

from PySide6.QtCore import QObject, Signal


class Relay(QObject):
    """`tell` may be called from any thread; `told` is heard on the thread of who connected to it."""

    told = Signal(object)

    def tell(self, what: Any) -> None:
        """Pass something on."""
        self.told.emit(what)
