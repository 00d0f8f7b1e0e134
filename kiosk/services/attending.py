"""待處理: what central did not accept, why, what the person was told, and what the staff does about it."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kiosk.contract.api import Rejection
from kiosk.contract.clock import Clock
from kiosk.contract.codec import needs_holder
from kiosk.contract.envelopes import CommandEnvelope, Statement
from kiosk.contract.receipt_code import WITH_PAPER, for_people, receipt_code
from kiosk.domain.commands import OpenMembership
from kiosk.domain.founding.keeping import FOUNDING_KINDS
from kiosk.domain.identity import HolderId
from kiosk.domain.inquiry import INQUIRY_KINDS
from kiosk.domain.programme import Programme
from kiosk.domain.refusals import Refusal, Refused
from kiosk.services.flows.correction import correction_of
from kiosk.storage import attended, receipts
from kiosk.storage.attended import CLOSING, Way
from kiosk.storage.database import Database
from kiosk.storage.outbox import signer_of
from kiosk.storage.tables import AttendedRow, DraftRow, MembershipRow, OutboxRow

__all__ = ["AttendCase", "Attended", "Attending", "TurnedDownRegistration", "Way"]

_MOST = 200


@dataclass(frozen=True, slots=True)
class Attended:
    """What was done about a case `at` that time (UTC), `by` whom and why."""

    way: Way
    at: datetime
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class AttendCase:
    """A command that central did not accept. `code` says why, `decided_at` (UTC) when.

    `statement` is what was taken at the counter and shown there; `receipt` the number of its paper and
    `check_code` by which central tells of it, where there is one. `together` are the kinds of what came to
    nothing with it.
    """

    command_id: str
    statement: Statement
    code: str
    decided_at: datetime | None
    cooperative_name: str
    ubn: str
    receipt: int | None
    check_code: str
    together: tuple[str, ...]
    steps: tuple[Attended, ...]

    @property
    def closed(self) -> bool:
        """Whether it waits for nobody any more."""
        return any(step.way in CLOSING for step in self.steps)

    @property
    def signed(self) -> bool:
        """Whether a holder signed it."""
        return needs_holder(self.statement.kind)

    @property
    def may_be_sent_again(self) -> bool:
        """Not where somebody has to find out first whether this machine's database is a copy."""
        return self.code not in {Rejection.OTHER_BYTES.value, Rejection.CHAIN_BROKEN.value}

    @property
    def of_founding(self) -> bool:
        """Whether it is about a founding case, which its founders open and keep again."""
        return self.statement.kind in FOUNDING_KINDS

    @property
    def of_inquiry(self) -> bool:
        """Whether it is a message to the help desk, which is written anew."""
        return self.statement.kind in INQUIRY_KINDS

    @property
    def of_registration(self) -> bool:
        """Whether a registration came to nothing: there is no member to ask for a card."""
        return self.statement.kind == OpenMembership.kind


@dataclass(frozen=True, slots=True)
class TurnedDownRegistration:
    """A registration, taken `at` that time (UTC), that central did not accept; `code` says why."""

    at: datetime
    code: str


class Attending:
    """The staff's list over the kiosk's database. Every method raises `StorageError`."""

    def __init__(self, database: Database, programme: Programme, clock: Clock) -> None:
        self._database, self._programme, self._clock = database, programme, clock

    def count_open(self) -> int:
        """How many cases wait for somebody."""
        with self._database.snapshot() as session:
            return attended.count_open(session)

    def open_cases(self) -> tuple[AttendCase, ...]:
        """The cases that wait for somebody, oldest first; 200 at most."""
        return self._cases(closed=False)

    def closed_cases(self) -> tuple[AttendCase, ...]:
        """The cases that are closed, newest first; 200 at most."""
        return self._cases(closed=True)

    def case(self, command_id: str) -> AttendCase:
        """One case. Raises LookupError where there is no such command."""
        with self._database.snapshot() as session:
            row = session.get(OutboxRow, command_id)
            if row is None:
                raise LookupError(command_id)
            return _case(session, row)

    def registration_of(self, holder: HolderId) -> TurnedDownRegistration | None:
        """The holder's registration that came to nothing, as long as its case is open."""
        with self._database.snapshot() as session:
            row = attended.registration_of(session, holder)
            return None if row is None else TurnedDownRegistration(row.issued_at, row.code)

    def withdraw(self, command_id: str, by: str, why: str) -> None:
        """Close a case, as agreed with who asked for it. It stays on the list of those that are closed."""
        with self._database.session() as session:
            attended.add(session, command_id, Way.WITHDRAW, self._clock(), by=by, note=why)

    def asked(self, command_id: str, by: str, question: str) -> None:
        """Keep that central's review desk was asked; the case stays open."""
        with self._database.session() as session:
            attended.add(session, command_id, Way.ASK, self._clock(), by=by, note=question)

    def correct(self, command_id: str, member: str | None) -> str:
        """Begin anew with the data that were given: the id of a draft to go on with.

        The case is closed in the transaction that takes what comes of it. `member` is whose card lies in the
        reader; a registration needs none. Raises `Refused` (NOT_THE_HOLDER).
        """
        now = self._clock()
        with self._database.session() as session:
            row = session.get_one(OutboxRow, command_id)
            if row.kind != OpenMembership.kind and row.membership_id != member:
                raise Refused(Refusal.NOT_THE_HOLDER)
            going_on = attended.draft_of(session, command_id)
            if going_on is not None:
                return going_on
            bodies = {one.kind: _statement(one).body for one in attended.followers(session, row)}
            statement = _statement(row)
            begun = correction_of(statement, signer_of(row), bodies, self._programme)
            session.add(
                DraftRow(
                    draft_id=begun.draft_id,
                    flow=begun.flow,
                    membership_id=begun.membership_id,
                    step=begun.step,
                    data=json.dumps(begun.data, ensure_ascii=False),
                    updated_at=now,
                )
            )
            attended.add_correction(session, command_id, begun.draft_id, now)
            return begun.draft_id

    def _cases(self, *, closed: bool) -> tuple[AttendCase, ...]:
        with self._database.snapshot() as session:
            rows = attended.turned_down(session, closed=closed, most=_MOST)
            return tuple(_case(session, row) for row in rows)


def _case(session: Session, row: OutboxRow) -> AttendCase:
    statement = _statement(row)
    name, ubn = _whose(session, statement)
    with_paper = statement.kind in WITH_PAPER
    return AttendCase(
        command_id=row.command_id,
        statement=statement,
        code=row.code,
        decided_at=row.decided_at,
        cooperative_name=name,
        ubn=ubn,
        receipt=receipts.number_of(session, row.command_id),
        check_code=for_people(receipt_code(statement)) if with_paper else "",
        together=tuple(one.kind for one in attended.followers(session, row)),
        steps=tuple(_step(one) for one in attended.steps(session, row.command_id)),
    )


def _whose(session: Session, statement: Statement) -> tuple[str, str]:
    """Name and 統一編號 of the cooperative, as far as this kiosk knows them."""
    if statement.kind == OpenMembership.kind:
        return str(statement.body["cooperative_name"]), str(statement.body["ubn"])
    known = session.get(MembershipRow, statement.membership_id)
    return ("", "") if known is None else (known.name, known.ubn)


def _statement(row: OutboxRow) -> Statement:
    return CommandEnvelope.model_validate_json(row.envelope).statement


def _step(row: AttendedRow) -> Attended:
    return Attended(Way(row.way), row.at, row.by, row.note)
