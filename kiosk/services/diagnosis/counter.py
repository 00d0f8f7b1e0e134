"""Probes of the counter's own data: database, chain of commands, sync, backups, authorities, crashes."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.contract.authorities import TRUST_ANCHORS, parse_anchors, read_authorities
from kiosk.contract.list_folder import ListFolder
from kiosk.contract.office_settings import SETTINGS, read_settings_document
from kiosk.contract.trust import TrustStore
from kiosk.contract.updates import version_order
from kiosk.services.audit.proof import own_keys, prove_in
from kiosk.services.diagnosis.failures import Ailment
from kiosk.services.diagnosis.machine import has_glyph
from kiosk.services.diagnosis.report import Unwell
from kiosk.services.diagnosis.subject import Subject
from kiosk.services.failures import Failed, Trouble
from kiosk.services.from_central import UPDATE, failed_update
from kiosk.services.logs import FATAL, log_files
from kiosk.services.secrets import DATABASE_KEY
from kiosk.services.settings import CounterSettings
from kiosk.services.standing import why_not
from kiosk.services.upkeep.backups import EVERY, backup_folder
from kiosk.storage import outbox
from kiosk.storage.backup import backups_in, verify
from kiosk.storage.failures import StorageError
from kiosk.storage.look import look_into
from kiosk.storage.tables import DeviceRow, DocumentRow, MembershipRow, OutboxRow, SyncStateRow

_ROW = 1
_AT_ONCE = 500
_BACKUP_LATE = 2 * EVERY
_CRASHES_TOLD = 3
_FLAWS_TOLD = 3


class _NothingYet(Exception):
    """There is nothing to look at; the text says why."""


def central(subject: Subject) -> str:
    """Central's address by the settings, else by the enrolment; "" where neither tells."""
    if subject.central or not subject.file.exists():
        return subject.central
    try:
        with _reading(subject) as session:
            return session.get_one(DeviceRow, _ROW).central_url or ""
    except (_NothingYet, Failed, StorageError):
        return ""  # the probe of the database tells


def database(subject: Subject) -> str:
    """Whether each page of it is whole, the version of its tables, its size."""
    if not subject.file.exists():
        return "none yet"
    key = _key(subject)
    with look_into(subject.file, key) as (_, tables):
        pass
    verify(subject.file, key)
    size = subject.file.stat().st_size / 1_000_000
    return f"whole, tables of version {tables.current} (newest {tables.newest}), {size:.1f} MB"


def command_chain(subject: Subject) -> str:
    """Whether each command hangs on the one before it. Purged ones keep their place and hash."""
    count, before = 0, None
    try:
        with _reading(subject) as session:
            in_order = select(OutboxRow).order_by(OutboxRow.device_seq)
            for row in session.scalars(in_order.execution_options(yield_per=_AT_ONCE)):
                if not _hangs(row, before):
                    seen = f"parts at number {row.device_seq}"
                    raise Unwell(seen, Ailment.CHAIN_BROKEN, {"number": row.device_seq})
                count, before = count + 1, (row.device_seq, row.chain_hash)
    except _NothingYet as why:
        return str(why)
    return f"{count} commands, each hangs on the one before"


def _hangs(row: OutboxRow, before: tuple[int, str] | None) -> bool:
    if before is not None and row.device_seq != before[0] + 1:
        return False
    if not row.envelope:  # the case was purged
        return True
    if hashlib.sha256(row.envelope).hexdigest() != row.chain_hash:
        return False
    return before is None or json.loads(row.envelope)["previous"] == before[1]


def audit_log(subject: Subject) -> str:
    """Whether the audit log is whole: each line is signed and hangs on the one before, to the signed end."""
    try:
        with _reading(subject) as session:
            if session.get_one(DeviceRow, _ROW).device_id is None:
                return "begins with the enrolment"
            proven = prove_in(session, own_keys(subject.secrets()))
    except _NothingYet as why:
        return str(why)
    flaws = proven.proof.findings
    if flaws:
        seen = "; ".join(f"line {one.seq}: {one.flaw}" for one in flaws[:_FLAWS_TOLD])
        raise Unwell(seen, Ailment.AUDIT_BROKEN, {"number": flaws[0].seq})
    return f"{proven.proof.lines} lines, whole; central has {proven.sent} of them"


def sync_state(subject: Subject) -> str:
    """How sync stands, as last heard of: what waits, since when, and why."""
    try:
        with _reading(subject) as session:
            device = session.get_one(DeviceRow, _ROW)
            if device.device_id is None:
                raise Unwell("not enrolled", Trouble.NOT_ENROLLED)
            waiting, oldest = outbox.backlog(session)
            state, barred = session.get_one(SyncStateRow, _ROW), why_not(session)
            last = "never" if state.last_success is None else f"{state.last_success:%Y-%m-%d %H:%MZ}"
            since = "" if oldest is None else f", the first since {oldest:%Y-%m-%d %H:%MZ}"
            seen = f"{device.office} {device.terminal}, last in step {last}, {waiting} waiting{since}"
            if barred is not None:
                raise Unwell(f"{seen}, {barred.name}", barred)
            if state.why:
                raise Unwell(seen, state.why)
            return seen
    except _NothingYet as why:
        return str(why)


