"""BER-TLV, as cards use it: a bounded reader and a small writer."""

from collections.abc import Iterator
from dataclasses import dataclass

_PADDING = (0x00, 0xFF)  # what an erased chip holds


class TlvMalformed(ValueError):  # the name of what it is, not that it is an error
    """The bytes are no BER-TLV of definite length."""


@dataclass(frozen=True)
class Node:
    """One data object: its tag as the bytes say it (0x30, 0xA0, 0x5F2D …) and its value."""

    tag: int
    value: bytes

    def children(self) -> tuple["Node", ...]:
        """The data objects inside; TlvMalformed."""
        return tuple(nodes(self.value))


def nodes(data: bytes) -> Iterator[Node]:
    """The data objects in `data`, one level deep, up to its end or to 00/FF padding. Raises TlvMalformed."""
    position = 0
    while position < len(data) and data[position] not in _PADDING:
        tag, start = _tag(data, position)
        length, start = _length(data, start)
        if start + length > len(data):
            raise TlvMalformed("a value is longer than its file")
        yield Node(tag, data[start : start + length])
        position = start + length


def whole_length(head: bytes) -> int:
    """How many bytes the first data object takes, told by its header. Raises TlvMalformed."""
    _, start = _tag(head, 0)
    length, start = _length(head, start)
    return start + length


def end_of_objects(data: bytes) -> int:
    """Where the data objects in `data` end: before padding, or beyond `data` where the last is cut off.

    Raises TlvMalformed, also where that one's header is cut off.
    """
    position = 0
    while position < len(data) and data[position] not in _PADDING:
        _, start = _tag(data, position)
        length, start = _length(data, start)
        position = start + length
    return position


def encode(tag: int, *parts: bytes) -> bytes:
    """A data object of `tag` whose value is `parts` joined."""
    value = b"".join(parts)
    size = len(value)
    if size < 0x80:
        length = bytes([size])
    else:
        digits = size.to_bytes((size.bit_length() + 7) // 8)
        length = bytes([0x80 | len(digits)]) + digits
    return tag.to_bytes((tag.bit_length() + 7) // 8) + length + value


def _tag(data: bytes, position: int) -> tuple[int, int]:
    end = position + 1
    if _octet(data, position) & 0x1F == 0x1F:
        while _octet(data, end) & 0x80:
            end += 1
        end += 1
    if end - position > 3:
        raise TlvMalformed("a tag is longer than three bytes")
    return int.from_bytes(data[position:end]), end


def _length(data: bytes, position: int) -> tuple[int, int]:
    first = _octet(data, position)
    position += 1
    if first < 0x80:
        return first, position
    size = first & 0x7F
    if not 1 <= size <= 3:
        raise TlvMalformed("a length is indefinite or beyond all reason")
    _octet(data, position + size - 1)
    return int.from_bytes(data[position : position + size]), position + size


def _octet(data: bytes, position: int) -> int:
    if position >= len(data):
        raise TlvMalformed("the bytes end too soon")
    return data[position]
