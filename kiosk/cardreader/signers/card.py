"""Signs on an ISO 7816-15 card, over PC/SC."""

from kiosk.cardreader.card import CardReading, Digest, PinPolicy
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.pin import Pin
from kiosk.cardreader.profiles.iso7816_15 import Iso7816Card
from kiosk.cardreader.profiles.probe import open_card
from kiosk.cardreader.transport import PcscConnection, PcscContext


class CardSigner:
    """Drives the card itself: VERIFY, MSE, PSO. For cards that keep to ISO 7816-15, and for no other."""

    def pin_policy(self, reading: CardReading) -> PinPolicy:
        """What the card says now. Raises CardError, OTHER_CARD where another lies in the reader."""
        with PcscContext() as context, context.connect(reading.reader) as connection:
            return _same_card(connection, reading).reading.pin

    def sign(self, reading: CardReading, message: bytes, pin: Pin | None, digest: Digest = "sha256") -> bytes:
        """As the port says; the card's certificates are compared before the PIN and before the signature.

        The card is reset afterwards.
        """
        if pin is None:
            raise CardError(CardFailure.SIGNATURE_REFUSED, reader=reading.reader, atr=reading.atr)
        with pin, PcscContext() as context, context.connect(reading.reader) as connection:
            try:
                return _same_card(connection, reading).sign(message, pin, digest)
            finally:
                connection.reset_on_close()


def _same_card(connection: PcscConnection, reading: CardReading) -> Iso7816Card:
    card = open_card(connection)
    if card.reading.certificates != reading.certificates:
        raise CardError(CardFailure.OTHER_CARD, reader=reading.reader, atr=connection.atr)
    return card
