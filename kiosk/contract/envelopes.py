"""How commands go up and events come down."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import to_jsonable_python

from kiosk.contract.codec import Json, canonical, sha256

FIRST_IN_CHAIN = "0" * 64
_Uuid = Annotated[str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_DEEPEST = 16
_FIRST_YEAR, _LAST_YEAR = 2, 9998  # Python's calendar, less a day at each end for the zones
MOST_IN_CHAIN = 2**53 - 1  # RFC 8785: what a double holds exactly


def _shallow(body: Json) -> Json:
    """`body`; ValueError for one that is nested beyond all use."""
    _require_shallow(body, _DEEPEST)
    return body


def _with_canonical_bytes(body: Json) -> Json:
    """`body`, which has one byte form; ValueError for one that has none, or is nested beyond all use."""
    canonical(_shallow(body))
    return body


def _require_shallow(value: Json | list[Any], levels: int) -> None:
    for each in value.values() if isinstance(value, dict) else value:
        if levels == 1:
            raise ValueError("nested too deep")
        if isinstance(each, dict | list):
            _require_shallow(each, levels - 1)


_Body = Annotated[dict[str, Any], AfterValidator(_with_canonical_bytes)]


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Canonical(_Wire):
    """What is written once: its bytes are checked, hashed, signed, compared and kept."""

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, which is written anew."""
        copied = super().model_copy(update=update, deep=deep)
        vars(copied).pop("written", None)
        return copied


def _on_every_calendar(at: datetime) -> datetime:
    """`at`; ValueError for a moment whose day, somewhere on earth, no calendar of ours has."""
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise ValueError("beyond all calendars")
    return at


class Statement(_Canonical):
    """The part of a command that the holder signs: what is asked, of which membership, when (UTC)."""

    command_id: _Uuid
    membership_id: _Uuid
    issued_at: Annotated[AwareDatetime, AfterValidator(_on_every_calendar)]
    kind: Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,40}$")]
    body: Annotated[dict[str, Any], AfterValidator(_shallow)]

    @model_validator(mode="after")
    def _has_a_byte_form(self) -> Self:
        self.canonical_bytes()
        return self

    @cached_property
    def written(self) -> bytes:
        """`canonical_bytes`: the body's stand first among them."""
        others = {
            "command_id": self.command_id,
            "membership_id": self.membership_id,
            "issued_at": to_jsonable_python(self.issued_at),
            "kind": self.kind,
        }
        return b'{"body":%b,%b' % (canonical(self.body), canonical(others)[1:])

    def canonical_bytes(self) -> bytes:
        """The bytes a holder's signature covers."""
        return self.written


class CommandEnvelope(_Canonical):
    """A command on its way: its id is the idempotency key, `device_seq` has no gaps, `previous` chains."""

    statement: Statement
    device_id: _Uuid
    device_seq: Annotated[int, Field(ge=1, le=MOST_IN_CHAIN)]
    previous: Hash
    signature: Annotated[str | None, Field(max_length=32_768)]

    @cached_property
    def written(self) -> bytes:
        """`canonical_bytes`: the statement's stand last among them, as they are."""
        others = {
            "device_id": self.device_id,
            "device_seq": self.device_seq,
            "previous": self.previous,
            "signature": self.signature,
        }
        return b'%b,"statement":%b}' % (canonical(others)[:-1], self.statement.canonical_bytes())

    def canonical_bytes(self) -> bytes:
        """The bytes that tell whether two sendings are the same; the next `previous` hashes them."""
        return self.written

    def chain_hash(self) -> str:
        """What the next command of the device has as `previous`."""
        return sha256(self.canonical_bytes())


class EventEnvelope(_Wire):
    """Something that happened: `membership_seq` counts from 1 without gaps; `command_id` brought it about."""

    event_id: _Uuid
    membership_id: _Uuid
    membership_seq: Annotated[int, Field(ge=1)]
    command_id: _Uuid
    recorded_at: AwareDatetime
    kind: str
    body: _Body
