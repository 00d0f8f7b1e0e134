"""What was read from a card, without its PIN."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kiosk.cardreader.failures import CardError, CardFailure

Digest = Literal["sha256", "sha384"]
"""What a message is hashed with before it is signed."""

DIGEST_INFO: Mapping[Digest, bytes] = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
}
"""DigestInfo (RFC 8017 §9.2 note 1), to be followed by the digest."""


@dataclass(frozen=True)
class CardCertificate:
    """A certificate stored on the card, as DER.

    `for_signing`: its KeyUsage allows digitalSignature or nonRepudiation (where it has none, the card's
    directory says so), it is no CA's, and the card holds the private key to it.
    """

    der: bytes
    label: str
    for_signing: bool


@dataclass(frozen=True)
class PinPolicy:
    """How long the PIN is (characters), and how many tries are left where the card tells (0: blocked)."""

    minimum: int
    maximum: int
    tries_left: int | None

    def require(self, length: int) -> None:
        """Refuse a PIN of `length` characters that may not be sent: CardError PIN_BLOCKED or PIN_LENGTH."""
        if self.tries_left == 0:
            raise CardError(CardFailure.PIN_BLOCKED, tries_left=0)
        if not self.minimum <= length <= self.maximum:
            raise CardError(CardFailure.PIN_LENGTH, tries_left=self.tries_left)


@dataclass(frozen=True)
class CardReading:
    """A card as it lay in `reader` when it was read; `profile` names the kind of card found by probing.

    `pin_pad`: the PIN is typed on the reader's own keys. `apdus` is how many commands the reading took.
    """

    reader: str
    atr: bytes
    profile: str
    card_number: str
    certificates: tuple[CardCertificate, ...]
    pin: PinPolicy
    pin_pad: bool = False
    apdus: int = field(default=0, compare=False)

    @property
    def signing_certificate(self) -> CardCertificate:
        """The holder's certificate for signatures; CardError NO_SIGNING_CERTIFICATE where there is none."""
        for certificate in self.certificates:
            if certificate.for_signing:
                return certificate
        raise CardError(CardFailure.NO_SIGNING_CERTIFICATE, reader=self.reader, atr=self.atr)
