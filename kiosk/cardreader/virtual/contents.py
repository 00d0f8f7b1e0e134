"""Lays a holder's keys and certificates out as the files of an ISO 7816-15 card."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key

from kiosk.cardreader.tlv import encode
from kiosk.cardreader.virtual.commands import PrivateKey

AID = b"\xa0\x00\x00\x00\x63PKCS-15"
APPLICATION = "3F005015"
PIN_REFERENCE = 0x01
SIGNATURE_KEY = 0x11
DECIPHER_KEY = 0x12
RSA_PKCS1 = 0x11
ECDSA = 0x21
MINIMUM_PIN = 6
MAXIMUM_PIN = 8

_PIN_IDENTIFIER = encode(0x04, b"\x01")
_PRIVATE = encode(0x03, b"\x06\xc0")  # CommonObjectFlags: private, modifiable


@dataclass(frozen=True)
class Holding:
    """A key pair inside the card: its identifier on the card, label, use, certificate and private key."""

    identifier: bytes
    label: str
    reference: int
    certificate_file: str
    key_usage: bytes
    der: bytes
    key: PrivateKey

    @classmethod
    def load(cls, folder: Path, use: str) -> Self:
        """Load `use` ("sign" or "encrypt") from a training card's folder. Raises OSError, ValueError."""
        key = load_der_private_key((folder / f"{use}.key").read_bytes(), password=None)
        if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise ValueError("a training card holds RSA or EC keys")  # noqa: TRY004  # a file's content, not a type
        der = (folder / f"{use}.der").read_bytes()
        if use == "sign":
            return cls(b"SIGN", "Signature", SIGNATURE_KEY, "4331", b"\x05\x20", der, key)
        return cls(b"KEYX", "Encryption", DECIPHER_KEY, "4332", b"\x06\x40", der, key)


def lay_out(holdings: tuple[Holding, ...], card_number: str) -> Mapping[str, bytes]:
    """The card's elementary files by their path in hexadecimal digits."""
    files = {
        "3F002F00": _directory_file(),
        f"{APPLICATION}5031": _object_directory(),
        f"{APPLICATION}5032": token_info(card_number, _algorithms()),
        f"{APPLICATION}4401": pin_record(encode(0x80, bytes([PIN_REFERENCE]))),
        f"{APPLICATION}4402": b"".join(private_key_record(each, path(APPLICATION)) for each in holdings),
        f"{APPLICATION}4404": b"".join(
            certificate_record(each.identifier, each.label, path(APPLICATION + each.certificate_file))
            for each in holdings
        ),
    }
    return files | {f"{APPLICATION}{holding.certificate_file}": holding.der for holding in holdings}


def _directory_file() -> bytes:
    return encode(
        0x61,
        encode(0x4F, AID),
        encode(0x50, b"Training card"),
        encode(0x51, bytes.fromhex(APPLICATION)),
    )


def _object_directory() -> bytes:
    files = {0xA8: "4401", 0xA0: "4402", 0xA4: "4404"}
    return b"".join(encode(tag, path(APPLICATION + file)) for tag, file in files.items())


def _algorithms() -> bytes:
    rsa_encryption, ec_public_key = "2A864886F70D010101", "2A8648CE3D0201"
    return encode(
        0xA2, _algorithm(1, 1, rsa_encryption, RSA_PKCS1), _algorithm(2, 0x1041, ec_public_key, ECDSA)
    )


def _algorithm(number: int, mechanism: int, identifier: str, reference: int) -> bytes:
    """AlgorithmInfo: its number in the list, PKCS#11's number, object identifier, the card's reference."""
    compute_signature = encode(0x03, b"\x06\x40")
    oid = encode(0x06, bytes.fromhex(identifier))
    return encode(
        0x30, integer(number), integer(mechanism), encode(0x05), compute_signature, oid, integer(reference)
    )


def token_info(card_number: str, algorithms: bytes = b"") -> bytes:
    """EF.TokenInfo, with the label tagged implicitly."""
    return encode(
        0x30,
        integer(0),
        encode(0x04, card_number.encode()),
        utf8("Training"),
        encode(0x80, b"Training card"),
        encode(0x03, b"\x04\x10"),  # TokenFlags: PRN generation
        algorithms,
    )


def pin_record(reference: bytes) -> bytes:
    """An AODF's one record, of an ASCII PIN that is sent as it is typed."""
    attributes = encode(
        0x30,
        encode(0x03, b"\x03\x18"),  # PinFlags: unblocking disabled, initialized
        encode(0x0A, b"\x01"),  # ASCII
        integer(MINIMUM_PIN),
        integer(MAXIMUM_PIN),
        integer(MAXIMUM_PIN),
        reference,
    )
    common = encode(0x30, utf8("PIN"), _PRIVATE)
    return encode(0x30, common, encode(0x30, _PIN_IDENTIFIER), encode(0xA1, attributes))


def private_key_record(holding: Holding, place: bytes) -> bytes:
    """A PrKDF's record: RSA as such, elliptic curves as [0]."""
    common = encode(0x30, utf8(holding.label), _PRIVATE, _PIN_IDENTIFIER)
    key = encode(
        0x30,
        encode(0x04, holding.identifier),
        encode(0x03, holding.key_usage),
        encode(0x01, b"\xff"),  # native
        encode(0x03, b"\x03\xb8"),  # sensitive, always sensitive, never extractable, local
        integer(holding.reference),
    )
    attributes = encode(0x30, place, integer(holding.key.key_size))
    tag = 0x30 if isinstance(holding.key, rsa.RSAPrivateKey) else 0xA0
    return encode(tag, common, key, encode(0xA1, attributes))


def certificate_record(identifier: bytes, label: str, place: bytes, authority: bool = False) -> bytes:
    """A CDF's record; `authority`: the certificate is a CA's."""
    common = encode(0x30, utf8(label), encode(0x03, b"\x06\x40"))
    certificate = encode(0x30, encode(0x04, identifier), encode(0x01, b"\xff") if authority else b"")
    return encode(0x30, common, certificate, encode(0xA1, encode(0x30, place)))


def path(file: str, offset: int | None = None, length: int = 0) -> bytes:
    """A Path: file identifiers in hexadecimal digits, and where in the file."""
    inside = b""
    if offset is not None:
        inside = integer(offset) + encode(0x80, length.to_bytes(2))
    return encode(0x30, encode(0x04, bytes.fromhex(file)), inside)


def integer(number: int) -> bytes:
    """A whole number from 0 up."""
    return encode(0x02, number.to_bytes(number.bit_length() // 8 + 1))


def utf8(text: str) -> bytes:
    """A text."""
    return encode(0x0C, text.encode())
