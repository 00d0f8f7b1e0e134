"""A reader with its own keys: written by hand from PC/SC part 10, in front of the virtual card."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from kiosk.cardreader.apdu import CardChannel
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.pin_pad import PinPad
from kiosk.cardreader.pkcs15 import PinCoding, PinEntry
from kiosk.cardreader.profiles.iso7816_15 import Iso7816Card, open_card
from kiosk.cardreader.reader import read_card
from kiosk.cardreader.signers.card import CardSigner
from kiosk.cardreader.transport import PcscConnection, PcscContext
from kiosk.cardreader.virtual.card import Card
from tests.cardreader.conftest import Desk, DirectConnection

FEATURES, VERIFY, PROPERTIES = 0x42000D48, 0x42330006, 0x42330012
ENTRY = PinEntry(b"", 0x81, 6, 8, None, 0x00, PinCoding.TEXT, b"")


def transmits_nothing(_apdu: bytes) -> tuple[bytes, int]:
    raise AssertionError("a PIN was sent")


@dataclass
class Reader:
    """Has `typed` typed when it is asked to, or answers `instead`; `transmit` reaches the card."""

    transmit: Callable[[bytes], tuple[bytes, int]] = transmits_nothing
    typed: bytes = b"123456"
    instead: bytes | None = None
    features: bytes = bytes.fromhex("060442330006 120442330012")
    properties: bytes = bytes.fromhex("02020000 060104 07010C")  # a display; PINs of 4 to 12
    asked: list[bytes] = field(default_factory=list)

    def control(self, code: int, data: bytes) -> bytes:
        match code:
            case 0x42000D48:
                return self.features
            case 0x42330012:
                return self.properties
        assert code == VERIFY
        self.asked.append(data)
        return self._verify(data) if self.instead is None else self.instead

    def _verify(self, structure: bytes) -> bytes:
        """Complete the VERIFY as the fields say (part 10 §2.6.3, CCID 1.1 §6.1.11)."""
        time_out, _again, form, block, length_form, longest, least, condition, messages = structure[:9]
        command = structure[19:]
        assert len(command) == int.from_bytes(structure[15:19], "little")
        assert time_out >= 10
        assert messages == 1
        assert condition == 0x02  # the person presses OK
        assert form & 0b11 == 0b10  # ASCII
        assert not form & 0b100  # justified to the left
        assert form & 0x80  # the PIN's place counts bytes:
        assert form >> 3 & 0b1111 == 0
        assert not length_form  # its length stands nowhere in the command
        assert not block & 0xF0
        if not least <= len(self.typed) <= longest:
            return b"\x64\x03"
        octets = bytearray(command[5:]) if block else bytearray(self.typed)
        assert len(octets) == block or not block
        octets[: len(self.typed)] = self.typed
        data, status = self.transmit(command[:4] + bytes([len(octets)]) + octets)
        assert not data
        return status.to_bytes(2)

    @property
    def pad(self) -> PinPad:
        pad = PinPad.find(self.control, FEATURES)
        assert pad is not None
        return pad


@dataclass
class Counter:
    """A card that was read, in such a reader."""

    card: Iso7816Card
    reader: Reader

    def sign(self) -> bytes:
        return self.card.sign(b"", self.reader.pad.verify)

    def refusal(self) -> CardError:
        with pytest.raises(CardError) as caught:
            self.sign()
        return caught.value


@pytest.fixture
def counter(make_card: Callable[[str], Card]) -> Callable[[str], Counter]:
    def make(scenario: str) -> Counter:
        connection = DirectConnection(make_card(scenario))
        card = open_card(CardChannel(connection))
        assert card is not None
        return Counter(card, Reader(connection.transmit))

    return make


MakeCounter = Callable[[str], Counter]


@pytest.mark.parametrize("scenario", ["good-organisation", "ec-citizen"])
def test_the_pin_goes_from_the_keys_into_the_card(counter: MakeCounter, scenario: str) -> None:
    at = counter(scenario)
    assert at.sign()
    assert len(at.reader.asked) == 1


def test_a_wrong_pin_is_told_and_not_asked_for_again(counter: MakeCounter) -> None:
    at = counter("good-organisation")
    at.reader.typed = b"654321"
    refusal = at.refusal()
    assert (refusal.failure, refusal.tries_left) == (CardFailure.PIN_WRONG, 2)
    assert len(at.reader.asked) == 1


def test_a_blocked_card_asks_for_no_pin(counter: MakeCounter) -> None:
    at = counter("blocked")
    assert at.refusal().failure is CardFailure.PIN_BLOCKED
    assert not at.reader.asked


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        ("6400", CardFailure.PIN_NOT_TYPED),
        ("6401", CardFailure.PIN_NOT_TYPED),
        ("6403", CardFailure.PIN_LENGTH),
        ("6402", CardFailure.SIGNATURE_REFUSED),
        ("6B80", CardFailure.SIGNATURE_REFUSED),
        ("6983", CardFailure.PIN_BLOCKED),
        ("63C1", CardFailure.PIN_WRONG),
        ("", CardFailure.SIGNATURE_REFUSED),
        ("009000", CardFailure.SIGNATURE_REFUSED),
    ],
)
def test_what_the_reader_answers(counter: MakeCounter, answer: str, failure: CardFailure) -> None:
    at = counter("good-organisation")
    at.reader.instead = bytes.fromhex(answer)
    assert at.refusal().failure is failure


@pytest.mark.parametrize("typed", [b"12345", b"123456789"])
def test_the_reader_minds_the_length(counter: MakeCounter, typed: bytes) -> None:
    at = counter("good-organisation")
    at.reader.typed = typed
    assert at.refusal().failure is CardFailure.PIN_LENGTH


@pytest.mark.parametrize(
    ("padded_to", "padding", "sent"),
    [
        (None, 0xFF, "0020008106 313233343536"),
        (8, 0xFF, "0020008108 313233343536 FFFF"),
        (12, 0x00, "002000810C 313233343536 000000000000"),
    ],
)
def test_the_block_is_the_cards(padded_to: int | None, padding: int, sent: str) -> None:
    apdus = []

    def transmit(apdu: bytes) -> tuple[bytes, int]:
        apdus.append(apdu)
        return b"", 0x9000

    entry = replace(ENTRY, padded_to=padded_to, padding=padding)
    assert Reader(transmit).pad.verify(entry) == 0x9000
    assert apdus == [bytes.fromhex(sent)]


@pytest.mark.parametrize(
    "features", ["", "06", "0604", "06044233", "0600", "0A0442330010", "0604423300"]
)
def test_a_reader_without_keys(features: str) -> None:
    assert PinPad.find(Reader(features=bytes.fromhex(features)).control, FEATURES) is None


def test_a_pad_that_tells_nothing_of_lengths_takes_all() -> None:
    for reader in (Reader(features=bytes.fromhex("060442330006")), Reader(properties=b"")):
        assert reader.pad.can_enter(ENTRY)


@pytest.mark.parametrize(
    ("changed", "can"),
    [
        ({}, True),
        ({"padded_to": 15}, True),
        ({"padded_to": 16}, False),
        ({"minimum": 3}, False),
        ({"maximum": 13}, False),
        ({"coding": PinCoding.PACKED}, False),
    ],
)
def test_not_every_pin_can_be_typed_there(changed: dict[str, object], can: bool) -> None:
    assert Reader().pad.can_enter(replace(ENTRY, **changed)) is can  # type: ignore[arg-type]


@pytest.mark.pcsc
class TestOverPcsc:
    """The virtual reader has no keys: those above are put in front of it."""

    def test_the_virtual_reader_has_none(self, desk: Desk) -> None:
        desk.insert("good-organisation")
        assert not read_card().pin_pad

    @pytest.fixture
    def keys(self, monkeypatch: pytest.MonkeyPatch) -> Reader:
        reader = Reader()

        def pin_pad(connection: PcscConnection) -> PinPad:
            reader.transmit = connection.transmit
            return reader.pad

        monkeypatch.setattr(PcscConnection, "pin_pad", pin_pad)
        return reader

    def test_signs(self, desk: Desk, keys: Reader) -> None:
        desk.insert("good-organisation")
        reading = read_card()
        assert reading.pin_pad
        assert CardSigner().sign(reading, b"", None)
        assert len(keys.asked) == 1

    def test_not_for_hicos(self, desk: Desk, keys: Reader) -> None:
        desk.insert("hicos2-citizen")
        assert not read_card().pin_pad
        assert not keys.asked

    def test_a_pad_that_cannot_take_this_pin_is_none(self, desk: Desk, keys: Reader) -> None:
        keys.properties = bytes.fromhex("070104")
        desk.insert("good-organisation")
        reading = read_card()
        assert not reading.pin_pad
        with pytest.raises(CardError, match="PIN_NOT_TYPED"):
            CardSigner().sign(reading, b"", None)

    def test_a_card_pulled_out_meanwhile(self, desk: Desk) -> None:
        """What the driver says then is told as what it is, not as a reader without keys."""
        desk.insert("good-organisation")
        reading = read_card()
        with PcscContext() as context, context.connect(reading.reader) as connection:
            with pytest.raises(CardError, match="SIGNATURE_REFUSED"):
                connection._ask_driver(VERIFY, b"\x00")
            desk.control.remove()
            with pytest.raises(CardError, match="CARD_REMOVED"):
                connection._ask_driver(VERIFY, b"\x00")
