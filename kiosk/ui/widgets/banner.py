"""A banner: something to know, beside its icon, with at most one thing to do."""

from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.theme import active_theme
from kiosk.ui.widgets.buttons import Button
from kiosk.ui.widgets.painting import repolish
from kiosk.ui.widgets.pictures import Icon
from kiosk.ui.widgets.text import Text


class BannerKind(Enum):
    """What a banner is about; its value is the icon's name and the style's."""

    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


class Banner(QFrame):
    """Icon, title, text and an optional action; ``triggered`` when the action is pressed."""

    triggered = Signal()

    def __init__(
        self,
        kind: BannerKind,
        title: str,
        text: str = "",
        *,
        object_name: str,
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self._icon = Icon(kind.value, size=30)
        self._title = Text("", "strong")
        self._text = Text("")
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._title)
        words.addWidget(self._text)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 16, 18, 16)
        row.setSpacing(16)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        if action:
            button = Button(action, object_name=f"{object_name}.action")
            button.clicked.connect(lambda: self.triggered.emit())
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show_message(kind, title, text)

    def show_message(self, kind: BannerKind, title: str, text: str = "") -> None:
        """Say something else."""
        self.setProperty("banner", kind.value)
        repolish(self)
        colours = active_theme().colours
        colour = {BannerKind.INFO: colours.accent}.get(kind) or getattr(colours, kind.value)
        self._icon.set_icon(kind.value, colour)
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
