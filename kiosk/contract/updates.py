"""The document `updates`: which version of the program the kiosks of an office are to have, and from when on.

JSON: `{"updates": [{"version": "1.2.0", "begins_at": "2026-03-02T02:00:00Z", "share": 10}]}`. An
announcement is for `share` per cent of the kiosks: always the same ones for a version, and a larger share has
all those of a smaller one.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import AwareDatetime, ConfigDict, Field, Strict, TypeAdapter

from kiosk.contract.document_form import read_form
from kiosk.contract.documents import DocumentInvalid

UPDATES = "updates"
_VERSION = re.compile(r"(0|[1-9]\d{0,5})(\.(0|[1-9]\d{0,5})){1,3}")
_ALL = 100


@dataclass(frozen=True, slots=True)
class Update:
    """A version that is announced: from `begins_at` (UTC) on, for `share` per cent of the kiosks."""

    version: str
    begins_at: AwareDatetime
    share: Annotated[int, Strict(), Field(ge=1, le=_ALL)]

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class _Updates:
    updates: tuple[Update, ...]

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")


_UPDATES = TypeAdapter(_Updates)


def is_version(text: str) -> bool:
    """Whether it is a version as our packages have them: two to four numbers."""
    return _VERSION.fullmatch(text) is not None


def version_order(version: str) -> tuple[int, ...]:
    """What versions are compared by; a text that is none comes before all of them."""
    if not is_version(version):
        return ()
    numbers = [int(number) for number in version.split(".")]
    return (*numbers, *(0,) * (4 - len(numbers)))


def write_updates(updates: Iterable[Update]) -> bytes:
    """The document."""
    return _UPDATES.dump_json(_Updates(tuple(updates)))


def read_updates(content: bytes) -> tuple[Update, ...]:
    """What is announced. Raises `DocumentInvalid`."""
    told: _Updates = read_form(UPDATES, content, json.loads, _UPDATES)
    for index, one in enumerate(told.updates):
        if not is_version(one.version):
            raise DocumentInvalid(f"{UPDATES}: updates.{index}.version: not one")
    return told.updates


def is_among(share: int, version: str, device_id: str) -> bool:
    """Whether a kiosk is among the first `share` per cent that get a version."""
    drawn = hashlib.sha256(f"{version} {device_id}".encode()).digest()
    return int.from_bytes(drawn[:8]) % _ALL < share


def due_update(updates: Iterable[Update], device_id: str, now: datetime) -> Update | None:
    """The newest version that this kiosk is to have by now (UTC); None where nothing is announced for it."""
    due = (one for one in updates if one.begins_at <= now and is_among(one.share, one.version, device_id))
    return max(due, key=lambda one: version_order(one.version), default=None)
