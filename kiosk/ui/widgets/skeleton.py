"""Where something will stand that is still being read."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.theme import active_theme
from kiosk.ui.widgets.painting import paint_box

_WIDTHS = (0.45, 0.9, 0.7)  # of the lines, over and over
_APART = 16


class Skeleton(QWidget):
    """Grey lines in place of words; they keep still. ``name`` says what is being read."""

    def __init__(self, name: str, *, object_name: str, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        self._lines = lines
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as the words will be."""
        return QSize(320, self._lines * (active_theme().type.body + _APART) + _APART)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a sheet with the lines on it."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = QRectF(self.rect()).adjusted(5, 0, -5, 0)
        c = theme.colours
        paint_box(painter, sheet, fill=c.surface, border=c.line, width=1, radius=theme.measures.radius)
        height = theme.type.body
        for line in range(self._lines):
            width = (sheet.width() - 48) * _WIDTHS[line % len(_WIDTHS)]
            top = sheet.top() + _APART + line * (height + _APART)
            place = QRectF(sheet.left() + 24, top, width, height)
            paint_box(painter, place, fill=c.sunken, radius=6)
