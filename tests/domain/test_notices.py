from dataclasses import replace
from datetime import date

from kiosk.domain import events as happened
from kiosk.domain.calendar import WorkCalendar
from kiosk.domain.commands import ApplyDeadlines
from kiosk.domain.notices import Notice, NoticeKind, notice_of
from tests.domain.story import ASK_EXPERT, CANCEL, CONFIRM_EMAIL, NUMBER, PLACE, Story

SEEN_AT_THE_COUNTER = {
    happened.MembershipOpened,
    happened.Applied,
    happened.EmailConfirmed,
    happened.AssessmentCompleted,
}
SEEN_BY_NOBODY_OUTSIDE = {happened.CheckMoved}  # the authority's own last day


def told(story: Story) -> list[Notice]:
    return [notice for notice in map(notice_of, story.events) if notice is not None]


def test_the_brochures_two_notices() -> None:
    story = Story().granted()
    story.events = ()
    story.do(PLACE, CANCEL)
    assert told(story) == [
        Notice(NoticeKind.ORDER_PLACED, NUMBER),
        Notice(NoticeKind.ORDER_CANCELLED, NUMBER),
    ]


def test_every_kind_is_told_when_it_happens() -> None:
    refunded, cancelled, lapsed = Story().in_service(), Story().ordered(), Story().granted()
    refunded.do(ASK_EXPERT, refunded.refund())
    refunded.on(date(2026, 4, 16)).do(ApplyDeadlines())
    cancelled.do(CANCEL)
    lapsed.on(date(2026, 3, 1)).do(ApplyDeadlines())
    late, unchecked, closed = Story().paid(), Story().applied(), Story().paid()
    shut = replace(closed.programme, calendar=WorkCalendar(closed=frozenset({date(2026, 1, 19)})))
    closed.programme = shut
    closed.do(ApplyDeadlines())
    late.on(date(2026, 2, 2)).do(ApplyDeadlines())
    late.do(late.start())
    late.on(date(2026, 9, 1)).do(ApplyDeadlines())
    unchecked.on(date(2026, 1, 16)).do(CONFIRM_EMAIL)
    unchecked.programme = shut
    unchecked.on(date(2026, 2, 2)).do(ApplyDeadlines())
    stories = (refunded, cancelled, lapsed, late, unchecked, closed, Story().not_eligible())
    assert {notice.kind for story in stories for notice in told(story)} == set(NoticeKind)
    silent = {type(event) for story in stories for event in story.events if notice_of(event) is None}
    assert silent == SEEN_AT_THE_COUNTER | SEEN_BY_NOBODY_OUTSIDE


def test_a_notice_of_an_order_names_it() -> None:
    notices = told(Story().in_service())
    assert [notice.order_number for notice in notices] == [None, None, *[NUMBER] * 5]
