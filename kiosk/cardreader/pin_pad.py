"""A reader's own PIN pad (PC/SC part 10): the PIN goes from its keys into the card, and nowhere else."""

from collections.abc import Callable, Mapping
from typing import Self

from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.pkcs15 import PinCoding, PinEntry

# Features (part 10 §2.2) and properties (§2.6.14) by their tags.
_VERIFY_PIN_DIRECT = 0x06
_TLV_PROPERTIES = 0x12
_LEAST_PIN, _LONGEST_PIN = 0x06, 0x07

_SECONDS = 30
_ASCII_LEFT_JUSTIFIED = 0x82  # bmFormatString: units are bytes, the PIN begins the data
_WHEN_CONFIRMED = 0x02  # bEntryValidationCondition: the person presses the pad's OK
_TRADITIONAL_CHINESE = 0x0404
# bmPINBlockString has four bits for the size of the block.
_LARGEST_BLOCK = 15

_NOT_TYPED = (0x6400, 0x6401)  # the time is over; the person pressed cancel
_WRONG_LENGTH = 0x6403

Control = Callable[[int, bytes], bytes]
"""Gives data to the reader's driver under a control code; its answer. Raises CardError."""


class PinPad:
    """Keys on the reader. `control` reaches its driver; `verify_code` is that driver's code for VERIFY."""

    def __init__(self, control: Control, verify_code: int, least: int = 0, longest: int = 0xFF) -> None:
        self._control = control
        self._verify_code = verify_code
        self._least = least
        self._longest = longest

    @classmethod
    def find(cls, control: Control, features_code: int) -> Self | None:
        """The reader's pad, None where it has none. `features_code` asks the driver for what it can do."""
        features = _values(control(features_code, b""))
        verify_code = features.get(_VERIFY_PIN_DIRECT)
        if not verify_code:
            return None
        properties_code = features.get(_TLV_PROPERTIES)
        told = _values(control(int.from_bytes(properties_code), b"")) if properties_code else {}
        least = int.from_bytes(told.get(_LEAST_PIN, b"\x00"), "little")
        longest = int.from_bytes(told.get(_LONGEST_PIN, b"\xff"), "little")
        return cls(control, int.from_bytes(verify_code), least, longest)

    def can_enter(self, entry: PinEntry) -> bool:
        """Whether every such PIN can be typed here: characters as they are, of lengths the pad takes."""
        lengths = self._least <= entry.minimum and entry.maximum <= self._longest
        return entry.coding is PinCoding.TEXT and lengths and (entry.padded_to or 0) <= _LARGEST_BLOCK

    def verify(self, entry: PinEntry) -> int:
        """Have the PIN typed and sent to the card, once; the status word of its VERIFY.

        Takes as long as the person does, 30 seconds at most. Raises CardError: PIN_NOT_TYPED, PIN_LENGTH,
        SIGNATURE_REFUSED where the driver answers nothing, and what `control` raises.
        """
        answer = self._control(self._verify_code, verify_structure(entry))
        status = int.from_bytes(answer)
        if len(answer) != 2:
            raise CardError(CardFailure.SIGNATURE_REFUSED)
        if status in _NOT_TYPED:
            raise CardError(CardFailure.PIN_NOT_TYPED)
        if status == _WRONG_LENGTH:
            raise CardError(CardFailure.PIN_LENGTH)
        return status


def verify_structure(entry: PinEntry) -> bytes:
    """PIN_VERIFY_STRUCTURE (part 10 §2.6.3), its numbers little-endian, with the VERIFY to be completed."""
    block = entry.padded_to or 0
    command = bytes([0x00, 0x20, 0x00, entry.reference, block]) + bytes([entry.padding]) * block
    return b"".join(
        (
            bytes([_SECONDS, _SECONDS, _ASCII_LEFT_JUSTIFIED, block, 0]),
            (entry.minimum << 8 | entry.maximum).to_bytes(2, "little"),
            bytes([_WHEN_CONFIRMED, 1]),  # one message on the reader's display
            _TRADITIONAL_CHINESE.to_bytes(2, "little"),
            bytes(4),  # the message's number, and T=1's prologue, which the driver fills in
            len(command).to_bytes(4, "little"),
            command,
        )
    )


def _values(answer: bytes) -> Mapping[int, bytes]:
    """Tag, length of one byte, value, again and again; what is cut off at the end is dropped."""
    values = {}
    while len(answer) >= 2 and len(answer) >= 2 + answer[1]:
        values[answer[0]] = answer[2 : 2 + answer[1]]
        answer = answer[2 + answer[1] :]
    return values
