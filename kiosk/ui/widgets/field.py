"""A line to write on, with its label above and what is wrong with it told in words beside it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kiosk.ui.entries import Entry, stranger_in, tidy
from kiosk.ui.theme import active_theme
from kiosk.ui.widgets.fit import tell_of_fit
from kiosk.ui.widgets.painting import repolish
from kiosk.ui.widgets.pictures import Icon
from kiosk.ui.widgets.text import Text

_SECRET_HINTS = (
    Qt.InputMethodHint.ImhHiddenText
    | Qt.InputMethodHint.ImhSensitiveData
    | Qt.InputMethodHint.ImhNoPredictiveText
    | Qt.InputMethodHint.ImhNoAutoUppercase
)
_HINTS = {
    Entry.CODE: Qt.InputMethodHint.ImhLatinOnly | Qt.InputMethodHint.ImhNoAutoUppercase,
    Entry.NUMBER: Qt.InputMethodHint.ImhDigitsOnly,
}
_FORBIDDEN_IN_SECRETS = (
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Cut,
)


_STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class _Room(QValidator):
    """Takes nothing that there is no room for: half a name, or half a number, would be worse than none."""

    def __init__(self, longest: int, parent: QObject) -> None:
        super().__init__(parent)
        self._longest = longest

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Refuse what is longer."""
        fits = len(text) <= self._longest
        return (QValidator.State.Acceptable if fits else QValidator.State.Invalid), text, position


class _Line(QLineEdit):
    """`gone` when another part of the window has the focus."""

    gone = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell of it, but not where only the window is another."""
        super().focusOutEvent(event)
        if event.reason() not in _STAYS:
            self.gone.emit()


class TextField(QWidget):
    """Label, line, hint and error. ``edited`` with every change, ``left`` as one leaves it or presses Enter.

    ``object_name`` is the line's own name (a ``QLineEdit``). As the line is left, what stands there is made
    plain (see :mod:`kiosk.ui.entries`), and an empty one is told of unless it is ``optional``. What cannot
    stand there is told at once, and ``fits`` is False: the page does not go on. What is longer than
    ``longest`` is told, and not taken.

    A hidden kind shows dots, keeps no undo buffer and gives nothing to the clipboard. It is for passwords; a
    PIN goes through ``PinPad``.
    """

    edited = Signal(str)
    left = Signal()

    def __init__(
        self,
        label: str,
        *,
        object_name: str,
        kind: Entry,
        optional: bool = False,
        hint: str = "",
        placeholder: str = "",
        label_inside: bool = False,
        longest: int = 254,
    ) -> None:
        """``label_inside`` shows the label on the empty line, not above it."""
        super().__init__()
        self.setObjectName(f"{object_name}.field")
        self.kind, self.optional = kind, optional
        self._label_text, self._hint_text, self._longest = label, hint, longest
        self._told, self._own, self._fits = "", "", True
        self.line = _Line(placeholderText=label if label_inside else placeholder)
        self.line.setValidator(_Room(longest, self.line))
        self.line.setObjectName(object_name)
        self.line.setAccessibleName(label)
        self.line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._label = Text(label, "label")
        self._label.setBuddy(self.line)
        if label_inside:
            self._label.hide()  # never shown here: without a parent it would be a window of its own
        self._hint = Text(hint, "caption")
        self._error = Text("", "error", object_name=f"{object_name}.error")
        self._build()
        self.line.setInputMethodHints(_HINTS.get(kind, Qt.InputMethodHint.ImhNone))
        if kind in (Entry.HIDDEN, Entry.HIDDEN_CODE):
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
            self.line.setInputMethodHints(_SECRET_HINTS)
            self.line.installEventFilter(self)
        self.line.textChanged.connect(self._changed)
        self.line.inputRejected.connect(self._refused)
        for leaving in (self.line.gone, self.line.returnPressed, self.line.editingFinished):
            leaving.connect(self._leave)
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
        self._error.hide()
        self._error_icon.hide()
        self.line.setAccessibleDescription(self._hint_text)
        self._hint.setVisible(bool(self._hint_text))

    @property
    def text(self) -> str:
        """What stands on the line, as typed."""
        return self.line.text()

    @text.setter
    def text(self, text: str) -> None:
        self.line.setText(text)

    @property
    def value(self) -> str:
        """What stands on the line, made plain."""
        return tidy(self.line.text(), self.kind)

    @property
    def fits(self) -> bool:
        """Whether nothing stands on the line that cannot stand there. An empty line fits."""
        return self._fits

    @property
    def error(self) -> str:
        """What is said to be wrong; empty when nothing is."""
        return self._error.text()

    def set_error(self, error: str) -> None:
        """Say in words what is wrong with the line; the empty text takes it back."""
        self._told = error
        self._say()

    def _changed(self, text: str) -> None:
        stranger = stranger_in(text, self.kind)
        self._own = self._words_for(stranger) if stranger else ""
        if len(text) > self._longest:  # not typed here, and told rather than cut
            self._own = self._too_long()
        self._say()
        fits, self._fits = self._fits, not self._own
        self.edited.emit(text)
        if fits is not self._fits:
            tell_of_fit(self)

    def _refused(self) -> None:
        """There was no room for it; the line is as it was."""
        if self.line.text():
            self._own = self._own or self._too_long()
        else:
            self._own = self.tr("貼上的內容太長，沒有放入；最多 {most} 字").format(most=self._longest)
        self._say()

    def _leave(self) -> None:
        plain = self.value
        if plain != self.line.text():
            self.line.setText(plain)
        if not (plain or self.optional or self._own):
            self._own = self.tr("請填寫「{label}」").format(label=self._label_text)
            self._say()
        self.left.emit()

    def _too_long(self) -> str:
        return self.tr("太長：最多 {most} 字，超過的沒有放入").format(most=self._longest)

    def _words_for(self, stranger: str) -> str:
        match self.kind:
            case Entry.NUMBER:
                return self.tr("這裡只能輸入數字")
            case Entry.CODE | Entry.HIDDEN_CODE:
                wrong = self.tr("「{letter}」不能用在這裡，請只用英文字母、數字與符號")
            case _:
                wrong = self.tr("「{letter}」不能用在這裡，請照證件或登記的文字輸入")
        return wrong.format(letter=stranger)

    def _say(self) -> None:
        error = self._told or self._own
        if error == self._error.text():
            return
        self._error.setText(error)
        self._error.setVisible(bool(error))
        self._error_icon.setVisible(bool(error))
        self.line.setProperty("wrong", "true" if error else "false")
        self.line.setAccessibleDescription(error or self._hint_text)
        repolish(self.line)

    def wipe(self) -> None:
        """Empty the line and its history."""
        self.line.setText("")
        self._told = self._own = ""
        self._say()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep a secret out of undo buffer and clipboard."""
        if isinstance(event, QKeyEvent) and any(event.matches(keys) for keys in _FORBIDDEN_IN_SECRETS):
            return True
        return super().eventFilter(watched, event)
