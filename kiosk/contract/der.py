"""DER (X.690) as far as a holder's attributes need it: elements one after the other, texts, identifiers."""

from collections.abc import Iterator

OBJECT_IDENTIFIER, SEQUENCE, SET = 0x06, 0x30, 0x31

_LONG_FORM, _LONGEST_LENGTH = 0x80, 3  # bytes that a length may have; no certificate is longer
_LONG_TAG = 0x1F
_TEXTS = {
    0x0C: "utf-8", 0x12: "ascii", 0x13: "ascii", 0x14: "latin-1", 0x16: "ascii", 0x19: "latin-1",
    0x1A: "ascii", 0x1B: "latin-1", 0x1C: "utf-32-be", 0x1E: "utf-16-be",
}  # fmt: skip
_MORE, _SEVEN_BITS = 0x80, 0x7F
_ARCS, _LAST_ROOT = 40, 2  # X.690 8.19.4: the first number holds two


def elements(der: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and content of each element in `der`. Raises ValueError where one makes no sense."""
    at = 0
    while at < len(der):
        tag, length, at = der[at], der[at + 1] if at + 1 < len(der) else len(der), at + 2
        if length >= _LONG_FORM:
            count = length - _LONG_FORM
            if not 1 <= count <= _LONGEST_LENGTH:
                raise ValueError("a length")
            length, at = int.from_bytes(der[at : at + count], "big"), at + count
        if tag & _LONG_TAG == _LONG_TAG or at + length > len(der):
            raise ValueError("an element")
        yield tag, der[at : at + length]
        at += length


def only(der: bytes, tag: int) -> bytes:
    """The content of the one element that `der` is. Raises ValueError where it is anything else."""
    found = list(elements(der))
    if len(found) != 1 or found[0][0] != tag:
        raise ValueError("another element")
    return found[0][1]


def text(tag: int, content: bytes) -> str | None:
    """The text of an element; None where it is none. Raises ValueError where its bytes make no sense."""
    encoding = _TEXTS.get(tag)
    return None if encoding is None else content.decode(encoding)


def dotted(content: bytes) -> str:
    """An object identifier as people write it. Raises ValueError where it makes no sense."""
    numbers, number = [], 0
    for byte in content:
        number = number << 7 | byte & _SEVEN_BITS
        if not byte & _MORE:
            numbers.append(number)
            number = 0
    if not content or content[-1] & _MORE:
        raise ValueError("an object identifier")
    root = min(numbers[0] // _ARCS, _LAST_ROOT)
    return ".".join(map(str, (root, numbers[0] - root * _ARCS, *numbers[1:])))
