"""From the keys and certificates in a folder to a virtual card that holds them."""

from dataclasses import dataclass
from functools import reduce
from operator import xor
from pathlib import Path
from typing import Literal, Protocol

from kiosk.cardreader.virtual.card import MAXIMUM_TRIES, Card, RefusingCard, SigningCard
from kiosk.cardreader.virtual.contents import Holding, lay_out
from kiosk.cardreader.virtual.garbage_card import GarbageCard
from kiosk.cardreader.virtual.hicos_card import HicosCard1, HicosCard2

TRAINING_PIN = "123456"


class Personalisation(Protocol):
    """How a card is made."""

    def make(self, folder: Path) -> Card:
        """A new card, with what the training cards in `folder` hold. Raises OSError where they are not."""


def answer_to_reset(historical: bytes) -> bytes:
    """An ATR for T=1 with the given historical bytes and their check byte (ISO 7816-3 §8.2)."""
    body = bytes([0x80 | len(historical), 0x01]) + historical
    return b"\x3b" + body + bytes([reduce(xor, body)])


def answer_to_reset_t0(historical: bytes) -> bytes:
    """An ATR for T=0 alone, which has no check byte."""
    return b"\x3b" + bytes([len(historical)]) + historical


def card_number(number: int) -> str:
    """A card number of 16 characters, as the real ones have, that tells training from them."""
    return f"TR{number:014}"


@dataclass(frozen=True)
class Iso7816:
    """A card that keeps to ISO 7816-15: whose it is (a folder of the training cards), its number and tries.

    `t0`: it speaks T=0 alone, and has its answers fetched.
    """

    holder: str
    number: int
    tries_left: int = MAXIMUM_TRIES
    t0: bool = False

    def make(self, folder: Path) -> Card:
        """Personalise the card. Raises OSError."""
        holdings = _holdings(folder / "cards" / self.holder)
        files = lay_out(holdings, card_number(self.number))
        atr = answer_to_reset_t0(b"TRAINING") if self.t0 else answer_to_reset(b"TRAINING")
        return SigningCard(atr, files, holdings, TRAINING_PIN.encode(), self.tries_left, self.t0)


@dataclass(frozen=True)
class Hicos:
    """A HiCOS card of the first or the second generation: its answer to reset, whose it is, its number."""

    generation: Literal[1, 2]
    atr: bytes
    holder: str
    number: int

    def make(self, folder: Path) -> Card:
        """Personalise the card. Raises OSError."""
        holder = folder / "cards" / self.holder
        issuer = (holder / "issuer.der").read_bytes()
        kind = HicosCard1 if self.generation == 1 else HicosCard2
        return kind(
            self.atr,
            _holdings(holder),
            issuer,
            issuer,  # training's authorities vouch for themselves
            card_number(self.number),
            MAXIMUM_TRIES,
            pin=TRAINING_PIN.encode(),
        )


@dataclass(frozen=True)
class Refusing:
    """A card of another kind: its answer to reset, and its one status word."""

    atr: bytes
    status: int

    def make(self, folder: Path) -> Card:
        """Make the card; it holds nothing."""
        return RefusingCard(self.atr, self.status)


@dataclass(frozen=True)
class Garbage:
    """A card out of order."""

    def make(self, folder: Path) -> Card:
        """Make the card; it holds nothing."""
        return GarbageCard(answer_to_reset(b"GARBAGE"))


def _holdings(holder: Path) -> tuple[Holding, Holding]:
    """The one for encryption first: readers may not go by order."""
    return Holding.load(holder, "encrypt"), Holding.load(holder, "sign")
