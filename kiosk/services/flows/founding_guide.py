"""如何設立合作社: the brochure's five steps, with the dates that follow from the days entered.

Nothing of it is kept: it holds nobody's data, and a founding case keeps what shall last.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kiosk.domain.calendar import taipei_day
from kiosk.domain.founding.case import Case
from kiosk.domain.founding.case import Step as CaseStep
from kiosk.domain.founding.cooperative import authority_of
from kiosk.domain.founding.guide import Guide, GuidePart, Part
from kiosk.domain.founding.rules import FoundingRules
from kiosk.services.flows.flow import Flow, Route, Step
from kiosk.services.flows.services import Services


@dataclass(frozen=True, slots=True)
class PartAnswered:
    """What was entered at a step: counties of the area (at the first), days by what happened on them."""

    days: Mapping[CaseStep, date] = field(default_factory=dict)
    area: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GuideScene:
    """What a step shows. `case` holds the area and the days entered so far; `on` is today in Asia/Taipei."""

    part: GuidePart
    guide: Guide
    rules: FoundingRules
    case: Case
    on: date

    @property
    def authority(self) -> str | None:
        """The authority for the area entered; None before there is one."""
        return authority_of(self.case, self.rules)


ROUTE = Route(
    "founding_guide",
    tuple(
        Step(part.value, place, PartAnswered, following, kept=False)
        for place, (part, following) in enumerate(zip(Part, [*list(Part)[1:], ""], strict=True))
    ),
)


class FoundingGuide(Flow):
    """The guide, step by step; at its end one comes back to the page of founding."""

    def __init__(self, services: Services) -> None:
        super().__init__(ROUTE, services.drafts, "founding-guide")
        self._services = services

    @property
    def membership_id(self) -> str:
        """It is about no membership."""
        return ""

    @property
    def leads_to(self) -> tuple[str, str]:
        """Back to the page of founding."""
        return "founding", ""

    def scene(self) -> GuideScene:
        """What the present step shows."""
        founding = self._services.founding
        part = next(one for one in founding.guide.parts if one.part == self.step.name)
        return GuideScene(
            part, founding.guide, founding.rules, self.entered, taipei_day(self._services.clock())
        )

    @property
    def entered(self) -> Case:
        """What was entered at all steps so far: the area, and the days."""
        days: dict[CaseStep, date | None] = {}
        area: tuple[str, ...] = ()
        for step in self.route.steps:
            answered = self.answer(step.name, PartAnswered)
            if answered is not None:
                days.update(answered.days)
                area = answered.area or area
        return Case(area=area, days=days)

    def _perform(self, answer: PartAnswered) -> None:
        """Nothing is brought about: the guide only tells."""
