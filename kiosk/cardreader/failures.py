"""What can go wrong between a person, a card and a reader: a closed list."""

from enum import Enum


class CardFailure(Enum):
    """A failure in the world that a person can mend; the value is its code in the failure catalogue."""

    NO_SERVICE = "K-CARD-01"
    NO_READER = "K-CARD-02"
    NO_CARD = "K-CARD-03"
    NHI_CARD = "K-CARD-04"
    UNKNOWN_CARD = "K-CARD-05"
    MUTE_CARD = "K-CARD-06"
    CARD_REMOVED = "K-CARD-07"
    CARD_BUSY = "K-CARD-08"
    OTHER_CARD = "K-CARD-09"
    PIN_WRONG = "K-CARD-10"
    PIN_LENGTH = "K-CARD-11"
    PIN_BLOCKED = "K-CARD-12"
    NO_SIGNING_CERTIFICATE = "K-CARD-13"
    CARD_DATA = "K-CARD-14"
    SIGNATURE_REFUSED = "K-CARD-15"
    CARD_SLOW = "K-CARD-16"
    NO_SIGNING_COMPONENT = "K-CARD-17"
    PIN_NOT_TYPED = "K-CARD-18"


class CardError(Exception):
    """A `CardFailure` with what the caller needs to explain it.

    `tries_left` is the number of PIN tries the card still grants, where it told; `reader` and `atr`
    name what was seen, `tried` the kinds of cards it was asked to be and what it said to that. The text
    holds codes and names only, never a PIN or a person's data.
    """

    def __init__(
        self,
        failure: CardFailure,
        *,
        tries_left: int | None = None,
        reader: str | None = None,
        atr: bytes | None = None,
        tried: tuple[str, ...] = (),
    ) -> None:
        super().__init__(failure)
        self.failure = failure
        self.tries_left = tries_left
        self.reader = reader
        self.atr = atr
        self.tried = tried

    def __str__(self) -> str:
        seen = [f"{self.failure.name} ({self.failure.value})"]
        if self.tries_left is not None:
            seen.append(f"tries left {self.tries_left}")
        if self.reader is not None:
            seen.append(f"reader {self.reader}")
        if self.atr is not None:
            seen.append(f"ATR {self.atr.hex(' ').upper()}")
        if self.tried:
            seen.append(f"tried {', '.join(self.tried)}")
        return ", ".join(seen)
