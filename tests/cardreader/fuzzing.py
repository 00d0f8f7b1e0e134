"""Hostile cards: what Hypothesis changes in files, answers and structures, in bytes and in data objects."""

from collections.abc import Iterable
from dataclasses import dataclass

from hypothesis import strategies as st

from kiosk.cardreader.tlv import TlvMalformed, encode, nodes

_DEEPEST = 12


@dataclass(frozen=True)
class Change:
    """One change: what is done, where (taken modulo the size of the thing), and with which bytes."""

    kind: str
    at: int
    octets: bytes


_POSITIONS = st.one_of(st.integers(0, 40), st.integers(0, 0xFFFF))
_OCTETS = st.one_of(
    st.binary(min_size=1, max_size=4),
    st.sampled_from([b"\x00", b"\xff", b"\x80", b"\x7f", b"\x30\x80", b"\x84" + b"\xff" * 4, b"\x82\xff"]),
)

BYTE_CHANGES = st.lists(
    st.builds(
        Change,
        st.sampled_from(["overwrite", "insert", "remove", "cut", "repeat", "pad"]),
        _POSITIONS,
        _OCTETS,
    ),
    min_size=1,
    max_size=4,
)
OBJECT_CHANGES = st.lists(
    st.builds(
        Change,
        st.sampled_from(["tag", "value", "empty", "drop", "double", "wrap", "spoil", "flip"]),
        _POSITIONS,
        _OCTETS,
    ),
    min_size=1,
    max_size=3,
)


def change_bytes(data: bytes, changes: Iterable[Change]) -> bytes:
    """`data` with bytes overwritten, inserted, removed, cut off, repeated or padded."""
    for change in changes:
        at, octets = change.at % (len(data) + 1), change.octets
        match change.kind:
            case "overwrite":
                data = data[:at] + octets + data[at + len(octets) :]
            case "insert":
                data = data[:at] + octets + data[at:]
            case "remove":
                data = data[:at] + data[at + len(octets) :]
            case "cut":
                data = data[:at]
            case "repeat":
                data = (data * (1 + octets[0] % 64))[:0x11000]
            case "pad":
                data += octets * 200
    return data


def change_objects(data: bytes, changes: Iterable[Change]) -> bytes:
    """`data` with data objects changed, and the lengths of those around them made to agree."""
    for change in changes:
        count = _count(data, 0)
        if count:
            data, _ = _rebuild(data, change.at % count, change, 0)
    return data


def _change(tag: int, value: bytes, change: Change) -> bytes:
    octets = change.octets
    match change.kind:
        case "tag":
            return encode(octets[0] or 0x30, value)
        case "value":
            return encode(tag, octets)
        case "empty":
            return encode(tag)
        case "drop":
            return b""
        case "double":
            return encode(tag, value) * (2 + octets[0] % 30)
        case "wrap":
            wrapped = encode(tag, value)
            for _ in range(octets[0]):
                wrapped = encode(0x30, wrapped)
            return wrapped
        case "flip":
            at = octets[0] % (len(value) or 1)
            flipped = (value[at] if value else 0) ^ (octets[-1] or 1)
            return encode(tag, value[:at], bytes([flipped]), value[at + 1 :])
    return encode(tag, value)[:1] + octets + value  # another length


def _inside(tag: int, value: bytes, depth: int) -> bool:
    """Whether there are data objects inside; an OCTET STRING may hold some, too."""
    if depth >= _DEEPEST or not (tag & 0x20 or (tag == 0x04 and value[:1] == b"\x30")):
        return False
    try:
        return bool(list(nodes(value)))
    except TlvMalformed:
        return False


def _count(data: bytes, depth: int) -> int:
    try:
        found = list(nodes(data))
    except TlvMalformed:
        return 0
    below = (_count(node.value, depth + 1) for node in found if _inside(node.tag, node.value, depth))
    return len(found) + sum(below)


def _rebuild(data: bytes, number: int, change: Change, depth: int) -> tuple[bytes, int]:
    """`data` with the data object of that number changed; what is left of the number, for what follows."""
    rebuilt = b""
    for node in nodes(data):
        value = node.value
        if number == 0:
            rebuilt += _change(node.tag, value, change)
            number = -1
            continue
        number -= number > 0
        if number >= 0 and _inside(node.tag, value, depth):
            value, number = _rebuild(value, number, change, depth + 1)
        rebuilt += encode(node.tag, value)
    return rebuilt, number
