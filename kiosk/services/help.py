"""諮詢: whom to ask and whether they answer now, what is asked most often, what to bring. Works offline."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from kiosk.contract.api import Contact
from kiosk.domain.calendar import TAIPEI
from kiosk.domain.founding.rules import Term


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
class Help:
    """All that helps. `open_now`: the hotline answers at this moment."""

    contact: Contact
    open_now: bool
    questions: tuple[Question, ...]
    bring: tuple[Term, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class _Texts:
    questions: tuple[Question, ...]
    bring: tuple[Term, ...]
    links: tuple[Link, ...]


def read_help(folder: Path, now: datetime) -> Help:
    """From `help.toml` and `contact.toml` in `folder`, as of `now` (UTC)."""
    texts: _Texts = TypeAdapter(_Texts).validate_python(tomllib.loads(_text(folder / "help.toml")))
    contact = Contact.model_validate(tomllib.loads(_text(folder / "contact.toml")))
    return Help(contact, is_open(contact, now), texts.questions, texts.bring, texts.links)


def is_open(contact: Contact, now: datetime) -> bool:
    """Whether it is within the hours of the hotline at `now` (UTC); holidays are as announced elsewhere."""
    here = now.astimezone(TAIPEI)
    hours = contact.hours
    return here.isoweekday() in hours.days and hours.opens <= f"{here:%H:%M}" < hours.closes


def found_in(questions: tuple[Question, ...], words: str) -> tuple[Question, ...]:
    """The questions in which each of these words stands, in either language; all where there are none."""
    wanted = words.lower().split()
    return tuple(one for one in questions if all(word in _searched(one) for word in wanted))


def _searched(one: Question) -> str:
    terms = (one.topic, one.question, one.answer)
    return " ".join(f"{term.zh} {term.en}" for term in terms).lower()


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
