"""Points on a line in time: what happened on which day, today, and the last days ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.theme import active_theme, type_font
from kiosk.ui.widgets.painting import paint_box, paint_text
from kiosk.ui.widgets.pictures import paint_icon

_DOT = 28
_EDGE = 16  # half a dot and a little, at both ends of the line
_APART = 12  # between two labels of a row
_STEM = 10


@dataclass(frozen=True)
class PointsMark:
    """A day on the line with its words, such as 「使用 15,000 點」; ``icon`` says the same to the eye."""

    on: date
    words: str
    icon: str
    ahead: bool = False


class PointsTimeline(QWidget):
    """Marks at their days, labels above them in as many rows as they need; days ahead as rings.

    The marks in words are its accessible description.
    """

    def __init__(self, *, object_name: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        self._marks: tuple[PointsMark, ...] = ()
        self._today, self._today_word = date.min, ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_marks(self, marks: Sequence[PointsMark], today: date, today_word: str) -> None:
        """Show these, the earliest first, and ``today`` by its word."""
        self._marks, self._today, self._today_word = tuple(marks), today, today_word
        self.setAccessibleDescription("；".join(f"{mark.on:%Y/%m/%d} {mark.words}" for mark in marks))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Narrower, the labels need more rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The rows of labels, the line, and today under it."""
        return self._rows(width) * self._row_height() + _STEM + _DOT + self._line_height() + 8

    def sizeHint(self) -> QSize:
        """A comfortable width."""
        return QSize(440, self.heightForWidth(440))

    def minimumSizeHint(self) -> QSize:
        """As narrow as one label."""
        return QSize(240, self.heightForWidth(240))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line as far as it has run, today, then marks and labels."""
        if not self._marks:
            return
        c = active_theme().colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = self._rows(self.width()) * self._row_height() + _STEM + _DOT / 2
        now = self._x(self._today, self.width())
        painter.setPen(QPen(QColor(c.accent), 4))
        painter.drawLine(QLineF(_EDGE, y, now, y))
        painter.setPen(QPen(QColor(c.control), 2, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(now, y, self.width() - _EDGE, y))
        self._paint_today(painter, now, y)
        placed = list(zip(self._marks, self._places(self.width()), strict=True))
        painter.setPen(QPen(QColor(c.control), 1.5))
        for mark, (_, row) in placed:  # first, so that no stem strikes through another's words
            x = self._x(mark.on, self.width())
            painter.drawLine(QPointF(x, (row + 1) * self._row_height() - 4), QPointF(x, y - _DOT / 2))
        for mark, (left, row) in placed:
            self._paint_mark(painter, mark, left, row, y)

    def _paint_today(self, painter: QPainter, x: float, y: float) -> None:
        theme = active_theme()
        painter.setPen(QPen(QColor(theme.colours.text), 2))
        painter.drawLine(QLineF(x, y - _DOT / 2, x, y + _DOT / 2 + 2))
        font = type_font(theme.type.caption, bold=True)
        width = QFontMetrics(font).horizontalAdvance(self._today_word) + 4
        left = min(max(x - width / 2, 0.0), self.width() - width)
        box = QRectF(left, y + _DOT / 2 + 4, width, self._line_height())
        paint_text(painter, box, self._today_word, font=font, colour=theme.colours.text)

    def _paint_mark(self, painter: QPainter, mark: PointsMark, left: float, row: int, y: float) -> None:
        theme = active_theme()
        c = theme.colours
        x = self._x(mark.on, self.width())
        top = row * self._row_height()
        dot = QRectF(x - _DOT / 2, y - _DOT / 2, _DOT, _DOT)
        fill, ink = (c.surface, c.accent) if mark.ahead else (c.accent, c.on_accent)
        paint_box(painter, dot, fill=fill, border=c.accent, width=2, radius=_DOT / 2)
        paint_icon(painter, mark.icon, ink, dot.adjusted(5, 5, -5, -5))
        width, line = self._label_width(mark), self._line_height()
        day = QRectF(left, top, width, line)
        painter.fillRect(QRectF(left - 2, top, width, 2 * line), QColor(c.surface))
        paint_text(painter, day, _day(mark), font=type_font(theme.type.caption), colour=c.muted)
        bold = type_font(theme.type.caption, bold=True)
        paint_text(painter, day.translated(0, line), mark.words, font=bold, colour=c.text)

    def _x(self, on: date, width: int) -> float:
        first, last = self._marks[0].on, max(self._marks[-1].on, self._today)
        share = (on - first).days / max((last - first).days, 1)
        return _EDGE + min(max(share, 0.0), 1.0) * (width - 2 * _EDGE)

    def _places(self, width: int) -> list[tuple[float, int]]:
        """The left edge and the row of each label, the lowest row first filled from the right."""
        free: list[float] = []  # by row from below: where the label at its right begins
        places: list[tuple[float, int]] = []
        for mark in reversed(self._marks):
            wide = self._label_width(mark)
            left = min(max(self._x(mark.on, width) - _DOT / 2, 0.0), max(width - wide, 0.0))
            row = next((place for place, edge in enumerate(free) if left + wide + _APART <= edge), len(free))
            free[row : row + 1] = [left]
            places.append((left, row))
        highest = len(free) - 1
        return [(left, highest - row) for left, row in reversed(places)]

    def _rows(self, width: int) -> int:
        return 1 + max((row for _, row in self._places(width)), default=0)

    def _label_width(self, mark: PointsMark) -> float:
        size = active_theme().type.caption
        words = QFontMetrics(type_font(size, bold=True)).horizontalAdvance(mark.words)
        return max(words, QFontMetrics(type_font(size)).horizontalAdvance(_day(mark))) + 6.0

    @staticmethod
    def _line_height() -> int:
        return QFontMetrics(type_font(active_theme().type.caption, bold=True)).height()

    def _row_height(self) -> int:
        return 2 * self._line_height() + 6


def _day(mark: PointsMark) -> str:
    return f"{mark.on:%Y/%m/%d}"
