"""The document `staff`: who signs in at the kiosks of one office. Each office's devices get their own.

JSON: `{"office": "…", "staff": [{"staff_id": "a01", "name": "…", "role": "counter", "password_hash":
"$argon2id$…", "must_change": true, "disabled": false}]}`.
"""

import json
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Strict, TypeAdapter

from kiosk.contract.document_form import read_form
from kiosk.contract.documents import DocumentInvalid

_NAME = "staff"
STAFF_ID = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
"""What a `staff_id` looks like: easily typed, the same on every keyboard."""

_HASH = re.compile(r"\$argon2id\$v=\d+\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+")


class CounterRole(StrEnum):
    """What somebody does at a kiosk."""

    COUNTER = "counter"  # serves those who come
    SUPERVISOR = "supervisor"  # and opens and closes the shift, and looks after what went wrong
    TECHNICIAN = "technician"  # looks after the machine, not after cases


@dataclass(frozen=True, slots=True)
class StaffAccount:
    """An account of an office's kiosks; `staff_id` is what one types. A `disabled` one signs in nowhere.

    With `must_change` the password was made for one use: whoever signs in with it sets one of their own.
    """

    staff_id: str
    name: str
    role: CounterRole
    password_hash: str = field(repr=False)
    must_change: Annotated[bool, Strict()]
    disabled: Annotated[bool, Strict()]

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class _Staff:
    office: str
    staff: tuple[StaffAccount, ...]

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")


_STAFF = TypeAdapter(_Staff)


def read_staff(content: bytes, office: str) -> tuple[StaffAccount, ...]:
    """The accounts of `office`. Raises `DocumentInvalid`, also for another office's document."""
    told: _Staff = read_form(_NAME, content, json.loads, _STAFF)
    if told.office != office:
        raise DocumentInvalid(f"{_NAME}: office: another office's")
    seen: set[str] = set()
    for index, one in enumerate(told.staff):
        fault = _fault(one, seen)
        if fault:
            raise DocumentInvalid(f"{_NAME}: staff.{index}.{fault}")
        seen.add(one.staff_id)
    return told.staff


def _fault(one: StaffAccount, seen: set[str]) -> str:
    if not STAFF_ID.fullmatch(one.staff_id):
        return "staff_id: not one"
    if one.staff_id in seen:
        return "staff_id: a second time"
    if not one.name.strip():
        return "name: empty"
    return "" if _HASH.fullmatch(one.password_hash) else "password_hash: not of Argon2id"
