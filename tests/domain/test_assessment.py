from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.assessment import Questionnaire, Recommendation, is_complete, recommend, score
from kiosk.domain.plans import Category
from tests.domain.story import ANSWERS, QUESTIONNAIRE, plan, theme

INSIDE, OUTSIDE = QUESTIONNAIRE.themes
PLANS = (
    plan("b-stock", 60_000),
    plan("a-books", 9_600),
    plan("adverts", 12_000, category=Category.MARKETING),
    plan("shop", 12_000, category=Category.ONLINE_SHOP),
)


def answers(inside: int, outside: int) -> dict[str, int]:
    return {key: inside if key.startswith("inside") else outside for key in ANSWERS}


def test_complete_is_every_question_and_nothing_else() -> None:
    assert is_complete(QUESTIONNAIRE, ANSWERS)
    assert not is_complete(QUESTIONNAIRE, {})
    assert not is_complete(QUESTIONNAIRE, {**ANSWERS, "another": 1})
    assert not is_complete(QUESTIONNAIRE, {**ANSWERS, "inside_1": 5})
    assert not is_complete(QUESTIONNAIRE, {**ANSWERS, "inside_1": -1})


@pytest.mark.parametrize(
    ("inside", "outside", "expected"),
    [
        (0, 4, {"inside": 0, "outside": 100}),
        (1, 3, {"inside": 25, "outside": 75}),
        (2, 2, {"inside": 50, "outside": 50}),
    ],
)
def test_scores(inside: int, outside: int, expected: dict[str, int]) -> None:
    assert score(QUESTIONNAIRE, answers(inside, outside)) == expected


def test_a_score_is_rounded_down() -> None:
    assert score(QUESTIONNAIRE, {**answers(0, 0), "inside_1": 1})["inside"] == 8


def test_the_weakest_theme_comes_first_with_its_reason() -> None:
    assert recommend(QUESTIONNAIRE, {"inside": 50, "outside": 25}, PLANS) == (
        Recommendation(PLANS[2], OUTSIDE, 25, ("marketing",)),
        Recommendation(PLANS[1], INSIDE, 50, ("management",)),
        Recommendation(PLANS[0], INSIDE, 50, ("management",)),
    )


def test_the_reason_names_the_kinds_that_help_and_no_others() -> None:
    """A plan of stock and books helps who lacks books by its books alone; one of e-mail does not help."""
    books = Questionnaire("books", (theme("accounts", "books", "invoices"),))
    both, other = (
        replace(PLANS[0], kinds=("stock", "books")),
        replace(PLANS[1], kinds=("newsletters",)),
    )
    assert recommend(books, {"accounts": 0}, (both, other)) == (
        Recommendation(both, books.themes[0], 0, ("books",)),
    )


def test_a_plan_that_helps_two_themes_is_recommended_for_the_weaker_one() -> None:
    both = Questionnaire("both", (theme("first", Category.MANAGEMENT), theme("second", Category.MANAGEMENT)))
    for scores, weaker in (({"first": 25, "second": 50}, 0), ({"first": 50, "second": 25}, 1)):
        (found,) = recommend(both, scores, PLANS[:1])
        assert found == Recommendation(PLANS[0], both.themes[weaker], 25, ("management",))


def test_full_marks_ask_for_nothing() -> None:
    assert recommend(QUESTIONNAIRE, {"inside": 100, "outside": 100}, PLANS) == ()


@given(st.dictionaries(st.sampled_from(sorted(ANSWERS)), st.integers(0, 4), min_size=6))
def test_each_plan_is_recommended_once(given_answers: dict[str, int]) -> None:
    scores = score(QUESTIONNAIRE, given_answers)
    found = recommend(QUESTIONNAIRE, scores, PLANS)
    assert len({each.plan.terms.plan_id for each in found}) == len(found)
    assert [each.score for each in found] == sorted(each.score for each in found)
    for each in found:
        assert each.kinds
        assert set(each.kinds) <= set(each.theme.kinds) & set(each.plan.kinds)
        assert each.score == scores[each.theme.theme_id] < 100
