"""Sealed bundles at the kiosk: what waits goes out in one, central's answer comes back in another."""

import base64
import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.contract.api import AnsweredInquiry, CommandAnswer, EventsAnswer, Status
from kiosk.contract.bundle import BundleFailure, BundleReader, BundleRefused, BundleWriter, Kind, fingerprint
from kiosk.contract.bundle_content import (
    AnswersOpening,
    AnswersRecord,
    CarriedDocument,
    CommandsOpening,
    read_record,
    read_sealing_key,
    sealing_text,
    written,
)
from kiosk.contract.bundle_file import written_whole
from kiosk.contract.clock import Clock
from kiosk.contract.codec import Malformed
from kiosk.contract.envelopes import EventEnvelope
from kiosk.contract.inquiry import inquiry_in
from kiosk.contract.revocation import LARGEST_LIST
from kiosk.domain.inquiry import SendInquiry
from kiosk.services.bundle.failures import BundleTrouble, reading_told, writing_told
from kiosk.services.central import CentralClient
from kiosk.services.failures import Failed
from kiosk.services.identity_device import (
    CentralKeys,
    DeviceIdentity,
    device_key,
    pin_keys,
    pinned_keys,
    sealing_key,
)
from kiosk.services.secrets import Secrets
from kiosk.services.sync.engine import Sync
from kiosk.storage import outbox
from kiosk.storage.database import Database
from kiosk.storage.documents import SignedDocument
from kiosk.storage.events import OutOfOrder

Progress = Callable[[int, int], None]
"""Told how many of how many commands are written."""

_AT_A_TIME = 200
_ROOM = 1024 * 1024  # what a bundle needs beside its commands, at most one part in a hundred of them


@dataclass(frozen=True, slots=True)
class Exported:
    """A bundle that was written: how many commands it holds, and its size in bytes."""

    commands: int
    size: int


@dataclass(frozen=True, slots=True)
class TakenAnswers:
    """What a bundle brought that was not known here: commands by their answers, events received.

    `made_at` (UTC) is when central wrote it.
    """

    accepted: int
    refused: int
    rejected: int
    received: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Takers:
    """Who takes what a bundle brings beside answers and events, and verifies it.

    `documents` are given with when the bundle was made (UTC), each list as DER; `inquiries` are what the
    help desk answered; `done` hears of the end.
    """

    documents: Callable[[Sequence[SignedDocument], datetime], None]
    revocation_list: Callable[[bytes], None]
    inquiries: Callable[[Sequence[AnsweredInquiry]], None]
    done: Callable[[], None]


class BundleDesk:
    """One device's bundles. May be used from any thread, while sync goes on.

    Answers bring central's documents and the authorities' revocation lists too.
    """

    def __init__(
        self,
        database: Database,
        secrets: Secrets,
        device: DeviceIdentity,
        client: CentralClient,
        sync: Sync,
        clock: Clock,
        *,
        takers: Takers,
    ) -> None:
        self._database, self._secrets, self._device = database, secrets, device
        self._client, self._sync, self._clock = client, sync, clock
        self._takers = takers

    def export(self, file: Path, progress: Progress = lambda _done, _all: None) -> Exported:
        """Write all that central has not answered into `file`; when this returns it is on the medium.

        Exporting again does no harm. Raises `Failed` (a `BundleTrouble`, KEY_LOST, KEYRING_…) and
        `StorageError`; then there is what was there before.
        """
        central = read_sealing_key(self._central_keys().sealing)
        signer = device_key(self._secrets)
        with writing_told():
            self._require_room(file.parent)
            with written_whole(file, Kind.COMMANDS) as stream:
                writer = BundleWriter(stream, Kind.COMMANDS, central, signer)
                writer.add(written(self._opening()))
                commands = self._write_commands(writer, progress)
                writer.close()
            return Exported(commands, file.stat().st_size)

    def take(self, file: Path) -> TakenAnswers:
        """Keep what central answers in `file`, as sync does; taken again it changes nothing.

        Before anything is kept all of it is verified. Raises `Failed` (a `BundleFailure` or `BundleTrouble`)
        and `StorageError`.
        """
        with reading_told(), file.open("rb") as stream:
            reader = self._verified(stream)
            opening = read_record(AnswersOpening, reader.opening)
            if opening.device_id != self._device.device_id:
                raise BundleRefused(BundleFailure.FOR_ANOTHER)
            for _ in _steps(reader):
                pass  # every record is read once before the first is kept
            taken = self._kept(reader, opening.made_at)
        self._takers.done()
        return taken

    def is_ours(self, recipient: bytes) -> bool:
        """Whether this is the fingerprint of the key that opens bundles for this kiosk."""
        return recipient == fingerprint(sealing_key(self._secrets).public_key())

    def _central_keys(self) -> CentralKeys:
        """Central's keys as they were pinned at the enrolment, or else now, over the network."""
        pinned = pinned_keys(self._database)
        if pinned is not None:
            return pinned
        try:
            told = self._client.documents()
        except Failed as failed:
            raise Failed(BundleTrouble.KEYS_UNKNOWN) from failed
        if not told.sealing_key:
            raise Failed(BundleTrouble.KEYS_UNKNOWN)
        keys = CentralKeys(told.key, told.sealing_key)
        pin_keys(self._database, keys)
        return keys

    def _require_room(self, folder: Path) -> None:
        with self._database.snapshot() as session:
            needed = outbox.bytes_waiting(session)
        if shutil.disk_usage(folder).free < needed + needed // 100 + _ROOM:
            raise Failed(BundleTrouble.MEDIUM_FULL)

    def _opening(self) -> CommandsOpening:
        return CommandsOpening(
            device_id=self._device.device_id,
            made_at=self._clock(),
            cursor=self._sync.cursor(),
            sealing_key=sealing_text(sealing_key(self._secrets)),
        )

    def _write_commands(self, writer: BundleWriter, progress: Progress) -> int:
        total, done, last = self._sync.status().waiting, 0, 0
        while batch := self._next_batch(last):
            for envelope in batch.values():
                writer.add(envelope)
            last, done = max(batch), done + len(batch)
            progress(done, max(total, done))
        return done

    def _next_batch(self, last: int) -> dict[int, bytes]:
        """What waits past the `device_seq` that was written last."""
        with self._database.snapshot() as session:
            return {row.device_seq: row.envelope for row in outbox.waiting(session, _AT_A_TIME, last)}

    def _verified(self, stream: BinaryIO) -> BundleReader:
        reader = BundleReader(stream, Kind.ANSWERS, sealing_key(self._secrets))
        signing = base64.b64decode(self._central_keys().signing)
        reader.require_signed(Ed25519PublicKey.from_public_bytes(signing))
        return reader

    def _kept(self, reader: BundleReader, made_at: datetime) -> TakenAnswers:
        counts: Counter[Status] = Counter()
        received = 0
        for step in _steps(reader):
            if isinstance(step, _Answers):
                counts.update(self._settled(step))
                continue
            if isinstance(step, _Documents):
                self._takers.documents(step.documents, made_at)
                continue
            if isinstance(step, _List):
                self._takers.revocation_list(step.der)
                continue
            if isinstance(step, _Inquiries):
                self._takers.inquiries(step.inquiries)
                continue
            page = EventsAnswer(
                events=step.events, cursor=step.cursor, more=False, central_time=made_at, guests=step.guests
            )
            try:
                received += self._sync.receive(page, step.after)
            except Failed as failed:
                if isinstance(failed.__cause__, OutOfOrder):
                    raise Failed(BundleTrouble.EVENTS_MISSING) from failed
                raise
        return TakenAnswers(
            accepted=counts[Status.ACCEPTED],
            refused=counts[Status.REFUSED],
            rejected=counts[Status.REJECTED],
            received=received,
            made_at=made_at,
        )

    def _settled(self, step: "_Answers") -> list[Status]:
        """Keep the answers to commands of this very database that wait; what each of these says."""
        with self._database.snapshot() as session:
            waiting = outbox.hashes_of_waiting(session, [one.command_id for _, one in step.answers])
        answers = [one for of, one in step.answers if waiting.get(one.command_id) == of]
        if answers:
            self._sync.settle(answers)
        return [one.status for one in answers]


