"""The one entry for the rest of the kiosk: which readers, which card, a signature."""

from kiosk.cardreader import iso7816_15
from kiosk.cardreader.apdu import CardChannel
from kiosk.cardreader.card import CardReading
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.pin import Pin
from kiosk.cardreader.transport import PcscConnection, PcscContext

# NHI health card. It is recognised only to be told apart by name once it has proved to be no card of ours.
NHI_ATR = bytes.fromhex("3BEE00008131FE4580318066409093060F17830F9000F3")


def list_readers() -> tuple[str, ...]:
    """The names of the readers plugged in, in the PC/SC service's order; CardError NO_SERVICE."""
    with PcscContext() as context:
        return context.readers()


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


def sign(reading: CardReading, message: bytes, pin: Pin) -> bytes:
    """Sign `message` on the card that was read: RSA PKCS#1 v1.5 over SHA-256, as raw signature bytes.

    The PIN is sent at most once, only to the very card in `reading` (its certificates are compared
    before the PIN and again before the signature), never when it has the wrong length or no try is
    left, and is wiped when this returns or raises. The card is reset afterwards.

    Raises CardError: as `read_card`, and OTHER_CARD, PIN_WRONG, PIN_LENGTH, PIN_BLOCKED (each with
    `tries_left`), NO_SIGNING_CERTIFICATE, SIGNATURE_REFUSED.
    """
    with pin, PcscContext() as context, context.connect(reading.reader) as connection:
        try:
            card = _open(connection)
            if card.reading.certificates != reading.certificates:
                raise CardError(CardFailure.OTHER_CARD, reader=reading.reader, atr=connection.atr)
            return card.sign(message, pin)
        finally:
            connection.reset_on_close()


def _readers_with_card(context: PcscContext) -> tuple[str, ...]:
    slots = context.slots()
    if not slots:
        raise CardError(CardFailure.NO_READER)
    return tuple(slot.name for slot in slots if slot.card_present)


def _read(context: PcscContext, reader: str) -> CardReading:
    with context.connect(reader) as connection:
        return _open(connection).reading


def _open(connection: PcscConnection) -> iso7816_15.Iso7816Card:
    card = iso7816_15.open_card(CardChannel(connection))
    if card is not None:
        return card
    failure = CardFailure.NHI_CARD if connection.atr == NHI_ATR else CardFailure.UNKNOWN_CARD
    raise CardError(failure, reader=connection.reader, atr=connection.atr)
