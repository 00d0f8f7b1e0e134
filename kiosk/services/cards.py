"""The holder's card, seen from the counter: who it belongs to, and a signature under a statement."""

from datetime import datetime

from kiosk.cardreader.card import CardReading
from kiosk.cardreader.pin import Pin
from kiosk.cardreader.reader import read_card
from kiosk.cardreader.signers.choice import AnySigner
from kiosk.cardreader.signers.port import Signer
from kiosk.contract.certificates import HolderCertificate
from kiosk.contract.envelopes import Statement
from kiosk.contract.holder_signature import sign_detached
from kiosk.contract.trust import TrustStore


def identify(reading: CardReading, trust: TrustStore, at: datetime) -> HolderCertificate:
    """Who the card belongs to, as its trusted certificate says.

    Raises `Untrusted` where the certificate leads to no trust anchor at `at` (UTC), and `CardError`
    (NO_SIGNING_CERTIFICATE).
    """
    return trust.check([reading.signing_certificate.der], at)


def read_ready_card(signer: AnySigner) -> CardReading:
    """The card in whichever reader has one, with its PIN's policy as the signer for it tells that now.

    Raises `CardError`: what reading raises, and NO_SIGNING_COMPONENT for a card nothing here can sign with.
    """
    return signer.ready(read_card())


def sign_statement(statement: Statement, reading: CardReading, pin: Pin | None, signer: Signer) -> str:
    """The holder's signature (detached JWS) under exactly this statement, made inside of the card.

    The PIN is sent at most once and wiped; None where it is typed on the reader. Raises `CardError`, with
    `tries_left` where the card told.
    """
    return sign_detached(
        statement.canonical_bytes(),
        [reading.signing_certificate.der],
        lambda message, digest: signer.sign(reading, message, pin, digest),
    )
