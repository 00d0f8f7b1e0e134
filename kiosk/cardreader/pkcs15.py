"""The directories of an ISO 7816-15 card, as data: nothing here talks to a card.

Every function raises TlvMalformed on bytes that are no such directory.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from kiosk.cardreader.tlv import Node, TlvMalformed, nodes

_SEQUENCE, _OCTET_STRING, _INTEGER, _BIT_STRING, _OID = 0x30, 0x04, 0x02, 0x03, 0x06
_UTF8, _BOOLEAN, _ENUMERATED = 0x0C, 0x01, 0x0A
_EC_KEY = 0xA0
_USAGE_SIGN, _USAGE_NON_REPUDIATION = 2, 9  # KeyUsageFlags bits
_NEEDS_PADDING, _UNBLOCKING_PIN, _SECURITY_OFFICER_PIN = 5, 6, 7  # PinFlags bits
_COMPUTE_SIGNATURE = 1  # Operations bit
_MOST_ISO_9564 = 12  # digits of a PIN (ISO 9564-1)


@dataclass(frozen=True)
class FilePath:
    """Where something lies: file path, offset in the file, and its length where told."""

    path: bytes
    offset: int
    length: int | None


@dataclass(frozen=True)
class Application:
    """An application that EF.DIR names: its AID, and its directory's path where told."""

    identifier: bytes
    path: bytes


@dataclass(frozen=True)
class Directories:
    """The files the object directory names, by what they hold."""

    private_keys: tuple[FilePath, ...]
    certificates: tuple[FilePath, ...]
    authentication: tuple[FilePath, ...]


@dataclass(frozen=True)
class Algorithm:
    """An algorithm of the card: its number in the list, PKCS#11's mechanism, the card's own reference."""

    number: int
    mechanism: int
    reference: int


@dataclass(frozen=True)
class TokenInfo:
    """The card's number, and the algorithms it can sign with where it tells."""

    serial_number: bytes
    algorithms: tuple[Algorithm, ...]


@dataclass(frozen=True)
class PrivateKey:
    """A private key: the identifier it shares with its certificate, its reference, whether it may sign.

    `pin` is the identifier of the PIN that protects it, `path` where it lies: both empty where not told.
    `algorithms` are the numbers of those it is for; none told: any.
    """

    identifier: bytes
    reference: int
    may_sign: bool
    elliptic: bool
    pin: bytes
    path: bytes
    algorithms: tuple[int, ...]


@dataclass(frozen=True)
class CertificateEntry:
    """A certificate on the card: the identifier it shares with its key, label, place, whether a CA's."""

    identifier: bytes
    label: str
    place: FilePath
    authority: bool


class PinCoding(Enum):
    """How a PIN's characters become bytes: as they are, or digits in nibbles."""

    TEXT = "ascii"
    PACKED = "two digits a byte"
    HALF = "a digit a byte, below F"
    ISO_9564 = "two digits a byte, behind control and length"


@dataclass(frozen=True)
class PinEntry:
    """A PIN: identifier, reference, least and most characters, coding, the directory it belongs to.

    `padded_to` is the length in bytes to which it is padded with `padding`; None where it is not.
    """

    identifier: bytes
    reference: int
    minimum: int
    maximum: int
    padded_to: int | None
    padding: int
    coding: PinCoding
    path: bytes


def application_entries(directory: bytes) -> tuple[Application, ...]:
    """Read EF.DIR: its applications."""
    templates = (node.children() for node in nodes(directory) if node.tag == 0x61)
    return tuple(Application(_value(parts, 0x4F), _value(parts, 0x51)) for parts in templates)


def parse_directories(odf: bytes) -> Directories:
    """Read EF.ODF: A0 private keys, A4 certificates, A8 PINs (others are of no use here)."""
    found: dict[int, list[FilePath]] = {0xA0: [], 0xA4: [], 0xA8: []}
    for node in nodes(odf):
        if node.tag in found:
            found[node.tag].extend(_path(child) for child in node.children() if child.tag == _SEQUENCE)
    return Directories(tuple(found[0xA0]), tuple(found[0xA4]), tuple(found[0xA8]))


def parse_token_info(data: bytes) -> TokenInfo:
    """Read EF.TokenInfo; whatever way its label is tagged."""
    parts = _first(tuple(nodes(data)), _SEQUENCE).children()
    entries = (entry for part in _having(parts, 0xA2) for entry in part.children())
    algorithms = (_algorithm(entry.children()) for entry in entries)
    return TokenInfo(_first(parts, _OCTET_STRING).value, tuple(each for each in algorithms if each))


def parse_private_keys(data: bytes) -> tuple[PrivateKey, ...]:
    """Read a PrKDF: RSA and elliptic curve keys."""
    return tuple(_private_key(node) for node in nodes(data) if node.tag in (_SEQUENCE, _EC_KEY))


def parse_certificates(data: bytes) -> tuple[CertificateEntry, ...]:
    """Read a CDF's X.509 certificates. One that is not in a file of the card is malformed, too."""
    return tuple(_certificate(node) for node in nodes(data) if node.tag == _SEQUENCE)


def parse_pins(data: bytes) -> tuple[PinEntry, ...]:
    """Read an AODF's PINs, but those that only unblock or are the issuer's own."""
    pins = (_pin(node) for node in nodes(data) if node.tag == _SEQUENCE)
    return tuple(pin for pin in pins if pin is not None)


