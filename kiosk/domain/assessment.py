"""數位自評檢測: eight themes, a score for each, and the plans that fit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kiosk.domain.plans import Category, Plan

BEST_ANSWER = 4


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
    """One of the brochure's eight themes; `categories` are the kinds of tools that help where it is weak."""

    theme_id: str
    name: str
    name_en: str
    categories: tuple[Category, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The questions of one version; the wording is ours (docs/rules: self-assessment)."""

    version: str
    themes: tuple[Theme, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A plan that fits, because `theme` scored `score` of 100."""

    plan: Plan
    theme: Theme
    score: int


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
    """Plans that help, those for the weakest theme first; each plan once, with the theme it helps most.

    A theme with full marks asks for nothing.
    """
    weakest_first = sorted(questionnaire.themes, key=lambda theme: scores[theme.theme_id])
    needed: dict[Category, Theme] = {}
    for theme in weakest_first:
        if scores[theme.theme_id] < 100:  # noqa: PLR2004 - full marks
            for category in theme.categories:
                needed.setdefault(category, theme)
    fitting = [
        Recommendation(plan, needed[plan.category], scores[needed[plan.category].theme_id])
        for plan in plans
        if plan.category in needed
    ]
    return tuple(sorted(fitting, key=lambda found: (found.score, found.plan.terms.plan_id)))
