"""What giving up an order brings today and on later days of its term, by the order's own rules."""

from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.domain.calendar import month_begins
from kiosk.domain.membership import Order
from kiosk.domain.ordering import refund_quote
from kiosk.domain.programme import Programme
from kiosk.domain.refund import RefundQuote


@dataclass(frozen=True, slots=True)
class RefundPreview:
    """What a refund gives back today, on the first day of the next month of use, and past half of the term.

    `past_half` is the first day of the term past its half, from which the own payment does not come back; it
    may lie behind today. `months` has each month of the term, see `month_by_month`. Before the service has
    started there is only today.
    """

    today: RefundQuote
    next_month: RefundQuote | None
    past_half: RefundQuote | None
    months: tuple[RefundQuote, ...]


def preview_refund(order: Order, today: date, programme: Programme) -> RefundPreview:
    """What giving up `order` brings, today and later (days in Asia/Taipei). Raises Refused (TERM_OVER)."""
    return RefundPreview(
        today=refund_quote(order, today, programme),
        next_month=_next_month(order, today, programme),
        past_half=first_past_half(order, programme),
        months=month_by_month(order, today, programme),
    )


def _next_month(order: Order, today: date, programme: Programme) -> RefundQuote | None:
    if order.started_on is None:
        return None
    begins = (month_begins(order.started_on, month) for month in range(1, order.terms.months))
    following = next((day for day in begins if day > today), None)
    return None if following is None else refund_quote(order, following, programme)


def first_past_half(order: Order, programme: Programme) -> RefundQuote | None:
    """The refund on the first day of the term past its half, from which the own payment does not come back.

    None before the service has started, and where no day of the term lies past its half.
    """
    if order.started_on is None or order.last_day is None:
        return None
    day = order.started_on + (order.last_day - order.started_on) // 2  # not past half yet
    while day <= order.last_day:
        quote = refund_quote(order, day, programme)
        if quote.exceeded_half:
            return quote
        day += timedelta(days=1)
    return None


def month_by_month(order: Order, today: date, programme: Programme) -> tuple[RefundQuote, ...]:
    """The refund in each month of the term: on the month's last day, so that it is not too good to be true.

    In the month that runs on `today` (Asia/Taipei) it is today's. Empty before the service has started.
    """
    if order.started_on is None:
        return ()
    quotes = []
    for month in range(order.terms.months):
        begins = month_begins(order.started_on, month)
        last_day = month_begins(order.started_on, month + 1) - timedelta(days=1)
        quotes.append(refund_quote(order, today if begins <= today <= last_day else last_day, programme))
    return tuple(quotes)
