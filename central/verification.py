"""What a kiosk's command has to prove before the rules are asked."""

import re
from datetime import datetime

from cryptography.exceptions import UnsupportedAlgorithm

from kiosk.contract.api import Rejection
from kiosk.contract.certificates import HolderCertificate
from kiosk.contract.clock import MAY_BE_OFF
from kiosk.contract.codec import Malformed, command_from, needs_holder
from kiosk.contract.envelopes import CommandEnvelope, Statement
from kiosk.contract.holder_signature import SignatureInvalid, verify_detached
from kiosk.contract.mobile_signature import is_mobile
from kiosk.contract.trust import TrustFailure, TrustStore, Untrusted
from kiosk.domain.commands import Actor, Command, OpenMembership, PlaceOrder
from kiosk.domain.identity import IdentityKind

_ORDER_NUMBER = re.compile(r"[0-9]{20}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

_UNTRUSTED = {
    TrustFailure.REVOKED: Rejection.CERTIFICATE_REVOKED,
    TrustFailure.UNKNOWN_ISSUER: Rejection.ISSUER_UNKNOWN,
}


class Rejected(Exception):
    """A command that does not reach the rules."""

    def __init__(self, rejection: Rejection) -> None:
        super().__init__(rejection.name)
        self.rejection = rejection


class Verification:
    """Reads a command out of its envelope and checks who gave it."""

    def __init__(self, trust: TrustStore) -> None:
        self._trust = trust

    def command_in(self, envelope: CommandEnvelope, now: datetime) -> Command:
        """The command, signed by its holder where its kind demands that.

        Raises `Rejected`, and `RevocationUnknown` where nobody can say yet whether the card still counted.
        """
        statement = envelope.statement
        if statement.issued_at > now + MAY_BE_OFF:
            raise Rejected(Rejection.CLOCK_AHEAD)
        if _may_have_control_characters(statement) and has_control_characters(statement.body):
            raise Rejected(Rejection.MALFORMED)
        try:
            needed = needs_holder(statement.kind)
        except Malformed:
            raise Rejected(Rejection.KIND_UNKNOWN) from None
        try:
            holder = self._holder(envelope, now) if needed else None
            command = command_from(statement.kind, statement.body, holder.holder_id if holder else None)
        except Malformed:
            raise Rejected(Rejection.MALFORMED) from None
        if command.actor not in {Actor.HOLDER, Actor.COUNTER}:
            raise Rejected(Rejection.NOT_FOR_A_KIOSK)
        _require_form(command, holder, envelope.signature or "")
        return command

    def _holder(self, envelope: CommandEnvelope, now: datetime) -> HolderCertificate:
        """Whose card signed, with a certificate that was good then: the command may have waited since.

        What was signed before the card was revoked is the holder's own (see `TrustStore.check`).
        """
        if not envelope.signature:
            raise Rejected(Rejection.SIGNATURE_MISSING)
        signed_at = min(envelope.statement.issued_at, now)
        try:
            return verify_detached(
                envelope.signature, envelope.statement.canonical_bytes(), self._trust, signed_at
            )
        except Untrusted as untrusted:
            rejection = _UNTRUSTED.get(untrusted.failure, Rejection.CERTIFICATE_UNTRUSTED)
            raise Rejected(rejection) from None
        except (Malformed, SignatureInvalid, ValueError, UnsupportedAlgorithm, RecursionError):
            raise Rejected(Rejection.SIGNATURE_INVALID) from None


def _may_have_control_characters(statement: Statement) -> bool:
    """Whether there is anything in its bytes that such a character would be written as."""
    written = statement.canonical_bytes()
    return b"\\" in written or b"\x7f" in written


def has_control_characters(value: object) -> bool:
    """Whether a text somewhere inside holds what no keyboard writes, and PostgreSQL does not keep (NUL)."""
    match value:
        case str():
            return _CONTROL.search(value) is not None
        case dict():
            return any(has_control_characters(one) for pair in value.items() for one in pair)
        case list():
            return any(has_control_characters(one) for one in value)
        case _:
            return False


def _identity(holder: HolderCertificate, signature: str) -> IdentityKind:
    """Which of the brochure's ways of identifying this is: a phone's certificate is a citizen's as well."""
    by_phone = is_mobile(signature) and holder.kind is IdentityKind.CITIZEN_CERTIFICATE
    return IdentityKind.MOBILE_CITIZEN_CERTIFICATE if by_phone else holder.kind


def _require_form(command: Command, holder: HolderCertificate | None, signature: str) -> None:
    """What a command says must agree with the card or phone that signed it, and fit where it is kept."""
    match command:
        case OpenMembership() if holder is not None:
            agrees = command.identity is _identity(holder, signature) and holder.ubn in {None, command.ubn}
            well_formed = agrees and command.notice_shown_at.tzinfo is not None
        case PlaceOrder():
            well_formed = _ORDER_NUMBER.fullmatch(command.order_number) is not None
        case _:
            well_formed = True
    if not well_formed:
        raise Rejected(Rejection.MALFORMED)
