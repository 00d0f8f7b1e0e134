"""The way to a cooperative in the brochure's five steps: what is told at each of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.founding.case import Step
from kiosk.domain.founding.rules import Term


class Part(StrEnum):
    """The five steps (brochure: 合作社設立程序)."""

    ORGANISE = "organise"  # 發起組織
    AUTHORITY = "authority"  # 主管機關受理申請
    PREPARATION = "preparation"  # 成立籌備會
    FOUNDING = "founding"  # 召開創立會
    REGISTRATION = "registration"  # 辦理登記、開展業務


class DeadlineName(StrEnum):
    """A last day, by its name in `steps.Deadlines`."""

    CHAIRS = "chairs_by"
    REGISTER = "register_by"
    DECISION = "decision_by"
    BUSINESS = "business_by"


@dataclass(frozen=True, slots=True)
class GuidePart:
    """One step: who does it, what is done, which papers and articles; the days one enters, what they set."""

    part: Part
    icon: str
    title: Term
    who: Term
    tasks: tuple[Term, ...]
    documents: tuple[Term, ...]
    articles: tuple[str, ...]
    days: tuple[Step, ...]
    deadlines: tuple[DeadlineName, ...] = ()


@dataclass(frozen=True, slots=True)
class GuideDeadline:
    """What has to be done by the last day, from when it is reckoned, and its article."""

    what: Term
    reckoned: Term
    article: str


@dataclass(frozen=True, slots=True)
class Law:
    """A law by its name, and where its text stands."""

    name: str
    url: str


def cited(laws: Iterable[Law], articles: Iterable[str]) -> tuple[Law, ...]:
    """Those of the laws that are cited in `articles` (合作社法 §8), in their order."""
    every = tuple(articles)
    return tuple(law for law in laws if any(f"{law.name} §" in one for one in every))


@dataclass(frozen=True, slots=True)
class Guide:
    """The whole guide. `telephones` are the desk's, as printed; `forms` says where the official forms are.

    `questions` ask for the items of the articles (合作社法 §9-1), in their order.
    """

    desk: Term
    telephones: tuple[str, ...]
    forms: Term
    portal: str
    laws: tuple[Law, ...]
    parts: tuple[GuidePart, ...]
    deadlines: Mapping[DeadlineName, GuideDeadline]
    questions: tuple[Term, ...]
