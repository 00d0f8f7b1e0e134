"""What time alone does to a membership."""

from datetime import date, datetime

from kiosk.domain.calendar import taipei_day
from kiosk.domain.events import CancelledBy, Event, OrderCancelled, PointsLapsed, PointsReclaimed
from kiosk.domain.evolve import fold
from kiosk.domain.membership import GrantState, Membership, Order, OrderState


def due(state: Membership, at: datetime) -> tuple[Event, ...]:
    """The events that the passing of time up to `at` (UTC) has made due and that have not happened yet.

    Orders not confirmed by the vendor or not paid in time end first (brochure: 兩天, 2個工作天), which frees
    their points; then points past their last day go back (brochure: 點數有效期限說明).
    """
    today = taipei_day(at)
    happened: list[Event] = []
    for order in state.orders.values():
        missed = _missed(order, today)
        if missed is not None:
            happened.append(OrderCancelled(order.order_number, missed))
    happened.extend(_points_due(fold(happened, state), today))
    return tuple(happened)


def _missed(order: Order, today: date) -> CancelledBy | None:
    if order.state is OrderState.AWAITING_VENDOR and today > order.confirm_by:
        return CancelledBy.VENDOR_DEADLINE
    if order.state is OrderState.AWAITING_PAYMENT and order.pay_by is not None and today > order.pay_by:
        return CancelledBy.PAYMENT_DEADLINE
    return None


def _points_due(state: Membership, today: date) -> tuple[Event, ...]:
    if state.grant is None or not state.grant.available:
        return ()
    match state.grant_state(today):
        case GrantState.RETURNED:
            return (PointsLapsed(state.grant.available),)
        case GrantState.EXPIRED:
            return (PointsReclaimed(state.grant.available),)
        case _:
            return ()
