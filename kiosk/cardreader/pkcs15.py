"""The directories of an ISO 7816-15 card, as data: nothing here talks to a card.

Every function raises TlvMalformed on bytes that are no such directory.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.cardreader.tlv import Node, TlvMalformed, nodes

_SEQUENCE, _OCTET_STRING, _INTEGER, _BIT_STRING, _OID = 0x30, 0x04, 0x02, 0x03, 0x06
_UTF8 = 0x0C
_CKM_RSA_PKCS = 1  # PKCS#11's number for RSA PKCS#1 v1.5, which TokenInfo uses
_USAGE_SIGN = 2  # KeyUsageFlags bit: sign
_NEEDS_PADDING = 5  # PinFlags bit: needs-padding


@dataclass(frozen=True)
class FilePath:
    """Where something lies: file path, offset in the file, and its length where told."""

    path: bytes
    offset: int
    length: int | None


@dataclass(frozen=True)
class Directories:
    """The files the object directory names, by what they hold."""

    private_keys: tuple[FilePath, ...]
    certificates: tuple[FilePath, ...]
    authentication: tuple[FilePath, ...]


@dataclass(frozen=True)
class TokenInfo:
    """The card's number, and its own reference for RSA PKCS#1 v1.5 where it has one."""

    serial_number: bytes
    rsa_algorithm: int | None


@dataclass(frozen=True)
class PrivateKey:
    """A private key: the identifier it shares with its certificate, its reference, whether it may sign."""

    identifier: bytes
    reference: int
    may_sign: bool


@dataclass(frozen=True)
class CertificateEntry:
    """A certificate on the card: the identifier it shares with its key, label, place."""

    identifier: bytes
    label: str
    place: FilePath


@dataclass(frozen=True)
class PinEntry:
    """A PIN: its reference, length in characters, and to what length and with what it is padded, if so."""

    reference: int
    minimum: int
    maximum: int
    padded_to: int | None
    padding: int


def parse_directories(odf: bytes) -> Directories:
    """Read EF.ODF: A0 private keys, A4 certificates, A8 PINs (others are of no use here)."""
    found: dict[int, list[FilePath]] = {0xA0: [], 0xA4: [], 0xA8: []}
    for node in nodes(odf):
        if node.tag in found:
            found[node.tag].extend(_path(child) for child in node.children() if child.tag == _SEQUENCE)
    return Directories(tuple(found[0xA0]), tuple(found[0xA4]), tuple(found[0xA8]))


def parse_token_info(data: bytes) -> TokenInfo:
    """Read EF.TokenInfo."""
    parts = _sequence(data)
    serial = _first(parts, _OCTET_STRING).value
    for algorithms in (part for part in parts if part.tag == 0xA2):
        for entry in algorithms.children():
            numbers = [part for part in entry.children() if part.tag == _INTEGER]
            # reference, mechanism, and, after the parameters, the card's own reference
            if len(numbers) == 3 and _unsigned(numbers[1]) == _CKM_RSA_PKCS:
                return TokenInfo(serial, _unsigned(numbers[2]))
    return TokenInfo(serial, None)


def parse_private_keys(data: bytes) -> tuple[PrivateKey, ...]:
    """Read a PrKDF; RSA keys alone (others are another day's)."""
    return tuple(_private_key(node) for node in nodes(data) if node.tag == _SEQUENCE)


def parse_certificates(data: bytes) -> tuple[CertificateEntry, ...]:
    """Read a CDF's X.509 certificates."""
    return tuple(_certificate(node) for node in nodes(data) if node.tag == _SEQUENCE)


def parse_pins(data: bytes) -> tuple[PinEntry, ...]:
    """Read an AODF's PINs."""
    return tuple(_pin(node) for node in nodes(data) if node.tag == _SEQUENCE)


def application_paths(directory: bytes) -> tuple[bytes, ...]:
    """Read EF.DIR: the path of each application that has one."""
    templates = (node for node in nodes(directory) if node.tag == 0x61)
    return tuple(part.value for template in templates for part in template.children() if part.tag == 0x51)


def _private_key(record: Node) -> PrivateKey:
    _common, key, *_ = _sequences(record)
    parts = key.children()
    reference = [_unsigned(part) for part in parts if part.tag == _INTEGER]
    if not reference:
        raise TlvMalformed("a private key has no reference")
    return PrivateKey(
        _first(parts, _OCTET_STRING).value, reference[0], _flag(_first(parts, _BIT_STRING), _USAGE_SIGN)
    )


def _certificate(record: Node) -> CertificateEntry:
    common, certificate, *_ = _sequences(record)
    identifier = _first(certificate.children(), _OCTET_STRING).value
    value = _first(_type_attributes(record), _SEQUENCE)
    return CertificateEntry(identifier, _label(common), _path(value))


def _pin(record: Node) -> PinEntry:
    parts = _type_attributes(record)
    flags = _first(parts, _BIT_STRING)
    lengths = [_unsigned(part) for part in parts if part.tag == _INTEGER]
    if len(lengths) < 2:
        raise TlvMalformed("a PIN has no lengths")
    minimum, stored, *maximum = lengths
    if stored > 0xFF:
        raise TlvMalformed("a PIN is longer than a command")
    reference = [_unsigned(part) for part in parts if part.tag == 0x80]
    padding = [part.value for part in parts if part.tag == _OCTET_STRING and len(part.value) == 1]
    return PinEntry(
        reference=reference[0] if reference else 0,
        minimum=minimum,
        maximum=min(maximum[0], stored) if maximum else stored,
        padded_to=stored if _flag(flags, _NEEDS_PADDING) else None,
        padding=padding[0][0] if padding else 0xFF,
    )


def _type_attributes(record: Node) -> tuple[Node, ...]:
    """What lies in the record's [1] SEQUENCE: the attributes of this very type of object."""
    return _first(_first(record.children(), 0xA1).children(), _SEQUENCE).children()


def _sequences(record: Node) -> tuple[Node, ...]:
    found = tuple(part for part in record.children() if part.tag == _SEQUENCE)
    if len(found) < 2:
        raise TlvMalformed("a directory record lacks its attributes")
    return found


def _path(node: Node) -> FilePath:
    parts = node.children()
    offset = [_unsigned(part) for part in parts if part.tag == _INTEGER]
    length = [_unsigned(part) for part in parts if part.tag == 0x80]
    return FilePath(
        _first(parts, _OCTET_STRING).value, offset[0] if offset else 0, length[0] if length else None
    )


def _label(common: Node) -> str:
    for part in common.children():
        if part.tag == _UTF8:
            return part.value.decode(errors="replace")
    return ""


def _sequence(data: bytes) -> tuple[Node, ...]:
    return _first(tuple(nodes(data)), _SEQUENCE).children()


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
