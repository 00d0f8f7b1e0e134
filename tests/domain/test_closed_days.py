"""Offices turn out to be closed on a day that had counted as a working day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import commands as asked
from kiosk.domain import events as happened
from kiosk.domain.calendar import WorkCalendar
from kiosk.domain.closed_days import LastDay, moved, running
from kiosk.domain.deadlines import brought_by_time, next_due
from kiosk.domain.events import CancelledBy, Deadline
from kiosk.domain.membership import OrderState
from tests.domain.story import (
    CONFIRM,
    CONFIRM_EMAIL,
    FIGURES,
    INVOICE,
    NUMBER,
    PAY,
    PLACE,
    PROGRAMME,
    Story,
)

DEADLINES = asked.ApplyDeadlines()
THURSDAY, FRIDAY, MONDAY, TUESDAY, WEDNESDAY = (date(2026, 1, day) for day in (15, 16, 19, 20, 21))
WORKING_DAYS = replace(
    PROGRAMME, versions=(replace(FIGURES, vendor_confirms_in_working_days=True), *PROGRAMME.versions[1:])
)


def closed(story: Story, *days: date) -> Story:
    """Offices are closed on these days, and only from now on anybody knows."""
    story.programme = replace(story.programme, calendar=WorkCalendar(closed=frozenset(days)))
    return story


def confirmed() -> Story:
    """On a Thursday: payment until Monday, service until the next but one."""
    story = Story(THURSDAY).ordered()
    story.do(CONFIRM)
    return story


@pytest.mark.parametrize("day", [FRIDAY, MONDAY])
def test_the_payment_is_due_a_working_day_later(day: date) -> None:
    story = closed(confirmed(), day).on(FRIDAY)
    assert story.do(DEADLINES) == (
        happened.LastDaysMoved(NUMBER, pay_by=TUESDAY, service_by=date(2026, 1, 27)),
    )
    assert story.do(DEADLINES) == ()
    assert (story.order.pay_by, story.order.service_by) == (TUESDAY, date(2026, 1, 27))
    assert next_due(story.state, MONDAY) == WEDNESDAY
    assert story.on(TUESDAY).do(PAY) == (happened.OrderPaid(NUMBER, TUESDAY, date(2026, 1, 22)),)


def test_nobody_s_order_ends_on_a_day_that_was_told_in_time_though_the_clock_stood_still() -> None:
    story = closed(confirmed(), MONDAY).on(TUESDAY)
    assert [type(event) for event in story.do(DEADLINES)] == [happened.LastDaysMoved]
    assert story.on(WEDNESDAY).do(DEADLINES) == (
        happened.OrderCancelled(NUMBER, CancelledBy.PAYMENT_DEADLINE),
    )


def test_what_has_ended_stays_so() -> None:
    story = confirmed().on(TUESDAY)
    story.do(DEADLINES)
    assert story.order.state is OrderState.CANCELLED
    assert closed(story, MONDAY).do(DEADLINES) == ()


def test_a_last_day_never_comes_earlier() -> None:
    story = closed(confirmed(), MONDAY).on(FRIDAY)
    story.do(DEADLINES)
    story.programme = replace(story.programme, calendar=WorkCalendar(opened=frozenset({date(2026, 1, 17)})))
    assert story.do(DEADLINES) == ()
    assert story.order.pay_by == TUESDAY


def test_a_day_that_was_open_against_the_calendar_and_is_not() -> None:
    saturday = date(2026, 1, 17)
    story = Story(THURSDAY, replace(PROGRAMME, calendar=WorkCalendar(opened=frozenset({saturday})))).ordered()
    story.do(CONFIRM)
    assert story.order.pay_by == saturday
    assert closed(story).on(FRIDAY).do(DEADLINES)[0] == happened.LastDaysMoved(
        NUMBER, pay_by=MONDAY, service_by=date(2026, 1, 26)
    )


def test_days_outside_of_what_runs_change_nothing() -> None:
    story = closed(confirmed(), THURSDAY, date(2026, 1, 27), date(2026, 1, 18))
    assert story.do(DEADLINES) == ()


def test_the_vendor_s_two_calendar_days_stay_and_two_working_days_move() -> None:
    story = closed(Story(THURSDAY).ordered(), FRIDAY, date(2026, 1, 17))
    assert story.do(DEADLINES) == ()
    assert story.order.confirm_by == date(2026, 1, 17)
    story = closed(Story(THURSDAY, WORKING_DAYS).ordered(), FRIDAY)
    assert story.do(DEADLINES) == (happened.LastDaysMoved(NUMBER, confirm_by=TUESDAY),)


def test_invoice_and_service_of_a_paid_order() -> None:
    story = closed(Story(THURSDAY).paid(), MONDAY)
    assert story.do(DEADLINES) == (
        happened.LastDaysMoved(NUMBER, invoice_by=TUESDAY, service_by=date(2026, 1, 27)),
    )
    story.do(INVOICE)
    assert dict(running(story.order)) == {LastDay.SERVICE: date(2026, 1, 27)}
    assert closed(story, MONDAY, TUESDAY).do(DEADLINES) == (
        happened.LastDaysMoved(NUMBER, service_by=date(2026, 1, 28)),
    )
    story.do(story.start())
    assert running(story.order) == ()
    assert closed(story, MONDAY, TUESDAY, WEDNESDAY).do(DEADLINES) == ()


def test_what_was_told_to_be_late_stays_late() -> None:
    story = Story(THURSDAY).paid().on(TUESDAY)
    assert story.do(DEADLINES) == (happened.DeadlineMissed(Deadline.INVOICE, MONDAY, NUMBER),)
    assert closed(story, MONDAY).do(DEADLINES) == (
        happened.LastDaysMoved(NUMBER, service_by=date(2026, 1, 27)),
    )
    story.on(date(2026, 1, 28)).do(DEADLINES)
    assert running(story.order) == ()
    assert closed(story, MONDAY, TUESDAY).do(DEADLINES) == ()


def test_the_check_has_its_working_day() -> None:
    story = Story(FRIDAY).applied()
    story.do(CONFIRM_EMAIL)
    assert story.state.check_by == MONDAY
    closed(story, MONDAY)
    assert story.do(DEADLINES) == (happened.CheckMoved(TUESDAY),)
    assert story.do(DEADLINES) == ()
    assert story.on(TUESDAY).do(DEADLINES) == ()
    story.on(WEDNESDAY).do(DEADLINES)
    assert story.state.check_late
    assert closed(story, MONDAY, TUESDAY).do(DEADLINES) == ()


def test_points_and_terms_are_reckoned_in_no_working_days() -> None:
    story = Story(THURSDAY).in_service()
    days = [story.grant.activate_by, story.grant.valid_to, story.order.last_day]
    assert closed(story, *(day for day in days if day)).do(DEADLINES) == ()


def test_whatever_is_asked_the_days_have_moved_before() -> None:
    story = closed(confirmed(), MONDAY).on(TUESDAY)
    assert [type(event) for event in story.do(PAY)] == [happened.LastDaysMoved, happened.OrderPaid]


def test_a_counter_without_the_order_s_version_goes_by_what_it_was_told() -> None:
    story = closed(confirmed(), MONDAY)
    story.programme = replace(story.programme, versions=PROGRAMME.versions[1:])
    assert moved(story.state, story.programme) == ()


@given(
    st.dates(date(2026, 1, 5), date(2026, 3, 1)),
    st.frozensets(st.integers(0, 20), max_size=6),
    st.frozensets(st.integers(0, 20), max_size=6),
)
def test_told_beforehand_or_afterwards_it_is_the_same_last_day(
    start: date, known: frozenset[int], told: frozenset[int]
) -> None:
    """And whatever is told in whichever order, nothing that runs comes earlier."""

    def days(offsets: frozenset[int]) -> frozenset[date]:
        return frozenset(start + timedelta(days=one) for one in offsets)

    def ordered(*closed_days: date) -> Story:
        story = Story(start)
        closed(story, *closed_days).granted().do(PLACE, CONFIRM)
        return story

    before, after = ordered(*days(known | told)), ordered(*days(known))
    first = dict(running(after.order))
    closed(after, *days(known | told)).do(DEADLINES)
    assert running(after.order) == running(before.order)
    assert all(day >= first[what] for what, day in running(after.order))
    assert brought_by_time(after.state, after.at, after.programme) == ()
