"""申請專家服務: the themes one wants advice on, weakest first, and when; no signature is asked for.

The membership keeps which themes are wanted; the help desk gets a request to answer (`kiosk.domain.inquiry`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from kiosk.domain.assessment import Theme
from kiosk.domain.calendar import taipei_day
from kiosk.domain.commands import RequestExpert
from kiosk.domain.inquiry import Period, SendInquiry, Subject
from kiosk.domain.membership import Contact
from kiosk.services.drafts import Draft
from kiosk.services.flows.flow import Flow, Route, Step
from kiosk.services.flows.services import Services
from kiosk.services.membership_view import MembershipView


@dataclass(frozen=True, slots=True)
class ThemesChosen:
    """The themes to be advised on (ids, at least one), when one can best be reached, and more words."""

    themes: tuple[str, ...]
    preferred_on: date | None = None
    preferred_period: Period = Period.ANY
    words: str = ""


@dataclass(frozen=True, slots=True)
class ExpertScene:
    """What a step shows: the themes, weakest first once assessed (`scores`, 0 to 100), and those chosen.

    `command_id` is the request's, once it is made.
    """

    step: str
    themes: tuple[Theme, ...]
    scores: Mapping[str, int]
    chosen: ThemesChosen
    today: date
    contact: Contact | None
    view: MembershipView
    command_id: str


ROUTE = Route(
    "expert",
    (
        Step("themes", 0, ThemesChosen, "done", seals=True),
        Step("done", 1, type(None), "", kept=False),
    ),
)


class ExpertRequesting(Flow):
    """A request for an expert in the making. Submits RequestExpert with the themes."""

    def __init__(self, services: Services, membership_id: str) -> None:
        super().__init__(ROUTE, services.drafts, f"expert-{uuid4()}")
        self._services = services
        self._membership_id = membership_id
        self._command_id = ""

    @property
    def membership_id(self) -> str:
        """The membership that asks."""
        return self._membership_id

    def resume(self, draft: Draft) -> None:
        """Go on where `draft` was left."""
        super().resume(draft)
        self.draft_id = draft.draft_id

    def scene(self) -> ExpertScene:
        """What the present step shows."""
        view = self._services.desk.view(self._membership_id)
        scores = view.shown.assessment.scores if view.shown.assessment is not None else {}
        themes = self._services.programme.questionnaire.themes
        chosen = self.answer("themes", ThemesChosen)
        return ExpertScene(
            step=self.step.name,
            themes=tuple(sorted(themes, key=lambda theme: scores.get(theme.theme_id, 0))),
            scores=scores,
            chosen=chosen or ThemesChosen(()),
            today=taipei_day(self._services.clock()),
            contact=view.shown.contact,
            view=view,
            command_id=self._command_id,
        )

    def _perform(self, answer: ThemesChosen) -> None:
        statement = self._services.desk.prepare(self._membership_id, RequestExpert(answer.themes))
        asked = SendInquiry(
            subject=Subject.CONSULTANT,
            text=answer.words,
            page="expert.themes",
            membership_id=self._membership_id,
            email="",
            themes=answer.themes,
            preferred_on=answer.preferred_on,
            preferred_period=answer.preferred_period,
        )
        keeping = self._services.inquiries.keeping(asked)
        self._services.desk.submit(statement, None, finishes_draft=self.draft_id, beside=keeping)
        self._command_id = statement.command_id
