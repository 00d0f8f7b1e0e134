"""What a refund would bring on later days is never told better than it will be."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.calendar import month_begins
from kiosk.domain.membership import Order
from kiosk.domain.ordering import refund_quote
from kiosk.services.flows.refund_preview import first_past_half, month_by_month, preview_refund
from tests.domain.story import PROGRAMME, Story

BEGINS = st.dates(date(2024, 1, 1), date(2028, 12, 31))  # leap day and short months among them
PASSED = st.integers(0, 149)  # five months have at least 150 days: a next month is always left


def running_from(begins: date) -> Order:
    """An order of the example plan whose service started on `begins`."""
    order = Story().in_service().order
    last_day = month_begins(begins, order.terms.months) - timedelta(days=1)
    return replace(order, started_on=begins, last_day=last_day)


@given(begins=BEGINS)
def test_the_first_day_past_half_is_the_first_one(begins: date) -> None:
    order = running_from(begins)
    found = first_past_half(order, PROGRAMME)
    assert found is not None
    assert found.exceeded_half
    assert not refund_quote(order, found.on - timedelta(days=1), PROGRAMME).exceeded_half


@given(begins=BEGINS, passed=PASSED)
def test_no_month_promises_more_than_its_last_day(begins: date, passed: int) -> None:
    order = running_from(begins)
    today = begins + timedelta(days=passed)
    months = month_by_month(order, today, PROGRAMME)
    assert len(months) == order.terms.months
    current = refund_quote(order, today, PROGRAMME)
    assert months[current.months_used - 1] == current
    for number, quote in enumerate(months, 1):
        assert quote.months_used == number
        assert quote.on == today or quote.own_refund == 0 or not quote.exceeded_half


@given(begins=BEGINS, passed=PASSED)
def test_next_month_begins_after_today_and_is_one_month_more(begins: date, passed: int) -> None:
    order = running_from(begins)
    preview = preview_refund(order, begins + timedelta(days=passed), PROGRAMME)
    assert preview.next_month is not None
    assert preview.next_month.on > preview.today.on
    assert preview.next_month.months_used == preview.today.months_used + 1
    assert preview.next_month.on.day == begins.day or preview.next_month.on.day < begins.day


def test_in_the_last_month_there_is_no_next_one() -> None:
    order = running_from(date(2026, 1, 5))
    assert preview_refund(order, date(2026, 7, 4), PROGRAMME).next_month is None


def test_before_the_start_there_is_only_today() -> None:
    order = Story().paid().order
    preview = preview_refund(order, date(2026, 1, 20), PROGRAMME)
    assert (preview.next_month, preview.past_half, preview.months) == (None, None, ())
