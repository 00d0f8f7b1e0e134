"""Signing by phone (行動自然人憑證): the same statement as with the card, signed on the holder's own phone.

Central asks TW FidO; here is shown what it tells. Nothing is kept of it here before the signature has come.
"""

import hashlib
from dataclasses import replace
from datetime import timedelta
from enum import Enum

from kiosk.contract.api import ApiProblem, FidoState, FidoTicket
from kiosk.contract.certificates import CertificateMalformed, parse_holder
from kiosk.contract.codec import Malformed
from kiosk.contract.mobile_signature import is_signed_by, mobile_chain
from kiosk.domain.identifiers import is_national_id
from kiosk.domain.identity import HolderId, IdentityKind
from kiosk.services.desk import PaperMaker
from kiosk.services.failures import Failed, Trouble
from kiosk.services.flows.services import Services
from kiosk.services.flows.signing import Signed, Signing, submit_signed

Ticket = FidoTicket
"""A signing that has begun: what the QR code says, and until when it holds."""

BETWEEN_QUESTIONS = timedelta(seconds=4)
"""How long to wait before the next question: central asks TW FidO no more often."""

_LATE = timedelta(minutes=1)  # how long after a ticket's end its last answer may still come


class PhoneFailure(Enum):
    """How a signing by phone ends without a signature. The value is the code of the catalogue's entry."""

    NATIONAL_ID = "K-FIDO-01"
    CANCELLED = "K-FIDO-02"
    EXPIRED = "K-FIDO-03"
    FAILED = "K-FIDO-04"
    OTHER_HOLDER = "K-FIDO-05"
    OFFLINE = "K-FIDO-06"


_ENDS = {
    FidoState.CANCELLED: PhoneFailure.CANCELLED,
    FidoState.EXPIRED: PhoneFailure.EXPIRED,
    FidoState.FAILED: PhoneFailure.FAILED,
}
_PASSING = {
    Trouble.CENTRAL_UNREACHABLE,
    Trouble.CENTRAL_SLOW,
    Trouble.CENTRAL_TROUBLE,
    ApiProblem.FIDO_TROUBLE,
}


def begin(services: Services, signing: Signing, national_id: str) -> Ticket:
    """Have the statement put before the phone that `national_id` is bound to.

    Begun again while it waits, it is the same ticket. Raises Failed (NATIONAL_ID, OFFLINE, else as the client
    does).
    """
    if not is_national_id(national_id):
        raise Failed(PhoneFailure.NATIONAL_ID)
    try:
        return services.central.begin_phone_signing(signing.statement, national_id)
    except Failed as failed:
        if failed.failure is Trouble.CENTRAL_UNREACHABLE:
            raise Failed(PhoneFailure.OFFLINE) from failed
        raise


def look(services: Services, ticket: Ticket) -> str | None:
    """The signature, once it is there; None while the phone has not answered.

    Raises Failed: a PhoneFailure where it has ended, else as the client does; see `end_of`.
    """
    found = services.central.phone_signing(ticket.ticket_id)
    if found.state in _ENDS:
        raise Failed(_ENDS[found.state])
    return found.signature


def end_of(services: Services, ticket: Ticket, error: Exception) -> Exception | None:
    """What this failure of `look` ends the signing with; None where it passes, and one goes on asking.

    What would pass, but does not until a minute after the ticket's end, is EXPIRED.
    """
    if not (isinstance(error, Failed) and error.failure in _PASSING):
        return error
    return None if services.clock() <= ticket.expires_at + _LATE else Failed(PhoneFailure.EXPIRED)


def submit(
    services: Services,
    signing: Signing,
    signature: str,
    *,
    finishes_draft: str | None = None,
    of_draft: str | None = None,
    paper: PaperMaker | None = None,
) -> Signed:
    """Record the statement with the signature that `look` gave. Raises as `signed_by`, and Refused.

    Then nothing was recorded.
    """
    signed = signed_by(signing, signature)
    return submit_signed(
        services, signed, signature, finishes_draft=finishes_draft, of_draft=of_draft, paper=paper
    )


def signed_by(signing: Signing, signature: str) -> Signing:
    """What was signed, with who did: the member, where there is one.

    Who joins by phone is known by that signature. Whether the certificate is to be trusted says central,
    before it hands the signature out and again when the command comes. Raises Failed (OTHER_HOLDER, FAILED).
    """
    return replace(signing, signer=_holder(signing, signature))


def _holder(signing: Signing, signature: str) -> HolderId:
    """Who signed: a citizen's certificate, and the member's where there is one."""
    digest = hashlib.sha256(signing.statement.canonical_bytes()).digest()
    try:
        certificate = mobile_chain(signature)[0]
        holder, right = parse_holder(certificate), is_signed_by(signature, digest, certificate)
    except (Malformed, CertificateMalformed):
        raise Failed(PhoneFailure.FAILED) from None
    if not right or holder.kind is not IdentityKind.CITIZEN_CERTIFICATE:
        raise Failed(PhoneFailure.FAILED)
    if signing.signer not in {None, holder.holder_id}:
        raise Failed(PhoneFailure.OTHER_HOLDER)
    return holder.holder_id
