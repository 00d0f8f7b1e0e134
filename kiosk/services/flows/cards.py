"""The card in the reader, as a flow knows it: whose it is, or why it cannot be used."""

from dataclasses import dataclass

from kiosk.cardreader.card import CardReading
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.monitor import ReaderState
from kiosk.contract.certificates import HolderCertificate
from kiosk.services.flows.services import Services


@dataclass(frozen=True, slots=True)
class PresentCard:
    """A card that was read, with its holder's certificate, which was found good.

    `confirmed` is False where no current revocation list is here: central will say whether it was revoked.
    """

    reading: CardReading
    holder: HolderCertificate
    confirmed: bool = True

    @property
    def tries_left(self) -> int | None:
        """How many wrong PINs the card still forgives; None where it does not tell."""
        return self.reading.pin.tries_left


def absence(state: ReaderState) -> CardError | None:
    """Why there is no card to read: NO_SERVICE, NO_READER or NO_CARD; None where there is one."""
    if not state.service:
        return CardError(CardFailure.NO_SERVICE)
    if not state.readers:
        return CardError(CardFailure.NO_READER)
    if not any(slot.card_present for slot in state.readers):
        return CardError(CardFailure.NO_CARD)
    return None


def recognise(state: ReaderState, services: Services) -> PresentCard:
    """Read the card that lies in a reader. Takes up to a second or two.

    Raises CardError (what `absence` says, and what reading says) and Untrusted.
    """
    missing = absence(state)
    if missing is not None:
        raise missing
    reading = services.read_card()
    return PresentCard(reading, services.identify(reading), services.is_confirmed(reading))


def is_no_card(error: Exception) -> bool:
    """Whether `error` only says that no card has been put in yet."""
    return isinstance(error, CardError) and error.failure is CardFailure.NO_CARD
