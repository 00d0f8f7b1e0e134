"""A QR code, painted module by module so that it stays sharp at any size."""

from functools import lru_cache

import segno
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_QUIET = 4  # modules of white around the code (ISO/IEC 18004)


class QrImage(QWidget):
    """The QR code of a text, black on white whatever the theme, for scanners."""

    def __init__(self, content: str, *, object_name: str, name: str, parent: QWidget | None = None) -> None:
        """``content`` is what a phone reads; ``name`` says to a screen reader what it is for."""
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        self.content = content
        self._modules = _modules_of(content)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Six pixels a module."""
        side = 6 * (len(self._modules) + 2 * _QUIET)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint whole pixels only."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        count = len(self._modules) + 2 * _QUIET
        size = min(self.width(), self.height()) // count
        left = (self.width() - size * count) / 2 + size * _QUIET
        top = (self.height() - size * count) / 2 + size * _QUIET
        for y, row in enumerate(self._modules):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(QRectF(left + x * size, top + y * size, size, size), QColor("black"))


@lru_cache(maxsize=1)  # a page that is made anew has the same one
def _modules_of(content: str) -> list[bytes]:
    return [bytes(row) for row in segno.make(content, error="m", micro=False).matrix]
