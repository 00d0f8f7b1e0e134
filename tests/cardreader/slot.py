"""A slot of the virtual reader, driven from this very process: any card object may be put in, and watched."""

import time
from types import TracebackType
from typing import Self

from kiosk.cardreader.transport import PcscContext
from kiosk.cardreader.virtual.behaviour import Behaviour
from kiosk.cardreader.virtual.card import Card
from kiosk.cardreader.virtual.link import READER_PORT, InsertedCard, ReaderLink

DEADLINE = 10.0


class Slot:
    """Slot `number` (0 or 1) of the virtual reader; what lies in it goes with the `with` block."""

    def __init__(self, number: int = 0) -> None:
        self._number = number
        self._link = ReaderLink(READER_PORT + number)

    def __enter__(self) -> Self:
        self._link.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._link.stop()

    @property
    def name(self) -> str:
        """The reader's name in the PC/SC service."""
        with PcscContext() as context:
            return [name for name in context.readers() if name.startswith("Virtual PCD")][self._number]

    def put_in(self, card: Card) -> None:
        """Put `card` in, and leave the rest to the reader."""
        self._link.insert(InsertedCard(card, Behaviour()))

    def pull_out(self) -> None:
        """Pull the card out, and leave the rest to the reader."""
        self._link.remove()

    def insert(self, card: Card) -> None:
        """Put `card` in, and wait until the PC/SC service has noticed."""
        self.put_in(card)
        self._wait_until_present(True)

    def remove(self) -> None:
        """Pull the card out, and wait until the PC/SC service has noticed."""
        self.pull_out()
        self._wait_until_present(False)

    def _wait_until_present(self, wanted: bool) -> None:
        end, name = time.monotonic() + DEADLINE, self.name
        with PcscContext() as context:
            slots = context.slots()
            while not any(slot.name == name and slot.card_present is wanted for slot in slots):
                assert time.monotonic() < end, slots
                slots = context.wait_for_change(slots, 1000)


class Counted:
    """A card that keeps every command sent to it."""

    def __init__(self, card: Card) -> None:
        self._card = card
        self.apdus: list[bytes] = []

    @property
    def atr(self) -> bytes:
        return self._card.atr

    @property
    def tries_left(self) -> int | None:
        return self._card.tries_left

    def reset(self) -> None:
        self._card.reset()

    def answer(self, apdu: bytes) -> bytes:
        self.apdus.append(apdu)
        return self._card.answer(apdu)
