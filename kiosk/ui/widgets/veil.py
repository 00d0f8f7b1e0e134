"""What lies over the whole window and takes its input: the frame of questions and small forms."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from kiosk.ui.theme import active_theme
from kiosk.ui.widgets.scroll_column import ScrollColumn

_EDGE = 9  # what stays free around the card in a small window


class Veil(QWidget):
    """A card in the middle of its parent, which it covers. Tab stays inside; the focus comes back then.

    What stands ``inside`` scrolls where the parent is too low; what stands ``below`` is always in reach.
    """

    def __init__(self, parent: QWidget, *, object_name: str, width: int) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self._parent = parent
        self._before = QApplication.focusWidget()
        self._width = width
        self._card = card = QFrame()
        card.setObjectName("dialog-card")
        space = active_theme().measures
        edge, low = space.margin, space.wide
        self._area = ScrollColumn()
        self.inside = self._area.column
        self.inside.setContentsMargins(edge + 4, low + 4, edge - 1, space.tight)
        self.inside.setSpacing(space.gap)
        self.below = QVBoxLayout()
        self.below.setContentsMargins(edge + 4, 0, edge - 1, low)
        column = QVBoxLayout(card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._area, 1)
        column.addLayout(self.below)
        whole = QVBoxLayout(self)
        whole.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        body = self._area.widget()
        assert body is not None
        self._body = body
        body.installEventFilter(self)

    def open(self) -> None:
        """Cover the parent."""
        self._parent.installEventFilter(self)
        self.setGeometry(self._parent.rect())
        self._fit()
        self.show()
        self.raise_()
        self._fit()  # everything has got its type now

    def _fit(self) -> None:
        """As wide as it is meant to be, as high as what stands on it, and no larger than the parent."""
        edges = 2 * _EDGE
        width = min(self._width, self._parent.width() - edges)
        inside = self.inside.totalHeightForWidth(width) if self.inside.hasHeightForWidth() else 0
        inside = max(inside, self.inside.totalSizeHint().height() if not inside else 0)
        below = self.below.totalSizeHint().height() if self.below.count() else 0
        self._card.setFixedSize(width, min(inside + below + 2, self._parent.height() - edges))

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
        if watched is self._parent and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._parent.rect())
            self._fit()
        elif watched is self._body and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the veil."""
        veil = QColor(active_theme().colours.veil)
        veil.setAlpha(140)
        QPainter(self).fillRect(QRectF(self.rect()), veil)
