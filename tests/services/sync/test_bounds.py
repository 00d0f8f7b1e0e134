"""However long the backlog is, sync needs the same memory, and the pages of the counter read none of it.

The full measure, 100,000 waiting commands, takes minutes: `KIOSK_BACKLOG=100000 pytest -s` on this file.
"""

import json
import os
import subprocess
import sys
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

import pytest
import uuid_utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import Request, Response
from sqlalchemy import event

from kiosk.contract.codec import event_body
from kiosk.domain.events import MembershipOpened
from kiosk.domain.programme import Programme
from kiosk.services.identity_device import DeviceIdentity
from kiosk.services.sync.engine import Sync
from kiosk.storage.database import Database, open_database
from tests.services.conftest import DATABASE_KEY
from tests.services.counter import ROOT, Counter, TestClock
from tests.services.small_central import Listener, SmallCentral
from tests.services.sync.backlog import Order, Seen, fill

MOST = 150_000_000
"""Bytes above idle that 100,000 waiting commands may cost."""
COMMANDS = int(os.environ.get("KIOSK_BACKLOG", "1500"))


class ForgetfulCentral:
    """Accepts whatever comes, without judging or keeping it, and tells of as many events."""

    def __init__(self, clock: TestClock, counter: Counter) -> None:
        opening = counter.opening()
        opened = MembershipOpened(
            holder=opening.signer,
            identity=opening.identity,
            cooperative_name=opening.cooperative_name,
            ubn=opening.ubn,
            notice_version=opening.notice_version,
            notice_shown_at=opening.notice_shown_at,
            opened_at=clock(),
        )
        self._body, self._at, self._taken = event_body(opened), clock().isoformat(), 0

    async def handle(self, request: Request) -> Response:
        if request.method == "POST":
            answers = [self._accepted(one["statement"]) for one in (await request.json())["commands"]]
            body: dict[str, object] = {"answers": answers}
        else:
            body = self._page(int(request.query_params["after"] or 0))
        return Response(json.dumps(body), media_type="application/json")

    def _accepted(self, statement: dict[str, str]) -> dict[str, str]:
        self._taken += 1
        answer = {"command_id": statement["command_id"], "status": "accepted", "code": ""}
        return {**answer, "decided_at": self._at}

    def _page(self, after: int) -> dict[str, object]:
        end = min(after + 500, self._taken)
        events = [self._event() for _ in range(after, end)]
        more = end < self._taken
        return {"events": events, "cursor": str(end), "more": more, "central_time": self._at}

    def _event(self) -> dict[str, object]:
        ids = {name: str(uuid_utils.uuid7()) for name in ("event_id", "membership_id", "command_id")}
        told = {"membership_seq": 1, "recorded_at": self._at, "kind": MembershipOpened.kind}
        return {**ids, **told, "body": self._body}


@pytest.fixture
def backlog(
    tmp_path: Path, rules: Programme, clock: TestClock, central_listener: Listener
) -> tuple[Path, Order]:
    """A file with waiting commands."""
    private = Ed25519PrivateKey.generate()
    device = DeviceIdentity(str(uuid_utils.uuid7()), "訓練處", "K1", central_listener.url)
    file = tmp_path / "kiosk.db"
    with closing(open_database(file, DATABASE_KEY)) as database:
        counter = Counter(database, rules, clock, device)
        fill(database, counter, COMMANDS)
        central_listener.current = cast(SmallCentral, ForgetfulCentral(clock, counter))
    order = Order(
        str(file), DATABASE_KEY.hex(), device.device_id, private.private_bytes_raw().hex(),
        central_listener.url, COMMANDS,
    )  # fmt: skip
    return file, order


def watch(order: Order) -> Seen:
    done = subprocess.run(
        [sys.executable, "-m", "tests.services.sync.backlog"],
        input=json.dumps(asdict(order)) + "\n", capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return Seen(**json.loads(done.stdout))


@pytest.mark.timeout(3600)
def test_memory_does_not_grow_with_the_backlog(backlog: tuple[Path, Order]) -> None:
    _file, order = backlog
    seen = watch(order)
    print(seen)
    assert (seen.sent, seen.failure) == (COMMANDS, None)
    assert seen.peak - seen.idle < MOST * max(COMMANDS, 20_000) / 100_000
    assert seen.start_page_grown < 5_000_000
    assert seen.start_page_seconds < 1
    assert seen.status_seconds < 1


class Reads:
    """Rows that a database gave out, and the plans by which it looked for them."""

    def __init__(self, database: Database) -> None:
        self.plans: list[str] = []
        self._engine = database._writing

    def __enter__(self) -> "Reads":
        event.listen(self._engine, "before_cursor_execute", self._explain)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._explain)

    def _explain(self, _connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            plan = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            self.plans += [row[3] for row in plan]


def test_start_page_and_overview_search_and_never_read_a_whole_table(
    database: Database, counter: Counter
) -> None:
    member = counter.register()
    sync = Sync(database, cast(Any, None), counter.rules, counter.clock, lambda: 0.0)
    with Reads(database) as reads:
        counter.desk.find(counter.opening().signer)
        counter.desk.view(member)
        counter.desk.receipts(member)
        counter.desk.things_to_attend()
        counter.desk.memberships()
        sync.status()
    scans = [plan for plan in reads.plans if plan.startswith("SCAN")]
    assert scans == []
    assert "SEARCH outbox USING COVERING INDEX outbox_by_state (state=?)" in reads.plans
