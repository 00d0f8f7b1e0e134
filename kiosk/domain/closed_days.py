"""Last days that move because offices are closed on a day that counted as a working day (typhoons)."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from kiosk.domain.calendar import WorkCalendar, taipei_day
from kiosk.domain.events import CheckMoved, Deadline, Event, LastDaysMoved
from kiosk.domain.membership import Membership, Order, OrderState
from kiosk.domain.programme import Figures, Programme


class LastDay(StrEnum):
    """A last day of an order's; the value is the name of its field."""

    CONFIRMATION = "confirm_by"
    PAYMENT = "pay_by"
    INVOICE = "invoice_by"
    SERVICE = "service_by"


def running(order: Order) -> tuple[tuple[LastDay, date], ...]:
    """The last days of `order` (Asia/Taipei) that somebody has still to keep, and has not missed."""
    return tuple((one, day) for one, day in _running(order) if day is not None)


def moved(state: Membership, programme: Programme) -> tuple[Event, ...]:
    """The events by which last days that still run follow the working days of `programme`.

    A last day that was reckoned in working days is the one that it would be, had all of them been known
    then; but it never comes earlier, for its holder was told of it and may rely on it (docs/rules: a day
    closed afterwards). What was missed, or has ended, stays so.
    """
    happened: list[Event] = []
    if state.check_by is not None and not state.check_late:
        check_by = _first_working_day_from(state.check_by, programme.calendar)
        if check_by > state.check_by:
            happened.append(CheckMoved(check_by))
    for order in state.orders.values():
        later = dict(_later(order, programme))
        if later:
            happened.append(LastDaysMoved(order.order_number, **later))
    return tuple(happened)


def _running(order: Order) -> Iterator[tuple[LastDay, date | None]]:
    if order.state is OrderState.AWAITING_VENDOR:
        yield LastDay.CONFIRMATION, order.confirm_by
    if order.state is OrderState.AWAITING_PAYMENT:
        yield LastDay.PAYMENT, order.pay_by
    paid = order.state in {OrderState.PAID, OrderState.IN_SERVICE}
    if paid and not order.invoice_number and Deadline.INVOICE not in order.late:
        yield LastDay.INVOICE, order.invoice_by
    begins = order.state in {OrderState.AWAITING_PAYMENT, OrderState.PAID}
    if begins and Deadline.SERVICE not in order.late:
        yield LastDay.SERVICE, order.service_by


def _later(order: Order, programme: Programme) -> Iterator[tuple[str, date]]:
    days = running(order)
    if not days:
        return
    try:
        figures = programme.figures(order.programme_version)
    except LookupError:  # a counter that has not got this version yet goes by what central has said
        return
    for what, day in days:
        begun, working_days = _reckoned(what, order, figures)
        if begun is not None and working_days is not None:
            reckoned = programme.calendar.working_days_after(begun, working_days)
            if reckoned > day:
                yield what.value, reckoned


def _reckoned(what: LastDay, order: Order, figures: Figures) -> tuple[date | None, int | None]:
    """The day that is not counted, and how many working days follow it; None where it is no working days."""
    match what:
        case LastDay.CONFIRMATION:
            days = figures.vendor_confirms_days if figures.vendor_confirms_in_working_days else None
            return taipei_day(order.placed_at), days
        case LastDay.PAYMENT:
            return order.confirmed_on, figures.payment_working_days
        case LastDay.INVOICE:
            return order.paid_on, figures.invoice_working_days
        case _:  # SERVICE
            return order.confirmed_on, figures.service_working_days


def _first_working_day_from(day: date, calendar: WorkCalendar) -> date:
    return calendar.working_days_after(day - timedelta(days=1), 1)
