"""A large button that leads somewhere: icon, title, one line."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from kiosk.ui.theme import active_theme, type_font
from kiosk.ui.widgets.fitting import lay_in_columns
from kiosk.ui.widgets.painting import (
    focus_is_visible,
    is_hovered,
    paint_box,
    paint_focus_ring,
    paint_text,
    text_height,
)
from kiosk.ui.widgets.pictures import paint_icon

_RING = 5
_PAD = 20
_ABOVE = 12
_ICON = 38
_SHARE = 8  # of the window's height, that a tile takes
_LEAST_LETTERS = 8  # of a title, in tiles that stand beside one another


class Tile(QPushButton):
    """A card one presses, painted like the cards one chooses."""

    def __init__(self, title: str, detail: str, *, icon: str, object_name: str) -> None:
        super().__init__(title)
        self.setObjectName(object_name)
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)
        self._detail, self._icon = detail, icon
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """The words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of title and line."""
        title, detail = self._heights(width)
        return max(title + 4 + detail + 2 * (_ABOVE + _RING), self._least_height())

    def sizeHint(self) -> QSize:
        """A comfortable width."""
        return QSize(280, self.heightForWidth(280))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for two in a row."""
        return QSize(200, active_theme().type.heading * 4)

    def hitButton(self, position: QPoint) -> bool:
        """The whole card is the target."""
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint card, icon and words."""
        theme = active_theme()
        c = theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        face = QRectF(self.rect()).adjusted(_RING, _RING, -_RING, -_RING)
        over = is_hovered(self) or self.isDown()
        paint_box(
            painter,
            face,
            fill=c.accent_soft if over else c.surface,
            border=c.accent if over else c.line,
            width=1.5,
            radius=theme.measures.radius,
        )
        icon = QRectF(face.left() + _PAD, face.center().y() - _ICON / 2, _ICON, _ICON)
        paint_icon(painter, self._icon, c.accent, icon)
        title, detail = self._heights(self.width())
        left, width = icon.right() + _PAD, self._words_width(self.width())
        top = face.center().y() - (title + 4 + detail) / 2
        bold = type_font(theme.type.heading, bold=True)
        paint_text(painter, QRectF(left, top, width, title), self.text(), font=bold, colour=c.text)
        below = QRectF(left, top + title + 4, width, detail)
        paint_text(painter, below, self._detail, font=type_font(theme.type.caption), colour=c.muted)
        if focus_is_visible(self):
            paint_focus_ring(painter, QRectF(self.rect()), theme)

    def _least_height(self) -> int:
        """Higher where the window is: a few tiles shall not leave half of it empty."""
        letter = active_theme().type.heading
        return min(max(self.window().height() // _SHARE, letter * 4), letter * 6)

    def _heights(self, width: int) -> tuple[int, int]:
        scale, words = active_theme().type, self._words_width(width)
        title = text_height(self.text(), type_font(scale.heading, bold=True), words)
        return title, text_height(self._detail, type_font(scale.caption), words)

    @staticmethod
    def _words_width(width: int) -> int:
        return width - 2 * _RING - 3 * _PAD - _ICON


class TileGrid(QWidget):
    """Tiles in two columns, or in one where two would be too narrow."""

    def __init__(self, *tiles: Tile) -> None:
        super().__init__()
        self._tiles, self._columns = tiles, 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(4)
        self._arrange(2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose between two columns and one."""
        super().resizeEvent(event)
        least = _LEAST_LETTERS * active_theme().type.heading + 2 * _RING + 3 * _PAD + _ICON
        self._arrange(2 if self.width() >= 2 * least else 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        lay_in_columns(self._grid, self._tiles, columns)
