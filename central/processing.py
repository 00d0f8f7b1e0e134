"""Commands of kiosks: each takes effect once, in the order of its device, and gets one answer for ever."""

import logging
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from central.device_chain import DeviceChain
from central.mail.turned_down import TurnedDownMail
from central.ruling import Case, Ruling
from central.store.database import Database, got_in_the_way
from central.store.devices import Device
from central.store.memberships import MembershipMoved, Taken, lock_memberships
from central.store.reviews import add_review
from central.verification import Rejected, Verification
from kiosk.contract.api import ApiProblem, CommandAnswer, Rejection, Status
from kiosk.contract.clock import Clock
from kiosk.contract.envelopes import CommandEnvelope
from kiosk.contract.trust import RevocationUnknown
from kiosk.domain.commands import Command, RequestRefund
from kiosk.domain.refusals import Refused

_log = logging.getLogger(__name__)

LONGEST_OFFLINE = timedelta(days=30)
"""How long a field office may be without network."""


@dataclass(frozen=True, slots=True)
class Received:
    """The answers as JSON, one for each command; `conflict` where a known id came with other bytes."""

    answers: tuple[bytes, ...]
    conflict: bool


class Processor:
    """Takes a device's commands: look-up, chain, office, signature, rules, answer, all in one transaction."""

    def __init__(
        self,
        database: Database,
        verification: Verification,
        ruling: Ruling,
        clock: Clock,
        mail: TurnedDownMail | None = None,
    ) -> None:
        """`mail` writes to cooperatives whose command is turned down; None where there is no mail server."""
        self._mail = mail
        self._database = database
        self._verification = verification
        self._ruling = ruling
        self._clock = clock

    def receive(self, device: Device, envelopes: Sequence[CommandEnvelope]) -> Received:
        """Answer the commands in their order. Nothing is answered before everything is committed.

        Raises `RevocationUnknown` where one of them cannot be decided yet; then none was.
        """
        now = self._clock()
        try:
            answers = self._answers(device.device_id, envelopes, now)
        except Exception as error:
            if not _mends_alone(error):
                raise
            answers = [self._answers(device.device_id, [one], now, alone=True)[0] for one in envelopes]
        return Received(
            answers=tuple(answer.json for answer in answers),
            conflict=any(answer.rejection is Rejection.OTHER_BYTES for answer in answers),
        )

    def _answers(
        self, device_id: str, envelopes: Sequence[CommandEnvelope], now: datetime, *, alone: bool = False
    ) -> list["_Answer"]:
        """The answers to some commands, in one transaction."""
        with self._database.writing() as connection:
            ids = (envelope.statement.membership_id for envelope in envelopes)
            offices = lock_memberships(connection, ids)
            chain = DeviceChain(connection, device_id, envelopes, now)
            trial = _Trial(connection, chain, offices, now, alone)
            answers = [self._answer(trial, envelope) for envelope in envelopes]
            chain.end()
            for envelope, answer in zip(envelopes, answers, strict=True):
                if answer.turned_down:
                    self._keep_turned_down(trial, envelope, answer.turned_down)
        return answers

    def _keep_turned_down(self, trial: "_Trial", envelope: CommandEnvelope, code: str) -> None:
        """For the review desk; and the cooperative is written to, where it is one of this office."""
        if not add_review(trial.connection, envelope, code, trial.now) or self._mail is None:
            return
        if trial.offices.get(envelope.statement.membership_id) == trial.chain.device.office:
            self._mail.tell(trial.connection, envelope.statement, code, trial.now)

    def _answer(self, trial: "_Trial", envelope: CommandEnvelope) -> "_Answer":
        chain, now = trial.chain, trial.now
        known = chain.known(envelope)
        if known is not None and known.sent != envelope.canonical_bytes():
            return _rejected(envelope, Rejection.OTHER_BYTES, now)
        if known is not None and known.answer is not None:
            return _Answer(known.answer)
        if known is None and (reason := chain.doubt(envelope)) is not None:
            doubted = _rejected(envelope, Rejection.CHAIN_BROKEN, now)
            chain.keep_doubted(envelope, doubted.json, reason)
            return doubted
        answer = None
        if not chain.must_wait(envelope):
            answer = self._decided_alone(trial, envelope) if trial.alone else self._decided(trial, envelope)
        if known is None:
            chain.keep(envelope, None if answer is None else answer.json)
        elif answer is not None:
            chain.settle(envelope, answer.json)
        return answer or _answered(envelope, Status.LATER, ApiProblem.INTERNAL.value, now)

    def _decided_alone(self, trial: "_Trial", envelope: CommandEnvelope) -> "_Answer | None":
        """The answer for ever; None where a fault of ours keeps it from being found.

        Such a command waits, and with it those of the same membership; nobody else's do.
        """
        try:
            with trial.connection.begin_nested():
                return self._decided(trial, envelope)
        except Taken as taken:
            return _turned_down(envelope, Status.REFUSED, taken.refusal.value, trial.now)
        except sa.exc.DataError:  # something too long for where it is kept
            return _rejected(envelope, Rejection.MALFORMED, trial.now)
        except (RevocationUnknown, MembershipMoved, sa.exc.OperationalError, sa.exc.InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the other commands are not to suffer
            frames = "".join(traceback.format_tb(error.__traceback__))  # its text may quote what was entered
            _log.error("a command could not be decided: %s\n%s", type(error).__name__, frames)
            return None

    def _decided(self, trial: "_Trial", envelope: CommandEnvelope) -> "_Answer":
        """The answer for ever. Whatever else is raised has to be undone with all that was written."""
        statement, now, office = envelope.statement, trial.now, trial.chain.device.office
        try:
            if _has_nul(statement.body):
                raise Rejected(Rejection.MALFORMED)
            if trial.offices.get(statement.membership_id, office) != office:
                raise Rejected(Rejection.OTHER_OFFICE)
            command = self._verification.command_in(envelope, now)
            case = Case(statement.command_id, statement.membership_id, office)
            self._ruling.rule(trial.connection, case, command, _moment(command, statement.issued_at, now))
        except Rejected as rejected:
            return _rejected(envelope, rejected.rejection, now)
        except Taken:
            raise
        except Refused as refused:
            return _turned_down(envelope, Status.REFUSED, refused.refusal.value, now)
        return _answered(envelope, Status.ACCEPTED, "", now)


@dataclass(frozen=True, slots=True)
class _Trial:
    """Where commands are decided: a transaction that holds the device and the memberships of these offices.

    `alone`: the request's other commands have transactions of their own, and may not suffer from this one.
    """

    connection: sa.Connection
    chain: DeviceChain
    offices: Mapping[str, str]
    now: datetime
    alone: bool


def _mends_alone(error: Exception) -> bool:
    """Whether commands that failed together may succeed one by one: all but the one that is to blame.

    Alone, a command also takes its locks in the one order that everybody keeps, and waits for nobody in turn.
    """
    if isinstance(error, RevocationUnknown):
        return False
    away = isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError | sa.exc.TimeoutError)
    return not away or got_in_the_way(error)


def _has_nul(value: object) -> bool:
    """Whether a JSON value has U+0000 somewhere, which PostgreSQL's text has not."""
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(_has_nul(each) for each in (*value, *value.values()))
    return isinstance(value, list) and any(map(_has_nul, value))


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
    """An answer as it is sent; `turned_down` is the code of one that says no for the first time."""

    json: bytes
    rejection: Rejection | None = None
    turned_down: str = ""


def _rejected(envelope: CommandEnvelope, rejection: Rejection, now: datetime) -> _Answer:
    return replace(_turned_down(envelope, Status.REJECTED, rejection.value, now), rejection=rejection)


def _turned_down(envelope: CommandEnvelope, status: Status, code: str, now: datetime) -> _Answer:
    return replace(_answered(envelope, status, code, now), turned_down=code)


def _answered(envelope: CommandEnvelope, status: Status, code: str, now: datetime) -> _Answer:
    answer = CommandAnswer(command_id=envelope.statement.command_id, status=status, code=code, decided_at=now)
    return _Answer(answer.model_dump_json().encode())
