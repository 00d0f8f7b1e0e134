"""Brokers a holder's signature by phone: from a statement to what goes into the command's envelope."""

import base64
import hashlib
import hmac
from dataclasses import replace
from datetime import datetime, timedelta

import uuid_utils

from central.fido.client import FidoClient, FidoResult
from central.fido.protocol import FidoFailure, FidoRefused
from central.store import fido
from central.store.database import Database
from kiosk.contract.api import FidoState, FidoTicket
from kiosk.contract.certificates import CertificateMalformed
from kiosk.contract.clock import Clock
from kiosk.contract.codec import Malformed, needs_holder
from kiosk.contract.envelopes import Statement
from kiosk.contract.mobile_signature import is_signed_by, mobile_signing_input, mobile_token
from kiosk.contract.trust import TrustStore, Untrusted

HOLDS = timedelta(minutes=5)
BETWEEN_QUESTIONS = timedelta(seconds=4)
"""TW FidO may not be asked more often about one ticket."""

_LATE = timedelta(seconds=30)  # for a signature that was made in the last moment
_HINTS = {
    "open_membership": "臺灣雲市集：加入會員",
    "place_order": "臺灣雲市集：訂購雲端方案",
    "cancel_order": "臺灣雲市集：取消訂購",
    "request_refund": "臺灣雲市集：申請退訂",
}
_OTHER_HINT = "臺灣雲市集：簽章"
_ENDS = {FidoFailure.CANCELLED: FidoState.CANCELLED, FidoFailure.EXPIRED: FidoState.EXPIRED}


class TicketUnknown(Exception):
    """This device has begun no such signing."""


class Broker:
    """Begins signings and asks how they stand. `key` is what persons are hashed with: no ID is kept.

    Its methods raise `FidoRefused` where TW FidO does not do its part; then they may be called again.
    """

    def __init__(
        self, database: Database, client: FidoClient, trust: TrustStore, clock: Clock, key: bytes
    ) -> None:
        self._database = database
        self._client = client
        self._trust = trust
        self._clock = clock
        self._key = key

    def begin(self, device_id: str, statement: Statement, national_id: str) -> FidoTicket:
        """Let the phone that `national_id` is bound to sign `statement`; the same ticket while it waits.

        Raises `Malformed` for a statement that no holder signs, and `FidoRefused`.
        """
        if not needs_holder(statement.kind):
            raise Malformed("no holder signs this")
        digest = hashlib.sha256(statement.canonical_bytes())
        person = self._person(hashlib.sha256(national_id.encode()).hexdigest())
        now = self._clock()
        with self._database.reading() as connection:
            waiting = fido.find_pending(connection, device_id, digest.hexdigest(), person, now)
        if waiting is not None:
            return _shown(waiting)
        transaction_id = str(uuid_utils.uuid7())
        ticket = self._client.ticket(
            transaction_id,
            national_id,
            hint=_HINTS.get(statement.kind, _OTHER_HINT),
            sign_data=base64.b64encode(mobile_signing_input(digest.digest())).decode(),
            holds=HOLDS,
        )
        row = fido.FidoRow(
            ticket_id=str(uuid_utils.uuid7()),
            device_id=device_id,
            command_id=statement.command_id,
            statement_hash=digest.hexdigest(),
            transaction_id=transaction_id,
            sp_ticket=ticket.text,
            sp_ticket_id=ticket.ticket_id,
            person=person,
            state=FidoState.PENDING,
            expires_at=now + HOLDS,
            signature=None,
        )
        with self._database.writing() as connection:
            fido.add_fido(connection, row)
        return _shown(row)

    def look(self, device_id: str, ticket_id: str) -> FidoTicket:
        """How a signing stands; TW FidO is asked no more than every four seconds, whoever asks here.

        Raises `TicketUnknown`, `FidoRefused`, and `RevocationUnknown`.
        """
        now = self._clock()
        with self._database.writing() as connection:
            row = fido.find_fido(connection, ticket_id, device_id)
            if row is None:
                raise TicketUnknown
            may_ask = fido.claim_asking(connection, ticket_id, now, now - BETWEEN_QUESTIONS)
        return _shown(self._asked(row, now) if may_ask else row)

    def _asked(self, row: fido.FidoRow, now: datetime) -> fido.FidoRow:
        try:
            result = self._client.result(row.transaction_id, row.sp_ticket_id)
        except FidoRefused as refused:
            end = _ENDS.get(refused.failure)
            if refused.failure is FidoFailure.PENDING:
                if now <= row.expires_at + _LATE:
                    return row
                end = FidoState.EXPIRED
            if end is None:
                raise
            return self._settled(row, end, None)
        signature = self._signature(row, result, now)
        return self._settled(row, FidoState.SUCCESS if signature else FidoState.FAILED, signature)

    def _signature(self, row: fido.FidoRow, result: FidoResult, now: datetime) -> str | None:
        """The signature, if this person made it under this statement with a certificate that is believed."""
        try:
            certificate = base64.b64decode(result.cert, validate=True)
            token = mobile_token(base64.b64decode(result.signed_response, validate=True), [certificate])
            self._trust.check([certificate], now)
            right = is_signed_by(token, bytes.fromhex(row.statement_hash), certificate)
        except (ValueError, CertificateMalformed, Malformed, Untrusted):
            return None
        the_person = hmac.compare_digest(self._person(result.hashed_id_num.lower()), row.person)
        return token if right and the_person else None

    def _settled(self, row: fido.FidoRow, state: FidoState, signature: str | None) -> fido.FidoRow:
        with self._database.writing() as connection:
            fido.settle_fido(connection, row.ticket_id, state, signature)
        return replace(row, state=state, signature=signature)

    def _person(self, hashed_id: str) -> str:
        return hmac.new(self._key, hashed_id.encode(), hashlib.sha256).hexdigest()


def _shown(row: fido.FidoRow) -> FidoTicket:
    return FidoTicket(
        ticket_id=row.ticket_id,
        state=row.state,
        qr=row.sp_ticket,
        expires_at=row.expires_at,
        signature=row.signature,
    )
