"""What a card does beside answering: being pulled out by itself, and taking its time."""

from dataclasses import dataclass

from kiosk.cardreader.virtual.control import Moment

_READ_BINARY = b"\xb0"
# The instruction, and which one of its kind it is: by the third piece read, reading is well under way.
_MOMENTS: dict[Moment, tuple[bytes, int]] = {
    "read": (_READ_BINARY, 3),
    "verify": (b"\x20", 1),
    "sign": (b"\x2a", 1),
}


@dataclass(frozen=True)
class Behaviour:
    """When the card is pulled out by itself (None: it stays), and how many seconds each answer takes."""

    remove_at: Moment | None = None
    seconds_an_answer: float = 0.0


class RemovalWatch:
    """Looks at each command until the moment comes at which the card is pulled out."""

    def __init__(self, moment: Moment | None) -> None:
        self._instruction, self._left = (b"", 0) if moment is None else _MOMENTS[moment]

    def has_come(self, apdu: bytes) -> bool:
        """Whether the moment comes with this command; asking for the tries left, without a PIN, is none."""
        concerned = apdu[1:2] == self._instruction and (len(apdu) > 5 or self._instruction == _READ_BINARY)
        self._left -= concerned
        return concerned and self._left == 0
