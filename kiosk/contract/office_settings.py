"""The document `settings`: what central sets for the kiosks of one office, and for single ones of them.

JSON: `{"office": "…", "changed_at": "2026-03-02T02:00:00Z", "settings": {"mode": "counter"}, "terminals":
{"T2": {"mode": "self-service", "log": "debug"}}}`. What neither says stays as the machine has it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, ConfigDict, Field, Strict, TypeAdapter

from kiosk.contract.document_form import read_form
from kiosk.contract.documents import DocumentInvalid

SETTINGS = "settings"
LONGEST_LOCK, LARGEST_SUM = 240, 1_000_000
"""Minutes, and NT$: what is beyond is a slip of the keyboard."""

NEVER_SET = datetime(1970, 1, 1, tzinfo=UTC)
"""`changed_at` of an office for which nothing was ever set."""


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """What central sets; None for what is left to the machine. `lock_after_minutes`: nobody touched anything.

    `second_person_from` is the sum (NT$, money and points together) of a refund that needs a second person.
    """

    mode: Literal["counter", "self-service", "field"] | None = None
    log: Literal["error", "warning", "info", "debug"] | None = None
    lock_after_minutes: Annotated[int, Strict(), Field(ge=1, le=LONGEST_LOCK)] | None = None
    second_person_from: Annotated[int, Strict(), Field(ge=0, le=LARGEST_SUM)] | None = None

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")

    @property
    def told(self) -> Mapping[str, str | int]:
        """What is set, by its name."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name)) is not None}


@dataclass(frozen=True, slots=True)
class _Document:
    office: str
    changed_at: AwareDatetime
    settings: OfficeSettings
    terminals: dict[str, OfficeSettings]

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class ToldSettings:
    """What holds for one kiosk, and when (UTC) anything of its office's settings was changed last."""

    changed_at: datetime
    settings: OfficeSettings


_DOCUMENT = TypeAdapter(_Document)
_ONE = TypeAdapter(OfficeSettings)


def parse_settings(values: Mapping[str, object]) -> OfficeSettings:
    """Settings by their names. Raises `DocumentInvalid` for an unknown one and a value that cannot be."""
    told: OfficeSettings = read_form(SETTINGS, json.dumps(values).encode(), json.loads, _ONE)
    return told


def write_settings(
    office: str, changed_at: datetime, settings: OfficeSettings, terminals: Mapping[str, OfficeSettings]
) -> bytes:
    """The document of an office."""
    told = _Document(office, changed_at, settings, dict(sorted(terminals.items())))
    return _DOCUMENT.dump_json(told, exclude_none=True)


def read_settings_document(content: bytes, office: str, terminal: str) -> ToldSettings:
    """What holds for this kiosk. Raises `DocumentInvalid`, also for another office's document."""
    told: _Document = read_form(SETTINGS, content, json.loads, _DOCUMENT)
    if told.office != office:
        raise DocumentInvalid(f"{SETTINGS}: office: another office's")
    own = told.terminals.get(terminal, OfficeSettings())
    return ToldSettings(told.changed_at, parse_settings({**told.settings.told, **own.told}))


def require_not_older(now: ToldSettings, before: ToldSettings | None) -> None:
    """What was signed once does not come back. Raises `DocumentInvalid`."""
    if before is not None and now.changed_at < before.changed_at:
        raise DocumentInvalid(f"{SETTINGS}: changed_at: older than what this kiosk has")