def from_central(subject: Subject) -> str:
    """What central sets for this counter, and what of it the machine's own file keeps from holding."""
    try:
        with _reading(subject) as session:
            device, row = session.get_one(DeviceRow, _ROW), session.get(DocumentRow, SETTINGS)
            if row is None:
                return "nothing"
            told = read_settings_document(row.content, device.office or "", device.terminal or "")
    except _NothingYet as why:
        return str(why)
    locked = subject.settings.locked if isinstance(subject.settings, CounterSettings) else frozenset()
    kept = dict.fromkeys(locked, " (locked on this machine: not taken)")
    set_ = (f"{name} = {value}{kept.get(name, '')}" for name, value in told.settings.told.items())
    return "; ".join(set_) or "nothing"


def update(subject: Subject, installed: str) -> str:
    """The version that central announces for this counter, and one that did not start here."""
    failed = failed_update()
    if failed:
        raise Unwell(f"{failed} did not start here; {installed} came back", Ailment.UPDATE_FAILED)
    try:
        announced = (subject.file.parent / UPDATE).read_text(encoding="ascii").strip()[:40]
    except (OSError, ValueError):
        return f"none is announced for {installed}"
    if version_order(announced) <= version_order(installed):
        return f"{installed} is what is announced"
    raise Unwell(f"{announced} is announced, {installed} is installed", Ailment.UPDATE_READY, harmless=True)


def backups(subject: Subject) -> str:
    """The newest backup, opened and checked as a whole."""
    if not subject.file.exists():
        return "none yet"
    found = backups_in(backup_folder(subject.file.parent), subject.clock())
    if not found:
        begun = subject.file.stat().st_ctime
        young = subject.clock().timestamp() - begun < _BACKUP_LATE.total_seconds()
        raise Unwell("none", Ailment.BACKUP_OLD, harmless=young)
    newest = found[0]
    verify(newest.file, _key(subject))
    age = subject.clock() - newest.made_at
    seen = f"{len(found)} kept, the newest of {newest.made_at:%Y-%m-%d %H:%MZ} is whole"
    if not timedelta(0) <= age <= _BACKUP_LATE:
        raise Unwell(seen, Ailment.BACKUP_OLD)
    return seen


def authorities(subject: Subject) -> str:
    """Which authorities are believed, and how old their revocation lists are."""
    anchors = _anchors(subject)
    if not anchors:
        raise Unwell("no authority is pinned", Ailment.NO_ANCHORS)
    lists = TrustStore(anchors, training=subject.settings is None).revocation
    refused = ListFolder(subject.file.parent / "revocation", lists).look()
    standing = lists.standing(subject.clock())
    told = [
        f"{one.authority}: {'no list' if one.age is None else f'list {one.age // timedelta(hours=1)} h old'}"
        for one in standing
    ]
    seen = "; ".join((*told, *(f"not taken: {one}" for one in refused)))
    if refused or not all(one.current for one in standing):
        raise Unwell(seen, Ailment.LISTS_OLD, harmless=True)
    return seen


def _anchors(subject: Subject) -> tuple[bytes, ...]:
    try:
        with _reading(subject) as session:
            row = session.get(DocumentRow, TRUST_ANCHORS)
            if row is not None:
                return parse_anchors(row.content)
    except _NothingYet:
        pass
    return read_authorities(subject.trust)


def names(subject: Subject) -> str:
    """Whether papers can show every name that is kept here; how many not, never which."""
    try:
        with _reading(subject) as session:
            characters = {one for name in session.scalars(select(MembershipRow.name)) for one in name}
    except _NothingYet as why:
        return str(why)
    lacking = sum(not has_glyph(character) for character in characters)
    if lacking:
        raise Unwell(f"{lacking} characters have no glyph", Ailment.CHARACTERS_MISSING)
    return f"{len(characters)} characters, all with a glyph"


def crashes(folder: Path) -> str:
    """The last bugs that the log in `folder` tells of, newest first, by their codes."""
    found: list[str] = []
    for file in log_files(folder):
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        found += [told for line in reversed(lines) if '"error"' in line and (told := _bug(line))]
    fatal = folder / FATAL
    if fatal.exists() and fatal.stat().st_size:
        found.insert(0, "the interpreter itself fell over")
    if found:
        more = len(found) - _CRASHES_TOLD
        seen = "; ".join(found[:_CRASHES_TOLD]) + (f"; {more} more" if more > 0 else "")
        raise Unwell(seen, Ailment.CRASHED, harmless=True)
    return "none in the log"


def _bug(line: str) -> str:
    try:
        told = json.loads(line)
        event = str(told["event"])
        return f"{event.splitlines()[0]} at {told['timestamp'][:16]}Z" if event.startswith("bug ") else ""
    except (ValueError, KeyError, IndexError, TypeError):
        return ""


@contextmanager
def _reading(subject: Subject) -> Iterator[Session]:
    if not subject.file.exists():
        raise _NothingYet("no database yet")
    with look_into(subject.file, _key(subject)) as (session, tables):
        if tables.current != tables.newest:
            raise _NothingYet("not looked at: the tables are brought up to date at the next start")
        yield session


def _key(subject: Subject) -> bytes:
    key = subject.secrets().get(DATABASE_KEY)
    if key is None:
        raise Failed(Trouble.KEY_LOST)
    return key
