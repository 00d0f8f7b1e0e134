"""The bar at the bottom: back, help and a message at the left; giving up and going on at the right."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QWidget

from kiosk.ui.theme import active_theme
from kiosk.ui.widgets.buttons import Button, ButtonKind

_RING = 5  # what buttons keep around their face
_GAP = 6
_NEXT_WIDTH = 200  # where there is room for it


class BottomBar(QFrame):
    """Buttons that are always in reach. Where it is narrow all but the way on are shown by their icons.

    Where even those have no room beside it, the way on stands below them.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bottom-bar")
        self.back = Button("", object_name="nav.back", icon="arrow-left")
        self.help = Button("", object_name="nav.help", kind=ButtonKind.QUIET, icon="help")
        self.message = Button("", object_name="nav.message", kind=ButtonKind.QUIET, icon="mail")
        self.cancel = Button("", object_name="nav.cancel", kind=ButtonKind.QUIET, icon="close")
        self.next = Button(
            "", object_name="nav.next", kind=ButtonKind.PRIMARY, icon="arrow-right", icon_after=True
        )
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._whole.setSpacing(_GAP)
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        self._whole.addLayout(row, 1)
        self._whole.addWidget(self.next)
        for button in (self.back, self.help, self.message):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.cancel)
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out words there is no room for."""
        super().resizeEvent(event)
        self.fit()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the way on, or the others' icons."""
        on = 0 if self.next.isHidden() else self.next.width_of(self.next.text())
        width = max(on, self._wanted(len(self._others), on=False))
        return QSize(width + self._edges(), super().minimumSizeHint().height())

    @property
    def _others(self) -> tuple[Button, ...]:
        """In the order in which their words give way."""
        return self.message, self.help, self.back, self.cancel

    def fit(self) -> None:
        """Show as many words as there is room for; called when what is shown has changed."""
        space = active_theme().measures
        edge = space.margin - _RING
        self._whole.setContentsMargins(edge, space.low // 2, edge, space.low // 2)
        self.next.setMinimumWidth(min(_NEXT_WIDTH, self.width() // 3))
        room = self.width() - self._edges()
        for alone in range(len(self._others) + 1):
            beside = self._wanted(alone, on=True) <= room
            if beside:
                break
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if direction is not self._whole.direction():
            self._whole.setDirection(direction)
        for place, button in enumerate(self._others):
            button.show_icon_alone(place < alone)
        self.updateGeometry()

    @staticmethod
    def _edges() -> int:
        return 2 * (active_theme().measures.margin - _RING)

    def _wanted(self, alone: int, *, on: bool) -> int:
        """How wide the others are, the first ``alone`` of them as icons; ``on``: with the way on."""
        widths = [
            one.width_of("" if place < alone else one.text())
            for place, one in enumerate(self._others)
            if not one.isHidden()
        ]
        if on and not self.next.isHidden():
            widths.append(max(self.next.width_of(self.next.text()), self.next.minimumWidth()))
        return sum(widths) + _GAP * (len(widths) + 1)
