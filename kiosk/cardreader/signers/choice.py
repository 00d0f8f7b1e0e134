"""Which signer signs with which card: decided before a PIN is asked for, and held to once one was given."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace

from kiosk.cardreader.card import CardReading, Digest, PinPolicy
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.pin import Pin
from kiosk.cardreader.profiles import iso7816_15
from kiosk.cardreader.signers.card import CardSigner
from kiosk.cardreader.signers.pkcs11 import Pkcs11Signer
from kiosk.cardreader.signers.port import Signer
from kiosk.cardreader.signers.verified import failure_of
from kiosk.cardreader.signers.web_component import USUAL_ADDRESS, WebComponentSigner

# What is said by a component that is not there, does not work, or does not see this card.
_OF_NO_USE = (
    CardFailure.NO_SIGNING_COMPONENT,
    CardFailure.SIGNATURE_REFUSED,
    CardFailure.OTHER_CARD,
    CardFailure.NO_CARD,
    CardFailure.NO_READER,
)


class AnySigner:
    """The signer for every card: one that keeps to ISO 7816-15 is driven here, any other by a component.

    `components` are asked in their order which of them shows the card.
    """

    def __init__(self, card: Signer, components: Sequence[Signer]) -> None:
        self._card = card
        self._components = tuple(components)
        self._chosen: tuple[bytes, Signer] | None = None

    def ready(self, reading: CardReading) -> CardReading:
        """The reading with the PIN's policy as the signer for this card tells it; raises as `pin_policy`.

        A card that is driven here was asked as it was read.
        """
        if reading.profile == iso7816_15.PROFILE:
            return reading
        return replace(reading, pin=self.pin_policy(reading))

    def pin_policy(self, reading: CardReading) -> PinPolicy:
        """As the signer for this card tells it; that one will sign.

        Raises CardError NO_SIGNING_COMPONENT where no component shows the card.
        """
        if reading.profile == iso7816_15.PROFILE:
            return self._card.pin_policy(reading)
        self._chosen = None
        hindrances = []
        for component in self._components:
            try:
                policy = component.pin_policy(reading)
            except CardError as error:
                hindrances.append(error)
            else:
                self._chosen = reading.signing_certificate.der, component
                return policy
        telling = (error for error in hindrances if error.failure not in _OF_NO_USE)
        raise next(telling, failure_of(reading, CardFailure.NO_SIGNING_COMPONENT))

    def sign(self, reading: CardReading, message: bytes, pin: Pin | None, digest: Digest = "sha256") -> bytes:
        """As the port says, by the signer for this card. After that was given the PIN, no other one is."""
        with nullcontext() if pin is None else pin:
            signer = self._card if reading.profile == iso7816_15.PROFILE else self._component_for(reading)
            return signer.sign(reading, message, pin, digest)

    def _component_for(self, reading: CardReading) -> Signer:
        """The one that was chosen for this card, or is now."""
        if self._chosen is None or self._chosen[0] != reading.signing_certificate.der:
            self.pin_policy(reading)
        assert self._chosen is not None
        return self._chosen[1]


def signer_of_this_machine(web_component: str = USUAL_ADDRESS) -> AnySigner:
    """Cards over PC/SC, the vendor's PKCS#11 module, the 跨平台網頁元件 at this address, in this order."""
    return AnySigner(CardSigner(), (Pkcs11Signer(), WebComponentSigner(web_component)))
