"""Commands and events as JSON values, and the bytes that are hashed and signed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any, get_args

import rfc8785
from pydantic import TypeAdapter, ValidationError

from kiosk.domain.commands import Command
from kiosk.domain.events import Event
from kiosk.domain.identity import HolderId

Json = dict[str, Any]


class Malformed(Exception):
    """Something received does not have the form it claims to have."""


_COMMANDS: dict[str, type[Command]] = {kind.kind: kind for kind in get_args(Command)}
_EVENTS: dict[str, type[Event]] = {kind.kind: kind for kind in get_args(Event)}
_ADAPTERS: dict[type, TypeAdapter[Any]] = {
    kind: TypeAdapter(kind) for kind in (*_COMMANDS.values(), *_EVENTS.values())
}
_FIELDS = {kind: tuple(field.name for field in fields(kind)) for kind in _ADAPTERS}


_LARGEST_INTEGER = 2**53 - 1
_PLAIN = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value: Mapping[str, Any]) -> bytes:
    """The one byte form of a JSON object (RFC 8785), which is what gets hashed and signed.

    Raises ValueError for what has none: no JSON, no Unicode, numbers a double cannot hold.
    """
    plain = dict(value)
    # What has no fractions, and no keys whose order Unicode's encodings see differently, the standard
    # library writes to the same bytes, many times faster.
    return _PLAIN.encode(plain).encode() if _is_plain(plain) else rfc8785.dumps(plain)


def _is_plain(value: object) -> bool:
    inside: list[Any] = [value]
    for one in inside:  # grows while it is walked: no recursion, however deep a value is
        kind = type(one)
        if kind is dict:
            for key in one:
                if type(key) is not str or not key.isascii():
                    return False
            inside += one.values()
        elif kind is list:
            inside += one
        elif kind is int:
            if not -_LARGEST_INTEGER <= one <= _LARGEST_INTEGER:
                return False
        elif kind is not str and kind is not bool and one is not None:
            return False
    return True


def sha256(data: bytes) -> str:
    """SHA-256 of `data` in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def needs_holder(kind: str) -> bool:
    """Whether commands of this kind are signed with the holder's card. Raises `Malformed` for an unknown."""
    return "signer" in _FIELDS[_command_type(kind)]


def command_body(command: Command) -> Json:
    """A command as JSON, without its signer: who signed is told by the signature alone."""
    body: Json = _ADAPTERS[type(command)].dump_python(command, mode="json")
    body.pop("signer", None)
    return body


def command_from(kind: str, body: Json, signer: HolderId | None) -> Command:
    """The command of this kind, signed by `signer` where its kind demands one. Raises `Malformed`."""
    if needs_holder(kind):
        if signer is None:
            raise Malformed(f"{kind} without a signature")
        body = {**body, "signer": {"issuer": signer.issuer, "subject": signer.subject}}
    command: Command = _parse(_command_type(kind), body)
    return command


def event_body(event: Event) -> Json:
    """An event as JSON."""
    body: Json = _ADAPTERS[type(event)].dump_python(event, mode="json")
    return body


def event_from(kind: str, body: Json) -> Event:
    """The event of this kind. Raises `Malformed`."""
    event: Event = _parse(_event_type(kind), body)
    return event


def event_from_json(kind: str, body: str) -> Event:
    """The same, of a body that is JSON text of ours, as it is stored. Raises `Malformed`."""
    event: Event = _parse_json(_event_type(kind), body)
    return event


def _event_type(kind: str) -> type[Event]:
    if kind not in _EVENTS:
        raise Malformed(f"unknown kind of event: {kind[:40]}")
    return _EVENTS[kind]


def _command_type(kind: str) -> type[Command]:
    if kind not in _COMMANDS:
        raise Malformed(f"unknown kind of command: {kind[:40]}")
    return _COMMANDS[kind]


def _parse(kind: type, body: Json) -> Any:
    try:
        text = canonical(body)
    except ValueError:
        raise Malformed(f"{kind.__name__}: no JSON") from None
    return _parse_json(kind, text)


def _parse_json(kind: type, text: bytes | str) -> Any:
    """`text` taken literally: nothing converted, nothing left over, no time without its zone."""
    names = _FIELDS[kind]
    try:
        parsed = _ADAPTERS[kind].validate_json(text, strict=True, extra="forbid")
    except ValidationError as error:
        # The message of pydantic repeats the input, which may be personal: keep the fields of ours only.
        wrong = {detail["loc"][0] for detail in error.errors(include_input=False) if detail["loc"]}
        raise Malformed(f"{kind.__name__}: {', '.join(n for n in names if n in wrong) or 'form'}") from None
    naive = [name for name in names if _is_naive(getattr(parsed, name))]
    if naive:
        raise Malformed(f"{kind.__name__}: {', '.join(naive)}")
    return parsed


def _is_naive(value: object) -> bool:
    return isinstance(value, datetime) and value.tzinfo is None
