from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from kiosk.cardreader.apdu import CardChannel
from kiosk.cardreader.failures import CardFailure
from kiosk.cardreader.profiles.iso7816_15 import Iso7816Card, open_card
from kiosk.cardreader.virtual.card import Card, SigningCard
from kiosk.cardreader.virtual.contents import APPLICATION, Holding
from tests.cardreader.conftest import Answer, DirectConnection, opened, reading_of
from tests.cardreader.profiles.contract import ProfileContract
from tests.cardreader.profiles.direct import failure_of, iso_card, pin
from tests.cardreader.profiles.direct import verifies as verifies_among

MakeCard = Callable[[str], Card]


class TestContract(ProfileContract):
    profile = "ISO 7816-15"
    tries_left = 3
    probes = 2

    def make(self, training: Path, held: tuple[Holding, ...]) -> SigningCard:
        return iso_card(held)

    def probe(self, channel: CardChannel) -> Iso7816Card | None:
        return open_card(channel)

    def certificate_file(self, held: Holding) -> bytes:
        return bytes.fromhex(APPLICATION + held.certificate_file)

    def least_apdus(self, sizes: list[int]) -> int:
        """The application; SELECT and READ of ODF, TokenInfo, AODF, PrKDF, CDF; certificates; the tries."""
        return 1 + 5 * 2 + sum(1 + -(-size // 0x100) for size in sizes) + 1


def verifies(connection: DirectConnection) -> list[bytes]:
    """The VERIFY commands that carried a PIN."""
    return verifies_among(connection.apdus)


def test_signs_what_cryptography_verifies(make_card: MakeCard) -> None:
    connection = DirectConnection(make_card("good-citizen"))
    card = opened(connection)
    signature = card.sign("訂單".encode(), pin())
    key = x509.load_der_x509_certificate(card.reading.signing_certificate.der).public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(signature, "訂單".encode(), padding.PKCS1v15(), SHA256())
    assert len(verifies(connection)) == 1


def test_counts_the_tries(make_card: MakeCard) -> None:
    connection = DirectConnection(make_card("good-organisation"))
    tries = [failure_of(lambda: opened(connection).sign(b"", pin(b"000000"))) for _ in range(3)]
    assert [(error.failure, error.tries_left) for error in tries] == [
        (CardFailure.PIN_WRONG, 2),
        (CardFailure.PIN_WRONG, 1),
        (CardFailure.PIN_BLOCKED, 0),
    ]
    assert len(verifies(connection)) == 3
    again = failure_of(lambda: opened(connection).sign(b"", pin()))
    assert again.failure is CardFailure.PIN_BLOCKED
    assert len(verifies(connection)) == 3


@pytest.mark.parametrize("typed", [b"", b"12345", b"123456789"])
def test_a_pin_of_wrong_length_is_not_sent(make_card: MakeCard, typed: bytes) -> None:
    connection = DirectConnection(make_card("good-organisation"))
    card = opened(connection)
    error = failure_of(lambda: card.sign(b"", pin(typed)))
    assert (error.failure, error.tries_left) == (CardFailure.PIN_LENGTH, 3)
    assert verifies(connection) == []


@pytest.mark.parametrize(
    ("instruction", "status", "failure"),
    [
        (0x20, 0x6700, CardFailure.PIN_LENGTH),
        (0x20, 0x6F00, CardFailure.SIGNATURE_REFUSED),
        (0x22, 0x6A88, CardFailure.SIGNATURE_REFUSED),
        (0x2A, 0x6985, CardFailure.SIGNATURE_REFUSED),
    ],
)
def test_a_refusal_is_told_by_its_kind(
    make_card: MakeCard, instruction: int, status: int, failure: CardFailure
) -> None:
    connection = DirectConnection(make_card("good-organisation"))
    card = opened(connection)
    connection.alter = lambda apdu, answer: (b"", status) if apdu[1] == instruction else answer
    assert failure_of(lambda: card.sign(b"", pin())).failure is failure


def test_a_signature_that_does_not_verify_is_refused(make_card: MakeCard) -> None:
    connection = DirectConnection(make_card("good-organisation"))
    card = opened(connection)
    connection.alter = lambda apdu, answer: (bytes(256), 0x9000) if apdu[1] == 0x2A else answer
    assert failure_of(lambda: card.sign(b"", pin())).failure is CardFailure.SIGNATURE_REFUSED


def test_another_card_after_the_pin_signs_nothing(make_card: MakeCard) -> None:
    connection = DirectConnection(make_card("good-organisation"))
    card = opened(connection)
    other = DirectConnection(make_card("good-citizen"))
    opened(other)  # so that the same file is selected on it

    def swap(apdu: bytes, answer: Answer) -> Answer:
        if apdu[1] == 0x20:
            connection.card = other.card
        return answer

    connection.alter = swap
    assert failure_of(lambda: card.sign(b"", pin())).failure is CardFailure.OTHER_CARD
    assert not any(apdu[1] == 0x2A for apdu in connection.apdus)


def test_found_by_directory_file_where_the_application_has_no_name(make_card: MakeCard) -> None:
    connection = DirectConnection(make_card("good-organisation"))
    connection.alter = lambda apdu, answer: (b"", 0x6A82) if apdu[:3] == b"\x00\xa4\x04" else answer
    assert reading_of(connection).card_number == "TR00000000000001"


def test_takes_a_card_that_tells_no_file_sizes(make_card: MakeCard) -> None:
    connection = DirectConnection(make_card("good-organisation"))

    def tell_nothing(apdu: bytes, answer: Answer) -> Answer:
        if apdu[1] == 0xA4 and apdu[3] == 0x04:
            return b"", 0x6A86 if apdu[2] == 0x00 else answer[1]
        return answer

    plain = reading_of(DirectConnection(make_card("good-organisation")))
    connection.alter = tell_nothing
    assert reading_of(connection).certificates == plain.certificates


@pytest.mark.parametrize("scenario", ["nhi", "unknown"])
def test_no_card_of_this_profile(make_card: MakeCard, scenario: str) -> None:
    assert open_card(CardChannel(DirectConnection(make_card(scenario)))) is None


def test_without_a_certificate_for_signatures(make_card: MakeCard) -> None:
    connection = DirectConnection(make_card("good-organisation"))

    def forbid(apdu: bytes, answer: Answer) -> Answer:
        # KeyUsageFlags of the key for signatures: from sign to encrypt
        return answer[0].replace(b"\x03\x02\x05\x20", b"\x03\x02\x05\x80"), answer[1]

    connection.alter = forbid
    reading = reading_of(connection)
    assert failure_of(lambda: reading.signing_certificate).failure is CardFailure.NO_SIGNING_CERTIFICATE
