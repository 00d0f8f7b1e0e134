"""The PIN pad: digits go in, dots are shown, and the characters are handed out once."""

import secrets
from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui.theme import Theme, active_theme, type_font
from kiosk.ui.widgets.buttons import Button, ButtonKind
from kiosk.ui.widgets.painting import paint_box, paint_focus_ring
from kiosk.ui.widgets.pictures import Icon
from kiosk.ui.widgets.text import Text

_FINGER = 48  # px


class _Dots(QWidget):
    """One place for each character: full when typed, a ring when still wanted."""

    def __init__(self, minimum: int, maximum: int) -> None:
        super().__init__()
        self._minimum, self._maximum = minimum, maximum
        self._typed = 0
        self._focused = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def set_typed(self, typed: int) -> None:
        self._typed = typed
        self.update()

    def set_focused(self, focused: bool) -> None:
        self._focused = focused
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, active_theme().measures.target)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, active_theme().measures.lowest_key)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = active_theme()
        c = theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        face = QRectF(self.rect()).adjusted(5, 5, -5, -5)
        paint_box(painter, face, fill=c.surface, border=c.control, width=1.5, radius=theme.measures.radius)
        places = max(self._minimum, self._typed)
        step = min(34.0, (face.width() - 24) / places)
        size = min(16.0, step - 4)
        left = face.center().x() - step * places / 2
        for place in range(places):
            dot = QRectF(left + step * place + (step - size) / 2, face.center().y() - size / 2, size, size)
            if place < self._typed:
                paint_box(painter, dot, fill=c.text, radius=size / 2)
            else:
                paint_box(painter, dot, fill=c.surface, border=c.control, width=2, radius=size / 2)
        if self._focused:
            paint_focus_ring(painter, QRectF(self.rect()), theme)