def _algorithm(parts: tuple[Node, ...]) -> Algorithm | None:
    """Number, mechanism, and, after the parameters, the card's own reference; None without one."""
    numbers = [_unsigned(part) for part in _having(parts, _INTEGER)]
    operations = next(_having(parts, _BIT_STRING), None)
    if len(numbers) < 3 or (operations is not None and not _flag(operations, _COMPUTE_SIGNATURE)):
        return None
    return Algorithm(numbers[0], numbers[1], numbers[-1])


def _private_key(record: Node) -> PrivateKey:
    common, key, *_ = _sequences(record)
    parts = key.children()
    reference = _unsigned(_first(parts, _INTEGER))
    usage = _first(parts, _BIT_STRING)
    value = [_value(part.children(), _OCTET_STRING) for part in _having(_type_attributes(record), _SEQUENCE)]
    return PrivateKey(
        identifier=_first(parts, _OCTET_STRING).value,
        reference=reference & 0xFF,
        may_sign=_flag(usage, _USAGE_SIGN) or _flag(usage, _USAGE_NON_REPUDIATION),
        elliptic=record.tag == _EC_KEY,
        pin=_value(common.children(), _OCTET_STRING),
        path=value[0] if value else b"",
        algorithms=tuple(_unsigned(number) for part in _having(parts, 0xA1) for number in part.children()),
    )


def _certificate(record: Node) -> CertificateEntry:
    common, certificate, *_ = _sequences(record)
    parts = certificate.children()
    identifier = _first(parts, _OCTET_STRING).value
    value = _first(_type_attributes(record), _SEQUENCE)
    label = _value(common.children(), _UTF8).decode(errors="replace")
    return CertificateEntry(identifier, label, _path(value), any(_value(parts, _BOOLEAN)))


def _pin(record: Node) -> PinEntry | None:
    authentication = [part.children() for part in _having(record.children(), _SEQUENCE)][1:2]
    parts = _type_attributes(record)
    flags = _first(parts, _BIT_STRING)
    if _flag(flags, _UNBLOCKING_PIN) or _flag(flags, _SECURITY_OFFICER_PIN):
        return None
    lengths = [_unsigned(part) for part in _having(parts, _INTEGER)]
    if len(lengths) < 2:
        raise TlvMalformed("a PIN has no lengths")
    minimum, stored, *maximum = lengths
    if stored > 0xFF:
        raise TlvMalformed("a PIN is longer than a command")
    coding = _coding(parts)
    room = {PinCoding.PACKED: stored * 2, PinCoding.ISO_9564: _MOST_ISO_9564}.get(coding, stored)
    reference = [_unsigned(part) for part in _having(parts, 0x80)]
    padding = [part.value for part in _having(parts, _OCTET_STRING) if len(part.value) == 1]
    path = [_value(part.children(), _OCTET_STRING) for part in _having(parts, _SEQUENCE)]
    return PinEntry(
        identifier=_value(authentication[0], _OCTET_STRING) if authentication else b"",
        reference=reference[0] & 0xFF if reference else 0,
        minimum=minimum,
        maximum=min(maximum[0], room) if maximum else room,
        padded_to=stored if _flag(flags, _NEEDS_PADDING) else None,
        padding=padding[0][0] if padding else 0xFF,
        coding=coding,
        path=path[0] if path else b"",
    )


def _coding(parts: tuple[Node, ...]) -> PinCoding:
    """By PinType: bcd 0, half-nibble-bcd 3, iso9564-1 4; ascii-numeric, utf8 and what is unknown as it is."""
    numbers = [_unsigned(part) for part in _having(parts, _ENUMERATED)]
    codings = {0: PinCoding.PACKED, 3: PinCoding.HALF, 4: PinCoding.ISO_9564}
    return codings.get(numbers[0], PinCoding.TEXT) if numbers else PinCoding.TEXT


def _type_attributes(record: Node) -> tuple[Node, ...]:
    """What lies in the record's [1] SEQUENCE: the attributes of this very type of object."""
    return _first(_first(record.children(), 0xA1).children(), _SEQUENCE).children()


def _sequences(record: Node) -> tuple[Node, ...]:
    found = tuple(_having(record.children(), _SEQUENCE))
    if len(found) < 2:
        raise TlvMalformed("a directory record lacks its attributes")
    return found


def _path(node: Node) -> FilePath:
    parts = node.children()
    offset = [_unsigned(part) for part in _having(parts, _INTEGER)]
    length = [_unsigned(part) for part in _having(parts, 0x80)]
    return FilePath(
        _first(parts, _OCTET_STRING).value, offset[0] if offset else 0, length[0] if length else None
    )


def _value(parts: tuple[Node, ...], tag: int) -> bytes:
    """The value of the first data object of `tag`; empty where there is none."""
    return next((part.value for part in _having(parts, tag)), b"")


def _first(parts: tuple[Node, ...], tag: int) -> Node:
    for part in _having(parts, tag):
        return part
    raise TlvMalformed(f"no data object {tag:02X}")


def _having(parts: tuple[Node, ...], tag: int) -> Iterator[Node]:
    return (part for part in parts if part.tag == tag)


def _unsigned(node: Node) -> int:
    if not 1 <= len(node.value) <= 4:
        raise TlvMalformed("a number is empty or beyond all reason")
    return int.from_bytes(node.value)


def _flag(bits: Node, number: int) -> bool:
    octet, bit = divmod(number, 8)
    return len(bits.value) > octet + 1 and bool(bits.value[octet + 1] & 0x80 >> bit)
