"""Every refusal is reached, by the shortest story that leads to it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from kiosk.domain import commands as asked
from kiosk.domain.commands import Condition
from kiosk.domain.membership import Eligibility
from kiosk.domain.ordering import refund_quote
from kiosk.domain.programme import Pause, Programme
from kiosk.domain.refusals import Refusal, Refused
from tests.domain.story import (
    ANSWERS,
    APPLY,
    APPROVE,
    ASK_EXPERT,
    ASSESS,
    CANCEL,
    CONFIRM,
    CONFIRM_EMAIL,
    DECLINE,
    HOLDER,
    INVOICE,
    NUMBER,
    OPEN,
    PAY,
    PLACE,
    PROGRAMME,
    SOMEBODY_ELSE,
    Story,
    noon,
)

REFUND = asked.RequestRefund(NUMBER, 20_000, 20_000, HOLDER)
DAY = date(2026, 1, 15)
DEARER = replace(PLACE, terms=replace(PLACE.terms, price=70_000), own=40_000)
UNKNOWN = replace(PLACE, terms=replace(PLACE.terms, plan_id="unknown"))
SECOND = replace(PLACE, order_number="second", points=1, own=59_999)
A_MOMENT_LATER = noon(DAY) + timedelta(seconds=1)

# Why, how far the story has come, what is asked.
AT_ONCE: list[tuple[Refusal, str, asked.Command]] = [
    (Refusal.ALREADY_REGISTERED, "applied", OPEN),
    (Refusal.NAME_MISSING, "new", replace(OPEN, cooperative_name=" ")),
    (Refusal.UBN_INVALID, "new", replace(OPEN, ubn="12345678")),
    (Refusal.DATE_OUT_OF_ORDER, "new", replace(OPEN, notice_shown_at=A_MOMENT_LATER)),
    (Refusal.NOT_REGISTERED, "new", APPLY),
    (Refusal.ELIGIBILITY_DECIDED, "granted", APPLY),
    (Refusal.CONDITION_NOT_DECLARED, "applied", replace(APPLY, declared=tuple(Condition)[1:])),
    (Refusal.CONDITION_NOT_DECLARED, "applied", replace(APPLY, lookup_authorised=False)),
    (Refusal.NAME_MISSING, "applied", replace(APPLY, contact_name="")),
    (Refusal.EMAIL_INVALID, "applied", replace(APPLY, email="contact")),
    (Refusal.NOT_APPLIED, "new", CONFIRM_EMAIL),
    (Refusal.EMAIL_INVALID, "applied", asked.ConfirmEmail("other@example.com")),
    (Refusal.EMAIL_NOT_CONFIRMED, "applied", APPROVE),
    (Refusal.ELIGIBILITY_DECIDED, "not_eligible", APPROVE),
    (Refusal.NOT_APPLIED, "new", ASSESS),
    (Refusal.QUESTIONNAIRE_UNKNOWN, "applied", replace(ASSESS, questionnaire_version="older")),
    (Refusal.ANSWERS_INCOMPLETE, "applied", replace(ASSESS, answers={**ANSWERS, "inside_1": 5})),
    (Refusal.POINTS_ALREADY_GRANTED, "granted", ASSESS),
    (Refusal.POINTS_ALREADY_GRANTED, "ordered", ASSESS),
    (Refusal.NOT_APPLIED, "new", ASK_EXPERT),
    (Refusal.EMAIL_NOT_CONFIRMED, "applied", ASK_EXPERT),
    (Refusal.THEME_UNKNOWN, "granted", asked.RequestExpert(())),
    (Refusal.THEME_UNKNOWN, "granted", asked.RequestExpert(("inside", "unknown"))),
    (Refusal.NOT_REGISTERED, "new", PLACE),
    (Refusal.NOT_THE_HOLDER, "granted", replace(PLACE, signer=SOMEBODY_ELSE)),
    (Refusal.NOT_ELIGIBLE, "not_eligible", replace(PLACE, points=0, own=60_000)),
    (Refusal.ORDER_NUMBER_TAKEN, "ordered", PLACE),
    (Refusal.PLAN_UNKNOWN, "granted", UNKNOWN),
    (Refusal.TERMS_CHANGED, "granted", DEARER),
    (Refusal.SPLIT_WRONG, "granted", replace(PLACE, own=29_999)),
    (Refusal.SPLIT_WRONG, "granted", replace(PLACE, points=30_001, own=29_999)),
    (Refusal.SPLIT_WRONG, "granted", replace(PLACE, points=-1, own=60_001)),
    (Refusal.POINTS_SHORT, "applied", PLACE),
    (Refusal.POINTS_SHORT, "ordered", SECOND),
    (Refusal.ORDER_UNKNOWN, "granted", CONFIRM),
    (Refusal.NOT_THE_HOLDER, "ordered", replace(CANCEL, signer=SOMEBODY_ELSE)),
    (Refusal.ORDER_STATE, "paid", CANCEL),
    (Refusal.ORDER_STATE, "paid", CONFIRM),
    (Refusal.ORDER_STATE, "paid", DECLINE),
    (Refusal.ORDER_STATE, "paid", PAY),
    (Refusal.ORDER_STATE, "ordered", PAY),
    (Refusal.ORDER_STATE, "ordered", INVOICE),
    (Refusal.ORDER_STATE, "invoiced", INVOICE),
    (Refusal.ORDER_STATE, "confirmed", asked.StartService(NUMBER, DAY)),
    (Refusal.ORDER_STATE, "confirmed", REFUND),
    (Refusal.AMOUNT_WRONG, "confirmed", replace(PAY, own=29_999)),
    (Refusal.DATE_OUT_OF_ORDER, "paid", asked.StartService(NUMBER, DAY - timedelta(days=1))),
    (Refusal.DATE_OUT_OF_ORDER, "paid", asked.StartService(NUMBER, DAY + timedelta(days=1))),
    (Refusal.NOT_THE_HOLDER, "in_service", replace(REFUND, signer=SOMEBODY_ELSE)),
    (Refusal.QUOTE_CHANGED, "in_service", REFUND),
    (Refusal.QUOTE_CHANGED, "in_service", replace(REFUND, own_refund=25_000)),
]
# The same, some time after the story has come so far.
LATER: list[tuple[Refusal, str, date, asked.Command]] = [
    (Refusal.DEADLINE_PASSED, "ordered", date(2026, 1, 18), CONFIRM),
    (Refusal.DEADLINE_PASSED, "ordered", date(2026, 1, 18), CANCEL),
    (Refusal.DEADLINE_PASSED, "confirmed", date(2026, 1, 20), PAY),
    (Refusal.NO_REAPPLICATION, "paid", date(2026, 4, 16), ASSESS),
    (Refusal.POINTS_SHORT, "granted", date(2026, 2, 16), PLACE),
    (Refusal.SPLIT_WRONG, "granted", date(2026, 7, 1), PLACE),  # 1:4 by then
    (Refusal.QUOTE_CHANGED, "in_service", date(2026, 3, 15), REFUND),
    (Refusal.TERM_OVER, "in_service", date(2026, 7, 15), REFUND),
]
# No points can be granted: by the one programme or the other, how far the story has come, what is asked.
PAUSED = replace(PROGRAMME, pauses=(Pause(DAY, DAY),))
USED_UP = replace(PROGRAMME, budget=50_000, points_out=20_001)
NO_GRANTS: list[tuple[Refusal, Programme]] = [
    (Refusal.PROGRAMME_PAUSED, PAUSED),
    (Refusal.BUDGET_USED_UP, USED_UP),
]


@pytest.mark.parametrize(("refusal", "programme"), NO_GRANTS)
@pytest.mark.parametrize(("before", "last"), [(APPROVE, ASSESS), (ASSESS, APPROVE)])
def test_no_points_for_now(
    refusal: Refusal, programme: Programme, before: asked.Command, last: asked.Command
) -> None:
    """Whichever comes last is refused as a whole, and may be asked again."""
    story = Story(DAY, programme).applied()
    story.do(CONFIRM_EMAIL, before)
    assert story.refusal(last) is refusal
    story.programme = PROGRAMME
    assert story.do(last)[-1].kind == "points_granted"


@pytest.mark.parametrize("programme", [PAUSED, USED_UP])
def test_what_exists_goes_on(programme: Programme) -> None:
    """Orders with points, refunds, orders without points, and a refused application."""
    story = Story(DAY).granted()
    story.programme = programme
    story.do(PLACE, CONFIRM, PAY, story.start())
    assert story.do(story.refund())[0].kind == "order_refunded"
    newcomer = Story(DAY, programme).applied()
    assert newcomer.do(replace(PLACE, points=0, own=60_000))[0].kind == "order_placed"
    assert Story(DAY, programme).not_eligible().state.eligibility is Eligibility.REFUSED


@pytest.mark.parametrize(("refusal", "stage", "command"), AT_ONCE)
def test_refused(refusal: Refusal, stage: str, command: asked.Command) -> None:
    story: Story = getattr(Story(DAY), stage)()
    before = story.state
    assert story.refusal(command) is refusal
    assert story.state is before


@pytest.mark.parametrize(("refusal", "stage", "day", "command"), LATER)
def test_refused_later(refusal: Refusal, stage: str, day: date, command: asked.Command) -> None:
    assert getattr(Story(DAY), stage)().on(day).refusal(command) is refusal


def test_every_refusal_is_among_these() -> None:
    assert {case[0] for case in (*AT_ONCE, *LATER, *NO_GRANTS)} == set(Refusal)


def test_a_refund_cannot_be_reckoned_for_a_day_before_the_service() -> None:
    story = Story(DAY).in_service()
    with pytest.raises(Refused) as caught:
        refund_quote(story.order, DAY - timedelta(days=1), story.programme)
    assert caught.value.refusal is Refusal.DATE_OUT_OF_ORDER


def test_a_refusal_says_its_name_and_nothing_of_the_person() -> None:
    assert str(Refused(Refusal.EMAIL_INVALID)) == "EMAIL_INVALID"


def test_an_order_before_the_application_is_finished() -> None:
    story = Story(DAY)
    story.do(OPEN)
    assert story.refusal(replace(PLACE, points=0, own=60_000)) is Refusal.NOT_APPLIED


def test_figures_cannot_be_looked_up_before_the_programme_began() -> None:
    story = Story(DAY).applied()
    story.at = datetime.fromisoformat("2022-12-31T12:00:00+08:00")
    with pytest.raises(LookupError):
        story.do(replace(PLACE, points=0, own=60_000))
