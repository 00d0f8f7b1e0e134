"""The card itself is tested under tests/cardreader; here its part is played by a key in memory."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import load_der_private_key

from kiosk.cardreader.card import CardCertificate, CardReading, Digest, PinPolicy
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.pin import Pin
from kiosk.contract.holder_signature import SignatureInvalid, verify_detached
from kiosk.contract.trust import TrustFailure, TrustStore, Untrusted
from kiosk.domain.identity import IdentityKind
from kiosk.services import cards
from tests.services.counter import Counter

AT = datetime(2026, 3, 2, tzinfo=UTC)
TOO_LATE = datetime(2046, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class HolderCard:
    reading: CardReading
    trust: TrustStore
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

    def pin_policy(self, reading: CardReading) -> PinPolicy:
        return reading.pin

    def sign(self, reading: CardReading, message: bytes, pin: Pin | None, digest: Digest = "sha256") -> bytes:
        """What the port promises."""
        assert reading is self.reading
        assert pin is not None
        with pin:
            if isinstance(self.key, rsa.RSAPrivateKey):
                assert digest == "sha256"
                return self.key.sign(message, padding.PKCS1v15(), SHA256())
            size = self.key.key_size // 8
            hashed = {"sha256": SHA256(), "sha384": SHA384()}[digest]
            numbers = decode_dss_signature(self.key.sign(message, ec.ECDSA(hashed)))
            return b"".join(number.to_bytes(size) for number in numbers)


@pytest.fixture(scope="module")
def card(training_cards: Path) -> HolderCard:
    return card_of(training_cards, "organisation")


def card_of(training_cards: Path, holder: str) -> HolderCard:
    own = training_cards / "cards" / holder
    certificates = (
        CardCertificate((own / "encrypt.der").read_bytes(), "encrypt", for_signing=False),
        CardCertificate((own / "sign.der").read_bytes(), "sign", for_signing=True),
    )
    key = load_der_private_key((own / "sign.key").read_bytes(), None)
    assert isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
    reading = CardReading("reader", b"\x3b", "iso7816-15", "0001", certificates, PinPolicy(6, 8, 3))
    return HolderCard(reading, TrustStore.from_folder(training_cards / "trust", training=True), key)


@pytest.fixture
def pin() -> Pin:
    return Pin(bytearray(b"123456"))


def test_the_card_says_who_it_belongs_to(card: HolderCard) -> None:
    found = cards.identify(card.reading, card.trust, AT)
    assert found.kind is IdentityKind.ORGANISATION_CERTIFICATE
    assert found.name == "訓練用𠮷祥合作社"


def test_a_certificate_that_is_not_valid_then_is_told(card: HolderCard) -> None:
    with pytest.raises(Untrusted) as raised:
        cards.identify(card.reading, card.trust, TOO_LATE)
    assert raised.value.failure is TrustFailure.EXPIRED


def test_a_card_without_a_certificate_for_signatures_is_told(card: HolderCard) -> None:
    reading = CardReading(
        "reader", b"\x3b", "iso7816-15", "0001", card.reading.certificates[:1], card.reading.pin
    )
    with pytest.raises(CardError) as raised:
        cards.identify(reading, card.trust, AT)
    assert raised.value.failure is CardFailure.NO_SIGNING_CERTIFICATE


def test_the_signature_is_the_holders_and_covers_the_statement(
    card: HolderCard, pin: Pin, counter: Counter
) -> None:
    statement = counter.desk.prepare(counter.desk.new_membership_id(), counter.opening())
    signature = cards.sign_statement(statement, card.reading, pin, card)
    signer = verify_detached(signature, statement.canonical_bytes(), card.trust, AT)
    assert signer.holder_id == cards.identify(card.reading, card.trust, AT).holder_id
    other = statement.model_copy(update={"membership_id": counter.desk.new_membership_id()})
    with pytest.raises(SignatureInvalid):
        verify_detached(signature, other.canonical_bytes(), card.trust, AT)
    assert len(pin) == 0


@pytest.mark.parametrize(("holder", "algorithm"), [("ec-citizen", "ES256"), ("ec-organisation", "ES384")])
def test_a_card_with_an_elliptic_curve_signs_as_well(
    training_cards: Path, pin: Pin, counter: Counter, holder: str, algorithm: str
) -> None:
    """Central verifies by the same function."""
    card = card_of(training_cards, holder)
    statement = counter.desk.prepare(counter.desk.new_membership_id(), counter.opening())
    signature = cards.sign_statement(statement, card.reading, pin, card)
    header = json.loads(base64.urlsafe_b64decode(signature.partition(".")[0] + "=="))
    assert header["alg"] == algorithm
    assert base64.b64decode(header["x5c"][0]) == card.reading.signing_certificate.der
    signer = verify_detached(signature, statement.canonical_bytes(), card.trust, AT)
    assert signer.holder_id == cards.identify(card.reading, card.trust, AT).holder_id


def test_a_reader_with_keys_of_its_own_gets_no_pin(card: HolderCard, counter: Counter) -> None:
    given = []

    class Keys(HolderCard):
        def sign(
            self, reading: CardReading, message: bytes, pin: Pin | None, digest: Digest = "sha256"
        ) -> bytes:
            given.append(pin)
            return super().sign(reading, message, Pin(bytearray(b"123456")), digest)

    statement = counter.desk.prepare(counter.desk.new_membership_id(), counter.opening())
    assert cards.sign_statement(statement, card.reading, None, Keys(card.reading, card.trust, card.key))
    assert given == [None]
