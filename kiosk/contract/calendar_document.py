"""The document `calendar`: days on which offices work, or do not, against the printed calendar.

TOML: `days = [{ day = 2026-07-10, working = false, reason = "颱風停班" }]`. It holds every such day, and
takes the place of `closed` and `opened` in the document `programme`. All of Taiwan has the same days.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Strict, TypeAdapter

from kiosk.contract.document_form import read_form
from kiosk.contract.documents import DocumentInvalid
from kiosk.domain.calendar import WorkCalendar

_NAME = "calendar"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day (Asia/Taipei), whether offices work on it, and why; the reason may be empty."""

    day: Annotated[date, Strict()]
    working: Annotated[bool, Strict()]
    reason: str

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class _Calendar:
    days: tuple[CalendarDay, ...]

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")


_CALENDAR = TypeAdapter(_Calendar)


def read_calendar(content: bytes) -> tuple[CalendarDay, ...]:
    """The days that the document tells. Raises `DocumentInvalid`, also for a day that is told twice."""
    days: tuple[CalendarDay, ...] = read_form(_NAME, content, tomllib.loads, _CALENDAR).days
    seen: set[date] = set()
    for index, one in enumerate(days):
        if one.day in seen:
            raise DocumentInvalid(f"{_NAME}: days.{index}.day: {one.day} a second time")
        seen.add(one.day)
    return days


def work_calendar(days: Iterable[CalendarDay]) -> WorkCalendar:
    """The working days as these days have changed them."""
    told = tuple(days)
    return WorkCalendar(
        closed=frozenset(one.day for one in told if not one.working),
        opened=frozenset(one.day for one in told if one.working),
    )
