"""The virtual cards one can put in, by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import xor
from pathlib import Path

from kiosk.cardreader.profiles.probe import NHI_ATR
from kiosk.cardreader.virtual.card import MAXIMUM_TRIES, Card, RefusingCard, SigningCard
from kiosk.cardreader.virtual.contents import Holding, lay_out
from kiosk.cardreader.virtual.control import Moment

TRAINING_PIN = "123456"


def _answer_to_reset(historical: bytes) -> bytes:
    """An ATR for T=1 with the given historical bytes and their check byte (ISO 7816-3 §8.2)."""
    body = bytes([0x80 | len(historical), 0x01]) + historical
    return b"\x3b" + body + bytes([reduce(xor, body)])


@dataclass(frozen=True)
class SigningScenario:
    """A card that reads and signs: whose it is (a folder of the training cards), its number, its tries,
    and when it is pulled out by itself.
    """

    holder: str
    card_number: str
    tries_left: int = MAXIMUM_TRIES
    remove_at: Moment | None = None

    def make(self, folder: Path) -> Card:
        """Personalise the card with the holder's keys in `folder`. Raises OSError where they are not."""
        holder = folder / "cards" / self.holder
        # The one for encryption first: readers may not go by order.
        holdings = (Holding.load(holder, "encrypt"), Holding.load(holder, "sign"))
        files = lay_out(holdings, self.card_number)
        return SigningCard(
            _answer_to_reset(b"TRAINING"), files, holdings, TRAINING_PIN.encode(), self.tries_left
        )


@dataclass(frozen=True)
class RefusingScenario:
    """A card of another kind: its answer to reset, and its one status word."""

    atr: bytes
    status: int
    remove_at: Moment | None = None

    def make(self, folder: Path) -> Card:
        """Make the card; it holds nothing."""
        return RefusingCard(self.atr, self.status)


Scenario = SigningScenario | RefusingScenario

SCENARIOS: Mapping[str, Scenario] = {
    "good-organisation": SigningScenario("organisation", "TR00000000000001"),
    "good-citizen": SigningScenario("citizen", "TR00000000000002"),
    "expired": SigningScenario("expired", "TR00000000000003"),
    "wrong-ca": SigningScenario("impostor", "TR00000000000004"),
    "blocked": SigningScenario("organisation", "TR00000000000001", tries_left=0),
    "last-try": SigningScenario("organisation", "TR00000000000001", tries_left=1),
    "pulled-out-at-verify": SigningScenario("organisation", "TR00000000000001", remove_at="verify"),
    "pulled-out-at-sign": SigningScenario("organisation", "TR00000000000001", remove_at="sign"),
    "nhi": RefusingScenario(NHI_ATR, 0x6A82),
    "unknown": RefusingScenario(_answer_to_reset(b"UNKNOWN"), 0x6D00),
    "mute": RefusingScenario(b"\x00", 0x6F00),
}
