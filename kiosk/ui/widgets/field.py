"""A line to write on, with its label above and what is wrong with it told in words beside it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kiosk.ui.theme import active_theme
from kiosk.ui.widgets.painting import repolish
from kiosk.ui.widgets.pictures import Icon
from kiosk.ui.widgets.text import Text

_SECRET_HINTS = (
    Qt.InputMethodHint.ImhHiddenText
    | Qt.InputMethodHint.ImhSensitiveData
    | Qt.InputMethodHint.ImhNoPredictiveText
    | Qt.InputMethodHint.ImhNoAutoUppercase
)
_FORBIDDEN_IN_SECRETS = (
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Cut,
)


class TextField(QWidget):
    """Label, line, hint and error. ``edited`` with every character, ``left`` when a changed line is left.

    ``object_name`` is the line's own name (a ``QLineEdit``). A ``secret`` field shows dots, keeps no undo
    buffer and gives nothing to the clipboard. It is for passwords; a PIN goes through ``PinPad``.
    """

    edited = Signal(str)
    left = Signal()

    def __init__(
        self,
        label: str,
        *,
        object_name: str,
        hint: str = "",
        placeholder: str = "",
        label_inside: bool = False,
        secret: bool = False,
        digits: bool = False,
        longest: int = 254,
    ) -> None:
        """``label_inside`` shows the label on the empty line, not above it.

        ``digits``: keys on the screen offer digits alone.
        """
        super().__init__()
        self.setObjectName(f"{object_name}.field")
        self._hint_text = hint
        self.line = QLineEdit(placeholderText=label if label_inside else placeholder, maxLength=longest)
        self.line.setObjectName(object_name)
        self.line.setAccessibleName(label)
        self.line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._label = Text(label, "label")
        self._label.setBuddy(self.line)
        self._label.setVisible(not label_inside)
        self._hint = Text(hint, "caption")
        self._error = Text("", "error", object_name=f"{object_name}.error")
        self._build()
        if digits:
            self.line.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        if secret:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
            self.line.setInputMethodHints(_SECRET_HINTS)
            self.line.installEventFilter(self)
        self.line.textChanged.connect(self.edited)
        self.line.editingFinished.connect(self.left)
        self.setFocusProxy(self.line)

    def _build(self) -> None:
        self._error_icon = Icon("error", size=24, colour=active_theme().colours.error)
        told = QHBoxLayout()
        told.setSpacing(8)
        told.addWidget(self._error_icon, 0, Qt.AlignmentFlag.AlignTop)
        told.addWidget(self._error, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(5, 0, 5, 0)
        column.setSpacing(6)
        column.addWidget(self._label)
        column.addWidget(self.line)
        column.addLayout(told)
        column.addWidget(self._hint)
        self.set_error("")
        self._hint.setVisible(bool(self._hint_text))

    @property
    def text(self) -> str:
        """What stands on the line, as typed."""
        return self.line.text()

    @text.setter
    def text(self, text: str) -> None:
        self.line.setText(text)

    @property
    def error(self) -> str:
        """What is said to be wrong; empty when nothing is."""
        return self._error.text()

    def set_error(self, error: str) -> None:
        """Say in words what is wrong with the line; the empty text takes it back."""
        self._error.setText(error)
        self._error.setVisible(bool(error))
        self._error_icon.setVisible(bool(error))
        self.line.setProperty("wrong", "true" if error else "false")
        self.line.setAccessibleDescription(error or self._hint_text)
        repolish(self.line)

    def wipe(self) -> None:
        """Empty the line and its history."""
        self.line.setText("")
        self.set_error("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep a secret out of undo buffer and clipboard."""
        if isinstance(event, QKeyEvent) and any(event.matches(keys) for keys in _FORBIDDEN_IN_SECRETS):
            return True
        return super().eventFilter(watched, event)
