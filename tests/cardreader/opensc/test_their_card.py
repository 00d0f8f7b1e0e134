"""The kiosk works with a card that somebody else's tool has personalised."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import xor
from pathlib import Path

import pytest
from asn1crypto import core  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_public_key,
)

from kiosk.cardreader.card import CardReading
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.pin import Pin
from kiosk.cardreader.reader import read_card
from kiosk.cardreader.signers.card import CardSigner
from kiosk.contract.certificates import parse_holder
from tests.cardreader.conftest import Desk
from tests.cardreader.iso_applet import IsoApplet
from tests.cardreader.opensc.programs import OpenSc
from tests.cardreader.slot import Slot
from tests.contract.certification import Authority, gpki, key_usage, name

pytestmark = [pytest.mark.pcsc]

AUTHORITY = Authority("測試內政部憑證管理中心")
PIN = "24681357"
PUK = "0123456789abcdef"
MESSAGE = "雲端方案".encode()

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey


class Owner:
    """Personalises the blank card in the reader with OpenSC's `pkcs15-init`."""

    def __init__(self, opensc: OpenSc, card: IsoApplet, slot: Slot) -> None:
        self._opensc = opensc
        self._slot = slot
        self.card = card
        opensc.run("pkcs15-init", "--create-pkcs15", "--so-pin", PIN, "--so-puk", PUK)

    def import_key(self, identifier: str, key: PrivateKey, use: str = "sign") -> None:
        key_format = PrivateFormat.TraditionalOpenSSL
        file = self._file("key", key.private_bytes(Encoding.PEM, key_format, NoEncryption()))
        self._init("--store-private-key", file, "--id", identifier, "--auth-id", "FF", "--key-usage", use)

    def generate_key(self, identifier: str, kind: str) -> PublicKey:
        self._init("--generate-key", kind, "--id", identifier, "--auth-id", "FF", "--key-usage", "sign")
        key = load_pem_public_key(self._opensc.run("pkcs15-tool", "--read-public-key", identifier))
        assert isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey)
        return key

    def store_certificate(self, identifier: str, der: bytes) -> None:
        pem = x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)
        self._init("--store-certificate", self._file("certificate", pem), "--id", identifier)

    def hand_over(self) -> None:
        """Out of the owner's reader, into the kiosk's: nobody's PIN is verified any more."""
        self._slot.remove()
        self._slot.insert(self.card)

    def _init(self, *what: str) -> None:
        self._opensc.run("pkcs15-init", *what, "--so-pin", PIN, "--pin", PIN)

    def _file(self, file_name: str, content: bytes) -> str:
        path: Path = self._opensc.folder / file_name
        path.write_bytes(content)
        return str(path)


@pytest.fixture
def owner(desk: Desk, opensc: OpenSc) -> Iterator[Owner]:
    """A blank card in the reader, made a PKCS#15 card by its owner."""
    body = bytes([0x88, 0x01]) + b"ISOAPPLT"
    card = IsoApplet(b"\x3b" + body + bytes([reduce(xor, body)]))
    with Slot() as slot:
        slot.insert(card)
        yield Owner(opensc, card, slot)
        slot.remove()


@dataclass(frozen=True)
class KeyOnCard:
    """A key pair of which only the public half is known here."""

    public: PublicKey

    def public_key(self) -> PublicKey:
        return self.public


def citizen(key: PrivateKey | KeyOnCard, use: str = "digital_signature") -> bytes:
    """A citizen's certificate for `key`."""
    subject = name(CN="訓練用持卡人", SERIALNUMBER="0000000000000001")
    return AUTHORITY.certify(subject, gpki((51, core.PrintableString("6789"))), key=key, usage=key_usage(use))


def sign(reading: CardReading, pin: bytes = PIN.encode()) -> bytes:
    return CardSigner().sign(reading, MESSAGE, Pin(bytearray(pin)))


def require_signature(reading: CardReading, signature: bytes) -> None:
    key = x509.load_der_x509_certificate(reading.signing_certificate.der).public_key()
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, MESSAGE, padding.PKCS1v15(), SHA256())
        return
    assert isinstance(key, ec.EllipticCurvePublicKey)
    half = len(signature) // 2
    assert half == (key.key_size + 7) // 8
    r, s = int.from_bytes(signature[:half]), int.from_bytes(signature[half:])
    key.verify(encode_dss_signature(r, s), MESSAGE, ec.ECDSA(SHA256()))


def new_key(kind: str) -> PrivateKey:
    if kind == "rsa:2048":
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key(ec.SECP256R1())


KINDS = pytest.mark.parametrize("kind", ["rsa:2048", "ec:prime256v1"])


@KINDS
def test_a_key_its_owner_brought(owner: Owner, kind: str) -> None:
    key = new_key(kind)
    owner.import_key("45", key)
    owner.store_certificate("45", citizen(key))
    owner.hand_over()
    reading = read_card()
    assert reading.profile == "ISO 7816-15"
    assert (reading.pin.minimum, reading.pin.maximum, reading.pin.tries_left) == (4, 16, 3)
    assert parse_holder(reading.signing_certificate.der).name == "訓練用持卡人"
    require_signature(reading, sign(reading))


@KINDS
def test_a_key_made_on_the_card(owner: Owner, kind: str) -> None:
    owner.store_certificate("45", citizen(KeyOnCard(owner.generate_key("45", kind))))
    owner.hand_over()
    reading = read_card()
    require_signature(reading, sign(reading))


def test_the_key_for_signatures_is_found_among_others(owner: Owner) -> None:
    keys = {use: new_key("rsa:2048") for use in ("key_encipherment", "digital_signature")}
    for identifier, (use, key) in zip(("45", "46"), keys.items(), strict=True):
        owner.import_key(identifier, key, "decrypt" if use == "key_encipherment" else "sign")
        owner.store_certificate(identifier, citizen(key, use))
    owner.hand_over()
    reading = read_card()
    assert len(reading.certificates) == 2
    require_signature(reading, sign(reading))


def test_its_pin_is_guarded_as_ever(owner: Owner) -> None:
    key = new_key("ec:prime256v1")
    owner.import_key("45", key)
    owner.store_certificate("45", citizen(key))
    owner.hand_over()
    tried: list[tuple[CardFailure, int | None]] = []
    for pin in (b"123", b"12345678", b"12345678", b"12345678", PIN.encode()):
        with pytest.raises(CardError) as caught:
            sign(read_card(), pin)
        tried.append((caught.value.failure, caught.value.tries_left))
    assert tried == [
        (CardFailure.PIN_LENGTH, 3),
        (CardFailure.PIN_WRONG, 2),
        (CardFailure.PIN_WRONG, 1),
        (CardFailure.PIN_BLOCKED, 0),
        (CardFailure.PIN_BLOCKED, 0),
    ]


def test_a_card_without_certificate_has_none_to_sign_with(owner: Owner) -> None:
    owner.import_key("45", new_key("ec:prime256v1"))
    owner.hand_over()
    with pytest.raises(CardError) as caught:
        _ = read_card().signing_certificate
    assert caught.value.failure is CardFailure.NO_SIGNING_CERTIFICATE
