"""Which kind of card it is: found by asking the card, never by its answer to reset."""

from kiosk.cardreader.apdu import CardChannel
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.profiles import iso7816_15
from kiosk.cardreader.transport import CardConnection

# NHI health card. It is recognised only to be told apart by name once it has proved to be no card of ours.
NHI_ATR = bytes.fromhex("3BEE00008131FE4580318066409093060F17830F9000F3")


def open_card(connection: CardConnection) -> iso7816_15.Iso7816Card:
    """The card behind `connection`, recognised and read without a PIN.

    Raises CardError: NHI_CARD, UNKNOWN_CARD, CARD_DATA, and what the connection raises.
    """
    card = iso7816_15.open_card(CardChannel(connection))
    if card is not None:
        return card
    failure = CardFailure.NHI_CARD if connection.atr == NHI_ATR else CardFailure.UNKNOWN_CARD
    raise CardError(failure, reader=connection.reader, atr=connection.atr)
