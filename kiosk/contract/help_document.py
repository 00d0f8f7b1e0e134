"""The document `help`: questions, what to bring, how to get a card, 關於本計畫, 如何申請, 轉型攻略."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from string import Formatter
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from kiosk.contract.documents import DocumentInvalid
from kiosk.domain.founding.rules import Term
from kiosk.domain.plans import Category
from kiosk.domain.programme import Figures

HELP = "help"
"""The document's name; it is also the file `help.toml` of `resources/`."""

_FIGURES = frozenset(field.name for field in fields(Figures))
_HOUR = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"


@dataclass(frozen=True, slots=True)
class Question:
    """A question under its topic, and the answer."""

    topic: Term
    question: Term
    answer: Term


@dataclass(frozen=True, slots=True)
class Link:
    """Where to read on."""

    name: Term
    url: str


@dataclass(frozen=True, slots=True)
class CardWay:
    """How to get a card of this kind."""

    name: Term
    steps: tuple[Term, ...]
    url: str


@dataclass(frozen=True, slots=True)
class MobileStep:
    """A step in setting up 行動自然人憑證; `url` to be scanned where there is one."""

    step: Term
    url: str = ""


@dataclass(frozen=True, slots=True)
class Announced:
    """A day (Asia/Taipei) on which the hotline keeps these hours, "HH:MM"; empty: it is closed."""

    day: date
    opens: str
    closes: str
    note: Term


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading and its text."""

    title: Term
    text: Term


class Stage(StrEnum):
    """The brochure's four steps of 如何申請."""

    JOIN = "join"
    POINTS = "points"
    ORDER = "order"
    PAY = "pay"


@dataclass(frozen=True, slots=True)
class ApplyStep:
    """One of the four, and what it needs."""

    step: Stage
    title: Term
    text: Term
    bring: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class TransformationGuide:
    """轉型攻略 of a category: what it does for a cooperative, what to look for."""

    category: Category
    does: Term
    look_for: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class HelpTexts:
    """All of it. Texts may name figures of the programme in braces, as {grant}."""

    questions: tuple[Question, ...]
    bring: tuple[Term, ...]
    links: tuple[Link, ...]
    cards: tuple[CardWay, ...]
    mobile: tuple[MobileStep, ...]
    about: tuple[Passage, ...]
    apply: tuple[ApplyStep, ...]
    guides: tuple[TransformationGuide, ...]
    announced: tuple[Announced, ...] = ()

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")


_HELP: TypeAdapter[HelpTexts] = TypeAdapter(HelpTexts)


def parse_help(content: bytes) -> HelpTexts:
    """The texts as central's document or the file of that name says. Raises `DocumentInvalid`."""
    try:
        values = tomllib.loads(content.decode())
        texts = _HELP.validate_python(values)
    except ValidationError as error:
        places = sorted({".".join(map(str, one["loc"])) for one in error.errors(include_input=False)})
        raise DocumentInvalid(f"help.toml: {', '.join(places[:5])}") from None
    except ValueError as error:
        raise DocumentInvalid(f"help.toml: {type(error).__name__}") from None
    for fault in _faults(texts, _strings(values)):
        raise DocumentInvalid(f"help.toml: {fault}")
    return texts


def _faults(texts: HelpTexts, every: Iterator[str]) -> Iterator[str]:
    if tuple(one.step for one in texts.apply) != tuple(Stage):
        yield "apply: not the four steps in their order"
    if sorted(one.category for one in texts.guides) != sorted(Category):
        yield "guides: not one for each category"
    urls = (
        *(one.url for one in texts.links), *(one.url for one in texts.cards),
        *(one.url for one in texts.mobile if one.url),
    )  # fmt: skip
    if not all(url.startswith("https://") for url in urls):
        yield "url: not https"
    if not all(map(_has_hours, texts.announced)):
        yield "announced: hours"
    for text in every:
        if not _names_figures(text):
            yield f"a figure that there is not, in: {text[:20]}"


def _names_figures(text: str) -> bool:
    """Whether what stands in braces is the plain name of a figure, so that every text can be filled in."""
    try:
        named = [piece[1:] for piece in Formatter().parse(text) if piece[1] is not None]
    except ValueError:
        return False
    return all(name in _FIGURES and not spec and conversion is None for name, spec, conversion in named)


def _has_hours(one: Announced) -> bool:
    if not one.opens and not one.closes:
        return True
    return bool(re.fullmatch(_HOUR, one.opens) and re.fullmatch(_HOUR, one.closes)) and one.opens < one.closes


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
