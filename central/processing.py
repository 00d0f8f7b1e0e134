"""Commands of kiosks: each takes effect once, in the order of its device, and gets one answer for ever."""

import logging
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

import sqlalchemy as sa

from central.device_chain import DeviceChain, ended, read_chains
from central.founding_desk import take_founding
from central.inquiry_desk import take_inquiry
from central.mail.turned_down import TurnedDownMail, may_concern
from central.ruling import Case, Ruling
from central.store.database import Database, got_in_the_way
from central.store.erased_commands import are_same
from central.store.ledger import Ledger
from central.store.locking import lock
from central.store.memberships import MembershipMoved, Taken
from central.store.reading import read
from central.store.reviews import add_review
from central.store.visits import is_seen_by
from central.verification import Rejected, Verification
from kiosk.contract.api import ApiProblem, CommandAnswer, Rejection, Status
from kiosk.contract.clock import Clock
from kiosk.contract.envelopes import CommandEnvelope
from kiosk.contract.trust import RevocationUnknown
from kiosk.domain.commands import Command, RequestRefund
from kiosk.domain.founding.keeping import FOUNDING_KINDS
from kiosk.domain.inquiry import INQUIRY_KINDS
from kiosk.domain.refusals import Refused

_log = logging.getLogger(__name__)

LONGEST_OFFLINE = timedelta(days=30)
"""How long a field office may be without network."""


class DeviceRevoked(Exception):
    """Nothing is taken from the device any more."""


@dataclass(frozen=True, slots=True)
class Sending:
    """What a device has sent in one request."""

    device_id: str
    envelopes: Sequence[CommandEnvelope]


@dataclass(frozen=True, slots=True)
class Received:
    """The answers as JSON, one for each command, and how each ended: status and code."""

    answers: tuple[bytes, ...]
    ends: tuple[tuple[Status, str], ...]

    @property
    def conflict(self) -> bool:
        """Whether a known id came with other bytes."""
        return any(code == Rejection.OTHER_BYTES.value for _, code in self.ends)


