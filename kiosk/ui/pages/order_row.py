"""An order in the list of 我的訂單: one presses it to see its details."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout

from kiosk.domain.membership import Order, OrderState
from kiosk.ui.pages import words
from kiosk.ui.pages.marks import ConfirmationMark
from kiosk.ui.theme import active_theme
from kiosk.ui.widgets import Icon, Text
from kiosk.ui.widgets.painting import focus_is_visible, is_hovered, paint_box, paint_focus_ring

_RING = 5
_ENDED = frozenset({OrderState.CANCELLED, OrderState.REFUNDED, OrderState.COMPLETED})


class OrderRow(QPushButton):
    """Plan, vendor and number at the left; state and 暫定 or 已確認 at the right."""

    def __init__(self, order: Order, *, provisional: bool) -> None:
        super().__init__()
        self.setObjectName(f"account.order.{order.order_number}")
        state = words.order_state(order)
        self.setAccessibleName(f"{order.terms.plan_name} {state}")
        self.setAccessibleDescription(f"{order.terms.vendor_name} {order.order_number}")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        mark = ConfirmationMark(
            provisional=provisional, object_name=f"account.order.{order.order_number}.mark"
        )
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(4)
        left.addWidget(Text(order.terms.plan_name, "strong"))
        left.addWidget(Text(f"{order.terms.vendor_name}\n{order.order_number}", "caption"))
        right.addWidget(Text(state, "lead" if order.state in _ENDED else "strong"))
        right.addWidget(mark, 0, Qt.AlignmentFlag.AlignLeft)
        self._words = row = QHBoxLayout(self)
        row.setContentsMargins(20, 16, 16, 16)
        row.setSpacing(16)
        row.addLayout(left, 3)
        row.addLayout(right, 2)
        row.addWidget(Icon("chevron-right", colour=active_theme().colours.accent))
        for part in self.findChildren(Text):
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
