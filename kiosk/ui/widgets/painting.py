"""Strokes shared by the widgets that paint themselves."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOption, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.breaking import keep_together

WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


def paint_box(
    painter: QPainter, rect: QRectF, *, fill: str, border: str = "", width: float = 0, radius: float = 0
) -> None:
    """A rounded box whose border lies inside ``rect``."""
    inset = width / 2
    painter.setPen(QPen(QColor(border), width) if border and width else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)


def paint_focus_ring(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """The ring that shows where the keyboard is, along the inside of ``rect``."""
    width = theme.measures.focus_width
    inset = width / 2
    painter.setPen(QPen(QColor(theme.colours.focus), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = theme.measures.radius + width
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)


def focus_is_visible(widget: QWidget) -> bool:
    """Whether ``widget`` has the focus and should say so."""
    return widget.hasFocus() and widget.isEnabled()


def text_height(text: str, font: QFont, width: int) -> int:
    """How high ``text`` is when wrapped to ``width`` pixels; 0 for no text."""
    if not text:
        return 0
    room = QRect(0, 0, max(width, 1), 100_000)
    return QFontMetrics(font).boundingRect(room, WRAP, keep_together(text)).height()


def paint_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    *,
    font: QFont,
    colour: str,
    flags: Qt.TextFlag | Qt.AlignmentFlag | int = WRAP,
) -> None:
    """Write ``text`` into ``rect``; wrapped, its lines end where they may."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    wrapped = int(flags) & Qt.TextFlag.TextWordWrap.value
    painter.drawText(rect, int(flags), keep_together(text) if wrapped else text)


def repolish(widget: QWidget) -> None:
    """Let the style sheet look at the widget's properties again."""
    style: QStyle = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def is_hovered(widget: QWidget) -> bool:
    """Whether the pointer is over ``widget`` and it can be used."""
    option = QStyleOption()
    option.initFrom(widget)
    return bool(option.state & QStyle.StateFlag.State_MouseOver) and widget.isEnabled()
