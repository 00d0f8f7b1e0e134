"""An order's states from top to bottom, with their dates and the clock that runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.theme import TypeScale, active_theme, type_font
from kiosk.ui.widgets.painting import paint_box, paint_text, text_height
from kiosk.ui.widgets.pictures import paint_icon

_DOT = 32
_LEFT = 56
_BETWEEN = 22


class Standing(Enum):
    """How a state stands to the present."""

    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"
    STOPPED = "stopped"


@dataclass(frozen=True)
class TimelineEntry:
    """One state: its title, when it was reached (may be empty), a note such as 至 2026/01/20 24:00 止."""

    title: str
    when: str = ""
    note: str = ""
    standing: Standing = Standing.AHEAD


class OrderTimeline(QWidget):
    """A line of states. Done ones carry a tick, the current one a full dot and its note in bold."""

    def __init__(
        self, entries: Sequence[TimelineEntry] = (), *, object_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_entries(entries)

    def set_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Show these states, the earliest first."""
        self._entries = tuple(entries)
        self._heights: dict[tuple[int, TypeScale], int] = {}  # layouts ask for each width again and again
        words = (" ".join(part for part in (e.title, e.when, e.note) if part) for e in self._entries)
        self.setAccessibleName("；".join(words))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Titles and notes wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all entries."""
        known = width, active_theme().type
        if known not in self._heights:
            self._heights[known] = sum(self._entry_height(entry, width) for entry in self._entries)
        return self._heights[known]

    def sizeHint(self) -> QSize:
        """A comfortable width."""
        return QSize(420, self.heightForWidth(420))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line, then the entries on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = 0.0
        for index, entry in enumerate(self._entries):
            height = self._entry_height(entry, self.width())
            if index < len(self._entries) - 1:
                self._paint_line(painter, y, height, entry)
            self._paint_entry(painter, y, entry)
            y += height

    def _paint_line(self, painter: QPainter, y: float, height: float, entry: TimelineEntry) -> None:
        c = active_theme().colours
        done = entry.standing is Standing.DONE
        pen = QPen(QColor(c.accent if done else c.control), 2)
        if not done:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        x = _DOT / 2 + 1
        painter.drawLine(QPointF(x, y + _DOT + 4), QPointF(x, y + height - 2))

    def _paint_entry(self, painter: QPainter, y: float, entry: TimelineEntry) -> None:
        theme = active_theme()
        c = theme.colours
        dot = QRectF(1, y + 1, _DOT, _DOT)
        fill, border, icon, ink = {
            Standing.DONE: (c.accent_soft, c.accent, "check", c.accent),
            Standing.CURRENT: (c.accent, c.accent, "clock", c.on_accent),
            Standing.AHEAD: (c.surface, c.control, "", c.muted),
            Standing.STOPPED: (c.error_soft, c.error, "close", c.error),
        }[entry.standing]
        paint_box(painter, dot, fill=fill, border=border, width=2, radius=_DOT / 2)
        if icon:
            paint_icon(painter, icon, ink, dot.adjusted(6, 6, -6, -6))
        width, top = self.width() - _LEFT, y
        for text, font, colour, height in self._lines(entry, width):
            box = QRectF(_LEFT, top, width, height)
            paint_text(painter, box, text, font=font, colour=colour)
            top += height

    def _lines(self, entry: TimelineEntry, width: int) -> list[tuple[str, QFont, str, int]]:
        theme = active_theme()
        c, scale = theme.colours, theme.type
        current = entry.standing is Standing.CURRENT
        ahead = entry.standing is Standing.AHEAD
        title = type_font(scale.body, bold=not ahead)
        small, note = (
            type_font(scale.caption),
            type_font(scale.body if current else scale.caption, bold=current),
        )
        rows = (
            (entry.title, title, c.muted if ahead else c.text),
            (entry.when, small, c.muted),
            (entry.note, note, c.accent if current else c.muted),
        )
        return [(t, font, colour, text_height(t, font, width) + 2) for t, font, colour in rows if t]

    def _entry_height(self, entry: TimelineEntry, width: int) -> int:
        words = sum(height for *_, height in self._lines(entry, width - _LEFT))
        return max(words, _DOT + 4) + _BETWEEN
