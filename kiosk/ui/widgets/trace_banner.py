"""The line that says that a technician's trace of cards is on."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kiosk.ui.widgets.pictures import Icon
from kiosk.ui.widgets.text import Text


class TraceBanner(QFrame):
    """Hidden as long as there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trace-banner")
        self._text = Text("", "strong", object_name="trace.note")
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 6, 32, 6)
        row.setSpacing(12)
        row.addWidget(Icon("warning", size=24, ink="error"))
        row.addWidget(self._text, 1)
        self.hide()

    def say(self, text: str) -> None:
        """Show `text`; nothing hides the line."""
        self._text.setText(text)
        self.setVisible(bool(text))
