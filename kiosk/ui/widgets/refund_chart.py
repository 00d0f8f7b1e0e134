"""What a refund gives back, month by month: own payment and points apart, today, the cliff after half."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.theme import active_theme, type_font
from kiosk.ui.widgets.painting import paint_box, paint_text

_RIGHT = 12
_TOP = 88
_BOTTOM = 56


@dataclass(frozen=True)
class RefundBar:
    """What comes back in month ``month`` of use (from 1): own payment in NT$, points in points."""

    month: int
    own_payment: int
    points: int


class RefundChart(QWidget):
    """A pair of bars for each month of the term. The months in words are its accessible description."""

    def __init__(self, *, object_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self._bars: tuple[RefundBar, ...] = ()
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_bars(self, bars: Sequence[RefundBar], current: int) -> None:
        """Show the months of the term; ``current`` is the number of the month that runs today."""
        self._bars, self._current = tuple(bars), current
        self._retranslate()

    def sizeHint(self) -> QSize:
        """A wide, low picture."""
        return QSize(640, 360)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the scale, the bars, the cliff, today and the legend."""
        if not self._bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = QRectF(self.rect()).adjusted(self._left, _TOP, -_RIGHT, -_BOTTOM)
        top = max(max(bar.own_payment, bar.points) for bar in self._bars) or 1
        self._paint_scale(painter, plot, top)
        for index in range(len(self._bars)):
            self._paint_month(painter, plot, index, top)
        self._paint_cliff(painter, plot)
        self._paint_legend(painter)

    def _slot(self, plot: QRectF, index: int) -> QRectF:
        width = plot.width() / len(self._bars)
        return QRectF(plot.left() + index * width, plot.top(), width, plot.height())

    def _paint_scale(self, painter: QPainter, plot: QRectF, top: int) -> None:
        theme = active_theme()
        font = type_font(theme.type.caption)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for part in range(3):
            y = plot.bottom() - plot.height() * part / 2
            painter.setPen(QPen(QColor(theme.colours.line if part else theme.colours.control), 1.5))
            painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
            box = QRectF(0, y - 16, self._left - 12, 32)
            words = f"{top * part // 2:,}"
            paint_text(painter, box, words, font=font, colour=theme.colours.muted, flags=flags)

    def _paint_month(self, painter: QPainter, plot: QRectF, index: int, top: int) -> None:
        theme = active_theme()
        c = theme.colours
        bar, slot = self._bars[index], self._slot(plot, index)
        current = bar.month == self._current
        if current:
            paint_box(painter, slot.adjusted(2, -34, -2, _BOTTOM - 4), fill=c.accent_soft, radius=8)
            flag = QRectF(slot.left(), slot.top() - 34, slot.width(), 32)
            bold = type_font(theme.type.caption, bold=True)
            centre = Qt.AlignmentFlag.AlignCenter
            paint_text(painter, flag, self.tr("今天"), font=bold, colour=c.accent, flags=centre)
        width = min(slot.width() * 0.3, 44.0)
        for value, left, fill in (
            (bar.own_payment, slot.center().x() - width - 3, c.accent),
            (bar.points, slot.center().x() + 3, c.accent_tint),
        ):
            height = plot.height() * value / top
            place = QRectF(left, plot.bottom() - height, width, height)
            if value:
                paint_box(painter, place, fill=fill, border=c.accent, width=1.5, radius=3)
        font = type_font(theme.type.caption, bold=current)
        below = QRectF(slot.left() - 8, plot.bottom() + 14, slot.width() + 16, 32)
        colour = c.accent if current else c.muted
        paint_text(
            painter, below, str(bar.month), font=font, colour=colour, flags=Qt.AlignmentFlag.AlignCenter
        )

    def _paint_cliff(self, painter: QPainter, plot: QRectF) -> None:
        """The line after which the own payment does not come back."""
        paid = [index for index, bar in enumerate(self._bars) if bar.own_payment]
        if not paid or paid[-1] == len(self._bars) - 1:
            return
        theme = active_theme()
        x = round(self._slot(plot, paid[-1]).right())  # a whole pixel keeps the line sharp
        painter.setPen(QPen(QColor(theme.colours.error), 2, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(x, plot.top() - 30, x, plot.bottom()))
        font = type_font(theme.type.caption, bold=True)
        words = self.tr("此後自付款不予返還")
        flags = Qt.AlignmentFlag.AlignVCenter
        if self._current > self._bars[paid[-1]].month:  # today's flag stands at the right
            box, flags = QRectF(0, plot.top() - 36, x - 10, 36), flags | Qt.AlignmentFlag.AlignRight
        else:
            box = QRectF(x + 10, plot.top() - 36, self.width() - x - 10, 36)
        paint_text(painter, box, words, font=font, colour=theme.colours.error, flags=flags)

    def _paint_legend(self, painter: QPainter) -> None:
        theme = active_theme()
        c = theme.colours
        font = type_font(theme.type.caption)
        x = float(self._left)
        for words, fill in (
            (self.tr("返還自付款（元）"), c.accent),
            (self.tr("返還點數（點）"), c.accent_tint),
        ):
            paint_box(painter, QRectF(x, 12, 20, 20), fill=fill, border=c.accent, width=1.5, radius=3)
            width = QFontMetrics(font).horizontalAdvance(words)
            paint_text(painter, QRectF(x + 30, 6, width + 4, 32), words, font=font, colour=c.text,
                       flags=Qt.AlignmentFlag.AlignVCenter)  # fmt: skip
            x += 30 + width + 32
        months = QRectF(0, self.height() - _BOTTOM + 14, self._left - 12, 32)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        paint_text(painter, months, self.tr("使用月數"), font=font, colour=c.muted, flags=flags)

    @property
    def _left(self) -> int:
        """Room for the widest words beside the axis."""
        metrics = QFontMetrics(type_font(active_theme().type.caption))
        return max(metrics.horizontalAdvance(words) for words in (self.tr("使用月數"), "00,000")) + 20

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("各月退訂可返還的自付款與點數"))
        line = self.tr("第 {month} 個月：自付款 {own} 元，點數 {points} 點")
        rows = (
            line.format(month=b.month, own=f"{b.own_payment:,}", points=f"{b.points:,}") for b in self._bars
        )
        self.setAccessibleDescription("；".join(rows))
        self.update()
