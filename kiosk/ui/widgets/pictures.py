"""Icons and illustrations: SVG files of ours, painted in the theme's colours."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.theme import RESOURCES, active_theme


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    source = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    return renderer


def paint_icon(painter: QPainter, name: str, colour: str, rect: QRectF) -> None:
    """Paint ``resources/icons/<name>.svg`` into ``rect``, strokes in ``colour``."""
    _renderer(name, colour).render(painter, rect)


def icon_pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon as a picture of ``size`` device-independent pixels, sharp at the screen's ``ratio``."""
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_icon(painter, name, colour, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


class Icon(QWidget):
    """One icon of the family, ``size`` pixels square, in a colour of the theme.

    ``ink`` names the theme's token, for what stands on the screen longer than a theme does.
    """

    def __init__(
        self, name: str, *, size: int = 28, colour: str = "", ink: str = "text", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._colour = colour
        self._ink = ink
        self.setFixedSize(size, size)

    def set_icon(self, name: str, colour: str = "") -> None:
        """Show another icon; no colour means the text's."""
        self._name, self._colour = name, colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._colour or getattr(active_theme().colours, self._ink)
        paint_icon(painter, self._name, colour, QRectF(self.rect()))


class Illustration(QWidget):
    """A drawing of card, reader or phone (320 × 240), as large as its place allows."""

    def __init__(self, name: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumSize(400, 300)

    @property
    def name(self) -> str:
        """Which drawing is shown; empty for none."""
        return self._name

    def set_picture(self, name: str) -> None:
        """Show the drawing ``name`` of ``resources/icons/illustrations``."""
        self._name = name
        self.setVisible(bool(name))
        self.update()

    def sizeHint(self) -> QSize:
        """The drawing's own size."""
        return QSize(320, 240)

    def minimumSizeHint(self) -> QSize:
        """The smallest size at which the drawing still says something."""
        return QSize(120, 90)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the drawing at the left of its place, whole."""
        if not self._name:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = min(self.width() / 320, self.height() / 240)
        size = QRectF(0, (self.height() - 240 * scale) / 2, 320 * scale, 240 * scale)
        paint_icon(painter, f"illustrations/{self._name}", active_theme().colours.accent, size)
