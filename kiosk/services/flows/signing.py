"""Signing with card or phone: what is signed is made once, shown whole, and signed as it was shown."""

from dataclasses import dataclass

from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.pin import Pin
from kiosk.contract.envelopes import Statement
from kiosk.domain.commands import Command
from kiosk.domain.identity import HolderId, IdentityKind
from kiosk.services.desk import PaperMaker
from kiosk.services.flows.cards import PresentCard
from kiosk.services.flows.services import Services


@dataclass(frozen=True, slots=True)
class Signed:
    """A step was answered with a signature. `receipt_id` is None where there is no paper to it."""

    command_id: str
    receipt_id: int | None = None


@dataclass(frozen=True, slots=True)
class Signing:
    """A statement that waits for the signature of `signer`.

    None signs for themselves, by phone, and is known by it: who joins without a card. `by_phone`: the member
    joined with a 自然人憑證, which a phone can hold too (行動自然人憑證).
    """

    statement: Statement
    signer: HolderId | None
    by_phone: bool = False

    @property
    def only_by_phone(self) -> bool:
        """Whether no card can sign this."""
        return self.signer is None


NOT_KNOWN_YET = HolderId("", "")
"""Stands for who joins by phone until the signature says who it is; then it is decided again."""

_OF_CITIZENS = {IdentityKind.CITIZEN_CERTIFICATE, IdentityKind.MOBILE_CITIZEN_CERTIFICATE}


def prepare(services: Services, membership_id: str, command: Command, signer: HolderId) -> Signing:
    """Decide on `command` with what is known here, and make the statement to sign. Raises Refused."""
    statement = services.desk.prepare(membership_id, command)
    registration = services.desk.view(membership_id).shown.registration
    by_phone = registration is not None and registration.identity in _OF_CITIZENS
    return Signing(statement, signer, by_phone)


def obstacle(signing: Signing, card: PresentCard) -> CardError | None:
    """Why `card` cannot sign this, known before its PIN is asked for: it is blocked, or somebody else's."""
    if card.holder.holder_id != signing.signer:
        return CardError(CardFailure.OTHER_CARD, reader=card.reading.reader)
    if card.tries_left == 0:
        return CardError(CardFailure.PIN_BLOCKED, tries_left=0)
    return None


def sign_and_submit(
    services: Services,
    signing: Signing,
    card: PresentCard,
    pin: bytearray,
    *,
    finishes_draft: str | None = None,
    of_draft: str | None = None,
    paper: PaperMaker | None = None,
) -> Signed:
    """Sign with `card`, record, and wipe `pin` whatever happens; it is empty where it is typed on the reader.

    The drafts are those of `Desk.submit`. Raises CardError (where `obstacle` knows one, the PIN was not
    sent), Refused and Failed; then nothing was recorded.
    """
    signature = signature_of(services, signing, card, pin)
    return submit_signed(
        services, signing, signature, finishes_draft=finishes_draft, of_draft=of_draft, paper=paper
    )


def signature_of(services: Services, signing: Signing, card: PresentCard, pin: bytearray) -> str:
    """Let `card` sign, and wipe `pin` whatever happens; it is empty where it is typed on the reader.

    Raises CardError (where `obstacle` knows one, the PIN was not sent).
    """
    with Pin(pin) as secret:
        hindered = obstacle(signing, card)
        if hindered is not None:
            raise hindered
        return services.sign(signing.statement, card.reading, None if card.reading.pin_pad else secret)


def submit_signed(
    services: Services,
    signing: Signing,
    signature: str,
    *,
    finishes_draft: str | None = None,
    of_draft: str | None = None,
    paper: PaperMaker | None = None,
) -> Signed:
    """Record the statement with a signature of its signer, whose being theirs was made sure of.

    The drafts are those of `Desk.submit`. Raises Refused and Failed; then nothing was recorded. LookupError
    where it is not known who signed.
    """
    if signing.signer is None:
        raise LookupError("nobody has signed")
    submitted = services.desk.submit(
        signing.statement,
        signature,
        signer=signing.signer,
        finishes_draft=finishes_draft,
        of_draft=of_draft,
        paper=paper,
    )
    return Signed(submitted.command_id, submitted.receipt_id)
