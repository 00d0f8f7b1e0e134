"""An order in the list of 我的訂單: one presses it to see its details."""

from PySide6.QtCore import Qt

from kiosk.domain.membership import Order, OrderState
from kiosk.ui.pages import words
from kiosk.ui.pages.marks import ConfirmationMark
from kiosk.ui.pages.row_button import RowButton
from kiosk.ui.widgets import Text

_ENDED = frozenset({OrderState.CANCELLED, OrderState.REFUNDED, OrderState.COMPLETED})


class OrderRow(RowButton):
    """Plan, vendor and number at the left; state and 暫定 or 已確認 at the right."""

    def __init__(self, order: Order, *, provisional: bool) -> None:
        state = words.order_state(order)
        mark = ConfirmationMark(
            provisional=provisional, object_name=f"account.order.{order.order_number}.mark"
        )
        super().__init__(
            object_name=f"account.order.{order.order_number}",
            name=f"{order.terms.plan_name} {state} {mark.accessibleName()}",
            description=f"{order.terms.vendor_name} {order.order_number}",
        )
        self.left.addWidget(Text(order.terms.plan_name, "strong"))
        self.left.addWidget(Text(f"{order.terms.vendor_name}\n{order.order_number}", "caption"))
        self.right.addWidget(Text(state, "lead" if order.state in _ENDED else "strong"))
        self.right.addWidget(mark, 0, Qt.AlignmentFlag.AlignLeft)
        self.close_row()
