"""Keys on the screen, for where there is no keyboard: digits, letters for addresses and IDs, or 注音."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.zhuyin import Zhuyin, ZhuyinMissing
from kiosk.ui.theme import active_theme
from kiosk.ui.widgets.buttons import Button, ButtonKind
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.touch_key import TouchKey
from kiosk.ui.widgets.written_on import Line, erase, insert
from kiosk.ui.widgets.zhuyin_pad import ZhuyinPad

_ROWS = 5  # of the pad with the most
_BESIDE_KEYS = 240  # px that a page needs for its title and a line
_LOWEST = 43  # px; a window so low is shown at 150 % at least, and there they are 64 on the screen
_DIGITS = ("1234567890",)
_LETTERS = ("1234567890", "qwertyuiop", "asdfghjkl@", "zxcvbnm._-")
_ONLY_LATIN = Qt.InputMethodHint.ImhLatinOnly | Qt.InputMethodHint.ImhHiddenText
_ONLY_DIGITS = Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhDialableCharactersOnly


class TouchKeys(QFrame):
    """Types on one line, or several. The keys never take the focus from it, and say what they type.

    Where Chinese can be written, 注音 comes first, or letters for who reads English.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("touch-keys")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._line: Line | None = None
        self._capitals = False
        self._digits, self._letters = self._pad(_DIGITS), self._pad(_LETTERS)
        self._zhuyin = _zhuyin_pad()
        self._no_chinese = Text("", "caption", object_name="touch.no_chinese")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        for pad in (self._no_chinese, self._digits, self._letters, self._zhuyin):
            if pad is not None:
                column.addWidget(pad)
        if self._zhuyin is not None:
            self._zhuyin.latin.connect(lambda: self._show_pad(self._letters))
            self._zhuyin.done.connect(self._done)
        self.hide()
        self._retranslate()

    def serve(self, line: Line | None) -> None:
        """Type on ``line`` from now on, with the keys that its input hints ask for; None: no keys."""
        self._line = line
        if self._zhuyin is not None:
            self._zhuyin.serve(line)
        if line is None:
            self.hide()
            return
        hints = line.inputMethodHints()
        chinese = not hints & (_ONLY_DIGITS | _ONLY_LATIN)
        self._no_chinese.setVisible(chinese and self._zhuyin is None)
        self._to_zhuyin.setVisible(chinese and self._zhuyin is not None)
        in_english = QLocale().language() is QLocale.Language.English
        letters = self._letters if self._zhuyin is None or in_english or not chinese else self._zhuyin
        self._show_pad(self._digits if hints & _ONLY_DIGITS else letters)
        self.show()  # now that it is only as high as one pad

    def _show_pad(self, shown: QWidget) -> None:
        room = (self.window().height() - _BESIDE_KEYS) // _ROWS
        height = max(_LOWEST, min(active_theme().measures.target, room))
        for key in self.findChildren(TouchKey):
            key.set_height(height)
        for pad in (self._digits, self._letters, self._zhuyin):
            if pad is not None:
                pad.hide()
        shown.show()  # never two at once, which would make the window higher
        self.setMinimumHeight(self.minimumSizeHint().height())  # no key is squeezed by a high page

    def _back_to_zhuyin(self) -> None:
        assert self._zhuyin is not None
        self._zhuyin.serve(self._line)
        self._show_pad(self._zhuyin)

    def _pad(self, rows: Iterable[str]) -> QWidget:
        pad = QWidget()
        column = QVBoxLayout(pad)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        lines = []
        for letters in rows:
            row = QHBoxLayout()
            row.setSpacing(0)
            for letter in letters:
                row.addWidget(self._key(letter))
            column.addLayout(row)
            lines.append(row)
        lines[0].addWidget(self._function("backspace", "backspace"))
        if rows is _LETTERS:
            lines[2].addWidget(self._function("space", "space"))
            lines[3].insertWidget(0, self._function("shift", "shift"))
            self._to_zhuyin = TouchKey("注音", object_name="touch.zhuyin", kind=ButtonKind.QUIET)
            self._to_zhuyin.clicked.connect(self._back_to_zhuyin)
            lines[3].insertWidget(0, self._to_zhuyin)
        lines[-1].addWidget(self._function("done", "check"))
        return pad

    def _key(self, letter: str) -> Button:
        key = TouchKey(letter, object_name=f"touch.{letter}")
        key.clicked.connect(lambda: self._type(key.text()))
        return key

    def _function(self, name: str, icon: str) -> Button:
        key = TouchKey("", object_name=f"touch.{name}", kind=ButtonKind.QUIET, icon=icon)
        act = {
            "backspace": self._remove,
            "shift": self._shift,
            "done": self._done,
            "space": lambda: self._type(" "),
        }[name]
        key.clicked.connect(lambda: act())
        return key

    def _type(self, letter: str) -> None:
        if self._line is not None:
            insert(self._line, letter)

    def _remove(self) -> None:
        if self._line is not None:
            erase(self._line)

    def _shift(self) -> None:
        self._capitals = not self._capitals
        for key in self._letters.findChildren(Button):
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
        self._no_chinese.setText(self.tr("這部機器沒有裝中文輸入（libchewing3），中文請洽櫃台人員。"))
        names = {
            "touch.backspace": self.tr("刪除一個字"),
            "touch.shift": self.tr("大寫或小寫"),
            "touch.done": self.tr("收起鍵盤"),
            "touch.space": self.tr("空白"),
            "touch.latin": self.tr("英文與數字"),
            "touch.zhuyin": self.tr("注音"),
            "zhuyin.before": self.tr("前面的字"),
            "zhuyin.after": self.tr("更多字"),
        }
        for key in self.findChildren(Button):
            if key.objectName() in names:
                key.setAccessibleName(names[key.objectName()])


def _zhuyin_pad() -> ZhuyinPad | None:
    """None where the machine has no library for it."""
    try:
        return ZhuyinPad(Zhuyin())
    except ZhuyinMissing:
        return None
