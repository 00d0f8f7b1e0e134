"""The self-assessment's result as a radar chart."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.theme import active_theme, type_font
from kiosk.ui.widgets.painting import paint_text

_RINGS = (20, 40, 60, 80, 100)
_RADIUS, _LEAST_RADIUS = 9, (3, 6)  # letters
_GAP = 16  # between the rim and a label
_ASIDE = 0.1  # of the radius: a label that stands further out than this needs room at the side


class RadarChart(QWidget):
    """Themes around a centre, each 0 to 100; its accessible description says the same in words."""

    def __init__(self, *, object_name: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        self._labels: tuple[str, ...] = ()
        self._values: tuple[float, ...] = ()
        self._average: float | None = None
        self._average_words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_values(self, labels: Sequence[str], values: Sequence[float]) -> None:
        """One value, 0 to 100, for each label, clockwise from the top; ValueError if they do not pair."""
        if len(labels) != len(values) or len(labels) < 3:
            raise ValueError("a radar chart needs three themes or more, each with its value")
        self._labels, self._values = tuple(labels), tuple(values)
        self._describe()

    def set_average(self, words: str, value: float) -> None:
        """A ring at ``value``, with ``words`` such as 「平均 42」 in the corner and for a screen reader."""
        self._average_words, self._average = words, value
        self._describe()

    def _describe(self) -> None:
        pairs = [f"{label} {value:.0f}" for label, value in zip(self._labels, self._values, strict=True)]
        self.setAccessibleDescription("；".join([*pairs, *filter(None, [self._average_words])]))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the figure and its labels."""
        return self._size_for(_RADIUS, _RADIUS)

    def minimumSizeHint(self) -> QSize:
        """The smallest size at which labels do not run into one another."""
        return self._size_for(*_LEAST_RADIUS)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint rings, spokes, labels and the figure."""
        if not self._values:
            return
        c = active_theme().colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for ring in _RINGS:
            painter.setPen(QPen(QColor(c.control if ring == 100 else c.line), 1.5 if ring == 100 else 1))
            painter.drawPolygon(self._polygon([ring] * len(self._values)))
        painter.setPen(QPen(QColor(c.line), 1))
        for index in range(len(self._values)):
            painter.drawLine(self._centre(), self._point(index, 100))
        self._paint_figure(painter)
        self._paint_average(painter)
        for index in range(len(self._values)):
            self._paint_label(painter, index)

    def _paint_figure(self, painter: QPainter) -> None:
        c = active_theme().colours
        fill = QColor(c.accent)
        fill.setAlpha(56)
        painter.setBrush(QBrush(fill))
        painter.setPen(QPen(QColor(c.accent), 3, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolygon(self._polygon(self._values))
        painter.setBrush(QColor(c.surface))
        for index, value in enumerate(self._values):
            painter.drawEllipse(self._point(index, value), 5, 5)

    def _paint_average(self, painter: QPainter) -> None:
        """A dashed ring, and what it means beside a piece of it."""
        if self._average is None:
            return
        theme = active_theme()
        pen = QPen(QColor(theme.colours.text), 2.5, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolygon(self._polygon([self._average] * len(self._values)))
        font = type_font(theme.type.caption)
        line = QFontMetrics(font).height()
        painter.setPen(pen)
        painter.drawLine(QPointF(4, line / 2), QPointF(40, line / 2))
        box = QRectF(48, 0, self.width() - 48, line)
        paint_text(painter, box, self._average_words, font=font, colour=theme.colours.text)

    def _paint_label(self, painter: QPainter, index: int) -> None:
        theme = active_theme()
        words, figure = type_font(theme.type.caption), type_font(theme.type.caption, bold=True)
        line = QFontMetrics(words).height()
        label, value = self._labels[index], f"{self._values[index]:.0f}"
        width = self._label_width(label)
        at = self._point(index, 100)
        away = at - self._centre()
        length = math.hypot(away.x(), away.y())
        across, down = away.x() / length, away.y() / length
        # The box stands outside the rim: its near side, not its middle, is what touches the spoke's end.
        x = at.x() + across * _GAP + (across - 1) * width / 2
        y = at.y() + down * 12 + (down - 1) * line
        centre = Qt.AlignmentFlag.AlignCenter
        paint_text(
            painter, QRectF(x, y, width, line), label, font=words, colour=theme.colours.text, flags=centre
        )
        below = QRectF(x, y + line, width, line)
        paint_text(painter, below, value, font=figure, colour=theme.colours.accent, flags=centre)

    def _centre(self) -> QPointF:
        return QPointF(self.width() / 2, (self.height() + self._legend_height()) / 2)

    def _legend_height(self) -> int:
        """What the words of the average take above the figure."""
        if self._average is None:
            return 0
        return QFontMetrics(type_font(active_theme().type.caption)).height() + 8

    def _point(self, index: int, value: float) -> QPointF:
        angle = self._angle(index)
        return self._centre() + QPointF(math.cos(angle), math.sin(angle)) * self._radius() * value / 100

    def _angle(self, index: int) -> float:
        return 2 * math.pi * index / len(self._values) - math.pi / 2

    def _radius(self) -> float:
        """As large as the labels leave room for, above and below and at both sides."""
        free = self.height() - self._legend_height()
        radius = free / 2 - 2 * QFontMetrics(type_font(active_theme().type.caption)).height() - 14
        for index, label in enumerate(self._labels):
            across = abs(math.cos(self._angle(index)))
            if across > _ASIDE:
                beside = self.width() / 2 - self._label_width(label) * (1 + across) / 2
                radius = min(radius, beside / across - _GAP)
        return radius

    def _size_for(self, across: int, down: int) -> QSize:
        """With a figure whose radius is so many letters of its labels."""
        size = active_theme().type.caption
        longest = max((self._label_width(label) for label in self._labels), default=0)
        height = 2 * (down * size + 2 * QFontMetrics(type_font(size)).height() + 14) + self._legend_height()
        return QSize(2 * (across * size + _GAP) + min(2 * longest, 11 * size), height)

    def _label_width(self, label: str) -> int:
        return max(QFontMetrics(type_font(active_theme().type.caption)).horizontalAdvance(label), 40) + 4

    def _polygon(self, values: Sequence[float]) -> QPolygonF:
        return QPolygonF([self._point(index, value) for index, value in enumerate(values)])
