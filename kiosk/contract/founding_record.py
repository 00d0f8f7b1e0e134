"""A founding case as it is kept and sent: JSON, whole or in parts.

A part is a field of the record or of its case. Members, who may be thousands, are cut into pieces, so that a
command stays well below what a request may hold.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from kiosk.contract.codec import Json, Malformed
from kiosk.domain.founding.keeping import DropFoundingCase, FoundingCommand, KeepFoundingCase
from kiosk.domain.founding.record import Record

_RECORD: TypeAdapter[Record] = TypeAdapter(Record)
_KEEP: TypeAdapter[KeepFoundingCase] = TypeAdapter(KeepFoundingCase)
_CASE, _MEMBERS = "case.", "case.members"
_MEMBERS_IN_A_PIECE = 500
LARGEST_COMMAND = 200_000
"""How many bytes of parts go into one command, at most; a single part may be larger."""


def record_json(record: Record) -> str:
    """The record as JSON text."""
    return _RECORD.dump_json(record).decode()


def record_from(text: str) -> Record:
    """The record in JSON text of ours. Raises `Malformed`, whose text holds nothing of anybody's."""
    try:
        return _RECORD.validate_json(text)
    except ValidationError as error:
        raise _malformed(error) from None


def record_parts(record: Record) -> Mapping[str, str]:
    """The record in parts, each a JSON text."""
    whole = _RECORD.dump_python(record, mode="json")
    case = whole.pop("case")
    members = case.pop("members")
    parts = {**whole, **{f"{_CASE}{name}": value for name, value in case.items()}}
    for number, first in enumerate(range(0, len(members), _MEMBERS_IN_A_PIECE)):
        parts[f"{_MEMBERS}.{number:04}"] = members[first : first + _MEMBERS_IN_A_PIECE]
    return {name: json.dumps(value, ensure_ascii=False) for name, value in parts.items()}


def record_of(parts: Mapping[str, str]) -> Record:
    """The record that these parts make; what is not there is empty. Raises `Malformed`."""
    whole: dict[str, Any] = {}
    case: dict[str, Any] = {"members": []}
    try:
        for name, text in sorted(parts.items()):
            value = json.loads(text)
            if name.startswith(f"{_MEMBERS}."):
                case["members"] += value
            elif name.startswith(_CASE):
                case[name.removeprefix(_CASE)] = value
            else:
                whole[name] = value
        return _RECORD.validate_python({**whole, "case": case}, extra="forbid")
    except ValidationError as error:
        raise _malformed(error) from None
    except (TypeError, ValueError, RecursionError):
        raise Malformed("founding case: a part is no JSON") from None


def changed_parts(before: Record, after: Record) -> Mapping[str, str]:
    """The parts in which they differ, as `after` has them; empty for those that it has no more."""
    old, new = record_parts(before), record_parts(after)
    changed = {name: text for name, text in new.items() if old.get(name) != text}
    return {**changed, **{name: "" for name in old if name not in new}}


def packed(parts: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """The parts in so many packs that each goes into a command."""
    pack: dict[str, str] = {}
    size = 0
    for name, text in parts.items():
        length = len(text.encode())
        if pack and size + length > LARGEST_COMMAND:
            yield pack
            pack, size = {}, 0
        pack[name] = text
        size += length
    if pack:
        yield pack


def founding_body(command: FoundingCommand) -> Json:
    """A command as JSON."""
    if isinstance(command, DropFoundingCase):
        return {}
    return {"code_hash": command.code_hash, "parts": dict(command.parts)}


def founding_command(kind: str, body: Json) -> FoundingCommand:
    """The command of this kind. Raises `Malformed`."""
    if kind == DropFoundingCase.kind:
        if body:
            raise Malformed("DropFoundingCase: form")
        return DropFoundingCase()
    try:
        return _KEEP.validate_json(json.dumps(body), strict=True, extra="forbid")
    except ValidationError:
        raise Malformed("KeepFoundingCase: form") from None


def _malformed(error: ValidationError) -> Malformed:
    details = error.errors(include_input=False)
    places = sorted({str(detail["loc"][0]) for detail in details if detail["loc"]})
    return Malformed(f"founding case: {', '.join(places) or 'form'}")
