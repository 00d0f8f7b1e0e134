"""What a list says when there is nothing in it yet, and what to do about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.theme import active_theme
from kiosk.ui.widgets.buttons import Button
from kiosk.ui.widgets.pictures import Icon
from kiosk.ui.widgets.text import Text


class EmptyState(QWidget):
    """Icon, title, a sentence, and an action if there is one; ``triggered`` when it is pressed."""

    triggered = Signal()

    def __init__(
        self,
        title: str,
        text: str = "",
        *,
        object_name: str,
        icon: str = "empty",
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        space = active_theme().measures
        column = QVBoxLayout(self)
        column.setContentsMargins(space.margin, space.margin, space.margin, space.margin)
        column.setSpacing(space.tight)
        column.addWidget(
            Icon(icon, size=56, colour=active_theme().colours.control), 0, Qt.AlignmentFlag.AlignHCenter
        )
        for words, role in ((title, "heading"), (text, "lead")):
            if words:
                label = Text(words, role)
                label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                column.addWidget(label)
        if action:
            button = Button(action, object_name=f"{object_name}.action")
            button.clicked.connect(lambda: self.triggered.emit())
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
