"""自評: eight themes, one a page; then the picture, the plans that fit, and the points."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from kiosk.domain.assessment import Questionnaire, Recommendation, Theme, recommend
from kiosk.domain.calendar import taipei_day
from kiosk.domain.commands import CompleteAssessment
from kiosk.services.drafts import Draft
from kiosk.services.flows.flow import Flow, Route, Step
from kiosk.services.flows.member_papers import assessment_paper
from kiosk.services.flows.services import Services
from kiosk.services.membership_view import MembershipView


@dataclass(frozen=True, slots=True)
class ThemeAnswered:
    """The questions of one theme, each with 0 to 4."""

    answers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """A page that only tells was read."""


@dataclass(frozen=True, slots=True)
class AssessmentScene:
    """What a step shows: at a theme's step that `theme`, after the last the `scores` (0 to 100).

    `command_id` is the assessment's, once it is made.
    """

    step: str
    themes: tuple[Theme, ...]
    theme: Theme | None
    answered: Mapping[str, int]
    scores: Mapping[str, int]
    recommended: tuple[Recommendation, ...]
    today: date
    view: MembershipView
    command_id: str


def route_of(questionnaire: Questionnaire) -> Route:
    """A step for each theme, in order, then result, plans and points."""
    names = [theme.theme_id for theme in questionnaire.themes]
    following = [*names[1:], "result"]
    themes = (
        Step(name, 0, ThemeAnswered, after, seals=after == "result")
        for name, after in zip(names, following, strict=True)
    )
    return Route(
        "assessment",
        (
            *themes,
            Step("result", 1, Seen, "plans", kept=False),
            Step("plans", 2, Seen, "points", kept=False),
            Step("points", 3, type(None), "", kept=False),
        ),
    )


class Assessment(Flow):
    """A self-assessment in progress. Submits CompleteAssessment with the last theme."""

    def __init__(self, services: Services, membership_id: str) -> None:
        self._questionnaire = services.programme.questionnaire
        super().__init__(route_of(self._questionnaire), services.drafts, f"assessment-{uuid4()}")
        self._services = services
        self._membership_id = membership_id
        self._command_id = ""

    @property
    def membership_id(self) -> str:
        """The membership that assesses itself."""
        return self._membership_id

    def resume(self, draft: Draft) -> None:
        """Go on where `draft` was left."""
        super().resume(draft)
        self.draft_id = draft.draft_id

    def scene(self) -> AssessmentScene:
        """What the present step shows."""
        name = self.step.name
        view = self._services.desk.view(self._membership_id)
        done = view.shown.assessment
        scores = done.scores if done is not None and not self.step.kept else {}
        plans = self._services.programme.plans.values()
        answered = self.answer(name, ThemeAnswered)
        return AssessmentScene(
            step=name,
            themes=self._questionnaire.themes,
            theme=next((theme for theme in self._questionnaire.themes if theme.theme_id == name), None),
            answered=answered.answers if answered else {},
            scores=scores,
            recommended=recommend(self._questionnaire, scores, plans) if scores else (),
            today=taipei_day(self._services.clock()),
            view=view,
            command_id=self._command_id,
        )

    def _perform(self, answer: Any) -> None:
        if self.step.following == "result":
            self._submit(answer)

    def _submit(self, last: ThemeAnswered) -> None:
        answers = dict(last.answers)
        for theme in self._questionnaire.themes[:-1]:
            answers |= self.given(theme.theme_id, ThemeAnswered).answers
        command = CompleteAssessment(self._questionnaire.version, answers)
        statement = self._services.desk.prepare(self._membership_id, command)
        paper = assessment_paper(self._services.programme, training=self._services.training is not None)
        self._services.desk.submit(statement, None, finishes_draft=self.draft_id, paper=paper)
        self._command_id = statement.command_id
