from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.domain import commands as asked
from kiosk.domain import events as happened
from kiosk.domain.events import CancelledBy
from kiosk.domain.membership import GrantState, OrderState
from tests.domain.story import (
    CANCEL,
    CONFIRM,
    DECLINE,
    FIGURES,
    HOLDER,
    INVOICE,
    NUMBER,
    PAY,
    PLACE,
    PLANS,
    PROGRAMME,
    Story,
)


def test_an_order_reserves_its_points_and_activates_the_grant() -> None:
    story = Story().ordered()
    assert story.order.state is OrderState.AWAITING_VENDOR
    assert story.order.confirm_by == date(2026, 1, 17)  # two calendar days, to the end of the second
    assert (story.grant.reserved, story.grant.available) == (30_000, 0)
    assert story.state.grant_state(story.today) is GrantState.ACTIVE


def test_the_vendors_days_may_be_working_days() -> None:
    """2026-01-15 was a Thursday: two working days lead to Monday, past a weekend."""
    figures = replace(FIGURES, vendor_confirms_in_working_days=True)
    story = Story(programme=replace(PROGRAMME, versions=(figures,))).ordered()
    assert story.order.confirm_by == date(2026, 1, 19)


@pytest.mark.parametrize("points", [0, 1, 29_999])
def test_fewer_points_than_half(points: int) -> None:
    story = Story().granted()
    story.do(replace(PLACE, points=points, own=60_000 - points))
    assert story.order.points + story.order.own == 60_000
    assert story.grant.available == 30_000 - points


def test_paying_all_oneself_needs_no_grant_and_activates_none() -> None:
    story = Story().applied()
    story.do(replace(PLACE, points=0, own=60_000), CONFIRM, replace(PAY, own=60_000))
    assert story.order.state is OrderState.PAID
    assert story.state.grant is None
    assert not story.state.activated


def test_points_may_go_into_several_orders() -> None:
    story = Story().granted()
    odd = PLANS["odd"].terms
    story.do(
        replace(PLACE, points=20_000, own=40_000),
        asked.PlaceOrder("second", odd, 7_500, 7_501, HOLDER),
    )
    assert story.grant.reserved == 27_500
    assert story.state.points_in_hand(story.today) == 2_500


def test_the_clocks_of_an_order() -> None:
    story = Story(date(2026, 2, 12)).ordered().on(date(2026, 2, 13))
    story.do(CONFIRM)
    assert story.order.state is OrderState.AWAITING_PAYMENT
    assert story.order.confirmed_on == date(2026, 2, 13)
    assert story.order.pay_by == date(2026, 2, 24)  # past the New Year's holidays
    assert story.order.service_by == date(2026, 3, 4)
    assert story.order.payment_url == CONFIRM.payment_url
    story.on(date(2026, 2, 24)).do(PAY)
    assert story.order.paid_on == date(2026, 2, 24)
    assert story.order.invoice_by == date(2026, 2, 26)


def test_payment_uses_the_points() -> None:
    story = Story().paid()
    assert (story.grant.reserved, story.grant.used, story.grant.available) == (0, 30_000, 0)


def test_invoice_and_service_in_either_order() -> None:
    start = asked.StartService(NUMBER, date(2026, 1, 15))
    for commands in ((INVOICE, start), (start, INVOICE)):
        story = Story().paid()
        story.do(*commands)
        assert story.order.invoice_number == INVOICE.invoice_number
        assert story.order.state is OrderState.IN_SERVICE
        assert (story.order.started_on, story.order.last_day) == (date(2026, 1, 15), date(2026, 7, 14))


@pytest.mark.parametrize(("command", "by"), [(CANCEL, CancelledBy.BUYER), (DECLINE, CancelledBy.VENDOR)])
def test_a_cancelled_order_frees_its_points(command: asked.Command, by: CancelledBy) -> None:
    story = Story().ordered()
    story.do(command)
    assert story.order.state is OrderState.CANCELLED
    assert story.order.cancelled_by is by
    assert (story.grant.reserved, story.grant.available) == (0, 30_000)
    assert story.state.grant_state(story.today) is GrantState.ISSUED


def test_the_buyer_may_cancel_until_the_payment() -> None:
    story = Story().ordered()
    story.do(CONFIRM, CANCEL)
    assert story.order.cancelled_by is CancelledBy.BUYER


def test_an_order_keeps_the_figures_it_was_placed_under() -> None:
    """On 2026-07-01 a version begins that counts exactly half as exceeded and gives five days to pay."""
    story = Story(date(2026, 6, 29)).granted()
    two = replace(PLACE.terms, months=2)  # July and August: 31 of 62 days are exactly half
    story.programme = replace(PROGRAMME, plans={two.plan_id: replace(PLANS["example"], terms=two)})
    story.do(replace(PLACE, terms=two))
    story.on(date(2026, 7, 1)).do(CONFIRM)
    assert story.order.programme_version == "first"
    assert story.order.pay_by == date(2026, 7, 3)
    story.do(PAY, story.start())
    story.on(date(2026, 8, 1)).do(story.refund())
    assert story.order.refund is not None
    assert 2 * story.order.refund.days_used == story.order.refund.term_days
    assert not story.order.refund.exceeded_half


def test_a_refund_after_two_months() -> None:
    """The brochure's example from the first command to the last."""
    story = Story().in_service().on(date(2026, 3, 10))
    (refunded,) = story.do(asked.RequestRefund(NUMBER, 20_000, 20_000, HOLDER))
    assert isinstance(refunded, happened.OrderRefunded)
    assert refunded.points_valid_to == date(2026, 4, 15)
    assert story.order.state is OrderState.REFUNDED
    assert story.order.refund == refunded.quote
    assert (story.grant.used, story.grant.available) == (10_000, 20_000)
    assert story.state.points_in_hand(story.today) == 20_000


def test_a_refund_after_five_months() -> None:
    """The points come back past their last day, and are reclaimed at once."""
    story = Story().in_service().on(date(2026, 6, 10))
    refunded, reclaimed = story.do(asked.RequestRefund(NUMBER, 0, 5_000, HOLDER))
    assert isinstance(refunded, happened.OrderRefunded)
    assert refunded.points_valid_to == date(2026, 4, 15)
    assert reclaimed == happened.PointsReclaimed(5_000)
    assert (story.grant.used, story.grant.reclaimed, story.grant.available) == (25_000, 5_000, 0)


def test_a_refund_in_the_last_month_gives_nothing_back() -> None:
    story = Story().in_service().on(date(2026, 7, 14))
    (refunded,) = story.do(asked.RequestRefund(NUMBER, 0, 0, HOLDER))
    assert isinstance(refunded, happened.OrderRefunded)


def test_a_refund_before_the_service_starts_is_whole() -> None:
    story = Story().paid()
    story.do(asked.RequestRefund(NUMBER, 30_000, 30_000, HOLDER))
    assert story.grant.available == 30_000
    # The order stands as refunded: the grant was activated by it and stays so.
    assert story.state.grant_state(story.today + timedelta(days=60)) is GrantState.ACTIVE


def test_a_refund_of_own_payment_alone_speaks_of_no_points() -> None:
    story = Story().granted()
    story.do(replace(PLACE, points=0, own=60_000), CONFIRM, replace(PAY, own=60_000), INVOICE, story.start())
    story.on(date(2026, 5, 1))
    (lapsed, refunded) = story.do(story.refund())
    assert lapsed == happened.PointsLapsed(30_000)
    assert isinstance(refunded, happened.OrderRefunded)
    assert refunded.points_valid_to is None
