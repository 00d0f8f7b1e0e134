"""Keys on the screen, for where there is no keyboard: digits, or letters for e-mail addresses and IDs."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui.theme import active_theme
from kiosk.ui.widgets.buttons import Button, ButtonKind

_NARROWEST = 34  # px
_DIGITS = ("1234567890",)
_LETTERS = ("1234567890", "qwertyuiop", "asdfghjkl@", "zxcvbnm._-")
_ONLY_DIGITS = Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhDialableCharactersOnly


class _Key(Button):
    """A key as wide as its row leaves it, and no narrower than a finger; the focus stays on the line."""

    def __init__(self, text: str, *, object_name: str, kind: ButtonKind, icon: str = "") -> None:
        super().__init__(text, object_name=object_name, kind=kind, icon=icon)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        target = active_theme().measures.target
        return QSize(target, target)

    def minimumSizeHint(self) -> QSize:
        """Thirteen stand beside one another on an upright screen at 200 %, each still twice as wide."""
        return QSize(_NARROWEST, active_theme().measures.target)


class TouchKeys(QFrame):
    """Types into one ``QLineEdit``. The keys never take the focus from it, and say what they type."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("touch-keys")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._line: QLineEdit | None = None
        self._capitals = False
        self._pads = {True: self._pad(_DIGITS), False: self._pad(_LETTERS)}
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        for pad in self._pads.values():
            column.addWidget(pad)
        self.hide()
        self._retranslate()

    def serve(self, line: QLineEdit | None) -> None:
        """Type into ``line`` from now on, with the keys that its input hints ask for; None: no keys."""
        self._line = line
        self.setVisible(line is not None)
        if line is not None:
            digits = bool(line.inputMethodHints() & _ONLY_DIGITS)
            for only_digits, pad in self._pads.items():
                pad.setVisible(only_digits is digits)

    def _pad(self, rows: Iterable[str]) -> QWidget:
        pad = QWidget()
        column = QVBoxLayout(pad)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for letters in rows:
            row = QHBoxLayout()
            row.setSpacing(0)
            for letter in letters:
                row.addWidget(self._key(letter))
            column.addLayout(row)
        row.addWidget(self._function("backspace", "backspace"))
        if rows is _LETTERS:
            row.insertWidget(0, self._function("shift", "shift"))
        row.addWidget(self._function("done", "check"))
        return pad

    def _key(self, letter: str) -> Button:
        key = _Key(letter, object_name=f"touch.{letter}", kind=ButtonKind.SECONDARY)
        key.clicked.connect(lambda: self._type(key.text()))
        return key

    def _function(self, name: str, icon: str) -> Button:
        key = _Key("", object_name=f"touch.{name}", kind=ButtonKind.QUIET, icon=icon)
        act = {"backspace": self._remove, "shift": self._shift, "done": self._done}[name]
        key.clicked.connect(lambda: act())
        return key

    def _type(self, letter: str) -> None:
        if self._line is not None:
            self._line.insert(letter)

    def _remove(self) -> None:
        if self._line is not None:
            self._line.backspace()

    def _shift(self) -> None:
        self._capitals = not self._capitals
        for key in self._pads[False].findChildren(Button):
            if len(key.text()) == 1:
                key.set_text(key.text().upper() if self._capitals else key.text().lower())

    def _done(self) -> None:
        """The line is left, as with Tab on a keyboard."""
        if self._line is not None:
            self._line.clearFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("螢幕鍵盤"))
        names = {
            "touch.backspace": self.tr("刪除一個字"),
            "touch.shift": self.tr("大寫或小寫"),
            "touch.done": self.tr("收起鍵盤"),
        }
        for key in self.findChildren(Button):
            if key.objectName() in names:
                key.setAccessibleName(names[key.objectName()])
