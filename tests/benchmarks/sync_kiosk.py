"""A counter where commands pile up, signed by cards: what sync has to send (`sync_process.py` sends it)."""

import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from central.store import devices
from central.store.database import Database as CentralDatabase
from kiosk.contract.clock import system_clock
from kiosk.contract.codec import command_body
from kiosk.contract.envelopes import CommandEnvelope, Statement
from kiosk.domain.commands import Command
from kiosk.domain.identity import HolderId
from kiosk.domain.programme import Programme
from kiosk.services.identity_device import DeviceIdentity, database_id, save_identity
from kiosk.services.membership_view import reindex
from kiosk.storage import outbox
from kiosk.storage.database import KEY_BYTES, open_database
from tests.benchmarks.central_load import Cards, story
from tests.central.kiosk import new_id

_AT_ONCE = 500


class WaitingCounter:
    """A counter of one office that central knows, and where commands only pile up.

    What it keeps is what the desk keeps; many in a transaction, for making them is not what is measured.
    """

    def __init__(self, folder: Path, cards: Cards, programme: Programme, central: CentralDatabase) -> None:
        self._cards, self._programme = cards, programme
        self._stories = self._endless()
        key, device_key = secrets.token_bytes(KEY_BYTES), Ed25519PrivateKey.generate()
        self.folder = folder
        folder.mkdir()
        self._database = open_database(folder / "kiosk.db", key)
        self._device_id = _let_in(central, database_id(self._database), device_key)
        _write_keys(folder, key, device_key)

    def introduce(self, url: str) -> None:
        """Let the kiosk's database say who it is and where central is."""
        with self._database.session() as session:
            save_identity(session, DeviceIdentity(self._device_id, "office 0", "T1", url))

    def take(self, commands: int) -> list[bytes]:
        """Take so many more commands; the bytes of their envelopes."""
        parts = [min(_AT_ONCE, commands - taken) for taken in range(0, commands, _AT_ONCE)]
        return [envelope for part in parts for envelope in self._take(part)]

    def _take(self, commands: int) -> list[bytes]:
        taken: list[bytes] = []
        memberships: set[str] = set()
        with self._database.session() as session:
            seq, previous = outbox.end_of_chain(session)
            for statement, certificate, holder in islice(self._stories, commands):
                signature = self._cards.sign(certificate, statement.canonical_bytes()) if holder else None
                seq += 1
                envelope = CommandEnvelope(
                    statement=statement,
                    device_id=self._device_id,
                    device_seq=seq,
                    previous=previous,
                    signature=signature,
                )
                previous = envelope.chain_hash()
                outbox.append(session, envelope, holder)
                taken.append(envelope.canonical_bytes())
                memberships.add(statement.membership_id)
            for membership_id in memberships:
                reindex(session, membership_id, self._programme, system_clock())
        return taken

    def waiting(self) -> int:
        """How many commands central has not answered."""
        with self._database.snapshot() as session:
            return outbox.backlog(session)[0]

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def _endless(self) -> Iterator[tuple[Statement, bytes, HolderId | None]]:
        terms = next(iter(self._programme.plans.values())).terms
        for _ in count():
            certificate, holder = self._cards.new()
            membership_id = new_id()
            for command in story(self._cards.next_ubn(), holder, terms, self._programme):
                yield _statement(membership_id, command), certificate, getattr(command, "signer", None)


def _statement(membership_id: str, command: Command) -> Statement:
    return Statement(
        command_id=new_id(),
        membership_id=membership_id,
        issued_at=datetime.now(UTC),
        kind=command.kind,
        body=command_body(command),
    )


def _let_in(central: CentralDatabase, kiosk_database: str, key: Ed25519PrivateKey) -> str:
    """A device of an office, as an enrolment leaves it at central; its id."""
    device_id, now = new_id(), system_clock()
    with central.writing() as connection:
        code = devices.EnrolmentCode("office 0", "T1", now, None)
        devices.add_enrolment_code(connection, device_id, code)
        devices.enrol(
            connection,
            device_id,
            device_id=device_id,
            office=code.office,
            terminal=code.terminal,
            public_key=key.public_key().public_bytes_raw(),
            database_id=kiosk_database,
            at=now,
        )
    return device_id


def _write_keys(folder: Path, database_key: bytes, device_key: Ed25519PrivateKey) -> None:
    keys = {"database": database_key.hex(), "device": device_key.private_bytes_raw().hex()}
    (folder / "keys.json").write_text(json.dumps(keys))
