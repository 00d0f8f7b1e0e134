"""The desk of founding: cases that are kept at this counter, encrypted with everything else here.

A case belongs to nobody known yet. Who has its code, or a founder's card that was read into it, may open it.
"""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import uuid_utils
from sqlalchemy.orm import Session

from kiosk.contract.api import ApiProblem, FoundingCaseAnswer
from kiosk.contract.audit import AuditEvent
from kiosk.contract.certificates import HolderCertificate
from kiosk.contract.clock import Clock
from kiosk.contract.codec import Malformed
from kiosk.contract.envelopes import Statement
from kiosk.contract.founding_record import (
    changed_parts,
    founding_body,
    packed,
    record_from,
    record_json,
    record_of,
    record_parts,
)
from kiosk.domain.calendar import taipei_day
from kiosk.domain.founding.check import check
from kiosk.domain.founding.checklist import Standing, checklist
from kiosk.domain.founding.cooperative import authority_of
from kiosk.domain.founding.findings import Finding
from kiosk.domain.founding.guide import Guide
from kiosk.domain.founding.keeping import DropFoundingCase, FoundingCommand, KeepFoundingCase, merged
from kiosk.domain.founding.record import Record, checked
from kiosk.domain.founding.rules import FoundingRules
from kiosk.domain.founding.steps import Deadlines, deadlines
from kiosk.domain.identity import HolderId, IdentityKind
from kiosk.services.desk import append_command
from kiosk.services.failures import Failed, Trouble
from kiosk.services.founding.failures import FoundingFailure
from kiosk.services.identity_device import DeviceIdentity
from kiosk.storage import audit, founding
from kiosk.storage.database import Database
from kiosk.storage.tables import FoundingCaseRow

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else
_CODE_HALF = 5

NOTICE_VERSION = "2026-1"
"""Of what is told of personal data (個資法 §8) on the page of a new case; another word is another version."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A new case, and the code that opens it: told once, kept only as its hash."""

    case_id: str
    code: str


@dataclass(frozen=True, slots=True)
class FoundingView:
    """A case as it stands on day `on` (Asia/Taipei); `joined`: the cooperative has become a member."""

    case_id: str
    record: Record
    findings: tuple[Finding, ...]
    standings: tuple[Standing, ...]
    authority: str | None
    deadlines: Deadlines
    on: date
    joined: bool


@dataclass(frozen=True, slots=True)
class ToCentral:
    """The way to central: `fetch` asks for the case of a code's hash, `on_kept` says that something waits."""

    fetch: Callable[[str], FoundingCaseAnswer]
    on_kept: Callable[[], None]


