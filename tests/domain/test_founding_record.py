"""A case as it is kept: what counts as written, how far it is, and what shares come to."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.founding.capital import capital, shares_for
from kiosk.domain.founding.case import Case, Founder
from kiosk.domain.founding.check import check
from kiosk.domain.founding.checklist import Topic, TopicState, checklist, progress, topic_of
from kiosk.domain.founding.record import (
    BudgetLine,
    FounderCard,
    Officer,
    Plan,
    Post,
    Record,
    checked,
    with_founder,
)
from kiosk.domain.identity import HolderId
from tests.domain.founding_case import ON, READY, RULES

FIGURES = RULES.figures
CARD = HolderId("CN=測試", "1")
ANNA, BERT = Founder("甲", "A123456789"), Founder("乙")
WHOLE = Record(
    case=READY,
    address="臺北市中正區徐州路 5 號",
    plan=Plan(
        "緣由",
        "需求",
        "經營",
        "計畫",
        10,
        10_000,
        (BudgetLine("股金", 10_000),),
        (BudgetLine("租金", 8_000),),
    ),
    officers=(Officer(Post.DIRECTOR, "甲"),),
    texts=dict.fromkeys(range(1, 17), "已寫"),
)


def states(record: Record) -> dict[Topic, TopicState]:
    case = checked(record)
    return {one.topic: one.state for one in checklist(record, check(case, RULES, ON), RULES)}


def test_items_count_as_written_where_their_text_is() -> None:
    assert checked(Record()).articles == frozenset()
    case = checked(WHOLE)
    assert case.articles == frozenset(range(1, 17))
    assert case.register == frozenset(range(1, 14))
    assert checked(replace(WHOLE, texts={6: " "}, address=" ")).register == {1, 2, 3, 5, 7}


def test_a_whole_case_is_done() -> None:
    standings = checklist(WHOLE, check(checked(WHOLE), RULES, ON), RULES)
    assert progress(standings) == (7, 7)
    assert (WHOLE.plan.income_total, WHOLE.plan.expense_total) == (10_000, 8_000)


def test_an_empty_case_is_open_and_nothing_of_it_is_wrong() -> None:
    assert set(states(Record()).values()) == {TopicState.OPEN}


@pytest.mark.parametrize(
    ("record", "topic", "state"),
    [
        (replace(WHOLE, case=replace(READY, founders=READY.founders[:6])), Topic.FOUNDERS, TopicState.BROKEN),
        (replace(WHOLE, case=replace(READY, share_value=200, members=())), Topic.MEMBERS, TopicState.BROKEN),
        (replace(WHOLE, case=replace(READY, members=())), Topic.MEMBERS, TopicState.BROKEN),
        (replace(WHOLE, address=""), Topic.NAME, TopicState.OPEN),
        (replace(WHOLE, officers=()), Topic.BOARDS, TopicState.OPEN),
        (replace(WHOLE, plan=replace(WHOLE.plan, expense=())), Topic.PLAN, TopicState.OPEN),
        (replace(WHOLE, texts={}), Topic.ARTICLES, TopicState.OPEN),
    ],
)
def test_a_part_stands_as_its_worst_finding(record: Record, topic: Topic, state: TopicState) -> None:
    assert states(record)[topic] is state


def test_every_finding_is_about_a_part() -> None:
    for case in (Case(), READY):
        for finding in check(case, RULES, ON):
            assert topic_of(finding) in Topic


def test_a_card_stays_with_its_founder() -> None:
    one = with_founder(Record(), None, ANNA, CARD)
    two = with_founder(one, None, BERT, None)
    assert two.case.founders == (ANNA, BERT)
    assert two.cards == (FounderCard(CARD, ANNA),)
    corrected = with_founder(two, 0, replace(ANNA, name="甲乙"), None)
    assert corrected.case.founders[0].name == "甲乙"
    assert corrected.cards == (FounderCard(CARD, replace(ANNA, name="甲乙")),)
    assert with_founder(corrected, 0, None, None) == Record(case=replace(Case(), founders=(BERT,)))


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 10**5))
def test_what_shares_come_to(value: int, shares: int, members: int) -> None:
    told = capital(value, shares, members, FIGURES)
    assert told.total == value * shares
    assert 4 * told.first_payment >= told.total > 4 * (told.first_payment - 1)
    assert 5 * told.most_each <= shares < 5 * (told.most_each + 1)
    assert told.value_in_range == (6 <= value <= 150)
    assert told.members_least == 5
    if told.enough_shares:
        assert members <= shares <= members * told.most_each


@given(st.integers(1, 10**9), st.integers(1, 10**6))
def test_how_many_shares_make_a_target(target: int, value: int) -> None:
    shares = shares_for(target, value)
    assert (shares - 1) * value < target <= shares * value
