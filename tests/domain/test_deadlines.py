from dataclasses import replace
from datetime import date, timedelta

from kiosk.domain import commands as asked
from kiosk.domain import events as happened
from kiosk.domain.deadlines import due
from kiosk.domain.events import CancelledBy
from kiosk.domain.membership import GrantState, Membership
from tests.domain.story import ASSESS, CONFIRM, HOLDER, NUMBER, PAY, PLACE, PLANS, Story, noon

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


def test_a_paid_order_misses_nothing() -> None:
    story = Story(date(2026, 1, 15)).paid()
    assert story.on(date(2026, 4, 15)).do(DEADLINES) == ()


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
