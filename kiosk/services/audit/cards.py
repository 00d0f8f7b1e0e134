"""Cards and PINs in the audit log. Of a card only a mark of its certificate is told, of a PIN nothing."""

from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256

from kiosk.cardreader.card import CardReading
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.pin import Pin
from kiosk.contract.audit import AuditEvent
from kiosk.contract.certificates import HolderCertificate
from kiosk.contract.envelopes import Statement
from kiosk.contract.trust import Untrusted
from kiosk.storage import audit, memberships
from kiosk.storage.database import Database
from kiosk.storage.failures import StorageError

Identify = Callable[[CardReading], HolderCertificate]
Sign = Callable[[Statement, CardReading, Pin | None], str]

_MARK = 16
_PIN_FAILURES = {
    CardFailure.PIN_WRONG: AuditEvent.SIGN_IN_FAILED,
    CardFailure.PIN_LENGTH: AuditEvent.SIGN_IN_FAILED,
    CardFailure.PIN_BLOCKED: AuditEvent.SIGN_IN_LOCKED,
}


def card_mark(reading: CardReading) -> str:
    """Tells one card from another; whose it is can only say who has its certificate."""
    return sha256(reading.signing_certificate.der).hexdigest()[:_MARK]


def recorded_identify(database: Database, identify: Identify) -> Identify:
    """`identify`, told in the log. Raises as it does, and `StorageError`: what cannot be told is not done."""

    def recorded(reading: CardReading) -> HolderCertificate:
        card = card_mark(reading)
        try:
            holder = identify(reading)
        except Untrusted as error:
            told = {"card": card, "code": error.failure.value}
            with suppress(StorageError), database.session() as session:  # why it is refused matters more
                audit.record(session, AuditEvent.NOT_ALLOWED, "card", who=audit.HOLDER, details=told)
            raise
        with database.session() as session:
            known = memberships.of_holder(session, holder.holder_id)
            told = {"card": card}
            audit.record(
                session, AuditEvent.READ, "card", membership=known, who=audit.HOLDER, details=told
            )
        return holder

    return recorded


def recorded_sign(database: Database, sign: Sign) -> Sign:
    """`sign`, with what came of the PIN told in the log. Raises as it does, and `StorageError`."""

    def recorded(statement: Statement, reading: CardReading, pin: Pin | None) -> str:
        told: dict[str, str | int] = {"card": card_mark(reading), "command": statement.command_id}
        try:
            signature = sign(statement, reading, pin)
        except CardError as error:
            event = _PIN_FAILURES.get(error.failure)
            if event is not None:
                told["code"] = error.failure.value
                if error.tries_left is not None:
                    told["tries_left"] = error.tries_left
                with suppress(StorageError):  # how many tries are left matters more
                    _tell(event, statement, told)
            raise
        _tell(AuditEvent.SIGN_IN, statement, told)
        return signature

    def _tell(event: AuditEvent, statement: Statement, told: dict[str, str | int]) -> None:
        with database.session() as session:
            audit.record(
                session, event, "card PIN", membership=statement.membership_id, who=audit.HOLDER, details=told
            )

    return recorded
