"""數位自評檢測: eight themes, a score for each, and the plans that fit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kiosk.domain.plans import Plan

BEST_ANSWER = 4
_FULL_MARKS = 100


@dataclass(frozen=True, slots=True)
class Question:
    """A question of one theme, answered 0 (nothing yet) to 4 (fully) by choosing the anchor that fits."""

    question_id: str
    text: str
    text_en: str
    anchors: tuple[str, ...]
    anchors_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """One of the brochure's eight themes; `kinds` are the kinds of tools that help where it is weak."""

    theme_id: str
    name: str
    name_en: str
    kinds: tuple[str, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The questions of one version; the wording is ours (docs/rules: self-assessment)."""

    version: str
    themes: tuple[Theme, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A plan that fits: `theme` scored `score` of 100, and `kinds` of the plan's tools help there."""

    plan: Plan
    theme: Theme
    score: int
    kinds: tuple[str, ...]


def is_complete(questionnaire: Questionnaire, answers: Mapping[str, int]) -> bool:
    """Whether every question, and nothing else, is answered with 0 to 4."""
    asked = {question.question_id for theme in questionnaire.themes for question in theme.questions}
    return answers.keys() == asked and all(0 <= answer <= BEST_ANSWER for answer in answers.values())


def score(questionnaire: Questionnaire, answers: Mapping[str, int]) -> dict[str, int]:
    """Points of 100 for each theme, rounded down. `answers` must be complete."""
    return {
        theme.theme_id: sum(answers[question.question_id] for question in theme.questions)
        * 100
        // (BEST_ANSWER * len(theme.questions))
        for theme in questionnaire.themes
    }


def recommend(
    questionnaire: Questionnaire, scores: Mapping[str, int], plans: Iterable[Plan]
) -> tuple[Recommendation, ...]:
    """Plans that help, those for the weakest theme first; each plan once, for the weakest theme it helps.

    A theme with full marks asks for nothing.
    """
    weak = [theme for theme in questionnaire.themes if scores[theme.theme_id] < _FULL_MARKS]
    weak.sort(key=lambda theme: scores[theme.theme_id])
    fitting = [found for plan in plans if (found := _fit(plan, weak, scores)) is not None]
    return tuple(sorted(fitting, key=lambda found: (found.score, found.plan.terms.plan_id)))


def _fit(plan: Plan, weakest_first: Iterable[Theme], scores: Mapping[str, int]) -> Recommendation | None:
    for theme in weakest_first:
        kinds = tuple(kind for kind in plan.kinds if kind in theme.kinds)
        if kinds:
            return Recommendation(plan, theme, scores[theme.theme_id], kinds)
    return None
