from dataclasses import replace
from datetime import date

import pytest

from kiosk.domain import commands as asked
from kiosk.domain import events as happened
from kiosk.domain.membership import Contact, Eligibility, ExpertRequest, GrantState, Membership
from kiosk.domain.refusals import Refusal
from tests.domain.story import (
    ANSWERS,
    APPLY,
    APPROVE,
    ASK_EXPERT,
    ASSESS,
    CONFIRM_EMAIL,
    EMAIL,
    HOLDER,
    OPEN,
    PLACE,
    REFUSE,
    Story,
)


def test_a_holder_joins() -> None:
    story = Story()
    (event,) = story.do(replace(OPEN, cooperative_name="  訓練用合作社 "))
    assert isinstance(event, happened.MembershipOpened)
    assert story.state.registration is not None
    assert story.state.registration.holder == HOLDER
    assert story.state.registration.cooperative_name == "訓練用合作社"
    assert story.state.registration.opened_at == story.at
    assert story.state.version == 1


def test_the_notice_may_have_been_shown_this_very_moment() -> None:
    story = Story()
    story.do(replace(OPEN, notice_shown_at=story.at))
    assert story.state.registration is not None
    assert story.state.registration.notice_shown_at == story.at


def test_an_application_names_its_contact() -> None:
    story = Story().applied()
    assert story.state.contact == Contact("訓練用聯絡人", EMAIL, "02-0000-0000")
    assert story.state.eligibility is Eligibility.PENDING
    assert not story.state.email_confirmed


def test_confirming_an_address_again_changes_nothing() -> None:
    story = Story().applied()
    assert story.do(CONFIRM_EMAIL) == (happened.EmailConfirmed(EMAIL, date(2026, 1, 16)),)
    assert story.do(CONFIRM_EMAIL) == ()
    assert story.state.email_confirmed


def test_another_address_is_confirmed_anew() -> None:
    story = Story().applied()
    story.do(CONFIRM_EMAIL, APPLY)
    assert story.state.email_confirmed
    story.do(replace(APPLY, email="other@example.com"))
    assert not story.state.email_confirmed


def test_who_was_refused_may_apply_again() -> None:
    story = Story().not_eligible()

    def answer() -> tuple[Eligibility, str, tuple[asked.Condition, ...]]:
        return story.state.eligibility, story.state.eligibility_reason, story.state.eligibility_unmet

    answers = [answer()]
    for command in (APPLY, APPROVE):
        story.do(command)
        answers.append(answer())
    assert answers == [
        (Eligibility.REFUSED, "非合作社", (asked.Condition.COOPERATIVE,)),
        (Eligibility.PENDING, "", ()),
        (Eligibility.APPROVED, "", ()),
    ]


def test_the_check_takes_a_working_day_from_the_whole_application() -> None:
    """A Friday's application is checked by Monday; one made anew with the same mailbox begins anew."""
    story = Story(date(2026, 1, 16)).applied()
    assert story.state.check_by is None
    story.do(CONFIRM_EMAIL)
    assert story.state.check_by == date(2026, 1, 19)
    story.do(REFUSE)
    assert story.state.check_by is None
    story.on(date(2026, 1, 21)).do(APPLY)
    assert story.state.check_by == date(2026, 1, 22)
    story.do(replace(APPLY, email="other@example.com"))
    assert story.state.check_by is None
    story.do(asked.ConfirmEmail("other@example.com"), APPROVE)
    assert story.state.check_by is None


@pytest.mark.parametrize(
    "order",
    [
        (CONFIRM_EMAIL, APPROVE, ASSESS),
        (CONFIRM_EMAIL, ASSESS, APPROVE),
        (ASSESS, CONFIRM_EMAIL, APPROVE),
    ],
)
def test_points_come_with_the_last_of_mailbox_eligibility_and_assessment(
    order: tuple[asked.Command, ...],
) -> None:
    story = Story(date(2026, 1, 31)).applied()
    for command in order[:-1]:
        story.do(command)
        assert story.state.grant is None
    granted = story.do(order[-1])[-1]
    assert granted == happened.PointsGranted(
        30_000, date(2026, 1, 31), date(2026, 2, 28), date(2026, 4, 30), "first"
    )
    assert story.state.grant_state(story.today) is GrantState.ISSUED
    assert story.state.points_in_hand(story.today) == 30_000


