from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import commands as asked
from kiosk.domain import events as happened
from kiosk.domain.deadlines import due, next_due
from kiosk.domain.events import CancelledBy, Deadline
from kiosk.domain.membership import GrantState, Membership, OrderState
from tests.domain.story import (
    APPROVE,
    ASSESS,
    CONFIRM,
    CONFIRM_EMAIL,
    DECLINE,
    HOLDER,
    INVOICE,
    NUMBER,
    PAY,
    PLACE,
    PLANS,
    Story,
    noon,
)

DEADLINES = asked.ApplyDeadlines()


def test_nothing_is_due_of_nothing() -> None:
    assert due(Membership(), noon(date(2026, 1, 1))) == ()
    assert Story().do(DEADLINES) == ()


def test_the_vendor_has_until_the_end_of_the_second_day() -> None:
    story = Story(date(2026, 1, 15)).ordered()
    assert story.on(date(2026, 1, 17)).do(DEADLINES) == ()
    assert story.on(date(2026, 1, 18)).do(DEADLINES) == (
        happened.OrderCancelled(NUMBER, CancelledBy.VENDOR_DEADLINE),
    )
    assert story.grant.available == 30_000
    assert story.do(DEADLINES) == ()


def test_the_buyer_has_two_working_days() -> None:
    story = Story(date(2026, 1, 15)).ordered()
    story.do(CONFIRM)  # a Thursday: until Monday
    assert story.on(date(2026, 1, 19)).do(DEADLINES) == ()
    assert story.on(date(2026, 1, 20)).do(DEADLINES) == (
        happened.OrderCancelled(NUMBER, CancelledBy.PAYMENT_DEADLINE),
    )


def test_a_late_vendor_is_told_of_once_and_loses_nothing() -> None:
    """Paid on a Thursday: the invoice is due on Monday the 19th, the service seven working days on."""
    story = Story(date(2026, 1, 15)).paid()
    assert story.on(date(2026, 1, 19)).do(DEADLINES) == ()
    late_invoice = happened.DeadlineMissed(Deadline.INVOICE, date(2026, 1, 19), NUMBER)
    assert story.on(date(2026, 1, 20)).do(DEADLINES) == (late_invoice,)
    assert story.on(date(2026, 1, 26)).do(DEADLINES) == ()
    late_service = happened.DeadlineMissed(Deadline.SERVICE, date(2026, 1, 26), NUMBER)
    assert story.on(date(2026, 1, 27)).do(DEADLINES) == (late_service,)
    assert story.do(DEADLINES) == ()
    assert story.order.late == {Deadline.INVOICE, Deadline.SERVICE}
    story.do(INVOICE, story.start())
    assert story.order.state is OrderState.IN_SERVICE
    assert story.on(date(2026, 4, 15)).do(DEADLINES) == ()


def test_a_vendor_in_time_is_not_told_of() -> None:
    story = Story(date(2026, 1, 15)).in_service()
    assert story.on(date(2026, 4, 15)).do(DEADLINES) == ()
    assert story.order.late == frozenset()


def test_a_late_check_is_told_of_once_and_may_still_be_answered() -> None:
    story = Story(date(2026, 1, 16)).applied()
    story.do(CONFIRM_EMAIL)
    assert story.on(date(2026, 1, 19)).do(DEADLINES) == ()
    late = happened.DeadlineMissed(Deadline.ELIGIBILITY_CHECK, date(2026, 1, 19), None)
    assert story.on(date(2026, 1, 20)).do(DEADLINES) == (late,)
    assert story.do(DEADLINES) == ()
    assert story.state.check_late
    assert story.do(APPROVE) == (happened.EligibilityApproved(),)


def test_an_order_is_completed_after_the_last_day_of_its_term() -> None:
    """Six months from 2026-01-15: the last day is 2026-07-14. A late invoice may still come."""
    story = Story(date(2026, 1, 15)).paid()
    story.do(story.start())
    story.on(date(2026, 7, 14)).do(DEADLINES)
    assert story.order.state is OrderState.IN_SERVICE
    assert story.on(date(2026, 7, 15)).do(DEADLINES) == (happened.OrderCompleted(NUMBER),)
    assert story.do(DEADLINES) == ()
    story.do(INVOICE)
    assert (story.order.state, story.order.invoice_number) == (OrderState.COMPLETED, "範例00000000")


