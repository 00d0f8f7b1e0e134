"""Findings in words, for people."""

from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any

from kiosk.domain.founding.case import Attendance, Boards, Case, Member, Step
from kiosk.domain.founding.findings import Finding, Value, What
from kiosk.domain.founding.rules import FoundingRules, Term, Told


def places() -> tuple[str, ...]:
    """All places of a case that a finding can name, and what stands in a line of a list ("#")."""
    parts = {"boards": Boards, "attendance": Attendance}
    names = [field.name for field in fields(Case) if field.name not in {*parts, "days"}]
    return (
        *names,
        *(f"{name}.#" for name in ("founders", "members")),
        *(f"#.{field.name}" for field in fields(Member)),
        *(f"{part}.{field.name}" for part, kind in parts.items() for field in fields(kind)),
        *(f"days.{step.value}" for step in Step),
    )


class Language(StrEnum):
    """A language that findings are told in."""

    ZH = "zh"
    EN = "en"


class Wording:
    """Tells findings in one language, in the words of the rules."""

    def __init__(self, rules: FoundingRules, language: Language) -> None:
        kinds: tuple[Mapping[Any, Term], ...] = (rules.liabilities, rules.businesses)
        self._places: dict[str, str] = {
            place: getattr(term, language) for place, term in rules.words.items()
        }
        self._values: dict[str, str] = {
            str(kind): getattr(term, language) for terms in kinds for kind, term in terms.items()
        }
        self._told: dict[What, Told] = {
            what: getattr(entry, language) for what, entry in rules.findings.items()
        }
        self._figures = rules.figures
        self._comma = "、" if language is Language.ZH else ", "

    def told(self, finding: Finding) -> Told:
        """The finding and its remedy, with place, values and deadline filled in."""
        told = self._told[finding.what]
        values: dict[str, object] = {
            "place": self._place(finding.place),
            "found": self._value(finding.found),
            "needed": self._value(finding.needed),
            "due": self._value(finding.due),
            "figures": self._figures,
        }
        title = told.title.format_map(values)
        return Told(title[:1].upper() + title[1:], told.remedy.format_map(values))

    def _place(self, place: str) -> str:
        """The place by its name; a line of a list by its number, as "members.17" is 社員第 18 位."""
        name, _, line = place.partition(".")
        if line.isdigit():
            return self._places[f"{name}.#"].format(number=int(line) + 1)
        return self._places[place]

    def _value(self, value: Value) -> str:
        if isinstance(value, tuple):
            return self._comma.join(self._word(str(one)) for one in value)
        if isinstance(value, int):
            return f"{value:,}"
        return "—" if value is None else str(value)

    def _word(self, one: str) -> str:
        """A kind of liability or business, what a person's line lacks, or the word itself."""
        return self._values.get(one) or self._places.get(f"#.{one}", one)
