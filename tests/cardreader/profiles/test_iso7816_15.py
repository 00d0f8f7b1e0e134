from collections.abc import Callable
from contextlib import suppress

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.cardreader.apdu import CardChannel
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.pin import Pin
from kiosk.cardreader.profiles.iso7816_15 import open_card
from kiosk.cardreader.virtual.card import Card
from tests.cardreader.conftest import Answer, DirectConnection, opened, reading_of

MakeCard = Callable[[str], Card]


def pin(characters: bytes = b"123456") -> Pin:
    return Pin(bytearray(characters))


def failure_of(act: Callable[[], object]) -> CardError:
    with pytest.raises(CardError) as caught:
        act()
    return caught.value


def verifies(connection: DirectConnection) -> list[bytes]:
    """The VERIFY commands that carried a PIN."""
    return [apdu for apdu in connection.apdus if apdu[1] == 0x20 and len(apdu) > 5]


def test_reads_without_a_pin(make_card: MakeCard) -> None:
    connection = DirectConnection(make_card("good-organisation"))
    reading = reading_of(connection)
    assert reading.card_number == "TR00000000000001"
    assert (reading.pin.minimum, reading.pin.maximum, reading.pin.tries_left) == (6, 8, 3)
    assert [certificate.for_signing for certificate in reading.certificates] == [False, True]
    assert reading.signing_certificate is reading.certificates[1]
    assert verifies(connection) == []
    assert len(connection.apdus) <= 24


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


@pytest.fixture
def whole_card(make_card: MakeCard) -> Card:
    return make_card("good-organisation")


# the library warns of odd numbers in hostile bytes
@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(st.data())
def test_hostile_answers_end_in_a_reading_or_a_failure(whole_card: Card, data: st.DataObject) -> None:
    changes = data.draw(
        st.dictionaries(
            st.integers(0, 24),
            st.tuples(st.integers(0, 1000), st.binary(min_size=1, max_size=4), st.booleans()),
            min_size=1,
            max_size=4,
        )
    )
    whole_card.reset()
    connection = DirectConnection(whole_card)

    def corrupt(_apdu: bytes, answer: Answer) -> Answer:
        content, status = answer
        change = changes.get(len(connection.apdus) - 1)
        if change is None:
            return answer
        at, octets, change_status = change
        if change_status:
            return content, int.from_bytes(octets[:2])
        at = at % (len(content) + 1)
        return content[:at] + octets + content[at + len(octets) :], status

    connection.alter = corrupt
    with suppress(CardError):  # any other exception is a bug
        card = open_card(CardChannel(connection))
        if card is not None:
            card.sign(b"", pin())
    assert len(verifies(connection)) <= 1