class FoundingDesk:
    """Keeps and checks founding cases. Every method raises `StorageError`, and `Failed` (CASE_GONE) for a
    case that is not here any more.
    """

    def __init__(
        self,
        database: Database,
        rules: FoundingRules,
        guide: Guide,
        clock: Clock,
        device: DeviceIdentity,
        way: ToCentral,
    ) -> None:
        self.rules, self.guide = rules, guide
        self._database, self._clock, self._device, self._way = database, clock, device, way

    def open(self, record: Record) -> Opened:
        """Begin a case; which notice is shown with its code, and when, stands in the audit log."""
        case_id, code = str(uuid_utils.uuid7()), _new_code()
        with self._database.session() as session:
            founding.add(session, case_id, _hash(code), record_json(record), self._clock())
            session.flush()
            self._keep(session, _row(session, case_id), record, record_parts(record))
            told: dict[str, str | int] = {"case": case_id, "notice": NOTICE_VERSION}
            audit.record(session, AuditEvent.CREATED, "founding notice", details=told)
        self._way.on_kept()
        return Opened(case_id, f"{code[:_CODE_HALF]}-{code[_CODE_HALF:]}")

    def find(self, code: str) -> str:
        """The case that `code` opens, however it is written; one of another counter of this office, too.

        Raises `Failed` (CODE_UNKNOWN).
        """
        plain = "".join(letter for letter in code.upper() if letter in _ALPHABET)
        code_hash = _hash(plain)
        with self._database.snapshot() as session:
            case_id = founding.of_code(session, code_hash)
        if case_id is not None:
            return case_id
        try:
            told = self._way.fetch(code_hash)
        except Failed:
            raise Failed(FoundingFailure.CODE_UNKNOWN) from None
        with self._database.session() as session:
            founding.add(session, told.case_id, code_hash, record_json(Record()), self._clock())
            session.flush()
            self._take(session, told)
        return told.case_id

    def refresh(self, case_id: str) -> None:
        """Take what other counters of this office have kept since; what waits here stays as it is.

        Raises `Failed` where central cannot be asked, and CASE_GONE where it was deleted elsewhere.
        """
        with self._database.snapshot() as session:
            code_hash = _row(session, case_id).code_hash
        try:
            told = self._way.fetch(code_hash)
        except Failed as failed:
            if failed.failure is not ApiProblem.FOUNDING_CASE_UNKNOWN:
                raise
            self._gone(case_id)
            return
        with self._database.session() as session:
            self._take(session, told)

    def of_card(self, holder: HolderId) -> str | None:
        """The case that this card is a founder's of; the one worked on last."""
        with self._database.snapshot() as session:
            return founding.of_card(session, holder)

    def read(self, case_id: str) -> Record:
        """What was entered."""
        with self._database.snapshot() as session:
            return record_from(_row(session, case_id).content)

    def view(self, case_id: str) -> FoundingView:
        """The case, what it lacks, and what is due."""
        with self._database.snapshot() as session:
            row = _row(session, case_id)
            record, joined = record_from(row.content), founding.has_joined(session, case_id)
        on, case = taipei_day(self._clock()), checked(record)
        findings = check(case, self.rules, on)
        return FoundingView(
            case_id=case_id,
            record=record,
            findings=findings,
            standings=checklist(record, findings, self.rules),
            authority=authority_of(case, self.rules),
            deadlines=deadlines(case, self.rules),
            on=on,
            joined=joined,
        )

    def keep(self, case_id: str, record: Record, before: Record | None = None) -> None:
        """Keep the case as it is now; on return it is on the disk, and what changed waits to be sent.

        `before` is what `record` was made from: then only what differs between them is taken over.
        """
        with self._database.session() as session:
            row = _row(session, case_id)
            known = record_from(row.content)
            if before is not None and before != known:
                record = record_of(merged(record_parts(known), changed_parts(before, record)))
            self._keep(session, row, record, changed_parts(known, record))
        self._way.on_kept()

    @staticmethod
    def card_fault(record: Record, holder: HolderCertificate) -> Failed | None:
        """Why no founder can be read from it: NO_CITIZEN_CARD, CARD_ALREADY_READ; None where one can."""
        if holder.kind is not IdentityKind.CITIZEN_CERTIFICATE:
            return Failed(FoundingFailure.NO_CITIZEN_CARD)
        if holder.holder_id in {one.holder for one in record.cards}:
            return Failed(FoundingFailure.CARD_ALREADY_READ)
        return None

    def joined(self, case_id: str, membership_id: str) -> None:
        """The cooperative has become this membership."""
        with self._database.session() as session:
            _row(session, case_id).membership_id = membership_id

    def delete(self, case_id: str) -> None:
        """Delete the case for good: here at once, at central when it is told."""
        with self._database.session() as session:
            self._command(session, _row(session, case_id).case_id, DropFoundingCase())
            founding.forget_commands(session, case_id)
            founding.remove(session, case_id)
        self._database.forget_what_was_deleted()
        self._way.on_kept()

    def _gone(self, case_id: str) -> None:
        """Central has no such case: it was deleted at another counter, or is still to be sent from here."""
        with self._database.session() as session:
            if founding.has_waiting(session, case_id):
                return
            founding.forget_commands(session, case_id)
            founding.remove(session, case_id)
        raise Failed(FoundingFailure.CASE_GONE)

    def _keep(
        self, session: Session, row: FoundingCaseRow, record: Record, changed: Mapping[str, str]
    ) -> None:
        for parts in packed(changed):
            self._command(session, row.case_id, KeepFoundingCase(row.code_hash, parts))
        _write(session, row, record, self._clock())

    def _command(self, session: Session, case_id: str, command: FoundingCommand) -> None:
        statement = Statement(
            command_id=str(uuid_utils.uuid7()),
            membership_id=case_id,
            issued_at=self._clock(),
            kind=command.kind,
            body=founding_body(command),
        )
        append_command(session, self._device, statement)

    def _take(self, session: Session, told: FoundingCaseAnswer) -> None:
        """Central's parts, and over them what this counter still has to send."""
        row = _row(session, told.case_id)
        parts = merged(told.parts, founding.waiting_parts(session, told.case_id))
        try:
            record = record_of(parts)
        except Malformed:
            raise Failed(Trouble.ANSWER_MALFORMED) from None
        _write(session, row, record, self._clock())


def _row(session: Session, case_id: str) -> FoundingCaseRow:
    row = founding.find(session, case_id)
    if row is None:
        raise Failed(FoundingFailure.CASE_GONE)
    return row


def _write(session: Session, row: FoundingCaseRow, record: Record, at: datetime) -> None:
    row.content, row.updated_at = record_json(record), at
    founding.set_cards(session, row.case_id, {one.holder for one in record.cards})


def _new_code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(2 * _CODE_HALF))


def _hash(code: str) -> str:
    return hashlib.sha256(f"founding case {code}".encode()).hexdigest()
