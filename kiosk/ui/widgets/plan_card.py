"""A cloud plan to choose: who sells it, for how long, for how much, and why it fits."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.theme import TypeScale, active_theme, type_font
from kiosk.ui.widgets.choice import CardButton
from kiosk.ui.widgets.painting import paint_text, text_height
from kiosk.ui.widgets.pictures import paint_icon

_PAD = 18
_RING = 5
_MARK = 28


class PlanCard(CardButton):
    """Name, vendor, category; the reason why it fits; price and term. Goes into a ``ChoiceGroup``."""

    def __init__(
        self,
        name: str,
        *,
        vendor: str,
        category: str,
        price: str,
        term: str,
        reason: str = "",
        object_name: str,
        parent: QWidget | None = None,
    ) -> None:
        """All are words as they shall be read: ``price`` such as NT$60,000, ``term`` such as 6 個月."""
        super().__init__(name, object_name=object_name, parent=parent)
        self._vendor, self._category, self._price, self._term, self._reason = (
            vendor,
            category,
            price,
            term,
            reason,
        )
        self._heights: dict[tuple[int, TypeScale], int] = {}  # layouts ask for each width again and again
        self.setAccessibleDescription(
            "，".join(part for part in (vendor, category, price, term, reason) if part)
        )

    def heightForWidth(self, width: int) -> int:
        """The height of all lines, wrapped."""
        known = width, active_theme().type
        if known not in self._heights:
            words = sum(height for *_, height in self._lines(width))
            foot = active_theme().type.heading + 18
            self._heights[known] = words + foot + 2 * (_PAD + _RING)
        return self._heights[known]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card from top to bottom, the price at its foot."""
        theme = active_theme()
        painter = QPainter(self)
        face = self.paint_card(painter, theme)
        lines = self._lines(self.width())
        y = face.top() + _PAD
        for text, size, bold, colour, width, height in lines:
            left = face.left() + _PAD
            if text is self._reason:
                icon = QRectF(left, y + 2, 24, 24)
                paint_icon(painter, "match", theme.colours.accent, icon)
                left += 34
            paint_text(
                painter, QRectF(left, y, width, height), text, font=type_font(size, bold=bold), colour=colour
            )
            y += height
        mark = QRectF(face.right() - _PAD - _MARK, face.top() + _PAD, _MARK, _MARK)
        self.paint_mark(painter, mark, theme)
        foot = QRectF(
            face.left() + _PAD, face.bottom() - _PAD - theme.type.heading - 8, 0, theme.type.heading + 10
        )
        foot.setRight(face.right() - _PAD)
        price = type_font(theme.type.heading, bold=True)
        low = Qt.AlignmentFlag.AlignBottom
        paint_text(painter, foot, self._price, font=price, colour=theme.colours.text, flags=low)
        right = low | Qt.AlignmentFlag.AlignRight
        plain = type_font(theme.type.body)
        paint_text(painter, foot, self._term, font=plain, colour=theme.colours.muted, flags=right)

    def _lines(self, width: int) -> list[tuple[str, int, bool, str, int, int]]:
        """Text, size, weight, colour, width and height of each line."""
        theme = active_theme()
        c, scale = theme.colours, theme.type
        inner = width - 2 * (_PAD + _RING)
        rows = (
            (self._category, scale.caption, False, c.muted, inner - _MARK - 8, 4),
            (self.text(), scale.heading, True, c.text, inner, 4),
            (self._vendor, scale.body, False, c.muted, inner, 12),
            (self._reason, scale.caption, False, c.accent, inner - 34, 12),
        )
        return [
            (text, size, bold, colour, room, text_height(text, type_font(size, bold=bold), room) + after)
            for text, size, bold, colour, room, after in rows
            if text
        ]
