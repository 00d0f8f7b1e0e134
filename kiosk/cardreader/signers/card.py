"""Signs on an ISO 7816-15 card, over PC/SC."""

from contextlib import nullcontext

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

        Without `pin` it is typed on the reader (PIN_NOT_TYPED where that has no keys). The card is reset
        afterwards.
        """
        with (
            nullcontext() if pin is None else pin,
            PcscContext() as context,
            context.connect(reading.reader) as connection,
        ):
            try:
                card = _same_card(connection, reading)
                if pin is not None:
                    return card.sign(message, pin, digest)
                pad = connection.pin_pad()
                if pad is None or not pad.can_enter(card.pin):
                    raise CardError(CardFailure.PIN_NOT_TYPED, reader=reading.reader, atr=reading.atr)
                return card.sign(message, pad.verify, digest)
            finally:
                connection.reset_on_close()


def _same_card(connection: PcscConnection, reading: CardReading) -> Iso7816Card:
    card = open_card(connection)
    if not isinstance(card, Iso7816Card) or card.reading.certificates != reading.certificates:
        raise CardError(CardFailure.OTHER_CARD, reader=reading.reader, atr=connection.atr)
    return card
