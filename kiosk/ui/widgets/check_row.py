"""A declaration to agree to, as a row one can hit anywhere."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from kiosk.ui.theme import active_theme, type_font
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
_PAD = 18
_BOX = 32


class CheckRow(QCheckBox):
    """A checkbox with wrapped words and, below them, a detail. ``toggled(bool)`` as of any ``QCheckBox``."""

    def __init__(
        self, text: str, detail: str = "", *, object_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setObjectName(object_name)
        self.setAccessibleName(text)
        self.setAccessibleDescription(detail)
        self._detail = detail
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """The words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the wrapped words; never less than a target."""
        text, detail = self._heights(self._words_width(width))
        return max(text + detail + 2 * (12 + _RING), active_theme().measures.target)

    def sizeHint(self) -> QSize:
        """A comfortable width."""
        return QSize(480, active_theme().measures.target)

    def minimumSizeHint(self) -> QSize:
        """As narrow as words can be wrapped legibly."""
        return QSize(240, active_theme().measures.target)

    def hitButton(self, position: QPoint) -> bool:
        """The whole row is the target."""
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint row, box, tick and words."""
        theme = active_theme()
        c = theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        face = QRectF(self.rect()).adjusted(_RING, _RING, -_RING, -_RING)
        edge = c.accent if self.isChecked() or is_hovered(self) else c.line
        fill = c.accent_soft if self.isChecked() else c.surface
        paint_box(painter, face, fill=fill, border=edge, width=1.5, radius=theme.measures.radius)
        box = QRectF(face.left() + _PAD, face.center().y() - _BOX / 2, _BOX, _BOX)
        if self.isChecked():
            paint_box(painter, box, fill=c.accent, radius=6)
            paint_icon(painter, "check", c.on_accent, box.adjusted(4, 4, -4, -4))
        else:
            paint_box(painter, box, fill=c.surface, border=c.control, width=2, radius=6)
        width = self._words_width(self.width())
        text, detail = self._heights(width)
        place = QRectF(box.right() + _PAD, face.center().y() - (text + detail) / 2, width, text)
        paint_text(painter, place, self.text(), font=type_font(theme.type.body), colour=c.text)
        below = QRectF(place.left(), place.bottom() + 4, width, detail)
        paint_text(painter, below, self._detail, font=type_font(theme.type.caption), colour=c.muted)
        if focus_is_visible(self):
            paint_focus_ring(painter, QRectF(self.rect()), theme)

    def _heights(self, width: int) -> tuple[int, int]:
        scale = active_theme().type
        detail = text_height(self._detail, type_font(scale.caption), width)
        return text_height(self.text(), type_font(scale.body), width), detail + 4 if detail else 0

    @staticmethod
    def _words_width(width: int) -> int:
        return width - 2 * _RING - _BOX - 3 * _PAD
