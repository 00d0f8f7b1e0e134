"""What a signature at the counter needs, whoever makes it."""

from typing import Protocol

from kiosk.cardreader.card import CardReading, Digest, PinPolicy
from kiosk.cardreader.pin import Pin


class Signer(Protocol):
    """Signs with the card that was read. Every method raises CardError, and nothing else."""

    def pin_policy(self, reading: CardReading) -> PinPolicy:
        """How long the PIN is, and how many tries are left now where that can be known; without a PIN."""

    def sign(self, reading: CardReading, message: bytes, pin: Pin | None, digest: Digest = "sha256") -> bytes:
        """The raw signature over `message`: RSA PKCS#1 v1.5, or ECDSA as r and s, each of the key's size.

        It verifies under `reading.signing_certificate`: that is checked before it is given out. The PIN is
        sent at most once, only to the very card that was read, never when it has the wrong length or no try
        is left, and is wiped when this returns or raises. `pin` is None where `reading.pin_pad`: then it is
        typed on the reader. Nothing is tried again.

        Raises CardError: OTHER_CARD, PIN_WRONG, PIN_LENGTH, PIN_BLOCKED (each with `tries_left`),
        NO_SIGNING_CERTIFICATE, SIGNATURE_REFUSED, and what reading a card raises.
        """
