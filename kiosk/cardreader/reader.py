"""Which readers there are, and the card in them."""

from dataclasses import replace

from kiosk.cardreader.card import CardReading
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.profiles.iso7816_15 import Iso7816Card
from kiosk.cardreader.profiles.probe import open_card
from kiosk.cardreader.transport import PcscContext, ReaderDriver

__all__ = ["ReaderDriver", "describe_reader", "list_readers", "read_card"]


def list_readers() -> tuple[str, ...]:
    """The names of the readers plugged in, in the PC/SC service's order; CardError NO_SERVICE."""
    with PcscContext() as context:
        return context.readers()


def describe_reader(reader: str) -> ReaderDriver:
    """What the driver of `reader` says of itself, also without a card.

    Raises CardError NO_SERVICE, NO_READER, CARD_BUSY.
    """
    with PcscContext() as context:
        return context.driver(reader)


def read_card(reader: str | None = None) -> CardReading:
    """Read the card in `reader`, or in the first reader whose card can be read, without a PIN.

    Raises CardError: NO_SERVICE, NO_READER, NO_CARD, NHI_CARD, UNKNOWN_CARD, MUTE_CARD, CARD_REMOVED,
    CARD_BUSY, CARD_DATA.
    """
    with PcscContext() as context:
        if reader is not None:
            return _read(context, reader)
        first: CardError | None = None
        for name in _readers_with_card(context):
            try:
                return _read(context, name)
            except CardError as error:
                first = first or error
        raise first or CardError(CardFailure.NO_CARD)


def _readers_with_card(context: PcscContext) -> tuple[str, ...]:
    slots = context.slots()
    if not slots:
        raise CardError(CardFailure.NO_READER)
    return tuple(slot.name for slot in slots if slot.card_present)


def _read(context: PcscContext, reader: str) -> CardReading:
    with context.connect(reader) as connection:
        card = open_card(connection)
        if not isinstance(card, Iso7816Card):
            return card.reading  # its PIN goes another way
        pad = connection.pin_pad()
        return replace(card.reading, pin_pad=pad is not None and pad.can_enter(card.pin))
