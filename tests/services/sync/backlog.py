"""A counter with a long backlog, in a process of its own: fill its outbox, then sync it and watch its memory.

`python -m tests.services.sync.backlog` with a JSON line of `Order` on standard input; the answer is a JSON
line of `Seen`.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import psutil
import uuid_utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import insert

from kiosk.contract.codec import command_body
from kiosk.contract.envelopes import CommandEnvelope, Statement
from kiosk.services.central import CentralClient
from kiosk.services.desk import Desk
from kiosk.services.drafts import Drafts
from kiosk.services.identity_device import DeviceIdentity
from kiosk.services.sync.engine import Sync
from kiosk.storage import memberships
from kiosk.storage.database import Database, open_database
from kiosk.storage.outbox import end_of_chain
from kiosk.storage.tables import OutboxRow, OutboxState
from tests.services.counter import Counter, TestClock, holder, programme, token

_AT_ONCE = 1_000
_SIGNATURE_BYTES = 700  # what a certificate chain adds to a signed command of a real card
_LOOK_SECONDS = 0.02


@dataclass(frozen=True)
class Order:
    """What is to be done: `commands` waiting ones, for the device and central that are named."""

    file: str
    key: str
    device_id: str
    device_key: str
    central_url: str
    commands: int


@dataclass(frozen=True)
class Seen:
    """Memory in bytes, times in seconds; `start_page` and `status` are asked with the whole backlog there."""

    idle: int
    peak: int
    sent: int
    failure: str | None
    sync_seconds: float
    start_page_seconds: float
    start_page_grown: int
    status_seconds: float
    file_before: int
    file_after: int


def fill(database: Database, counter: Counter, commands: int) -> None:
    """Let `commands` openings wait, each of a cooperative of its own."""
    for rows in _rows(database, counter, commands):
        with database.session() as session:
            session.execute(insert(OutboxRow), rows)


def _rows(database: Database, counter: Counter, commands: int) -> Iterator[list[dict[str, object]]]:
    with database.snapshot() as session:
        last_seq, previous = end_of_chain(session)
    opening = counter.opening()
    body = command_body(opening)
    rows: list[dict[str, object]] = []
    for number in range(1, commands + 1):
        signer = holder(number)
        statement = Statement(
            command_id=str(uuid_utils.uuid7()),
            membership_id=str(uuid_utils.uuid7()),
            issued_at=counter.clock(),
            kind=opening.kind,
            body=body,
        )
        envelope = CommandEnvelope(
            statement=statement,
            device_id=counter.device.device_id,
            device_seq=last_seq + number,
            previous=previous,
            signature=token(signer) + "x" * _SIGNATURE_BYTES,
        )
        previous = envelope.chain_hash()
        rows.append(
            {
                "command_id": statement.command_id,
                "device_seq": envelope.device_seq,
                "membership_id": statement.membership_id,
                "kind": statement.kind,
                "issued_at": statement.issued_at,
                "signer_issuer": signer.issuer,
                "signer_subject": signer.subject,
                "envelope": envelope.canonical_bytes(),
                "chain_hash": previous,
                "state": OutboxState.WAITING,
                "code": "",
                "decided_at": None,
            }
        )
        if len(rows) == _AT_ONCE:
            yield rows
            rows = []
    if rows:
        yield rows


class Peak:
    """The most memory of this process while the block lasts."""

    def __enter__(self) -> "Peak":
        self.bytes = 0
        self._over = Event()
        self._thread = Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        process = psutil.Process()
        while not self._over.wait(_LOOK_SECONDS):
            self.bytes = max(self.bytes, process.memory_info().rss)
        self.bytes = max(self.bytes, process.memory_info().rss)


def look(order: Order) -> Seen:
    """Sync the backlog that lies in the file, and watch."""
    rules, clock, process = programme(), TestClock(), psutil.Process()
    device = DeviceIdentity(order.device_id, "訓練處", "K1", order.central_url)
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(order.device_key))
    file = Path(order.file)
    with (
        closing(open_database(file, bytes.fromhex(order.key))) as database,
        CentralClient(order.central_url, order.device_id, private, clock, timedelta(seconds=30)) as client,
    ):
        sync = Sync(database, client, rules, clock, lambda: 0.0)
        desk = Desk(database, rules, clock, device, lambda: None)
        with database.snapshot() as session:
            memberships.of_holder(session, holder())
        idle = process.memory_info().rss
        began = time.perf_counter()
        member = desk.find(holder())
        desk.view(member or "nobody")
        Drafts(database, clock).open_drafts()
        desk.things_to_attend()
        start_page = time.perf_counter() - began
        grown = process.memory_info().rss - idle
        began = time.perf_counter()
        sync.status()
        status = time.perf_counter() - began
        before = file.stat().st_size
        with Peak() as peak:
            began = time.perf_counter()
            report = sync.once()
            took = time.perf_counter() - began
        return Seen(
            idle=idle,
            peak=peak.bytes,
            sent=report.sent,
            failure=report.failure,
            sync_seconds=took,
            start_page_seconds=start_page,
            start_page_grown=grown,
            status_seconds=status,
            file_before=before,
            file_after=sum(one.stat().st_size for one in file.parent.glob(f"{file.name}*")),
        )


if __name__ == "__main__":
    seen = look(Order(**json.loads(sys.stdin.readline())))
    print(json.dumps(asdict(seen)), flush=True)
