"""How much of something is done, as a line of parts."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.theme import active_theme
from kiosk.ui.widgets.painting import paint_box

_HEIGHT = 18
_GAP = 6


class ProgressLine(QWidget):
    """``done`` of ``total`` parts, side by side; words beside it have to say so, too."""

    def __init__(self, done: int, total: int, *, object_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setAccessibleName(f"{done}／{total}")
        self._done, self._total = done, total
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(400, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the parts."""
        c = active_theme().colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = (self.width() - 10 - _GAP * (self._total - 1)) / self._total
        for place in range(self._total):
            part = QRectF(5 + place * (width + _GAP), 3, width, _HEIGHT - 6)
            done = place < self._done
            fill, border = (c.accent, c.accent) if done else (c.surface, c.control)
            paint_box(painter, part, fill=fill, border=border, width=1.5, radius=6)
