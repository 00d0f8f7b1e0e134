"""A path of steps: numbered stations with pictures, side by side or, where it is narrow, in a column."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.theme import active_theme, type_font
from kiosk.ui.widgets.breaking import keep_together
from kiosk.ui.widgets.painting import paint_box, paint_text, text_height
from kiosk.ui.widgets.pictures import paint_icon

_STATION = 76
_ICON = 40
_BADGE = 28
_GAP = 12
_LEAST_COLUMN = 130
_STEP = 6  # px by which a title is narrowed
_FAR = 1_000


@dataclass(frozen=True)
class Station:
    """One step: its icon and its title."""

    icon: str
    title: str


class StepPath(QWidget):
    """Shows the stations in their order, joined by a line."""

    def __init__(
        self, stations: Sequence[Station], *, object_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self._stations = tuple(stations)
        named = (f"{number}. {station.title}" for number, station in enumerate(self._stations, 1))
        self.setAccessibleName("；".join(named))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Titles wrap, and stations may stand below one another."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the row, or of the column."""
        if self._is_row(width):
            return _STATION + _GAP + self._titles_height(self._column(width))
        return len(self._stations) * (_STATION + _GAP) - _GAP

    def sizeHint(self) -> QSize:
        """A row."""
        return QSize(760, self.heightForWidth(760))

    def minimumSizeHint(self) -> QSize:
        """A column."""
        return QSize(260, _STATION)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line, then the stations on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = self._is_row(self.width())
        step = self._column(self.width()) if row else _STATION + _GAP
        half = _STATION / 2
        first = QPointF(step / 2 if row else half, half)
        last = len(self._stations) - 1
        end = first + (QPointF(last * step, 0) if row else QPointF(0, last * step))
        painter.setPen(QPen(QColor(active_theme().colours.accent_tint), 4))
        painter.drawLine(first, end)
        for number, station in enumerate(self._stations):
            centre = first + (QPointF(number * step, 0) if row else QPointF(0, number * step))
            self._paint_station(painter, centre, number, station)
            if row:
                wide = self._balanced(station.title, int(step) - 8)
                title = QRectF(centre.x() - wide / 2, _STATION + _GAP, wide, self.height())
                flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            else:
                left = _STATION + 2 * _GAP
                title = QRectF(left, centre.y() - half, self.width() - left, _STATION)
                flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            colour = active_theme().colours.text
            paint_text(painter, title, station.title, font=self._font(), colour=colour, flags=flags)

    def _paint_station(self, painter: QPainter, centre: QPointF, number: int, station: Station) -> None:
        c = active_theme().colours
        half = _STATION / 2
        disc = QRectF(centre.x() - half, centre.y() - half, _STATION, _STATION).adjusted(2, 2, -2, -2)
        paint_box(painter, disc, fill=c.accent_soft, border=c.accent, width=2, radius=disc.width() / 2)
        icon = QRectF(centre.x() - _ICON / 2, centre.y() - _ICON / 2, _ICON, _ICON)
        paint_icon(painter, station.icon, c.accent, icon)
        size = active_theme().type.caption
        round_ = max(_BADGE, size * 3 // 2)
        badge = QRectF(disc.left() - 4, disc.top() - 2, round_, round_)
        paint_box(painter, badge, fill=c.accent, radius=round_ / 2)
        centred = Qt.AlignmentFlag.AlignCenter
        figure = type_font(size, bold=True)
        paint_text(painter, badge, str(number + 1), font=figure, colour=c.on_accent, flags=centred)

    def _is_row(self, width: int) -> bool:
        return width >= len(self._stations) * _LEAST_COLUMN

    def _column(self, width: int) -> float:
        return width / len(self._stations)

    def _titles_height(self, column: float) -> int:
        return max(text_height(station.title, self._font(), int(column) - 8) for station in self._stations)

    def _balanced(self, title: str, width: int) -> int:
        """The least width for as many lines, that holds each word: no letter stands alone on the last."""
        metrics, words = QFontMetrics(self._font()), keep_together(title)

        def lines(wide: int) -> QRect:
            return metrics.boundingRect(QRect(0, 0, wide, _FAR), Qt.TextFlag.TextWordWrap, words)

        height = lines(width).height()
        while (less := lines(width - _STEP)).height() == height and less.width() <= width - _STEP:
            width -= _STEP
        return width

    @staticmethod
    def _font():
        return type_font(active_theme().type.caption, bold=True)
