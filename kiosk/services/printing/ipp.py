"""The bytes of an IPP message (RFC 8010): what is asked of CUPS or a printer, and what it answers."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

_VERSION = (2, 0)
_END, _FIRST_VALUE_TAG = 0x03, 0x10
_OCTETS, _COLLECTION, _END_OF_COLLECTION = 0x30, 0x34, 0x37
_MORE = struct.Struct(">H")
_HEAD = struct.Struct(">BBHI")
_NUMBER = struct.Struct(">i")

Value = str | int | bool
Attributes = Mapping[str, tuple[Value, ...]]


class Operation(IntEnum):
    """What is asked for (RFC 8011; the last one is CUPS's own)."""

    PRINT_JOB = 0x0002
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B
    CUPS_GET_PRINTERS = 0x4002


class Group(IntEnum):
    """Whose attributes follow."""

    OPERATION = 0x01
    JOB = 0x02
    PRINTER = 0x04


class Tag(IntEnum):
    """How a value is written."""

    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49


class Malformed(Exception):
    """These bytes are no IPP message."""


Asked = Sequence[tuple[str, Tag, Value | Sequence[str]]]
"""Attributes to send, in their order: name, how it is written, and its value or values."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status code, and the groups of attributes that came with it. Below 0x0100 all is well."""

    status: int
    groups: tuple[tuple[int, Attributes], ...]

    def of(self, group: Group) -> list[Attributes]:
        """All groups of one kind, in their order."""
        return [attributes for kind, attributes in self.groups if kind == group]


def request(operation: Operation, asked: Asked, job: Asked = (), document: bytes = b"") -> bytes:
    """A request in UTF-8 with its operation attributes, those of a job to be made, and the document."""
    head: Asked = (
        ("attributes-charset", Tag.CHARSET, "utf-8"),
        ("attributes-natural-language", Tag.LANGUAGE, "en"),
    )
    parts = [_HEAD.pack(*_VERSION, operation, 1), bytes([Group.OPERATION]), _written([*head, *asked])]
    if job:
        parts += [bytes([Group.JOB]), _written(job)]
    return b"".join([*parts, bytes([_END]), document])


def answer(message: bytes) -> Answer:
    """The answer in these bytes. Raises `Malformed`."""
    try:
        _, _, status, _ = _HEAD.unpack_from(message)
        return Answer(status, tuple(_groups(message)))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise Malformed from error


def _written(attributes: Asked) -> bytes:
    parts = []
    for name, tag, given in attributes:
        values = [given] if isinstance(given, Value) else given
        for place, value in enumerate(values):
            parts += [bytes([tag]), _counted(b"" if place else name.encode()), _counted(_bytes(tag, value))]
    return b"".join(parts)


def _counted(text: bytes) -> bytes:
    return _MORE.pack(len(text)) + text


def _bytes(tag: Tag, value: Value) -> bytes:
    if tag is Tag.BOOLEAN:
        return b"\x01" if value else b"\x00"
    return value.encode() if isinstance(value, str) else _NUMBER.pack(value)


def _groups(message: bytes) -> Iterator[tuple[int, Attributes]]:
    """Each group with its attributes; collections are passed over, since nothing here asks for one."""
    at, group = _HEAD.size, 0
    values: dict[str, tuple[Value, ...]] = {}
    name, depth = "", 0
    while (tag := message[at]) != _END:
        at += 1
        if tag < _FIRST_VALUE_TAG:
            if group:
                yield group, values
            group, values = tag, {}
            continue
        called, at = _piece(message, at)
        raw, at = _piece(message, at)
        depth += {_COLLECTION: 1, _END_OF_COLLECTION: -1}.get(tag, 0)
        if depth or tag == _END_OF_COLLECTION:
            continue
        name = called.decode() or name
        values[name] = (*values.get(name, ()), *_read(tag, raw))
    if group:
        yield group, values


def _piece(message: bytes, at: int) -> tuple[bytes, int]:
    (length,) = _MORE.unpack_from(message, at)
    end = at + _MORE.size + length
    if end > len(message):
        raise IndexError(end)
    return message[at + _MORE.size : end], end


def _read(tag: int, raw: bytes) -> tuple[Value, ...]:
    """The value; nothing for what has none and for what is neither number nor text."""
    if tag in {Tag.INTEGER, Tag.ENUM}:
        return _NUMBER.unpack(raw)
    if tag == Tag.BOOLEAN:
        return (raw != b"\x00",)
    if tag >= 0x40 or tag == _OCTETS:
        return (raw.decode("utf-8", "replace"),)
    return ()
