"""What is being done, over a page that waits for it."""

from PySide6.QtCore import QElapsedTimer, QEvent, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from kiosk.ui.theme import active_theme, type_font
from kiosk.ui.widgets.painting import paint_box, paint_text, text_height
from kiosk.ui.widgets.veil import Veil

_QUIET_MS = 250  # a shorter wait shows nothing, so that quick work does not flicker
_PROGRESS_MS = 3_000  # a longer wait says how far it is
_FRAME_MS = 60
_STILL_MS = 1_000  # where nothing shall move, only the words change


class BusyOverlay(QWidget):
    """Covers its parent while work is under way.

    It takes the input at once, speaks after a moment, and tells how far the work is after three seconds.
    """

    def __init__(self, parent: QWidget, *, object_name: str) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self._parent = parent
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._focus_before: QWidget | None = None
        self._text = ""
        self._done = self._total = 0
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.update)
        self.hide()

    @property
    def text(self) -> str:
        """What is being done."""
        return self._text

    def start(self, text: str) -> None:
        """Cover the parent and say what is being done."""
        focused = QApplication.focusWidget()
        if self.isHidden():
            self._clock.start()
            self._focus_before = focused if focused and self._parent.isAncestorOf(focused) else None
        self._text, self._done, self._total = text, 0, 0
        self.setAccessibleName(text)
        self.setGeometry(self._parent.rect())
        self.raise_()
        self.show()
        if focused is None or not _lies_over(focused):
            self.setFocus()
        self._timer.start(_FRAME_MS if active_theme().motion else _STILL_MS)

    def set_progress(self, done: int, total: int) -> None:
        """How far it is: ``done`` of ``total`` parts."""
        self._done, self._total = done, total
        self.update()

    def stop(self) -> None:
        """Uncover the parent."""
        self._timer.stop()
        self.hide()
        if self._focus_before is not None and isValid(self._focus_before):
            self._focus_before.setFocus()
        self._focus_before = None

    def waited(self) -> int:
        """How long the wait has been, in milliseconds."""
        return self._clock.elapsed()

    def progress_text(self) -> str:
        """How far the wait is, in words; empty in its first three seconds."""
        waited = self.waited()
        if waited < _PROGRESS_MS:
            return ""
        if self._total:
            return self.tr("已完成 {done}／{total}").format(done=self._done, total=self._total)
        return self.tr("已進行 {seconds} 秒").format(seconds=waited // 1000)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab leads nowhere while work is under way."""
        return True

    def event(self, event: QEvent) -> bool:
        """Take every press of a pointer, so that nothing under the overlay gets it."""
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.Wheel):
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a veil and, in its middle, a turning arc with the words."""
        waited = self.waited()
        if waited < _QUIET_MS:
            return
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(theme.colours.background)
        veil.setAlpha(225)
        painter.fillRect(self.rect(), veil)

        font, small = type_font(theme.type.heading, bold=True), type_font(theme.type.body)
        width = min(self.width() - 32, 560)
        words = text_height(self._text, font, width - 160)
        height = max(words + theme.type.body + 64, 132)
        card = QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
        paint_box(painter, card, fill=theme.colours.surface, border=theme.colours.line, width=1, radius=14)
        self._paint_arc(painter, QRectF(card.left() + 36, card.center().y() - 28, 56, 56), waited)
        progress = self.progress_text()
        top = card.center().y() - (words + (theme.type.body + 14 if progress else 0)) / 2
        box = QRectF(card.left() + 124, top, width - 160, words)
        paint_text(painter, box, self._text, font=font, colour=theme.colours.text)
        below = QRectF(box.left(), box.bottom() + 8, box.width(), theme.type.body + 12)
        paint_text(painter, below, progress, font=small, colour=theme.colours.muted)

    def _paint_arc(self, painter: QPainter, rect: QRectF, waited: int) -> None:
        colours = active_theme().colours
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.sunken), 6))
        painter.drawEllipse(rect)
        painter.setPen(QPen(QColor(colours.accent), 6, c=Qt.PenCapStyle.RoundCap))
        share = self._done / self._total if self._total else 0
        turned = -waited * 0.3 if active_theme().motion else 90.0
        start, span = (90.0, -360 * share) if share else (turned, -90.0)
        painter.drawArc(rect, int(start * 16), int(span * 16))


def _lies_over(widget: QWidget | None) -> bool:
    """Whether it stands in a form or question over the page, where somebody goes on typing meanwhile."""
    while widget is not None and not isinstance(widget, Veil):
        widget = widget.parentWidget()
    return widget is not None
