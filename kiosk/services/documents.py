"""Central's documents at the counter: fetched, verified, kept; what the counter goes by is read from them."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import RLock

from sqlalchemy.orm import Session

from kiosk.contract.api import StandingAnswer
from kiosk.contract.authorities import TRUST_ANCHORS, parse_anchors
from kiosk.contract.calendar_document import read_calendar, work_calendar
from kiosk.contract.clock import Clock
from kiosk.contract.documents import PROGRAMME_DOCUMENTS, DocumentInvalid, parse_programme
from kiosk.contract.help_document import HELP, HelpTexts, parse_help
from kiosk.contract.office_settings import (
    SETTINGS,
    ToldSettings,
    read_settings_document,
    require_not_older,
)
from kiosk.contract.programme_changes import LIMITS, parse_limits, require_kept_versions
from kiosk.contract.revoked_devices import REVOKED_DEVICES, read_revoked
from kiosk.contract.signed_documents import DocumentSignatureInvalid, require_signed
from kiosk.contract.staff_document import StaffAccount, read_staff
from kiosk.contract.updates import UPDATES, Update, read_updates
from kiosk.domain.programme import Programme
from kiosk.services.central import CentralClient
from kiosk.services.failures import Failed, Trouble
from kiosk.services.flows.notice import Notice, parse_notice
from kiosk.services.identity_device import document_key, pin_document_key
from kiosk.storage import documents
from kiosk.storage.database import Database
from kiosk.storage.documents import SignedDocument
from kiosk.storage.tables import DeviceRow, SyncStateRow

_NOTICE, _CALENDAR, _STAFF = "notice", "calendar", "staff"
_TOGETHER: tuple[tuple[str, ...], ...] = (
    PROGRAMME_DOCUMENTS,
    (_CALENDAR,),
    (LIMITS,),
    (_NOTICE,),
    (HELP,),
    (TRUST_ANCHORS,),
    (REVOKED_DEVICES,),
    (_STAFF,),
    (SETTINGS,),
    (UPDATES,),
)
"""What is taken together or not at all, for it must agree."""

_ROW = 1
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Guidance:
    """What the counter goes by. `anchors` are the authorities (DER), None as long as central gave none.

    `staff` are the accounts of this office, None likewise; `settings` what it sets for this kiosk; `updates`
    the versions of the program that it announces.
    """

    programme: Programme
    notice: Notice
    help_texts: HelpTexts
    anchors: tuple[bytes, ...] | None
    staff: tuple[StaffAccount, ...] | None = None
    settings: ToldSettings | None = None
    updates: tuple[Update, ...] = ()


class CentralDocuments:
    """What central gives out, as last fetched; `shipped` has what came with the program, until then.

    Only what central's key, pinned at enrolment, has signed and what can be understood is taken. What
    cannot is told (`SyncStateRow.document_trouble`), and the last good one stays; `refused` is the place in
    it that was not understood, "" where all was taken.
    """

    def __init__(self, database: Database, client: CentralClient, clock: Clock, shipped: Path) -> None:
        """Nothing is read before `load`."""
        self._database, self.client, self._clock, self._shipped = database, client, clock, shipped
        self._held: Mapping[str, SignedDocument] = {}
        self._guidance: Guidance | None = None
        self._office = self._terminal = ""
        self.refused = ""
        self._taking = RLock()  # sync and a bundle may bring some at the same time

    @property
    def guidance(self) -> Guidance:
        """What the counter goes by now."""
        assert self._guidance is not None
        return self._guidance

    def load(self) -> None:
        """Take what was fetched before, verified anew; where nothing ever was, what came with the program.

        Raises `StorageError`, and `Failed` (DOCUMENT_UNSIGNED, DOCUMENT_REFUSED) where what was fetched
        cannot be used any more: then it is for central to give it again (`renew`), and nothing else is
        taken in its place.
        """
        with self._database.snapshot() as session:
            kept, key = documents.kept(session), document_key(session)
            device = session.get_one(DeviceRow, _ROW)
            self._office, self._terminal = device.office or "", device.terminal or ""
        for one in kept:
            _require_signed(one, key)
        held = {one.name: one for one in kept}
        try:
            self._guidance = self._read(held)
        except DocumentInvalid as invalid:
            raise Failed(Trouble.DOCUMENT_REFUSED, place=str(invalid)) from invalid
        self._held = held

    def ask(self) -> StandingAnswer:
        """How central has this device, and which documents it has now.

        Raises `StorageError`, and `Failed` as `CentralClient.standing` does.
        """
        with self._database.snapshot() as session:
            key = document_key(session)
        return self.client.standing(key)

    def renew(self, told: StandingAnswer) -> None:
        """Fetch what central has and is not here. Raises `StorageError`, and as `CentralClient` does."""
        with self._database.session() as session:
            key = document_key(session) or pin_document_key(session, told.documents.key)
        troubles: list[Failed] = []
        fetched: dict[str, SignedDocument] = {}
        for entry in told.documents.documents:
            held = self._held.get(entry.name)
            if held is not None and held.tag == entry.sha256:
                continue
            try:
                new = self.client.document(entry.name, held.tag if held is not None else None, key)
                if new is None:
                    continue
                _require_signed(new, key)
            except Failed as failed:
                if failed.failure is not Trouble.DOCUMENT_UNSIGNED:
                    raise
                troubles.append(failed)
            else:
                fetched[new.name] = new
        with self._taking:
            self._take(fetched, troubles, told.central_time)

    def take_carried(self, carried: Sequence[SignedDocument], made_at: datetime) -> None:
        """Take documents that a bundle of central's has brought, as those that are fetched.

        What was written at `made_at` (UTC) takes the place of nothing newer: then there is nothing to do.
        Raises `StorageError`.
        """
        with self._database.snapshot() as session:
            key = document_key(session)
        troubles: list[Failed] = []
        good: dict[str, SignedDocument] = {}
        for one in carried:
            try:
                _require_signed(one, key)
            except Failed as failed:
                troubles.append(failed)
            else:
                good[one.name] = one
        with self._taking:
            if not self._is_as_new(made_at):
                self._take(good, troubles, made_at)

    def _is_as_new(self, moment: datetime) -> bool:
        with self._database.snapshot() as session:
            as_of = session.get_one(SyncStateRow, _ROW).documents_as_of
        return as_of is not None and as_of >= moment

    def note(self, trouble: Failed) -> None:
        """Let the staff be told of something about the documents. Raises `StorageError`."""
        with self._database.session() as session:
            _note(session, [trouble])

    def _take(self, fetched: Mapping[str, SignedDocument], troubles: list[Failed], as_of: datetime) -> None:
        held, guidance = dict(self._held), self._guidance
        known = {name for names in _TOGETHER for name in names}
        for names in (*_TOGETHER, *((name,) for name in sorted(fetched.keys() - known))):
            new = {name: fetched[name] for name in names if name in fetched}
            if not new:
                continue
            try:
                guidance = self._following(guidance, {**held, **new})
            except DocumentInvalid as invalid:
                troubles.append(Failed(Trouble.DOCUMENT_REFUSED, place=str(invalid)))
            else:
                held.update(new)
        taken = [one for name, one in held.items() if self._held.get(name) != one]
        with self._database.session() as session:
            documents.keep(session, taken, self._clock())
            session.get_one(SyncStateRow, _ROW).documents_as_of = as_of
            _note(session, troubles)
        places = (str(one.values.get("place", "")) for one in troubles)
        self.refused = next(filter(None, places), "")
        self._held, self._guidance = held, guidance

    def _following(self, before: Guidance | None, held: Mapping[str, SignedDocument]) -> Guidance:
        now = self._read(held)
        if before is not None and PROGRAMME_DOCUMENTS[0] in self._held:
            require_kept_versions(now.programme, before.programme)
        if before is not None and now.settings is not None:
            require_not_older(now.settings, before.settings)
        return now

    def _read(self, held: Mapping[str, SignedDocument]) -> Guidance:
        programme = parse_programme({name: self._content(held, name) for name in PROGRAMME_DOCUMENTS})
        if _CALENDAR in held:
            days = read_calendar(held[_CALENDAR].content)
            programme = replace(programme, calendar=work_calendar(days))
        if LIMITS in held:
            programme = parse_limits(held[LIMITS].content).of(programme)
        if REVOKED_DEVICES in held:  # what checks papers goes by it
            read_revoked(held[REVOKED_DEVICES].content)
        anchors = parse_anchors(held[TRUST_ANCHORS].content) if TRUST_ANCHORS in held else None
        staff = read_staff(held[_STAFF].content, self._office) if _STAFF in held else None
        settings = None
        if SETTINGS in held:
            settings = read_settings_document(held[SETTINGS].content, self._office, self._terminal)
        updates = read_updates(held[UPDATES].content) if UPDATES in held else ()
        notice, texts = parse_notice(self._content(held, _NOTICE)), parse_help(self._content(held, HELP))
        return Guidance(programme, notice, texts, anchors, staff, settings, updates)

    def _content(self, held: Mapping[str, SignedDocument], name: str) -> bytes:
        return held[name].content if name in held else (self._shipped / f"{name}.toml").read_bytes()


def _require_signed(one: SignedDocument, key: str) -> None:
    try:
        require_signed(one.name, one.content, one.signature, key)
    except DocumentSignatureInvalid:
        raise Failed(Trouble.DOCUMENT_UNSIGNED) from None


def _note(session: Session, troubles: Iterable[Failed]) -> None:
    """The first trouble is told; the log has all."""
    state, first = session.get_one(SyncStateRow, _ROW), None
    for trouble in troubles:
        first = first or trouble.failure.value
        if state.document_trouble != first:
            _log.warning(
                "a document of central's is not taken: %s %s", first, trouble.values.get("place", "")
            )
    state.document_trouble = first
