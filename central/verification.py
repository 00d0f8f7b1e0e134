"""What a kiosk's command has to prove before the rules are asked."""

import re
from datetime import datetime

from cryptography.exceptions import UnsupportedAlgorithm

from kiosk.contract.api import Rejection
from kiosk.contract.certificates import CertificateMalformed, HolderCertificate
from kiosk.contract.codec import Malformed, command_from, needs_holder
from kiosk.contract.envelopes import CommandEnvelope
from kiosk.contract.holder_signature import SignatureInvalid, verify_detached
from kiosk.contract.request_signature import WINDOW
from kiosk.contract.trust import TrustStore, Untrusted
from kiosk.domain.commands import Actor, Command, OpenMembership, PlaceOrder

_ORDER_NUMBER = re.compile(r"[0-9]{20}")


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
        """The command, signed by its holder where its kind demands that. Raises `Rejected`."""
        statement = envelope.statement
        if statement.issued_at > now + WINDOW:
            raise Rejected(Rejection.MALFORMED)
        try:
            holder = self._holder(envelope, now) if needs_holder(statement.kind) else None
            command = command_from(statement.kind, statement.body, holder.holder_id if holder else None)
        except Malformed:
            raise Rejected(Rejection.MALFORMED) from None
        if command.actor not in {Actor.HOLDER, Actor.COUNTER}:
            raise Rejected(Rejection.NOT_FOR_A_KIOSK)
        _require_form(command, holder)
        return command

    def _holder(self, envelope: CommandEnvelope, now: datetime) -> HolderCertificate:
        """Whose card signed, with a certificate that was good then: the command may have waited since."""
        if envelope.signature is None:
            raise Rejected(Rejection.SIGNATURE_INVALID)
        signed_at = min(envelope.statement.issued_at, now)
        try:
            return verify_detached(
                envelope.signature, envelope.statement.canonical_bytes(), self._trust, signed_at
            )
        except (Untrusted, CertificateMalformed):
            raise Rejected(Rejection.CERTIFICATE_UNTRUSTED) from None
        except (Malformed, SignatureInvalid, ValueError, UnsupportedAlgorithm, RecursionError):
            raise Rejected(Rejection.SIGNATURE_INVALID) from None


def _require_form(command: Command, holder: HolderCertificate | None) -> None:
    """What a command says must agree with the card that signed it, and fit where it is kept."""
    match command:
        case OpenMembership() if holder is not None:
            agrees = command.identity is holder.kind and holder.ubn in {None, command.ubn}
            well_formed = agrees and command.notice_shown_at.tzinfo is not None
        case PlaceOrder():
            well_formed = _ORDER_NUMBER.fullmatch(command.order_number) is not None
        case _:
            well_formed = True
    if not well_formed:
        raise Rejected(Rejection.MALFORMED)
