"""What `founding.toml` may say by its form but cannot mean: each place, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from enum import StrEnum
from string import Formatter
from typing import Any

from kiosk.domain.founding.case import Business, Liability
from kiosk.domain.founding.findings import What
from kiosk.domain.founding.rules import FoundingFigures, FoundingRules
from kiosk.domain.founding.wording import places

_FIGURES = {field.name for field in fields(FoundingFigures)}
_FILLED_IN = {"place", "found", "needed", "due", *(f"figures.{name}" for name in _FIGURES)}


def faults_in_founding(rules: FoundingRules) -> Iterator[str]:
    """Places whose figures cannot be, whose words are missing, whose braces nobody fills in: "place: why"."""
    yield from _figures(rules.figures)
    yield from _missing("sources", rules.sources, _FIGURES)
    for place, terms, kinds in (
        ("liabilities", rules.liabilities, Liability),
        ("businesses", rules.businesses, Business),
        ("findings", rules.findings, What),
    ):
        yield from _missing(place, terms, _values(kinds))
    yield from _missing("words", rules.words, set(places()))
    for place in ("counties", "articles", "register"):
        if not getattr(rules, place):
            yield f"{place}: none"
    yield from _texts("", asdict(rules))
    yield from _braces("local_authority", rules.local_authority, {"county"})
    for place, term in rules.words.items():
        filled_in = {"number"} if place.endswith(".#") else set()
        for language, text in asdict(term).items():
            yield from _braces(f"words.{place}.{language}", text, filled_in)
    for what, entry in rules.findings.items():
        for language, told in (("zh", entry.zh), ("en", entry.en)):
            for name, text in asdict(told).items():
                yield from _braces(f"findings.{what}.{language}.{name}", text, _FILLED_IN)


def _figures(figures: FoundingFigures) -> Iterator[str]:
    for name, figure in asdict(figures).items():
        if figure < 1:
            yield f"figures.{name}: less than 1"
    if figures.share_value_most < figures.share_value_least:
        yield "figures.share_value_most: less than share_value_least"
    if figures.shares_percent_most > 99:
        yield "figures.shares_percent_most: more than 99"


def _values(kinds: type[StrEnum]) -> set[str]:
    return {kind.value for kind in kinds}


def _missing(place: str, said: Mapping[Any, object], needed: set[str]) -> Iterator[str]:
    for name in sorted(needed - set(said)):
        yield f"{place}.{name}: missing"


def _texts(place: str, value: object) -> Iterator[str]:
    """Texts that say nothing, wherever they stand."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _texts(f"{place}.{key}", one)
    elif isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from _texts(f"{place}.{index}", one)
    elif isinstance(value, str) and not value.strip():
        yield f"{place.lstrip('.')}: empty"


def _braces(place: str, text: str, filled_in: set[str]) -> Iterator[str]:
    try:
        named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        named = {text}
    if not named <= filled_in:
        yield f"{place}: braces that nobody fills in"
