"""Lays a holder's keys and certificates out as the files of an ISO 7816-15 card."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key

from kiosk.cardreader.tlv import encode

AID = b"\xa0\x00\x00\x00\x63PKCS-15"
APPLICATION = "3F005015"
PIN_REFERENCE = 0x01
SIGNATURE_KEY = 0x11
DECIPHER_KEY = 0x12
RSA_PKCS1 = 0x11
MINIMUM_PIN = 6
MAXIMUM_PIN = 8

_PIN_IDENTIFIER = encode(0x04, b"\x01")
_PRIVATE = encode(0x03, b"\x06\xc0")  # CommonObjectFlags: private, modifiable
_RSA_BITS = 2048


@dataclass(frozen=True)
class Holding:
    """A key pair inside the card: its identifier on the card, label, use, certificate and private key."""

    identifier: bytes
    label: str
    reference: int
    certificate_file: str
    key_usage: bytes
    der: bytes
    key: rsa.RSAPrivateKey

    @classmethod
    def load(cls, folder: Path, use: str) -> Self:
        """Load `use` ("sign" or "encrypt") from a training card's folder. Raises OSError, ValueError."""
        key = load_der_private_key((folder / f"{use}.key").read_bytes(), password=None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise ValueError("a training card holds RSA keys")  # noqa: TRY004  # a file's content, not a type
        der = (folder / f"{use}.der").read_bytes()
        if use == "sign":
            return cls(b"SIGN", "Signature", SIGNATURE_KEY, "4331", b"\x05\x20", der, key)
        return cls(b"KEYX", "Encryption", DECIPHER_KEY, "4332", b"\x06\x40", der, key)


def lay_out(holdings: tuple[Holding, ...], card_number: str) -> Mapping[str, bytes]:
    """The card's elementary files by their path in hexadecimal digits."""
    files = {
        "3F002F00": _directory_file(),
        f"{APPLICATION}5031": _object_directory(),
        f"{APPLICATION}5032": _token_info(card_number),
        f"{APPLICATION}4401": _pin_record(),
        f"{APPLICATION}4402": b"".join(map(_private_key_record, holdings)),
        f"{APPLICATION}4404": b"".join(map(_certificate_record, holdings)),
    }
    return files | {f"{APPLICATION}{holding.certificate_file}": holding.der for holding in holdings}


def _directory_file() -> bytes:
    path = encode(0x51, bytes.fromhex(APPLICATION))
    return encode(0x61, encode(0x4F, AID), encode(0x50, b"Training card"), path)


def _object_directory() -> bytes:
    return encode(0xA8, _path("4401")) + encode(0xA0, _path("4402")) + encode(0xA4, _path("4404"))


def _token_info(card_number: str) -> bytes:
    algorithm = encode(
        0x30,
        _integer(1),  # its number within this list
        _integer(1),  # CKM_RSA_PKCS
        encode(0x05),
        encode(0x03, b"\x06\x40"),  # operations: compute signature
        encode(0x06, bytes.fromhex("2A864886F70D010101")),  # rsaEncryption
        _integer(RSA_PKCS1),
    )
    return encode(
        0x30,
        _integer(0),
        encode(0x04, card_number.encode()),
        _utf8("Training"),
        encode(0x80, b"Training card"),
        encode(0x03, b"\x04\x10"),  # TokenFlags: PRN generation
        encode(0xA2, algorithm),
    )


def _pin_record() -> bytes:
    attributes = encode(
        0x30,
        encode(0x03, b"\x03\x18"),  # PinFlags: unblocking disabled, initialized
        encode(0x0A, b"\x01"),  # ASCII
        _integer(MINIMUM_PIN),
        _integer(MAXIMUM_PIN),
        _integer(MAXIMUM_PIN),
        encode(0x80, bytes([PIN_REFERENCE])),
    )
    common = encode(0x30, _utf8("PIN"), _PRIVATE)
    return encode(0x30, common, encode(0x30, _PIN_IDENTIFIER), encode(0xA1, attributes))


def _private_key_record(holding: Holding) -> bytes:
    common = encode(0x30, _utf8(holding.label), _PRIVATE, _PIN_IDENTIFIER)
    key = encode(
        0x30,
        encode(0x04, holding.identifier),
        encode(0x03, holding.key_usage),
        encode(0x01, b"\xff"),  # native
        encode(0x03, b"\x03\xb8"),  # sensitive, always sensitive, never extractable, local
        _integer(holding.reference),
    )
    attributes = encode(0x30, _path(""), _integer(_RSA_BITS))
    return encode(0x30, common, key, encode(0xA1, attributes))


def _certificate_record(holding: Holding) -> bytes:
    common = encode(0x30, _utf8(holding.label), encode(0x03, b"\x06\x40"))
    certificate = encode(0x30, encode(0x04, holding.identifier))
    return encode(0x30, common, certificate, encode(0xA1, encode(0x30, _path(holding.certificate_file))))


def _path(file: str) -> bytes:
    return encode(0x30, encode(0x04, bytes.fromhex(APPLICATION + file)))


def _integer(number: int) -> bytes:
    return encode(0x02, number.to_bytes(number.bit_length() // 8 + 1))


def _utf8(text: str) -> bytes:
    return encode(0x0C, text.encode())
