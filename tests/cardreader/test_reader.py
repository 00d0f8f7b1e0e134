import threading
import time
from collections.abc import Callable, Iterator

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from smartcard import scard  # type: ignore[import-untyped]

from kiosk.cardreader import transport
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.pin import Pin
from kiosk.cardreader.profiles.probe import NHI_ATR
from kiosk.cardreader.reader import list_readers, read_card
from kiosk.cardreader.signers.card import CardSigner
from kiosk.cardreader.transport import PcscContext
from kiosk.cardreader.virtual.control import Moment
from tests.cardreader.conftest import DEADLINE, Desk

pytestmark = [pytest.mark.pcsc]

sign = CardSigner().sign

MESSAGE = "雲端方案".encode()


def pin(characters: bytes = b"123456") -> Pin:
    return Pin(bytearray(characters))


def failure_of(act: Callable[[], object]) -> CardError:
    with pytest.raises(CardError) as caught:
        act()
    return caught.value


@pytest.mark.parametrize("scenario", ["good-organisation", "good-citizen"])
def test_reads_and_signs(desk: Desk, scenario: str) -> None:
    desk.insert(scenario)
    reading = read_card()
    assert reading.reader in list_readers()
    assert reading.profile == "ISO 7816-15"
    typed = bytearray(b"123456")
    signature = sign(reading, MESSAGE, Pin(typed))
    assert typed == bytes(6)
    key = x509.load_der_x509_certificate(reading.signing_certificate.der).public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(signature, MESSAGE, padding.PKCS1v15(), SHA256())


def test_nobody_finds_the_pin_verified_afterwards(desk: Desk) -> None:
    desk.insert("good-organisation")
    reading = read_card()
    sign(reading, MESSAGE, pin())
    with PcscContext() as context, context.connect(reading.reader) as connection:
        assert connection.transmit(bytes.fromhex("00200001")) == (b"", 0x63C3)


def test_a_wrong_pin_costs_one_try(desk: Desk) -> None:
    desk.insert("good-organisation")
    reading = read_card()
    error = failure_of(lambda: sign(reading, MESSAGE, pin(b"654321")))
    assert (error.failure, error.tries_left) == (CardFailure.PIN_WRONG, 2)
    assert "654321" not in f"{error} {error!r}"
    assert desk.control.state().tries_left == 2
    desk.insert(None)  # the same card once more
    assert read_card().pin.tries_left == 2


def test_the_last_try(desk: Desk) -> None:
    desk.insert("last-try")
    assert read_card().pin.tries_left == 1
    error = failure_of(lambda: sign(read_card(), MESSAGE, pin(b"654321")))
    assert (error.failure, error.tries_left) == (CardFailure.PIN_BLOCKED, 0)


def test_a_blocked_card(desk: Desk) -> None:
    desk.insert("blocked")
    assert read_card().pin.tries_left == 0
    assert failure_of(lambda: sign(read_card(), MESSAGE, pin())).failure is CardFailure.PIN_BLOCKED


def test_a_pin_of_wrong_length_costs_no_try(desk: Desk) -> None:
    desk.insert("good-organisation")
    error = failure_of(lambda: sign(read_card(), MESSAGE, pin(b"12345")))
    assert (error.failure, error.tries_left) == (CardFailure.PIN_LENGTH, 3)
    assert desk.control.state().tries_left == 3


@pytest.mark.parametrize("moment", ["verify", "sign"])
def test_pulled_out(desk: Desk, moment: Moment) -> None:
    desk.insert(f"pulled-out-at-{moment}")
    reading = read_card()
    assert failure_of(lambda: sign(reading, MESSAGE, pin())).failure is CardFailure.CARD_REMOVED
    assert not desk.control.state().inserted
    assert failure_of(lambda: sign(reading, MESSAGE, pin())).failure is CardFailure.NO_CARD


def test_another_card_gets_no_pin(desk: Desk) -> None:
    desk.insert("good-organisation")
    reading = read_card()
    desk.insert("good-citizen")
    assert failure_of(lambda: sign(reading, MESSAGE, pin(b"654321"))).failure is CardFailure.OTHER_CARD
    assert desk.control.state().tries_left == 3


@pytest.mark.parametrize(
    ("scenario", "failure"),
    [("nhi", CardFailure.NHI_CARD), ("unknown", CardFailure.UNKNOWN_CARD), ("mute", CardFailure.MUTE_CARD)],
)
def test_a_card_that_is_none_of_ours(desk: Desk, scenario: str, failure: CardFailure) -> None:
    desk.insert(scenario)
    error = failure_of(read_card)
    assert error.failure is failure
    assert error.reader in list_readers()
    if scenario == "nhi":
        assert error.atr == NHI_ATR
    if scenario == "unknown":
        assert b"UNKNOWN".hex(" ").upper() in str(error)


def test_no_card(desk: Desk) -> None:
    assert failure_of(read_card).failure is CardFailure.NO_CARD
    assert failure_of(lambda: read_card(list_readers()[0])).failure is CardFailure.NO_CARD


def test_no_such_reader(desk: Desk) -> None:
    assert failure_of(lambda: read_card("a reader that is not there")).failure is CardFailure.NO_READER


def test_a_card_another_program_holds(desk: Desk) -> None:
    desk.insert("good-organisation")
    with PcscContext() as other, other.connect(list_readers()[0]):
        assert failure_of(read_card).failure is CardFailure.CARD_BUSY
    assert read_card().card_number == "TR00000000000001"


class OtherProgram:
    """Shares the card with others, and keeps it to itself while a transaction lasts."""

    def __init__(self) -> None:
        _result, self._session = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
        protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        name = list_readers()[0]
        result, self._card, _protocol = scard.SCardConnect(
            self._session, name, scard.SCARD_SHARE_SHARED, protocols
        )
        assert result == scard.SCARD_S_SUCCESS

    def begin(self) -> None:
        assert scard.SCardBeginTransaction(self._card) == scard.SCARD_S_SUCCESS

    def end(self) -> None:
        scard.SCardEndTransaction(self._card, scard.SCARD_LEAVE_CARD)

    def leave(self) -> None:
        scard.SCardDisconnect(self._card, scard.SCARD_LEAVE_CARD)
        scard.SCardReleaseContext(self._session)


@pytest.fixture
def other(desk: Desk) -> Iterator[OtherProgram]:
    """A program that shares the card in the reader."""
    desk.insert("good-organisation")
    program = OtherProgram()
    yield program
    program.leave()


def test_a_card_another_program_shares(other: OtherProgram) -> None:
    assert read_card().card_number == "TR00000000000001"


def test_a_card_another_program_keeps_for_a_moment_is_waited_for(other: OtherProgram) -> None:
    other.begin()
    moment = threading.Timer(0.5, other.end)
    moment.start()
    assert read_card().card_number == "TR00000000000001"
    moment.join()


def test_a_card_another_program_keeps_is_not_waited_for_without_end(
    other: OtherProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "_TURN_SECONDS", 0.5)
    other.begin()
    began = time.monotonic()
    assert failure_of(read_card).failure is CardFailure.CARD_BUSY
    assert time.monotonic() - began < 3
    other.end()
    for thread in threading.enumerate():
        if thread.name == "card-connect":
            thread.join(DEADLINE)
            assert not thread.is_alive()
    assert read_card().card_number == "TR00000000000001"
