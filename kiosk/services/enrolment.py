"""Making this kiosk known to central: the first time, and anew where its database was restored or copied."""

from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.orm import Session

from kiosk.contract.api import EnrolmentRequest
from kiosk.contract.clock import Clock, system_clock
from kiosk.contract.enrolment_ticket import (
    EnrolmentTicket,
    TicketMalformed,
    is_scanned,
    key_mark,
    plain_address,
    read_ticket,
    shows,
)
from kiosk.contract.signed_documents import public_text
from kiosk.services import central
from kiosk.services.audit.running import TECHNICIAN
from kiosk.services.failures import Failed, Trouble
from kiosk.services.identity_device import (
    DeviceIdentity,
    database_id,
    document_key,
    load_identity,
    next_device_key,
    pin_document_key,
    pin_sealing_key,
    save_identity,
    settle_device_key,
    take_certificate,
)
from kiosk.services.rekey import finish_rekey, rekey
from kiosk.services.secrets import Secrets, database_key
from kiosk.services.standing import set_standing
from kiosk.storage import audit, outbox
from kiosk.storage.database import Database, open_database
from kiosk.storage.failures import StorageError
from kiosk.storage.tables import DocumentRow, Standing, SyncStateRow

_ROW = 1
_PATIENCE = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A machine that central knows now. `central_key` is the mark of central's key, to compare by eye.

    `waiting` is how many commands go along where it was enrolled before.
    """

    identity: DeviceIdentity
    central_key: str
    waiting: int


def is_enrolled(file: Path, secrets: Secrets) -> bool:
    """Whether the database in `file` is a known device's. Raises `StorageError`, `Failed` (KEY_LOST, …)."""
    if not file.exists():
        return False
    finish_rekey(file, secrets)
    with closing(open_database(file, database_key(secrets, file))) as database:
        try:
            load_identity(database)
        except Failed:
            return False
        return True


def enrol_machine(file: Path, secrets: Secrets, ticket: EnrolmentTicket) -> Enrolled:
    """Enrol the machine whose database is, or is to be, in `file`. Raises as `enrol_with`, and KEY_LOST.

    One that was there before gets a new key: who has a copy of it with the old one reads nothing that comes.
    """
    anew = file.exists()
    finish_rekey(file, secrets)
    with closing(open_database(file, database_key(secrets, file))) as database:
        identity = enrol_with(database, secrets, ticket, _PATIENCE)
        with database.snapshot() as session:
            enrolled = Enrolled(identity, key_mark(document_key(session)), outbox.backlog(session)[0])
    if anew:
        with suppress(StorageError):  # it is enrolled; without room the next start changes the key
            rekey(file, secrets)
    return enrolled


def ticket_at(text: str, address: str, set_for: str) -> EnrolmentTicket:
    """What was scanned, or the code that was typed together with central's `address`.

    `set_for` is the central that the settings name, if they do. Raises `Failed`: ENROLMENT_UNREADABLE, and
    OTHER_CENTRAL for a ticket of another.
    """
    ticket = ticket_of(text, "" if is_scanned(text) else set_for or address)
    require_central(ticket.central_url, set_for)
    return ticket


def require_central(enrolled: str, set_for: str) -> None:
    """Raises `Failed` (OTHER_CENTRAL) where the settings name another central than the one enrolled with."""
    if set_for and plain_address(set_for) != plain_address(enrolled):
        raise Failed(Trouble.OTHER_CENTRAL, enrolled=enrolled, set=set_for)


def ticket_of(text: str, central_url: str = "") -> EnrolmentTicket:
    """What was scanned, or typed for the central at `central_url`. Raises `Failed` (ENROLMENT_UNREADABLE)."""
    try:
        return read_ticket(text, central_url)
    except TicketMalformed:
        raise Failed(Trouble.ENROLMENT_UNREADABLE) from None


def enrol(
    database: Database, secrets: Secrets, central_url: str, code: str, timeout: timedelta
) -> DeviceIdentity:
    """Enrol with a code for the central at `central_url`; see `enrol_with`."""
    return enrol_with(database, secrets, EnrolmentTicket(code.strip(), central_url), timeout)


def enrol_with(
    database: Database,
    secrets: Secrets,
    ticket: EnrolmentTicket,
    timeout: timedelta,
    clock: Clock = system_clock,
) -> DeviceIdentity:
    """Enrol with the one-time code of an administrator: a key pair in `secrets`, its public half at central.

    A kiosk that was enrolled before becomes a new device, with a new key. What waits in its database goes
    with it: it is put behind the chain's end, and its holders' signatures stay, for they are under the
    statements. Broken off anywhere, the same code finishes it.

    Raises `Failed`: ENROLMENT_CODE, CENTRAL_NOT_GENUINE (it does not show the ticket's mark),
    KEYRING_MISSING, KEYRING_LOCKED, or as `CentralClient` does; and `StorageError`. Then everything is as
    it was.
    """
    key = next_device_key(secrets, _key_in_use(database))
    with database.snapshot() as session:
        last_seq, last_hash = outbox.end_of_chain(session)
    request = EnrolmentRequest(
        code=ticket.code,
        public_key=public_text(key),
        database_id=database_id(database),
        last_seq=last_seq,
        last_hash=last_hash,
    )
    answer = central.enrol(ticket.central_url, request, timeout)
    if ticket.mark and not shows(answer.document_key, ticket.mark):
        raise Failed(Trouble.CENTRAL_NOT_GENUINE)
    identity = DeviceIdentity(
        answer.device_id, answer.office, answer.terminal, ticket.central_url, public_text(key)
    )
    with database.session() as session:
        save_identity(session, identity)
        set_standing(session, Standing.ACTIVE)
        _believe(session, answer.document_key)
        pin_sealing_key(session, answer.sealing_key)
        take_certificate(session, answer.certificate)
        # An office's events come by its own cursor; what is here already is not taken twice.
        session.get_one(SyncStateRow, _ROW).cursor = ""
        outbox.move_to_device(session, identity.device_id, last_seq, last_hash)
        audit.begin(session, audit.Keeper(identity.device_id, key, clock), TECHNICIAN)
    settle_device_key(secrets, key)
    return identity


def _key_in_use(database: Database) -> str:
    try:
        return load_identity(database).public_key
    except Failed:
        return ""


def _believe(session: Session, key: str) -> None:
    """Pin central's key; what another key has signed is no document of this central's."""
    if document_key(session) != key:
        session.execute(delete(DocumentRow))
        session.get_one(SyncStateRow, _ROW).documents_as_of = None
        pin_document_key(session, key)
