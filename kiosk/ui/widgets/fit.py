"""A field tells what it stands in whether something is written there that cannot stand there."""

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

FIT_CHANGED = QEvent.Type(QEvent.registerEventType())
"""The type of the event that all widgets around a field get."""


def tell_of_fit(field: QWidget) -> None:
    """Tell all that `field` stands in."""
    around = field.parentWidget()
    while around is not None:
        QCoreApplication.sendEvent(around, QEvent(FIT_CHANGED))
        around = around.parentWidget()
