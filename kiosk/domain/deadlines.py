"""What time alone does to a membership."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from kiosk.domain.calendar import taipei_day
from kiosk.domain.closed_days import moved
from kiosk.domain.events import (
    CancelledBy,
    Deadline,
    DeadlineMissed,
    Event,
    OrderCancelled,
    OrderCompleted,
    PointsLapsed,
    PointsReclaimed,
)
from kiosk.domain.evolve import fold
from kiosk.domain.membership import GrantState, Membership, Order, OrderState
from kiosk.domain.programme import Programme


def due(state: Membership, at: datetime) -> tuple[Event, ...]:
    """The events that the passing of time up to `at` (UTC) has made due and that have not happened yet.

    Orders not confirmed by the vendor or not paid in time end first (brochure: 兩天, 2個工作天), which frees
    their points; then points past their last day go back (brochure: 點數有效期限說明). A late check, invoice
    or start of the service is told and ends nothing; past its term's last day an order is completed.
    """
    today = taipei_day(at)
    happened: list[Event] = []
    if state.check_by is not None and today > state.check_by and not state.check_late:
        happened.append(DeadlineMissed(Deadline.ELIGIBILITY_CHECK, state.check_by, None))
    for order in state.orders.values():
        happened.extend(_order_due(order, today))
    happened.extend(_points_due(fold(happened, state), today))
    return tuple(happened)


def brought_by_time(state: Membership, at: datetime, programme: Programme) -> tuple[Event, ...]:
    """What has happened by `at` (UTC) without anybody's asking: last days moved first, then what is due."""
    later = moved(state, programme)
    return later + due(fold(later, state), at)


def next_due(state: Membership, today: date) -> date | None:
    """The first day after `today` (Asia/Taipei) on which time alone may do something; None for never.

    It only says when to ask `due` again: each last day that the membership carries is one to look after.
    """
    last_days = [day for order in state.orders.values() for day in _last_days(order)]
    if state.check_by is not None:
        last_days.append(state.check_by)
    if state.grant is not None:
        last_days += [state.grant.activate_by, state.grant.valid_to]
    return min((day + timedelta(days=1) for day in last_days if day >= today), default=None)


def _last_days(order: Order) -> Iterator[date]:
    for day in (
        order.confirm_by,
        order.pay_by,
        order.invoice_by,
        order.service_by,
        order.last_day,
    ):
        if day is not None:
            yield day


def _order_due(order: Order, today: date) -> Iterator[Event]:
    missed = _missed(order, today)
    if missed is not None:
        yield OrderCancelled(order.order_number, missed)
    for what, due_on in _late(order):
        if today > due_on and what not in order.late:
            yield DeadlineMissed(what, due_on, order.order_number)
    if order.state is OrderState.IN_SERVICE and order.last_day is not None and today > order.last_day:
        yield OrderCompleted(order.order_number)


def _late(order: Order) -> Iterator[tuple[Deadline, date]]:
    """What the vendor of a paid order has still to do, and by when."""
    paid = order.state in {OrderState.PAID, OrderState.IN_SERVICE}
    if paid and not order.invoice_number and order.invoice_by is not None:
        yield Deadline.INVOICE, order.invoice_by
    if order.state is OrderState.PAID and order.service_by is not None:
        yield Deadline.SERVICE, order.service_by


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
