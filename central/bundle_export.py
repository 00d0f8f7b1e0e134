"""What central answers to a sealed bundle: a bundle for that kiosk alone, signed like the documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from central.bundle_import import DeviceRefused
from central.carried import Carried
from central.store.bundles import TakenBundle, answers_to, find_taken
from central.store.database import Database
from central.store.devices import Device, find_device
from central.store.erased_commands import hash_of
from central.store.events import Cursor, events_after
from central.store.inquiries import answers_since, told_of
from kiosk.contract.api import ApiProblem
from kiosk.contract.bundle import BundleWriter, Kind
from kiosk.contract.bundle_content import (
    AnswersOpening,
    AnswersRecord,
    EventsPage,
    answer_record,
    document_record,
    list_records,
    written,
)
from kiosk.contract.clock import Clock

_EVENTS = 200
_HELP_FOR = timedelta(days=90)  # kiosks delete older answers of the help desk


class NothingToAnswer(Exception):
    """No bundle of this device was taken yet."""


@dataclass(frozen=True, slots=True)
class Exported:
    """How many answers and events a bundle holds."""

    answers: int
    events: int


class BundleExport:
    """Writes bundles, signed with `key`."""

    def __init__(self, database: Database, key: Ed25519PrivateKey, clock: Clock, carried: Carried) -> None:
        self._database, self._key, self._clock, self._carried = database, key, clock, carried

    def write(
        self, device_id: str, stream: BinaryIO, conflicts: Sequence[tuple[str, bytes]] = ()
    ) -> Exported:
        """The answers to the bundle that was taken last, `conflicts` among them, and the events since.

        With all documents, revocation lists and the help desk's answers of 90 days: for an office without a
        network they come in no other way.
        Raises `DeviceRefused`, `NothingToAnswer`, OSError.
        """
        device, taken = self._found(device_id)
        recipient = X25519PublicKey.from_public_bytes(taken.sealing_key)
        writer = BundleWriter(stream, Kind.ANSWERS, recipient, self._key)
        writer.add(written(AnswersOpening(device_id=device_id, made_at=self._clock())))
        answers = self._write_answers(writer, taken, conflicts)
        events = self._write_events(writer, device, taken.cursor)
        with self._database.reading() as connection:
            for one in answers_since(connection, device.office, self._clock() - _HELP_FOR):
                writer.add(written(AnswersRecord(inquiry=told_of(one))))
        for name, document in self._carried.documents(device.office).items():
            writer.add(document_record(name, document.content, document.signature))
        for der in self._carried.lists():
            for record in list_records(der):
                writer.add(record)
        writer.close()
        return Exported(answers, events)

    def require(self, device_id: str) -> None:
        """Raises `DeviceRefused` and `NothingToAnswer` before a file is touched."""
        self._found(device_id)

    def _found(self, device_id: str) -> tuple[Device, TakenBundle]:
        with self._database.reading() as connection:
            device, taken = find_device(connection, device_id), find_taken(connection, device_id)
        if device is None:
            raise DeviceRefused(ApiProblem.DEVICE_UNKNOWN)
        if device.revoked_at is not None:
            raise DeviceRefused(ApiProblem.DEVICE_REVOKED)
        if taken is None:
            raise NothingToAnswer(device_id)
        return device, taken

    def _write_answers(
        self, writer: BundleWriter, taken: TakenBundle, conflicts: Sequence[tuple[str, bytes]]
    ) -> int:
        count = len(conflicts)
        for of, answer in conflicts:
            writer.add(answer_record(of, answer))
        with self._database.reading() as connection:
            for sent, answer in answers_to(connection, taken):
                writer.add(answer_record(hash_of(sent), answer))
                count += 1
        return count

    def _write_events(self, writer: BundleWriter, device: Device, cursor: str) -> int:
        """Page by page, from the kiosk's own `cursor` on, in its own words: it compares them."""
        count, more = 0, True
        while more:
            with self._database.looking() as connection:
                page = events_after(connection, device.office, Cursor.of(cursor), _EVENTS)
            for event in page.events:
                writer.add(written(AnswersRecord(event=event)))
            end = EventsPage(after=cursor, cursor=str(page.cursor))
            if page.guests:
                end = end.model_copy(update={"guests": page.guests})
            writer.add(written(AnswersRecord(page=end)))
            count, cursor, more = count + len(page.events), end.cursor, page.more
        return count
