"""What founding is measured by: figures, words and articles, as `resources/founding.toml` says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.founding.case import Business, Liability
from kiosk.domain.founding.findings import Finding, What


class Severity(StrEnum):
    """How much a finding weighs: not entered yet, against a rule, or worth knowing."""

    MISSING = "missing"
    BROKEN = "broken"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class FoundingFigures:
    """The law's figures: people, NT$, percent, years, months and days (`sources` says where each stands)."""

    founders_at_least: int
    adult_years: int
    share_value_least: int
    share_value_most: int
    shares_at_least: int
    shares_percent_most: int
    first_payment_parts: int
    directors_at_least: int
    supervisors_at_least: int
    directors_per_supervisor: int
    holders_per_alternate: int
    term_years_most: int
    chairs_days: int
    register_months: int
    decision_days: int
    business_months: int


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the law and its English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class BusinessTerm(Term):
    """A business by name; `apart` where it goes with no other (合作社法 §3)."""

    apart: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """An item (款) of the articles or the register: for one liability only, or only if there is any."""

    zh: str
    en: str
    only_for: Liability | None = None
    if_any: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What is found, and what would satisfy the rule. Places in braces are filled in."""

    title: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one kind of finding: its weight, its article, the article of its fine, its words."""

    severity: Severity
    article: str
    zh: Told
    en: Told
    fine: str | None = None


@dataclass(frozen=True, slots=True)
class FoundingRules:
    """All that the checks look up. `articles` and `register` are in the order of their numbers, from 1.

    `words` names the places of a case; {number} in them counts lines from 1.
    """

    local_authority: str
    central_authority: str
    counties: tuple[str, ...]
    figures: FoundingFigures
    sources: Mapping[str, str]
    liabilities: Mapping[Liability, Term]
    businesses: Mapping[Business, BusinessTerm]
    articles: tuple[Item, ...]
    register: tuple[Item, ...]
    words: Mapping[str, Term]
    findings: Mapping[What, Entry]

    def is_ready(self, findings: Iterable[Finding]) -> bool:
        """Whether nothing is missing and no rule broken: what is left are reminders."""
        return all(self.findings[one.what].severity is Severity.REMINDER for one in findings)
