"""Where one is: the steps of a flow with their headings."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.theme import active_theme, type_font
from kiosk.ui.widgets.painting import paint_box, paint_text
from kiosk.ui.widgets.pictures import paint_icon

_DOT = 30
_HEIGHT, _LOW_HEIGHT = 60, 32
_GAP = 9
_LINE = 12  # the least length of the line between two steps


class Stepper(QWidget):
    """「步驟 3／7」, then the steps in a row: done with a tick, the current one full, those ahead as rings.

    Where not all headings fit, only the current one is written out; where the rings do not, it alone.
    """

    def __init__(self, *, object_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self._steps: tuple[str, ...] = ()
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_steps(self, steps: Sequence[str], current: int) -> None:
        """Show ``steps`` (their headings) with the one at index ``current``, from 0."""
        self._steps, self._current = tuple(steps), current
        self._retranslate()

    @property
    def words(self) -> str:
        """The place in words, such as 步驟 3／7."""
        return self.tr("步驟 {number}／{total}").format(number=self._current + 1, total=len(self._steps))

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(640, _LOW_HEIGHT if _is_low() else _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the window."""
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the row."""
        if not self._steps:
            return
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        count_font = type_font(theme.type.caption, bold=True)
        count_width = QFontMetrics(count_font).horizontalAdvance(self.words)
        box = QRectF(0, 0, count_width + 4, self.height())
        paint_text(
            painter,
            box,
            self.words,
            font=count_font,
            colour=theme.colours.accent,
            flags=Qt.AlignmentFlag.AlignVCenter,
        )
        self._paint_steps(
            painter, QRectF(count_width + 28, 0, self.width() - count_width - 28, self.height())
        )

    def _paint_steps(self, painter: QPainter, row: QRectF) -> None:
        theme, dot = active_theme(), _dot()
        widths = self._heading_widths(row.width())
        last = len(self._steps) - 1
        taken = sum(dot + (_GAP + width if width else 0) for width in widths) + 2 * _GAP * last
        if taken + 4 * last > row.width():
            self._paint_heading(painter, row)
            return
        line = min(max((row.width() - taken) / last, 4.0), 96.0) if last else 0.0
        x, middle = row.left(), row.center().y()
        for index, (heading, width) in enumerate(zip(self._steps, widths, strict=True)):
            self._paint_dot(painter, QRectF(x, middle - dot / 2, dot, dot), index)
            x += dot
            if width:
                current = index == self._current
                font = type_font(theme.type.caption, bold=current)
                colour = theme.colours.text if current else theme.colours.muted
                box = QRectF(x + _GAP, row.top(), width + 4, row.height())
                paint_text(
                    painter, box, heading, font=font, colour=colour, flags=Qt.AlignmentFlag.AlignVCenter
                )
                x += _GAP + width
            if index < last:
                passed = index < self._current
                painter.setPen(QPen(QColor(theme.colours.accent if passed else theme.colours.control), 2))
                painter.drawLine(QPointF(x + _GAP, middle), QPointF(x + _GAP + line, middle))
                x += 2 * _GAP + line

    def _paint_heading(self, painter: QPainter, row: QRectF) -> None:
        """The current step's heading alone, shortened where even that has no room."""
        theme = active_theme()
        font = type_font(theme.type.caption, bold=True)
        right = Qt.TextElideMode.ElideRight
        words = QFontMetrics(font).elidedText(self._steps[self._current], right, int(row.width()))
        middle = Qt.AlignmentFlag.AlignVCenter
        paint_text(painter, row, words, font=font, colour=theme.colours.text, flags=middle)

    def _paint_dot(self, painter: QPainter, dot: QRectF, index: int) -> None:
        theme = active_theme()
        c, round_ = theme.colours, dot.height() / 2
        if index < self._current:
            paint_box(painter, dot, fill=c.accent_soft, border=c.accent, width=2, radius=round_)
            paint_icon(painter, "check", c.accent, dot.adjusted(6, 6, -6, -6))
            return
        current = index == self._current
        fill, border = (c.accent, c.accent) if current else (c.surface, c.control)
        paint_box(painter, dot, fill=fill, border=border, width=2, radius=round_)
        ink = c.on_accent if current else c.muted
        centre = Qt.AlignmentFlag.AlignCenter
        figure = type_font(theme.type.caption, bold=True)
        paint_text(painter, dot, str(index + 1), font=figure, colour=ink, flags=centre)

    def _heading_widths(self, available: float) -> list[int]:
        """The width of each heading; 0 for those that are left out."""
        size = active_theme().type.caption
        widths = [
            QFontMetrics(type_font(size, bold=index == self._current)).horizontalAdvance(heading)
            for index, heading in enumerate(self._steps)
        ]
        count = len(widths)
        needed = sum(widths) + count * (_dot() + _GAP) + (count - 1) * (2 * _GAP + _LINE)
        if needed <= available:
            return widths
        return [width if index == self._current else 0 for index, width in enumerate(widths)]

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        heading = self._steps[self._current] if self._steps else ""
        self.setAccessibleName(f"{self.words} {heading}".strip())
        self.update()


def _is_low() -> bool:
    return active_theme().measures.target < _HEIGHT


def _dot() -> int:
    """As large as the figure in it asks for."""
    return max(0 if _is_low() else _DOT, active_theme().type.caption * 3 // 2)
