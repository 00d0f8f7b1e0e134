"""A row of a list that one presses: words at the left and at the right, and an arrow that says so."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui.theme import active_theme
from kiosk.ui.widgets import Icon
from kiosk.ui.widgets.painting import focus_is_visible, is_hovered, paint_box, paint_focus_ring

_RING = 5


class RowButton(QPushButton):
    """Subclasses fill `left` and `right`, then call `close_row`."""

    def __init__(self, *, object_name: str, name: str, description: str) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.left, self.right = QVBoxLayout(), QVBoxLayout()
        for column in (self.left, self.right):
            column.setSpacing(4)
        self._words = row = QHBoxLayout(self)
        row.setContentsMargins(20, 16, 16, 16)
        row.setSpacing(16)

    def close_row(self, *, left: int = 3, right: int = 2) -> None:
        """The columns are filled: set them side by side, as wide as `left` to `right`."""
        self._words.addLayout(self.left, left)
        self._words.addLayout(self.right, right)
        self._words.addWidget(Icon("chevron-right", colour=active_theme().colours.accent))
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def hasHeightForWidth(self) -> bool:
        """The words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of its words."""
        return max(self._words.totalHeightForWidth(width), active_theme().measures.target)

    def sizeHint(self) -> QSize:
        """A comfortable width."""
        return QSize(480, self.heightForWidth(480))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for half a window."""
        return QSize(300, active_theme().measures.target)

    def hitButton(self, position: QPoint) -> bool:
        """The whole row is the target."""
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card; the words stand on it."""
        theme = active_theme()
        c = theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        over = is_hovered(self) or self.isDown()
        paint_box(
            painter,
            QRectF(self.rect()).adjusted(_RING, _RING, -_RING, -_RING),
            fill=c.accent_soft if over else c.surface,
            border=c.accent if over else c.control,
            width=1.5,
            radius=theme.measures.radius,
        )
        if focus_is_visible(self):
            paint_focus_ring(painter, QRectF(self.rect()), theme)
