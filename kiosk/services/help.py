"""諮詢, 關於本計畫 and 如何申請: whether the hotline answers now, what is found, how far one is."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from kiosk.contract.api import Contact
from kiosk.contract.help_document import (
    HELP,
    Announced,
    ApplyStep,
    HelpTexts,
    Question,
    Stage,
    TransformationGuide,
    parse_help,
)
from kiosk.domain.calendar import TAIPEI, taipei_day
from kiosk.domain.founding.rules import Term
from kiosk.domain.membership import OrderState
from kiosk.domain.programme import Programme
from kiosk.services.overview import Overview
from kiosk.services.search_words import plain, words_in

__all__ = [
    "Announced",
    "ApplyStep",
    "Help",
    "HelpTexts",
    "Hours",
    "Progress",
    "Question",
    "Stage",
    "TransformationGuide",
    "figures_of",
    "found_in",
    "hours_at",
    "progress_of",
    "read_help",
    "shipped_texts",
]

_PAID = {OrderState.PAID, OrderState.IN_SERVICE, OrderState.COMPLETED, OrderState.REFUNDED}


@dataclass(frozen=True, slots=True)
class Hours:
    """The hotline's hours on one day, "HH:MM" (empty: closed); `note` says why they differ."""

    opens: str
    closes: str
    note: Term | None
    open_now: bool


@dataclass(frozen=True, slots=True)
class Help:
    """All that helps. `today` has the hotline's hours of this day, `announced` the other days told ahead."""

    contact: Contact
    texts: HelpTexts
    today: Hours
    announced: tuple[Announced, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """Which of the four steps this membership has done, and which is next; None where all are."""

    done: frozenset[Stage]

    @property
    def next(self) -> Stage | None:
        """The first that is not done."""
        return next((stage for stage in Stage if stage not in self.done), None)


def shipped_texts(folder: Path) -> HelpTexts:
    """What came with the program, as long as central has given nothing. Raises OSError, `DocumentInvalid`."""
    return parse_help((folder / f"{HELP}.toml").read_bytes())


def read_help(folder: Path, now: datetime, texts: HelpTexts | None = None) -> Help:
    """As of `now` (UTC): `texts`, else those that came with the program, and `contact.toml` of `folder`."""
    texts = shipped_texts(folder) if texts is None else texts
    contact = Contact.model_validate(tomllib.loads((folder / "contact.toml").read_text(encoding="utf-8")))
    today = taipei_day(now)
    ahead = tuple(sorted((one for one in texts.announced if one.day > today), key=lambda one: one.day))
    return Help(contact, texts, hours_at(contact, texts.announced, now), ahead)


def hours_at(contact: Contact, announced: tuple[Announced, ...], now: datetime) -> Hours:
    """The hours of the day of `now` (UTC): as announced, else the usual ones (brochure: 線上服務時段)."""
    here, usual = now.astimezone(TAIPEI), contact.hours
    told = next((one for one in announced if one.day == here.date()), None)
    if told is not None:
        opens, closes, note = told.opens, told.closes, told.note
    elif here.isoweekday() in usual.days:
        opens, closes, note = usual.opens, usual.closes, None
    else:
        opens, closes, note = "", "", None
    return Hours(opens, closes, note, bool(opens) and opens <= f"{here:%H:%M}" < closes)


def found_in(questions: tuple[Question, ...], words: str) -> tuple[Question, ...]:
    """The questions in which each of these words stands, in either language; all where there are none.

    With or without a space, as PIN碼 for PIN 碼.
    """
    wanted = words_in(words)
    return tuple(one for one in questions if all(word in _searched(one) for word in wanted))


def figures_of(programme: Programme, now: datetime) -> Mapping[str, object]:
    """What stands for the figures that texts name, at `now` (UTC)."""
    figures = programme.figures_on(taipei_day(now))
    return {**asdict(figures), "grant": f"{figures.grant:,}"}


def progress_of(seen: Overview | None) -> Progress | None:
    """How far a member is with the four steps; None where nobody is known."""
    if seen is None or seen.account is None:
        return None
    done = {
        Stage.JOIN: seen.account.email_confirmed,
        Stage.POINTS: seen.points is not None,
        Stage.ORDER: bool(seen.orders),
        Stage.PAY: any(order.state in _PAID for order in seen.orders),
    }
    return Progress(frozenset(stage for stage, is_done in done.items() if is_done))


def _searched(one: Question) -> str:
    terms = (one.topic, one.question, one.answer)
    return plain("\n".join(f"{term.zh}\n{term.en}" for term in terms)).replace(" ", "")