class _Key(Button):
    """A key of the pad, a little lower where the window is; the keyboard's focus stays on the pad."""

    def __init__(self, text: str, *, object_name: str, kind: ButtonKind, icon: str = "") -> None:
        super().__init__(text, object_name=object_name, kind=kind, icon=icon)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), active_theme().measures.lowest_key)

    def font_of(self, theme: Theme) -> QFont:
        size = theme.type.heading + 2
        if self.height() < theme.measures.target:  # a low window's digits keep their distance from the edge
            size = min(size, max(theme.type.caption, (self.height() - 10) // 2))
        return type_font(size, bold=True)

    def _padding(self, words: str) -> int:
        return 6


class TriesLeft(QWidget):
    """How many tries the card still allows, before one is used. Its text is called ``object_name``."""

    def __init__(self, *, object_name: str) -> None:
        super().__init__()
        self._icon = Icon("shield", size=26)
        self._text = Text("", "strong", object_name=object_name)
        row = QHBoxLayout(self)
        row.setContentsMargins(5, 0, 5, 0)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1)
        self._left: int | None = None
        self._retranslate()

    def set_tries_left(self, tries_left: int | None) -> None:
        """None when the card does not tell."""
        self._left = tries_left
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        colours = active_theme().colours
        left = self._left
        if left is None:
            words = self.tr("卡片未提供剩餘次數，請確認後再輸入")
        elif left == 1:
            words = self.tr("只剩最後 1 次機會，再錯卡片就會鎖住")
        else:
            words = self.tr("還可以試 {left} 次").format(left=left)
        self._text.setText(words)
        self._icon.set_icon(
            "warning" if left == 1 else "shield", colours.error if left == 1 else colours.accent
        )


class PinPad(QWidget):
    """A digit pad for a card's PIN. What is typed lives in one ``bytearray``, never in a text.

    ``changed`` tells that the number of characters changed. The physical keyboard works whenever the pad has
    the focus; the digits can stand ``shuffled``, so that fingers tell nothing.
    """

    changed = Signal()

    def __init__(
        self,
        *,
        object_name: str,
        minimum: int = 6,
        maximum: int = 8,
        shuffled: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``minimum`` and ``maximum`` are the card's PIN policy, in characters."""
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setMaximumWidth(420)
        self._minimum, self._maximum = minimum, maximum
        # As long as the longest PIN from the start: a bytearray that grows leaves copies behind.
        self._characters = bytearray(maximum)
        self._count = 0
        self._build(shuffled)
        self._retranslate()

    def _build(self, shuffled: bool) -> None:
        self._tries = TriesLeft(object_name=f"{self.objectName()}.tries")
        self._dots = _Dots(self._minimum, self._maximum)
        keys = QGridLayout()
        keys.setSpacing(2)
        digits = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]
        if shuffled:
            secrets.SystemRandom().shuffle(digits)
        # In a low window in two rows: four would be lower than a finger.
        columns = 6 if active_theme().measures.lowest_key < _FINGER else 3
        places = [*(divmod(place, columns) for place in range(9)), (1, 3) if columns > 3 else (3, 1)]
        for digit, place in zip(digits, places, strict=True):
            keys.addWidget(self._digit_key(digit), *place)
        self._clear = self._function_key("clear", "close", self.wipe)
        self._backspace = self._function_key("backspace", "backspace", self._remove_last)
        keys.addWidget(self._clear, *((1, 4) if columns > 3 else (3, 0)))
        keys.addWidget(self._backspace, *((1, 5) if columns > 3 else (3, 2)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(active_theme().measures.tight)
        column.addWidget(self._tries)
        column.addWidget(self._dots)
        column.addLayout(keys)
        column.addStretch(1)

    def _digit_key(self, digit: int) -> Button:
        name = f"{self.objectName()}.digit.{digit}"
        key = _Key(str(digit), object_name=name, kind=ButtonKind.SECONDARY)
        key.clicked.connect(lambda: self._append(digit))
        return key

    def _function_key(self, name: str, icon: str, action: Callable[[], None]) -> Button:
        key = _Key("", object_name=f"{self.objectName()}.{name}", kind=ButtonKind.QUIET, icon=icon)
        key.clicked.connect(lambda: action())
        return key

    @property
    def count(self) -> int:
        """How many characters are typed."""
        return self._count

    @property
    def complete(self) -> bool:
        """Whether what is typed is long enough for the card."""
        return self._count >= self._minimum

    def set_tries_left(self, tries_left: int | None) -> None:
        """Say how many tries the card still allows, before one is used; None when the card does not tell."""
        self._tries.set_tries_left(tries_left)

    def take(self) -> bytearray:
        """The typed characters (ASCII digits), once: the pad is wiped. Whoever takes them wipes them."""
        handed_out = self._characters[: self._count]
        self.wipe()
        return handed_out

    def wipe(self) -> None:
        """Overwrite what was typed."""
        for index in range(self._maximum):
            self._characters[index] = 0
        self._set_count(0)

    def _append(self, digit: int) -> None:
        if self._count < self._maximum:
            self._characters[self._count] = ord("0") + digit
            self._set_count(self._count + 1)

    def _remove_last(self) -> None:
        if self._count:
            self._characters[self._count - 1] = 0
            self._set_count(self._count - 1)

    def _set_count(self, count: int) -> None:
        self._count = count
        self._dots.set_typed(count)
        self.setAccessibleDescription(self.tr("已輸入 {count} 位").format(count=count))
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and backspace of the physical keyboard; Enter goes on to the page."""
        key = event.key()
        if Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            self._append(key - Qt.Key.Key_0)
        elif key == Qt.Key.Key_Backspace:
            self._remove_last()
        elif key == Qt.Key.Key_Delete:
            self.wipe()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard types here."""
        super().focusInEvent(event)
        self._dots.set_focused(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it no longer does."""
        super().focusOutEvent(event)
        self._dots.set_focused(False)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("PIN 碼數字鍵"))
        self._clear.setAccessibleName(self.tr("全部清除"))
        self._backspace.setAccessibleName(self.tr("刪除一位"))
