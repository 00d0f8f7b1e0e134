"""Sealed bundles of kiosks are taken: their commands go the very way of those that come over HTTP."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from central.processing import Processor, Sending
from central.store.bundles import TakenBundle, keep_taken
from central.store.database import Database
from central.store.devices import Device, find_device
from central.store.events import Cursor
from kiosk.contract.api import MOST_COMMANDS, ApiProblem, Rejection, Status
from kiosk.contract.bundle import BundleFailure, BundleReader, BundleRefused, Kind
from kiosk.contract.bundle_content import CommandsOpening, read_record, read_sealing_key
from kiosk.contract.clock import Clock
from kiosk.contract.envelopes import CommandEnvelope
from kiosk.contract.trust import RevocationUnknown


class DeviceRefused(Exception):
    """Nothing is taken from this device and nothing is given to it, for the reason in `problem`."""

    def __init__(self, problem: ApiProblem) -> None:
        super().__init__(problem.name)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a bundle's commands. `undecided`: it stopped where nobody can say whether a card counts.

    `conflicts` are answers that are not kept: to known ids that came with other bytes, by their SHA-256.
    """

    device_id: str
    counts: Counter[Status]
    undecided: bool
    conflicts: Sequence[tuple[str, bytes]]


class BundleImport:
    """Takes bundles that are sealed for `key`."""

    def __init__(self, database: Database, processor: Processor, key: X25519PrivateKey, clock: Clock) -> None:
        self._database, self._processor = database, processor
        self._key, self._clock = key, clock

    def take(self, stream: BinaryIO) -> Imported:
        """Take a bundle; taken again it changes nothing, and one that was broken off is gone on with.

        Before anything is taken all of it is verified. Raises `BundleRefused`, `DeviceRefused`, OSError.
        """
        reader = BundleReader(stream, Kind.COMMANDS, self._key)
        opening = read_record(CommandsOpening, reader.opening)
        device = self._signer(opening.device_id, reader)
        taken = self._checked(opening, reader)
        with self._database.writing() as connection:
            keep_taken(connection, taken)
        return self._decided(device, reader)

    def _signer(self, device_id: str, reader: BundleReader) -> Device:
        with self._database.looking() as connection:
            device = find_device(connection, device_id)
        if device is None:
            raise DeviceRefused(ApiProblem.DEVICE_UNKNOWN)
        reader.require_signed(Ed25519PublicKey.from_public_bytes(device.public_key))
        if device.revoked_at is not None:
            raise DeviceRefused(ApiProblem.DEVICE_REVOKED)
        return device

    def _checked(self, opening: CommandsOpening, reader: BundleReader) -> TakenBundle:
        """What the bundle is about, every command of it read once."""
        first, last = 1, 0
        for envelope in _commands(reader):
            if envelope.device_id != opening.device_id:
                raise BundleRefused(BundleFailure.CONTENT_INVALID)
            first = min(first, envelope.device_seq) if last else envelope.device_seq
            last = max(last, envelope.device_seq)
        try:
            sealing_key = read_sealing_key(opening.sealing_key)
        except ValueError:
            raise BundleRefused(BundleFailure.CONTENT_INVALID) from None
        if re.fullmatch(Cursor.FORM, opening.cursor) is None:
            raise BundleRefused(BundleFailure.CONTENT_INVALID)
        return TakenBundle(
            device_id=opening.device_id,
            sealing_key=sealing_key.public_bytes_raw(),
            cursor=opening.cursor,
            first_seq=first,
            last_seq=last,
            taken_at=self._clock(),
        )

    def _decided(self, device: Device, reader: BundleReader) -> Imported:
        counts: Counter[Status] = Counter()
        conflicts: list[tuple[str, bytes]] = []
        undecided = False
        for batch in _batches(reader):
            answers, undecided = self._answers(device, batch)
            for envelope, answer in zip(batch, answers, strict=False):
                told = json.loads(answer)
                counts[Status(told["status"])] += 1
                if told["code"] == Rejection.OTHER_BYTES.value:
                    conflicts.append((envelope.chain_hash(), answer))
            if undecided:  # what follows in the chain has to wait for it
                break
        return Imported(device.device_id, counts, undecided, conflicts)

    def _answers(self, device: Device, batch: Sequence[CommandEnvelope]) -> tuple[Sequence[bytes], bool]:
        """The answers up to a command that cannot be decided yet, and whether there is one."""
        try:
            return self._processor.receive(Sending(device.device_id, batch)).answers, False
        except RevocationUnknown:
            if len(batch) == 1:
                return (), True
        answers: list[bytes] = []
        for one in batch:
            decided, undecided = self._answers(device, [one])
            answers += decided
            if undecided:
                return answers, True
        return answers, False


def _commands(reader: BundleReader) -> Iterator[CommandEnvelope]:
    return (read_record(CommandEnvelope, record) for record in reader.records())


def _batches(reader: BundleReader) -> Iterator[list[CommandEnvelope]]:
    batch: list[CommandEnvelope] = []
    for envelope in _commands(reader):
        batch.append(envelope)
        if len(batch) == MOST_COMMANDS:
            yield batch
            batch = []
    if batch:
        yield batch
