"""What every signer does to a signature before it hands it out, and how it names what went wrong."""

from kiosk.cardreader.card import CardReading, Digest
from kiosk.cardreader.certificates import (
    CertificateUnreadable,
    PublicKey,
    read_certificate,
    verified_signature,
)
from kiosk.cardreader.failures import CardError, CardFailure


def signing_key(reading: CardReading) -> PublicKey:
    """The public key of the card's certificate for signatures. Raises CardError NO_SIGNING_CERTIFICATE."""
    try:
        key = read_certificate(reading.signing_certificate.der).key
    except CertificateUnreadable:
        key = None
    if key is None:
        raise failure_of(reading, CardFailure.NO_SIGNING_CERTIFICATE)
    return key


def verified(reading: CardReading, answer: bytes, message: bytes, digest: Digest) -> bytes:
    """The signature that `answer` is, as the port gives it out; CardError SIGNATURE_REFUSED if it is none."""
    signature = verified_signature(signing_key(reading), answer, message, digest)
    if signature is None:
        raise failure_of(reading, CardFailure.SIGNATURE_REFUSED)
    return signature


def failure_of(reading: CardReading, failure: CardFailure, tries_left: int | None = None) -> CardError:
    """`failure` of the card that was read."""
    return CardError(failure, tries_left=tries_left, reader=reading.reader, atr=reading.atr)
