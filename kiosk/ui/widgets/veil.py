"""What lies over the whole window and takes its input: the frame of questions and small forms."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from kiosk.ui.theme import active_theme


class Veil(QWidget):
    """A card in the middle of its parent, which it covers. Tab stays inside; the focus comes back then."""

    def __init__(self, parent: QWidget, *, object_name: str, width: int) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self._parent = parent
        self._before = QApplication.focusWidget()
        card = QFrame()
        card.setObjectName("dialog-card")
        card.setFixedWidth(width)
        self.inside = QVBoxLayout(card)
        self.inside.setContentsMargins(36, 32, 31, 27)
        self.inside.setSpacing(active_theme().measures.gap)
        column = QVBoxLayout(self)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)

    def open(self) -> None:
        """Cover the parent."""
        self._parent.installEventFilter(self)
        self.setGeometry(self._parent.rect())
        self.show()
        self.raise_()

    def away(self) -> None:
        """Close it. A subclass tells whoever waits for it."""
        self.shut()

    def shut(self) -> None:
        """Take it from the screen; the focus goes back to where it was."""
        self._parent.removeEventFilter(self)
        self.hide()
        self.deleteLater()
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round among what can be written on or pressed here, never out."""
        here = [
            one
            for one in self._in_order()
            if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        if not here:
            return True
        now = QApplication.focusWidget()
        at = here.index(now) if now in here else -1
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        here[(at + (1 if forward else -1)) % len(here)].setFocus(reason)
        return True

    def _in_order(self) -> list[QWidget]:
        """What takes the focus, in the order of tabs. A subclass lists its own."""
        return self.findChildren(QWidget)

    def event(self, event: QEvent) -> bool:
        """Take every press of a pointer beside the card."""
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.Wheel):
            return True
        return super().event(event)

    def eventFilter(self, watched, event: QEvent) -> bool:
        """Cover the parent at any size."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._parent.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the veil."""
        veil = QColor(active_theme().colours.veil)
        veil.setAlpha(140)
        QPainter(self).fillRect(QRectF(self.rect()), veil)
