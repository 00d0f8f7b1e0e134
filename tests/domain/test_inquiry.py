"""A message to the help desk: what it needs to be sent, and its form on the way."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.contract.codec import Malformed
from kiosk.contract.inquiry import inquiry_body, inquiry_in
from kiosk.domain.data_rights import DataRight, due_day
from kiosk.domain.inquiry import LONGEST, InquiryFault, Period, SendInquiry, Subject, faults_in

TODAY = date(2026, 3, 2)
MEMBER = "01980a60-1c2e-7d7f-8a55-0d6a5c1f2b3d"
ASKED = SendInquiry(Subject.MESSAGE, "付款連結在哪裡？\n謝謝", "order.done", MEMBER, "")
DELETE = SendInquiry(Subject.PERSONAL_DATA, "", "privacy.ask", MEMBER, "", ("deletion",))
WANTED = SendInquiry(Subject.CONSULTANT, "", "expert.themes", MEMBER, "", ("inside",), TODAY, Period.MORNING)


@pytest.mark.parametrize(
    ("asked", "faults"),
    [
        (ASKED, set()),
        (WANTED, set()),
        (replace(ASKED, text=" \n"), {InquiryFault.NO_WORDS}),
        (replace(WANTED, themes=()), {InquiryFault.NO_WORDS}),
        (replace(ASKED, text="字" * LONGEST), set()),
        (replace(ASKED, text="字" * (LONGEST + 1)), {InquiryFault.TOO_LONG}),
        (replace(ASKED, membership_id=None), {InquiryFault.NOWHERE_TO_ANSWER}),
        (replace(ASKED, membership_id=None, email="someone@coop.example"), set()),
        (replace(ASKED, email="someone@"), {InquiryFault.EMAIL}),
        (replace(WANTED, preferred_on=date(2026, 3, 1)), {InquiryFault.DAY_PAST}),
        (replace(ASKED, page="a page"), {InquiryFault.FORM}),
        (replace(WANTED, themes=("Inside!",)), {InquiryFault.FORM}),
        (replace(WANTED, themes=("inside",) * 21), {InquiryFault.FORM}),
        (replace(ASKED, text="a\x00b"), {InquiryFault.FORM}),
        (DELETE, set()),
        (replace(DELETE, themes=("correction",)), {InquiryFault.NO_WORDS}),
        (replace(DELETE, themes=("correction",), text="電話"), set()),
        (replace(DELETE, themes=("everything",)), {InquiryFault.FORM}),
        (replace(DELETE, themes=()), {InquiryFault.FORM}),
        (replace(DELETE, themes=("access", "deletion")), {InquiryFault.FORM}),
        (replace(DELETE, membership_id=None), {InquiryFault.NOWHERE_TO_ANSWER, InquiryFault.NO_MEMBER}),
    ],
)
def test_what_it_lacks_is_told(asked: SendInquiry, faults: set[InquiryFault]) -> None:
    assert set(faults_in(asked, TODAY)) == faults


def test_a_day_that_passed_on_the_way_is_no_fault() -> None:
    assert not list(faults_in(replace(WANTED, preferred_on=date(2020, 1, 1))))


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=LONGEST))
def test_it_comes_back_as_it_was_written(text: str) -> None:
    asked = replace(WANTED, text=text)
    assert inquiry_in(asked.kind, inquiry_body(asked)) == asked


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "complaint"},
        {"text": 5},
        {"text": ""},
        {"membership_id": "somebody"},
        {"membership_id": MEMBER.upper()},
        {"preferred_on": "2026-02-30"},
        {"preferred_period": "night"},
        {"more": True},
        {"themes": "inside"},
    ],
)
def test_what_does_not_have_its_form_is_not_taken(changes: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        inquiry_in(ASKED.kind, {**inquiry_body(ASKED), **changes})
    with pytest.raises(Malformed):
        inquiry_in("apply", inquiry_body(ASKED))


def test_only_one_about_the_own_data_names_a_right() -> None:
    assert (DELETE.right, WANTED.right) == (DataRight.DELETION, None)


@pytest.mark.parametrize(
    ("right", "days"), [("access", 15), ("correction", 30), ("stop", 30), ("deletion", 30)]
)
def test_the_days_are_the_laws(right: str, days: int) -> None:
    one = DataRight(right)
    assert due_day(one, TODAY) == TODAY + timedelta(days=days)
    assert due_day(one, TODAY, extended=True) == TODAY + timedelta(days=2 * days)
