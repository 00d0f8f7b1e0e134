"""What of the programme changes from day to day, as documents: pauses, budget, the calendar's exceptions.

Central gives them out beside the programme's figures; each takes the place of what the figures say.
"""

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as strict_dataclass

from kiosk.contract.document_checks import faults_in_days, faults_in_pauses
from kiosk.contract.documents import DocumentInvalid
from kiosk.domain.calendar import WorkCalendar
from kiosk.domain.programme import Pause, Programme

LIMITS, CALENDAR = "limits", "calendar"
"""The names that these documents bear."""


@strict_dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Limits:
    """What holds grants back: pauses, and of the budget (points; None: no limit) how much is out."""

    pauses: tuple[Pause, ...]
    budget: int | None
    points_out: int

    def of(self, programme: Programme) -> Programme:
        """`programme` within these limits."""
        return replace(programme, pauses=self.pauses, budget=self.budget, points_out=self.points_out)


@dataclass(frozen=True, slots=True)
class _Days:
    closed: frozenset[date]
    opened: frozenset[date]


_LIMITS, _CALENDAR = TypeAdapter(Limits), TypeAdapter(_Days)


def limits_document(limits: Limits) -> bytes:
    """The document `limits`: JSON, the same bytes for the same limits."""
    return json.dumps(_LIMITS.dump_python(limits, mode="json"), sort_keys=True).encode()


def parse_limits(content: bytes) -> Limits:
    """What the document `limits` says. Raises `DocumentInvalid`."""
    try:
        limits = _LIMITS.validate_json(content)
    except ValidationError as error:
        raise DocumentInvalid(f"{LIMITS}: {_places(error)}") from None
    _require_none(LIMITS, faults_in_pauses(limits.pauses, limits.budget))
    return limits


def parse_calendar(content: bytes) -> WorkCalendar:
    """What the document `calendar` says (TOML: `closed` and `opened` days). Raises `DocumentInvalid`."""
    try:
        days: _Days = _CALENDAR.validate_python(tomllib.loads(content.decode()))
    except ValidationError as error:
        raise DocumentInvalid(f"{CALENDAR}: {_places(error)}") from None
    except ValueError as error:  # no UTF-8, no TOML
        raise DocumentInvalid(f"{CALENDAR}: {error}") from error
    _require_none(CALENDAR, faults_in_days(days.closed, days.opened))
    return WorkCalendar(days.closed, days.opened)


def require_kept_versions(new: Programme, before: Programme) -> None:
    """Orders are reckoned by the version they were placed under: it must stay to be looked up.

    Raises `DocumentInvalid`.
    """
    gone = sorted({one.version for one in before.versions} - {one.version for one in new.versions})
    _require_none("programme.toml", [f"figures: version {version} is gone" for version in gone])


def _places(error: ValidationError) -> str:
    details: list[Any] = error.errors(include_input=False)
    return ", ".join(".".join(map(str, detail["loc"])) or detail["type"] for detail in details)


def _require_none(name: str, faults: Iterable[str]) -> None:
    found = "; ".join(faults)
    if found:
        raise DocumentInvalid(f"{name}: {found}")
