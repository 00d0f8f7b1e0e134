"""Several lines to write on, or to read, with their label above."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from kiosk.ui.widgets.text import Text

_FRAME = 28  # what the style sheet keeps around the lines


class TextArea(QWidget):
    """Label, hint and lines. ``edited`` with every change. Tab leads on; what is pasted keeps its tabs.

    ``object_name`` is the lines' own name (a ``QPlainTextEdit``).
    """

    edited = Signal()

    def __init__(
        self,
        label: str,
        *,
        object_name: str,
        hint: str = "",
        placeholder: str = "",
        lines: int = 4,
        read_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``lines`` is how many can be seen at once."""
        super().__init__(parent)
        self.setObjectName(f"{object_name}.area")
        self.edit = QPlainTextEdit(placeholderText=placeholder)
        self.edit.setObjectName(object_name)
        self.edit.setAccessibleName(label)
        self.edit.setAccessibleDescription(hint)
        self.edit.setReadOnly(read_only)
        self.edit.setTabChangesFocus(True)
        self.edit.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.edit.ensurePolished()
        self.edit.setFixedHeight(lines * self.edit.fontMetrics().lineSpacing() + _FRAME + 8)
        name = Text(label, "label")
        name.setBuddy(self.edit)
        told = Text(hint, "caption")
        told.setVisible(bool(hint))
        column = QVBoxLayout(self)
        column.setContentsMargins(5, 0, 5, 0)
        column.setSpacing(6)
        column.addWidget(name)
        column.addWidget(told)
        column.addWidget(self.edit)
        self.edit.textChanged.connect(self.edited)
        self.setFocusProxy(self.edit)

    @property
    def text(self) -> str:
        """What stands there."""
        return self.edit.toPlainText()

    @text.setter
    def text(self, text: str) -> None:
        self.edit.setPlainText(text)
