"""Commands of kiosks: each takes effect once, in the order of its device, and gets one answer for ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from central.ruling import Case, Ruling
from central.store.commands import AnsweredCommand, add_answered, find_answered
from central.store.database import Database
from central.store.devices import Device, advance_chain, locked_device, quarantine
from central.store.memberships import office_of
from central.verification import Rejected, Verification
from kiosk.contract.api import CommandAnswer, Rejection, Status
from kiosk.contract.clock import Clock
from kiosk.contract.envelopes import CommandEnvelope
from kiosk.domain.commands import Command, RequestRefund
from kiosk.domain.refusals import Refused

LONGEST_OFFLINE = timedelta(days=30)
"""How long a field office may be without network."""


@dataclass(frozen=True, slots=True)
class Received:
    """The answers as JSON, one for each command; `conflict` where a known id came with other bytes."""

    answers: tuple[bytes, ...]
    conflict: bool


class Processor:
    """Takes a device's commands: look-up, chain, office, signature, rules, answer, all in one transaction."""

    def __init__(self, database: Database, verification: Verification, ruling: Ruling, clock: Clock) -> None:
        self._database = database
        self._verification = verification
        self._ruling = ruling
        self._clock = clock

    def receive(self, device: Device, envelopes: Sequence[CommandEnvelope]) -> Received:
        """Answer the commands in their order. Nothing is answered before everything is committed."""
        now = self._clock()
        with self._database.writing() as connection:
            answers = tuple(
                self._answer(connection, device.device_id, envelope, now) for envelope in envelopes
            )
        return Received(
            answers=tuple(answer.json for answer in answers),
            conflict=any(answer.rejection is Rejection.OTHER_BYTES for answer in answers),
        )

    def _answer(
        self, connection: sa.Connection, device_id: str, envelope: CommandEnvelope, now: datetime
    ) -> "_Answer":
        statement, sent = envelope.statement, envelope.canonical_bytes()
        device = locked_device(connection, device_id)
        known = find_answered(connection, statement.command_id)
        if known is not None:
            return (
                _Answer(known.answer)
                if known.sent == sent
                else _rejected(envelope, Rejection.OTHER_BYTES, now)
            )
        if not device.continues_with(envelope):
            quarantine(connection, device_id, now)
            return _rejected(envelope, Rejection.CHAIN_BROKEN, now)
        answer = self._decided(connection, device, envelope, now)
        add_answered(
            connection,
            command_id=statement.command_id,
            membership_id=statement.membership_id,
            kind=statement.kind,
            answered=AnsweredCommand(sent, answer.json),
            at=now,
            device_id=device_id,
            device_seq=envelope.device_seq,
        )
        advance_chain(connection, device_id, envelope)
        return answer

    def _decided(
        self, connection: sa.Connection, device: Device, envelope: CommandEnvelope, now: datetime
    ) -> "_Answer":
        statement = envelope.statement
        try:
            with connection.begin_nested():
                if office_of(connection, statement.membership_id) not in {None, device.office}:
                    raise Rejected(Rejection.OTHER_OFFICE)
                command = self._verification.command_in(envelope, now)
                case = Case(statement.command_id, statement.membership_id, device.office)
                moment = _moment(command, statement.issued_at, now)
                self._ruling.rule(connection, case, command, moment)
        except Rejected as rejected:
            return _rejected(envelope, rejected.rejection, now)
        except Refused as refused:
            return _answered(envelope, Status.REFUSED, refused.refusal.value, now)
        return _answered(envelope, Status.ACCEPTED, "", now)


def _moment(command: Command, issued_at: datetime, now: datetime) -> datetime:
    """When a command counts as given (UTC).

    A refund counts from when its holder signed it, also where the kiosk had no network for a while: the
    amounts that were shown and signed are those of that day (docs/rules: a refund counts). Everything else
    counts from when central got it, for then its clocks start. A kiosk's clock may run a little ahead:
    nothing happens before it was asked for.
    """
    if isinstance(command, RequestRefund) and now - issued_at <= LONGEST_OFFLINE:
        return issued_at
    return max(now, issued_at)


@dataclass(frozen=True, slots=True)
class _Answer:
    json: bytes
    rejection: Rejection | None = None


def _rejected(envelope: CommandEnvelope, rejection: Rejection, now: datetime) -> _Answer:
    answered = _answered(envelope, Status.REJECTED, rejection.value, now)
    return _Answer(answered.json, rejection)


def _answered(envelope: CommandEnvelope, status: Status, code: str, now: datetime) -> _Answer:
    answer = CommandAnswer(command_id=envelope.statement.command_id, status=status, code=code, decided_at=now)
    return _Answer(answer.model_dump_json().encode())