class Processor:
    """Takes devices' commands: look-up, chain, office, signature, rules, answer, all in one transaction."""

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

    def receive(self, sending: Sending) -> Received:
        """Answer the commands in their order. Nothing is answered before everything is committed.

        Raises `DeviceRevoked`, and `RevocationUnknown` where one of them cannot be decided yet; then none is.
        """
        now = self._clock()
        try:
            answers = self._answers([sending], now)[0]
        except Exception as error:
            if not _mends_alone(error):
                raise
            answers = [
                self._answers([replace(sending, envelopes=[one])], now, alone=True)[0][0]
                for one in sending.envelopes
            ]
        return _received(answers)

    def receive_together(self, sendings: Sequence[Sending]) -> list[Received | Exception]:
        """The same for requests of several devices, in one transaction where that goes well for all of them.

        What `receive` would raise stands in a request's place.
        """
        if len(sendings) > 1:
            try:
                return [_received(answers) for answers in self._answers(sendings, self._clock())]
            except Exception as error:  # noqa: BLE001 - whatever else it was: alone, a request answers for itself
                if _is_away(error):
                    return [error for _ in sendings]
        return [self._received_alone(sending) for sending in sendings]

    def _received_alone(self, sending: Sending) -> Received | Exception:
        try:
            return self.receive(sending)
        except Exception as error:  # noqa: BLE001 - it is raised where the request waits
            return error

    def _answers(
        self, sendings: Sequence[Sending], now: datetime, *, alone: bool = False
    ) -> list[list["_Answer"]]:
        """The answers to some requests, each of another device, in one transaction."""
        statements = [envelope.statement for sending in sendings for envelope in sending.envelopes]
        ids = [statement.membership_id for statement in statements]
        with self._database.writing() as connection:
            sent = {one.device_id: one.envelopes for one in sendings}
            locked = lock(connection, ids, sent)
            apart = FOUNDING_KINDS | INQUIRY_KINDS  # they are of no membership
            members = {one.membership_id for one in statements if one.kind not in apart}
            reading = read(connection, sent, [one.command_id for one in statements], () if alone else members)
            chains = read_chains(connection, locked.devices, sent, reading, now)
            if any(one.device.revoked_at is not None for one in chains.values()):
                raise DeviceRevoked
            ledger = Ledger(connection, reading.versions)
            ledger.know(reading.histories)
            trials = [_Trial(ledger, chains[one.device_id], locked.offices, now, alone) for one in sendings]
            answers = [
                [self._answer(trial, envelope) for envelope in sending.envelopes]
                for trial, sending in zip(trials, sendings, strict=True)
            ]
            ledger.write_with(ended(chains.values()))
            for trial, sending, given in zip(trials, sendings, answers, strict=True):
                for envelope, answer in zip(sending.envelopes, given, strict=True):
                    if answer.is_new and answer.status in _TURNED_DOWN:
                        self._keep_turned_down(trial, envelope, answer.code)
        return answers

    def _keep_turned_down(self, trial: "_Trial", envelope: CommandEnvelope, code: str) -> None:
        """For the review desk; and the cooperative is written to, where this office knows it."""
        connection, membership_id = trial.ledger.connection, envelope.statement.membership_id
        if not add_review(connection, envelope, code, trial.now) or self._mail is None:
            return
        owner = trial.offices.get(membership_id)
        if may_concern(connection, envelope.statement, trial.chain.device.office, owner):
            self._mail.tell(connection, envelope.statement, code, trial.now)

    def _answer(self, trial: "_Trial", envelope: CommandEnvelope) -> "_Answer":
        chain, now = trial.chain, trial.now
        sent = envelope.canonical_bytes()
        known = chain.known(envelope)
        if known is not None and not are_same(known.sent, sent):
            if not _came_from_another_device(known.sent, envelope):
                return _rejected(envelope, Rejection.OTHER_BYTES, now)
            chain.follow(envelope)
        if known is not None and known.answer is not None:
            return _Answer.of(known.answer)
        if known is None and (reason := chain.doubt(envelope)) is not None:
            doubted = _rejected(envelope, Rejection.CHAIN_BROKEN, now)
            chain.keep_doubted(envelope, doubted.json, reason)
            return doubted
        answer = None
        if not chain.must_wait(envelope):
            answer = self._decided_alone(trial, envelope) if trial.alone else self._decided(trial, envelope)
        if known is None:
            chain.keep(envelope, sent, None if answer is None else answer.json)
        elif answer is not None:
            chain.settle(envelope, answer.json)
        return answer or _answered(envelope, Status.LATER, ApiProblem.INTERNAL.value, now)

    def _decided_alone(self, trial: "_Trial", envelope: CommandEnvelope) -> "_Answer | None":
        """The answer for ever; None where a fault of ours keeps it from being found.

        Such a command waits, and with it those of the same membership; nobody else's do.
        """
        try:
            with trial.ledger.connection.begin_nested():
                answer = self._decided(trial, envelope)
                trial.ledger.write()
                return answer
        except Taken as taken:
            return _answered(envelope, Status.REFUSED, taken.refusal.value, trial.now)
        except sa.exc.DataError:  # something too long for where it is kept
            return _rejected(envelope, Rejection.MALFORMED, trial.now)
        except (RevocationUnknown, MembershipMoved, sa.exc.OperationalError, sa.exc.InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the other commands are not to suffer
            frames = "".join(traceback.format_tb(error.__traceback__))  # its text may quote what was entered
            _log.error("a command could not be decided: %s\n%s", type(error).__name__, frames)
            return None
        finally:
            trial.ledger.forget()

    def _decided(self, trial: "_Trial", envelope: CommandEnvelope) -> "_Answer":
        """The answer for ever. Whatever else is raised has to be undone with all that was written."""
        statement, now, office = envelope.statement, trial.now, trial.chain.device.office
        try:
            if b"\\u0000" in statement.canonical_bytes() and _has_nul(statement.body):
                raise Rejected(Rejection.MALFORMED)
            if statement.kind in FOUNDING_KINDS:
                take_founding(trial.ledger.connection, statement, office, now)
                return _answered(envelope, Status.ACCEPTED, "", now)
            if statement.kind in INQUIRY_KINDS:
                take_inquiry(trial.ledger.connection, statement, trial.chain.device, now)
                return _answered(envelope, Status.ACCEPTED, "", now)
            owner = trial.offices.get(statement.membership_id, office)
            if not is_seen_by(trial.ledger.connection, office, statement.membership_id, owner):
                raise Rejected(Rejection.OTHER_OFFICE)
            command = self._verification.command_in(envelope, now)
            case = Case(statement.command_id, statement.membership_id, owner)
            self._ruling.rule(trial.ledger, case, command, _moment(command, statement.issued_at, now))
        except Rejected as rejected:
            return _rejected(envelope, rejected.rejection, now)
        except Refused as refused:
            return _answered(envelope, Status.REFUSED, refused.refusal.value, now)
        return _answered(envelope, Status.ACCEPTED, "", now)


def _received(answers: Sequence["_Answer"]) -> Received:
    return Received(
        answers=tuple(answer.json for answer in answers),
        ends=tuple((answer.status, answer.code) for answer in answers),
    )


@dataclass(frozen=True, slots=True)
class _Trial:
    """Where commands are decided: what a transaction holds, device and memberships of these offices.

    `alone`: the request's other commands have transactions of their own, and may not suffer from this one.
    """

    ledger: Ledger
    chain: DeviceChain
    offices: Mapping[str, str]
    now: datetime
    alone: bool


def _came_from_another_device(sent: bytes, envelope: CommandEnvelope) -> bool:
    """Whether this very statement, with this signature, came before in another device's chain.

    A database that was enrolled anew sends what still waited in it; some of that may have come already.
    """
    try:
        before = CommandEnvelope.model_validate_json(sent)
    except ValueError:  # central's own, which is no envelope
        return False
    same = (before.statement, before.signature) == (envelope.statement, envelope.signature)
    return same and before.device_id != envelope.device_id


def _mends_alone(error: Exception) -> bool:
    """Whether commands that failed together may succeed one by one: all but the one that is to blame.

    Alone, a command also takes its locks in the one order that everybody keeps, and waits for nobody in turn.
    """
    if isinstance(error, RevocationUnknown | DeviceRevoked):
        return False
    return not _is_away(error)


def _is_away(error: Exception) -> bool:
    """Whether the database does not answer."""
    away = isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError | sa.exc.TimeoutError)
    return away and not got_in_the_way(error)


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


_TURNED_DOWN = {Status.REFUSED, Status.REJECTED}


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer as it is sent; `is_new` where it is given for the first time."""

    json: bytes
    status: Status
    code: str
    is_new: bool

    @classmethod
    def of(cls, kept: bytes) -> Self:
        """An answer that was given before."""
        told = CommandAnswer.model_validate_json(kept)
        return cls(kept, told.status, told.code, is_new=False)


def _rejected(envelope: CommandEnvelope, rejection: Rejection, now: datetime) -> _Answer:
    return _answered(envelope, Status.REJECTED, rejection.value, now)


def _answered(envelope: CommandEnvelope, status: Status, code: str, now: datetime) -> _Answer:
    answer = CommandAnswer.model_construct(  # made here: there is nothing to check
        command_id=envelope.statement.command_id, status=status, code=code, decided_at=now
    )
    return _Answer(answer.model_dump_json().encode(), status, code, is_new=True)