def test_an_approval_that_comes_before_a_new_address_waits_for_it() -> None:
    """Refused once, applied anew with another mailbox: its confirmation is what the points wait for."""
    story = Story().applied()
    story.do(ASSESS, CONFIRM_EMAIL, REFUSE, replace(APPLY, email="other@example.com"))
    story.do(asked.ConfirmEmail("other@example.com"), APPROVE)
    assert story.grant.available == 30_000


def test_the_days_of_a_grant_in_the_middle_of_a_month() -> None:
    story = Story(date(2026, 1, 15)).granted()
    assert (story.grant.activate_by, story.grant.valid_to) == (date(2026, 2, 15), date(2026, 4, 15))


def test_completing_gives_the_points_not_the_score() -> None:
    story = Story().applied()
    story.do(CONFIRM_EMAIL, APPROVE, replace(ASSESS, answers=dict.fromkeys(ANSWERS, 0)))
    assert story.grant.available == 30_000
    assert story.state.assessment is not None
    assert set(story.state.assessment.scores.values()) == {0}


def test_figures_of_the_day_of_the_grant() -> None:
    story = Story(date(2026, 7, 1)).granted()
    assert story.grant.points == 10_000
    assert story.grant.programme_version == "second"


def test_points_that_lapsed_may_be_asked_for_again() -> None:
    story = Story(date(2026, 1, 15)).granted().on(date(2026, 2, 16))
    events = story.do(ASSESS)
    assert [type(event) for event in events] == [
        happened.PointsLapsed,
        happened.AssessmentCompleted,
        happened.PointsGranted,
    ]
    assert story.grant.granted_on == date(2026, 2, 16)
    assert story.state.grant_state(story.today) is GrantState.ISSUED


def test_an_expert_is_asked_for_by_themes() -> None:
    """Before the assessment or after it; the same on one day is one request."""
    story = Story(date(2026, 1, 15)).applied()
    story.do(CONFIRM_EMAIL)
    first = happened.ExpertRequested(("inside", "outside"), date(2026, 1, 15))
    assert story.do(ASK_EXPERT) == (first,)
    assert story.do(ASK_EXPERT) == ()
    assert story.do(asked.RequestExpert(("outside", "inside", "outside"))) == ()
    assert story.state.expert_request == ExpertRequest(("inside", "outside"), date(2026, 1, 15))
    only = asked.RequestExpert(("inside",))
    assert story.do(only) == (happened.ExpertRequested(("inside",), date(2026, 1, 15)),)
    assert story.on(date(2026, 1, 16)).do(only) == (happened.ExpertRequested(("inside",), date(2026, 1, 16)),)


def test_nobody_has_points_before_there_are_any() -> None:
    assert Membership().grant_state(date(2026, 1, 1)) is None
    assert Membership().points_in_hand(date(2026, 1, 1)) == 0


def test_points_in_hand_end_with_their_last_day() -> None:
    story = Story(date(2026, 1, 15)).granted()
    assert story.state.points_in_hand(date(2026, 2, 15)) == 30_000
    assert story.state.points_in_hand(date(2026, 2, 16)) == 0
    story.do(replace(PLACE, points=10_000, own=50_000))
    assert story.state.points_in_hand(date(2026, 4, 15)) == 20_000
    assert story.state.points_in_hand(date(2026, 4, 16)) == 0


def test_only_points_that_went_back_may_be_asked_for_again() -> None:
    assert [state for state in GrantState if state.may_apply_again] == [GrantState.RETURNED]


def test_with_what_was_deleted_nothing_is_done_any_more() -> None:
    story = Story(date(2026, 1, 15)).applied()
    joined = story.state.registration
    assert joined is not None
    story.state = replace(story.state, registration=replace(joined, ubn="", cooperative_name=""))
    assert story.refusal(APPLY) is Refusal.NOT_REGISTERED
    assert story.do(asked.ApplyDeadlines()) == ()
