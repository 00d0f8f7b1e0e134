"""注音 on the screen: the sounds in their usual order, and above them what they can mean."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.zhuyin import FIRST_TONE, KEYS, Zhuyin
from kiosk.ui.widgets.buttons import Button, ButtonKind
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.touch_key import TouchKey
from kiosk.ui.widgets.written_on import Line, cursor_of, erase, insert, put, units

_ROWS = (11, 10, 10, 10)
_SHOWN = 9
_MARKS = ("，", "。", "、", "？", "！", "：", "（", "）", "－")


class ZhuyinPad(QWidget):
    """Writes on a line as one presses, with the likeliest letters; those shown above change the last ones.

    `latin` and `done` are asked for by its keys.
    """

    latin = Signal()
    done = Signal()

    def __init__(self, zhuyin: Zhuyin) -> None:
        super().__init__()
        self._zhuyin = zhuyin
        self._line: Line | None = None
        self._start, self._written, self._first = 0, "", 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._build_choices()
        self._build_keys()
        self._show_choices()

    def serve(self, line: Line | None) -> None:
        """Write on `line` from now on; what was written so far stays, and is not offered to anybody."""
        self._settle()
        self._line = line

    def _build_choices(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        self._sounds = Text("", "strong", object_name="zhuyin.sounds")
        self._sounds.setFixedWidth(96)
        row.addWidget(self._sounds)
        self._choices = [self._key("", f"zhuyin.choice.{place}") for place in range(_SHOWN)]
        for place, key in enumerate(self._choices):
            key.clicked.connect(lambda _checked=False, place=place: self._choose(place))
            row.addWidget(key, 1)
        self._before = self._key("", "zhuyin.before", icon="arrow-left")
        self._after = self._key("", "zhuyin.after", icon="arrow-right")
        for key, step in ((self._before, -_SHOWN), (self._after, _SHOWN)):
            key.clicked.connect(lambda _checked=False, step=step: self._turn(step))
            row.addWidget(key, 1)
        self._column.addLayout(row)

    def _build_keys(self) -> None:
        sounds = iter(KEYS)
        rows = [[next(sounds) for _ in range(count)] for count in _ROWS]
        rows[2].append(FIRST_TONE)
        for place, of_row in enumerate(rows):
            row = QHBoxLayout()
            row.setSpacing(0)
            for sound in of_row:
                key = self._key(sound, f"zhuyin.{sound}")
                key.clicked.connect(lambda _checked=False, sound=sound: self._press(sound))
                row.addWidget(key, 1)
            if place == 1:
                row.addWidget(self._function("backspace", "backspace", self.remove), 1)
            self._column.addLayout(row)
        self._latin = self._key("ABC", "touch.latin", kind=ButtonKind.QUIET)
        self._latin.clicked.connect(lambda: self.latin.emit())
        row.insertWidget(0, self._latin, 1)
        row.addWidget(self._function("done", "check", self.done.emit), 1)

    def _key(
        self, text: str, name: str, *, icon: str = "", kind: ButtonKind = ButtonKind.SECONDARY
    ) -> TouchKey:
        return TouchKey(text, object_name=name, kind=kind, icon=icon)

    def _function(self, name: str, icon: str, act: object) -> Button:
        key = self._key("", f"touch.{name}", icon=icon, kind=ButtonKind.QUIET)
        assert callable(act)
        key.clicked.connect(lambda: act())
        return key

    def _press(self, sound: str) -> None:
        if self._line is None:
            return
        if cursor_of(self._line) != self._start + units(self._written):
            self._settle()  # somebody has gone to another place of the line
        if not self._written:
            self._start = cursor_of(self._line)
        self._zhuyin.press(sound)
        self._write()

    def _choose(self, place: int) -> None:
        text = self._choices[place].text()
        if self._line is None or not text:
            return
        if self._zhuyin.choices:
            self._zhuyin.choose(self._first + place)
            self._write()
        else:
            self._settle()
            insert(self._line, text)

    def remove(self) -> None:
        """Take back the last sound, or the letter before the cursor."""
        if self._line is None:
            return
        if self._zhuyin.erase():
            self._write()
        else:
            erase(self._line)

    def _write(self) -> None:
        """Have the line say what the sounds make by now."""
        assert self._line is not None
        text = self._zhuyin.text
        if text != self._written and not put(self._line, self._start, self._written, text):
            self._settle()  # there was no room for it, which is told beside the line
            return
        self._written, self._first = text, 0
        self._show_choices()
        if self._zhuyin.is_full and not self._zhuyin.choices:
            self._settle()

    def _settle(self) -> None:
        """What is written stays as it is."""
        self._zhuyin.forget()
        self._written, self._first = "", 0
        self._show_choices()

    def _turn(self, step: int) -> None:
        self._first += step
        self._show_choices()

    def _show_choices(self) -> None:
        self._sounds.setText(self._zhuyin.sounds)
        choices = self._zhuyin.choices or (() if self._zhuyin.sounds else _MARKS)
        shown = choices[self._first : self._first + _SHOWN]
        for key, text in zip(self._choices, (*shown, *[""] * (_SHOWN - len(shown))), strict=True):
            key.set_text(text)
            key.setEnabled(bool(text))
        self._before.setEnabled(self._first > 0)
        self._after.setEnabled(self._first + _SHOWN < len(choices))