@dataclass(frozen=True, slots=True)
class _Answers:
    """Some answers, each with the SHA-256 of the bytes that it answers."""

    answers: list[tuple[str | None, CommandAnswer]]


@dataclass(frozen=True, slots=True)
class _Page:
    """Some events, between two cursors; `guests` as in `EventsAnswer`."""

    events: list[EventEnvelope]
    after: str
    cursor: str
    guests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Documents:
    """All documents: some must be taken together."""

    documents: list[SignedDocument]


@dataclass(frozen=True, slots=True)
class _List:
    """A revocation list, as central had it."""

    der: bytes


@dataclass(frozen=True, slots=True)
class _Inquiries:
    """Messages to the help desk with their answers."""

    inquiries: list[AnsweredInquiry]


_Step = _Answers | _Page | _Documents | _List | _Inquiries


def _steps(reader: BundleReader) -> Iterator[_Step]:
    """The bundle's content, in bites of one transaction each. Raises `BundleRefused`."""
    answers, events, documents, pieces = _Answers([]), list[EventEnvelope](), list[SignedDocument](), b""
    for record in reader.records():
        said = read_record(AnswersRecord, record)
        if said.answer is not None:
            answers.answers.append((said.of, said.answer))
        elif said.event is not None:
            events.append(said.event)
        elif said.page is not None:
            yield answers
            yield _Page(events, said.page.after, said.page.cursor, said.page.guests)
            answers, events = _Answers([]), []
        elif said.document is not None:
            documents.append(_signed(said.document))
        elif said.inquiry is not None:
            yield _Inquiries([_readable(said.inquiry)])
        else:
            assert said.revocation is not None  # a record says one thing
            # Authorities are believed by the documents, which come first.
            yield from _taken_together(documents)
            documents, pieces = [], pieces + said.revocation.piece
            if len(pieces) > LARGEST_LIST:
                raise BundleRefused(BundleFailure.CONTENT_INVALID)
            if said.revocation.last:
                yield _List(pieces)
                pieces = b""
        if len(answers.answers) == _AT_A_TIME:
            yield answers
            answers = _Answers([])
    yield answers
    yield from _taken_together(documents)
    if events or pieces:
        raise BundleRefused(BundleFailure.CONTENT_INVALID)


def _readable(told: AnsweredInquiry) -> AnsweredInquiry:
    try:
        inquiry_in(SendInquiry.kind, told.asked)
    except Malformed:
        raise BundleRefused(BundleFailure.CONTENT_INVALID) from None
    return told


def _taken_together(documents: list[SignedDocument]) -> Iterator[_Step]:
    if documents:
        yield _Documents(documents)


def _signed(carried: CarriedDocument) -> SignedDocument:
    tag = hashlib.sha256(carried.content).hexdigest()
    return SignedDocument(carried.name, carried.content, carried.signature, tag)
