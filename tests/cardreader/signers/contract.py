"""What every signer promises, whoever makes the signature: one class of tests, inherited for each of them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384

from kiosk.cardreader.card import CardReading, Digest
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.pin import Pin
from kiosk.cardreader.signers.port import Signer

PIN = b"24681357"
WRONG = b"99999999"
MESSAGE = "臺灣雲市集 30000".encode()


@dataclass
class Subject:
    """A signer with a card of PIN `PIN` and three tries at hand.

    `presentations` counts the PINs that reached the card, `exchange` puts another card in its place. `told`
    is what is known of the tries left after one wrong PIN, and after two.
    """

    signer: Signer
    reading: CardReading
    presentations: Callable[[], int]
    exchange: Callable[[], None]
    told: tuple[int, int] = (2, 1)
    digest: Digest = "sha256"

    def sign(self, pin: bytes = PIN, reading: CardReading | None = None) -> bytes:
        """Sign with `pin`, and see that nothing of it is left, whatever happens."""
        typed = bytearray(pin)
        try:
            return self.signer.sign(reading or self.reading, MESSAGE, Pin(typed), self.digest)
        finally:
            assert typed == bytes(len(pin))

    def refusal(self, pin: bytes = PIN, reading: CardReading | None = None) -> CardError:
        """What signing fails with; it holds nothing of the PIN."""
        with pytest.raises(CardError) as caught:
            self.sign(pin, reading)
        assert not pin or pin.decode() not in f"{caught.value} {caught.value!r} {caught.value.__dict__}"
        return caught.value


def holds(reading: CardReading, signature: bytes, digest: Digest) -> bool:
    """Whether this is a raw signature over `MESSAGE` under the card's certificate."""
    key = x509.load_der_x509_certificate(reading.signing_certificate.der).public_key()
    hashed = {"sha256": SHA256(), "sha384": SHA384()}[digest]
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, MESSAGE, padding.PKCS1v15(), hashed)
        else:
            assert isinstance(key, ec.EllipticCurvePublicKey)
            size = key.key_size // 8
            assert len(signature) == 2 * size
            numbers = int.from_bytes(signature[:size]), int.from_bytes(signature[size:])
            key.verify(encode_dss_signature(*numbers), MESSAGE, ec.ECDSA(hashed))
    except InvalidSignature:
        return False
    return True


class SignerContract:
    """To be inherited, with a fixture `subject`."""

    def test_signs_what_it_is_given_and_presents_the_pin_once(self, subject: Subject) -> None:
        assert holds(subject.reading, subject.sign(), subject.digest)
        assert subject.presentations() == 1

    def test_asking_for_the_policy_shows_no_pin(self, subject: Subject) -> None:
        policy = subject.signer.pin_policy(subject.reading)
        assert (policy.minimum, policy.maximum) == (6, 8)
        assert policy.tries_left in (None, 3)
        assert subject.presentations() == 0

    def test_a_wrong_pin_is_told_and_not_tried_again(self, subject: Subject) -> None:
        refusal = subject.refusal(WRONG)
        assert refusal.failure is CardFailure.PIN_WRONG
        assert refusal.tries_left == subject.told[0]
        assert subject.presentations() == 1

    def test_the_tries_left_are_known_before_the_next_pin(self, subject: Subject) -> None:
        for left in subject.told:
            assert subject.refusal(WRONG).tries_left == left
            assert subject.signer.pin_policy(subject.reading).tries_left == left

    def test_the_right_pin_gives_the_tries_back(self, subject: Subject) -> None:
        subject.refusal(WRONG)
        assert holds(subject.reading, subject.sign(), subject.digest)
        assert subject.signer.pin_policy(subject.reading).tries_left in (None, 3)

    def test_a_blocked_card_gets_no_pin(self, subject: Subject) -> None:
        refusals = [subject.refusal(WRONG) for _ in range(3)]
        assert [refusal.tries_left for refusal in refusals] == [2, 1, 0]
        assert refusals[-1].failure is CardFailure.PIN_BLOCKED
        assert subject.refusal().failure is CardFailure.PIN_BLOCKED
        assert subject.presentations() == 3

    @pytest.mark.parametrize("pin", [b"", b"12345", b"123456789"])
    def test_a_pin_of_wrong_length_is_never_sent(self, subject: Subject, pin: bytes) -> None:
        assert subject.refusal(pin).failure is CardFailure.PIN_LENGTH
        assert subject.presentations() == 0

    def test_another_card_gets_no_pin(self, subject: Subject) -> None:
        subject.exchange()
        assert subject.refusal().failure is CardFailure.OTHER_CARD
        assert subject.presentations() == 0

    def test_a_card_without_a_certificate_for_signatures_gets_no_pin(self, subject: Subject) -> None:
        others = tuple(replace(each, for_signing=False) for each in subject.reading.certificates)
        refusal = subject.refusal(reading=replace(subject.reading, certificates=others))
        assert refusal.failure in (CardFailure.NO_SIGNING_CERTIFICATE, CardFailure.OTHER_CARD)
        assert subject.presentations() == 0