def test_a_refund_signed_on_the_last_day_counts_though_the_order_was_completed_before_it_came() -> None:
    story = Story(date(2026, 1, 15)).in_service().on(date(2026, 7, 15))
    assert happened.OrderCompleted(NUMBER) in story.do(DEADLINES)
    (refunded, *_) = story.on(date(2026, 7, 14)).do(story.refund())
    assert isinstance(refunded, happened.OrderRefunded)


@given(st.integers(0, 30), st.integers(1, 400))
def test_time_in_one_leap_is_time_in_steps(start: int, days: int) -> None:
    """However rarely the clock runs, the same things happen, and none before `next_due` says so."""
    leap = Story(date(2026, 1, 1) + timedelta(days=start)).paid()
    steps = Story(date(2026, 1, 1) + timedelta(days=start)).paid()
    until = leap.today + timedelta(days=days)
    leap.on(until).do(DEADLINES)
    while (look := next_due(steps.state, steps.today)) is not None and look <= until:
        steps.on(look).do(DEADLINES)
    steps.on(until)
    assert steps.do(DEADLINES) == ()
    assert steps.state == leap.state


def test_points_not_activated_within_the_month_go_back() -> None:
    story = Story(date(2026, 1, 31)).granted()
    assert story.on(date(2026, 2, 28)).do(DEADLINES) == ()
    assert story.on(date(2026, 3, 1)).do(DEADLINES) == (happened.PointsLapsed(30_000),)
    assert story.state.grant_lapsed
    assert story.state.grant_state(story.today) is GrantState.RETURNED
    assert story.do(DEADLINES) == ()


def test_points_left_over_at_three_months_are_reclaimed() -> None:
    story = Story(date(2026, 1, 31)).granted()
    story.do(replace(PLACE, points=10_000, own=50_000), CONFIRM, replace(PAY, own=50_000))
    story.do(INVOICE, story.start())
    assert story.on(date(2026, 4, 30)).do(DEADLINES) == ()
    assert story.on(date(2026, 5, 1)).do(DEADLINES) == (happened.PointsReclaimed(20_000),)
    assert story.state.grant_state(story.today) is GrantState.EXPIRED
    assert (story.grant.used, story.grant.reclaimed, story.grant.available) == (10_000, 20_000, 0)
    assert story.do(DEADLINES) == ()


def test_an_order_that_falls_away_leaves_the_grant_not_activated() -> None:
    """Placed on the last day for activation and never confirmed: its points go back with all the others."""
    story = Story(date(2026, 1, 15)).granted().on(date(2026, 2, 15))
    story.do(PLACE)
    assert story.on(date(2026, 2, 18)).do(DEADLINES) == (
        happened.OrderCancelled(NUMBER, CancelledBy.VENDOR_DEADLINE),
        happened.PointsLapsed(30_000),
    )


def test_points_that_come_free_after_their_last_day_for_activation_go_back_at_once() -> None:
    """Placed on the last day for activation, declined on the day after it."""
    story = Story(date(2026, 1, 15)).granted().on(date(2026, 2, 15))
    story.do(PLACE)
    assert story.on(date(2026, 2, 16)).do(DECLINE) == (
        happened.OrderCancelled(NUMBER, CancelledBy.VENDOR),
        happened.PointsLapsed(30_000),
    )
    assert story.do(DEADLINES) == ()


def test_what_is_due_comes_before_what_is_asked() -> None:
    """The answer does not depend on whether the clock ran at midnight or only when somebody came."""
    late = Story(date(2026, 1, 15)).ordered().on(date(2026, 2, 20))
    in_time = Story(date(2026, 1, 15)).ordered().on(date(2026, 2, 20))
    in_time.do(DEADLINES)
    late.do(ASSESS)
    in_time.do(ASSESS)
    assert late.state == in_time.state
    assert late.events == in_time.events


def test_a_refund_keeps_the_first_expiry() -> None:
    story = Story(date(2026, 1, 15)).in_service().on(date(2026, 4, 15))
    story.do(story.refund())
    assert story.grant.available == 10_000
    assert story.on(date(2026, 4, 16)).do(DEADLINES) == (happened.PointsReclaimed(10_000),)


def test_several_orders_end_in_the_order_they_were_placed() -> None:
    story = Story(date(2026, 1, 15)).granted()
    small = PLANS["small"].terms
    numbers = [f"order-{number}" for number in range(3)]
    for number in numbers:
        story.do(asked.PlaceOrder(number, small, 0, 9_600, HOLDER))
    story.at += timedelta(days=3)
    assert story.do(DEADLINES) == tuple(
        happened.OrderCancelled(number, CancelledBy.VENDOR_DEADLINE) for number in numbers
    )
