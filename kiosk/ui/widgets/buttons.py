"""Buttons: one look in four weights, painted by ourselves so that focus and hover look alike everywhere."""

from enum import Enum

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from kiosk.ui.theme import Theme, active_theme, type_font
from kiosk.ui.widgets.painting import focus_is_visible, is_hovered, paint_box, paint_focus_ring, paint_text
from kiosk.ui.widgets.pictures import paint_icon

_RING = 5  # room around the button's face for the focus ring


class ButtonKind(Enum):
    """How much a button asks for: one PRIMARY a page, DANGER for what cannot be taken back."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    QUIET = "quiet"
    DANGER = "danger"


class Button(QPushButton):
    """A button of at least 64 px, with an icon before its words (after them with ``icon_after``)."""

    def __init__(
        self,
        text: str,
        *,
        object_name: str,
        kind: ButtonKind = ButtonKind.SECONDARY,
        icon: str = "",
        icon_after: bool = False,
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``compact`` is for the bars of the shell, with caption type; the target keeps its height."""
        super().__init__(text, parent)
        self.setObjectName(object_name)
        self.setAccessibleName(text)
        self.kind = kind
        self._icon_name = icon
        self._icon_after = icon_after
        self._compact = compact
        self._alone = False
        self.setAutoDefault(False)
        # A press does not take the focus away from where one types; Tab leads here all the same.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        """Change the words, for the eye and for a screen reader."""
        if self._alone and self.toolTip() == self.text():
            self.setToolTip(text)
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_icon(self, name: str) -> None:
        """Change the icon."""
        self._icon_name = name
        self.update()

    def show_icon_alone(self, alone: bool) -> None:
        """Leave the words to the tool tip and a screen reader, where a bar has no room for them."""
        if alone == self._alone:
            return
        self._alone = alone
        if alone and not self.toolTip():
            self.setToolTip(self.text())
        self.updateGeometry()
        self.update()

    @property
    def _words(self) -> str:
        return "" if self._alone else self.text()

    def width_of(self, words: str) -> int:
        """How wide it is with these words; with none, as its icon asks for."""
        theme = active_theme()
        advance = QFontMetrics(self.font_of(theme)).horizontalAdvance(words)
        width = advance + 2 * self._padding(words) + 2 * _RING
        if self._icon_name:
            width += self._icon_size(words) + (10 if words else 0)
        return max(width, theme.measures.target)

    def sizeHint(self) -> QSize:
        """Wide enough for the words in one line."""
        return QSize(self.width_of(self._words), active_theme().measures.target)

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its words."""
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        """The whole rectangle is the target."""
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint face, icon, words and focus ring."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        face = QRectF(self.rect()).adjusted(_RING, _RING, -_RING, -_RING)
        fill, border, ink = self._colours(theme)
        paint_box(
            painter, face, fill=fill, border=border, width=2 if border else 0, radius=theme.measures.radius
        )
        self._paint_words(painter, face, ink, theme)
        if focus_is_visible(self):
            paint_focus_ring(painter, QRectF(self.rect()), theme)

    def _paint_words(self, painter: QPainter, face: QRectF, ink: str, theme: Theme) -> None:
        font = self.font_of(theme)
        words = QFontMetrics(font).horizontalAdvance(self._words)
        icon = self._icon_size(self._words) if self._icon_name else 0
        gap = 10 if icon and self._words else 0
        left = face.left() + (face.width() - words - icon - gap) / 2
        icon_left = left + words + gap if self._icon_after else left
        words_left = left if self._icon_after else left + icon + gap
        if icon:
            place = QRectF(icon_left, face.center().y() - icon / 2, icon, icon)
            paint_icon(painter, self._icon_name, ink, place)
        box = QRectF(words_left, face.top(), words + 2, face.height())
        paint_text(painter, box, self._words, font=font, colour=ink, flags=Qt.AlignmentFlag.AlignVCenter)

    def _colours(self, theme: Theme) -> tuple[str, str, str]:
        """Fill, border and ink of the moment."""
        c = theme.colours
        over, down = is_hovered(self), self.isDown()
        if not self.isEnabled():
            return (
                (c.sunken, "", c.control)
                if self.kind is not ButtonKind.QUIET
                else ("#00000000", "", c.control)
            )
        if self.kind is ButtonKind.PRIMARY or self.isChecked():
            return (c.accent_pressed if down else c.accent_hover if over else c.accent), "", c.on_accent
        if self.kind is ButtonKind.DANGER:
            return (c.error_soft if down or over else c.surface), c.error, c.error
        if self.kind is ButtonKind.QUIET:
            return (c.accent_soft if down or over else "#00000000"), "", c.accent
        return (c.accent_soft if down or over else c.surface), c.control, c.accent

    def font_of(self, theme: Theme) -> QFont:
        """The type of the button's words."""
        return type_font(theme.type.caption if self._compact else theme.type.body, bold=True)

    def _icon_size(self, words: str) -> int:
        if not words:
            return 30
        return 22 if self._compact else 26

    def _padding(self, words: str) -> int:
        if not words:
            return 10
        return 14 if self._compact or self.kind is ButtonKind.QUIET else 26
