"""Central and PostgreSQL are killed under load: nothing acknowledged is lost, nothing happens twice."""

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import pytest

from kiosk.contract.clock import Clock
from kiosk.contract.envelopes import CommandEnvelope
from tests.central.conftest import HandClock
from tests.central.kiosk import Kiosk, SoftCard, application, new_id, opening
from tests.central.postgres import PostgresServer, servers
from tests.central.process import CentralProcess, run, start
from tests.central.stress import CRASHES_OF_POSTGRES, KILLS_OF_CENTRAL, STRESS

KIOSKS = 6
PATIENCE = 60.0
AGAIN = {429, 500, 502, 503, 504}

pytestmark = pytest.mark.timeout(1200 if STRESS else 180)


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    yield from servers()


@dataclass
class Ground:
    """Central as a process on PostgreSQL; either may be killed, and is started again."""

    folder: Path
    trust: Path
    server: PostgresServer
    url: str
    process: CentralProcess = field(init=False)

    def begin(self) -> None:
        self.process = start(self.folder, self.trust, "--database", self.url)

    def kill_central(self) -> None:
        self.process.process.kill()
        self.process.end()
        self.begin()

    def crash_postgres(self) -> None:
        self.server.stop("immediate")
        self.server.start()


@pytest.fixture
def ground(tmp_path: Path, cards: Path, clock: HandClock, server: PostgresServer) -> Iterator[Ground]:
    ground = Ground(tmp_path, cards / "trust", server, server.new_database())
    ground.begin()
    yield ground
    ground.process.end()


class Client:
    """A kiosk that sends until it is answered, and follows the events by its cursor."""

    def __init__(self, ground: Ground, clock: Clock, number: int) -> None:
        self.kiosk = Kiosk(ground.process.url, clock)
        self.sent: list[CommandEnvelope] = []
        self.answers: list[bytes] = []
        self.seen: list[str] = []
        self._ground, self._number, self._cursor = ground, number, ""
        self._chance = random.Random(number)
        made = run(
            "enrol", "--data", str(ground.folder / "data"), "--office", "訓練用據點",
            "--terminal", f"T{number}", "--json",
        )  # fmt: skip
        assert self.kiosk.enrol(json.loads(made.stdout)["code"]).status_code == 200

    def work(self, members: list[str], stopped: Callable[[], bool]) -> None:
        while not stopped():
            for _ in range(self._chance.randint(1, 4)):
                mail = f"k{self._number}-{len(self.sent)}@coop.example"
                self.sent.append(self.kiosk.command(application(mail), self._chance.choice(members)))
            self.drain()
        self.kiosk.http.close()

    def drain(self) -> None:
        """Send what has no answer yet, the same bytes as often as it takes; fetch what is new."""
        waiting = self.sent[len(self.answers) :]
        answer = self._insist(lambda: self.kiosk.post(*waiting))
        self.answers += [json.dumps(one).encode() for one in answer["answers"]]
        self.pull()

    def pull(self) -> None:
        more = True
        while more:
            path = f"/v1/events?after={self._cursor}&limit=50"
            page = self._insist(partial(self.kiosk.request, "GET", path))
            self.seen += [one["event_id"] for one in page["events"]]
            self._cursor, more = page["cursor"], page["more"]

    def _insist(self, ask: Callable[[], httpx2.Response]) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE
        while True:
            self.kiosk.http.base_url = httpx2.URL(self._ground.process.url)
            try:
                response = ask()
            except httpx2.TransportError:
                pass
            else:
                if response.status_code == 200:
                    found: dict[str, Any] = response.json()
                    return found
                assert response.status_code in AGAIN, response.text
            assert time.monotonic() < deadline, "central does not come back"
            threading.Event().wait(0.05)


def under_load(clients: list[Client], members: list[str], faults: list[Callable[[], None]]) -> None:
    """Each fault comes while commands are on their way; before the next, every client gets answers again."""
    stopped, troubles = threading.Event(), list[BaseException]()

    def work(client: Client) -> None:
        try:
            client.work(members, stopped.is_set)
        except BaseException as error:  # noqa: BLE001 - it is raised below
            troubles.append(error)

    threads = [threading.Thread(target=work, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    chance = random.Random(1)
    try:
        for fault in faults:
            goal = [len(client.answers) + 3 for client in clients]
            deadline = time.monotonic() + PATIENCE
            while any(len(client.answers) < least for client, least in zip(clients, goal, strict=True)):
                assert not troubles, troubles
                assert time.monotonic() < deadline, "nobody is answered any more"
                threading.Event().wait(0.01)
            threading.Event().wait(chance.random() / 10)
            fault()
    finally:
        stopped.set()
        for thread in threads:
            thread.join(PATIENCE)
    assert not troubles, troubles


def converged(ground: Ground, clients: list[Client]) -> None:
    """Everything sent was answered and happened once; every client has seen the same."""
    for client in clients:
        client.kiosk.http = httpx2.Client(base_url=ground.process.url, timeout=20, trust_env=False)
        first, client.answers = client.answers, []
        for at in range(0, len(client.sent), 50):
            again = client.kiosk.post(*client.sent[at : at + 50])
            client.answers += [json.dumps(one).encode() for one in again.json()["answers"]]
        assert client.answers == first, "an answer changed, or was lost"
        assert all(json.loads(answer)["status"] == "accepted" for answer in first)
        client.pull()
    events, cursor, more = [], "", True
    while more:
        page = clients[0].kiosk.events(cursor)
        events += page["events"]
        cursor, more = page["cursor"], page["more"]
    sent = {one.statement.command_id for client in clients for one in client.sent}
    caused = Counter(event["command_id"] for event in events if event["kind"] == "applied")
    assert caused == dict.fromkeys(sent, 1), "a command was lost, or happened twice"
    numbers: dict[str, list[int]] = {}
    for event in events:
        numbers.setdefault(event["membership_id"], []).append(event["membership_seq"])
    assert all(of_one == list(range(1, len(of_one) + 1)) for of_one in numbers.values())
    for client in clients:
        assert client.seen == [event["event_id"] for event in events]
        client.kiosk.http.close()


@pytest.mark.parametrize(
    ("kills", "crashes"),
    [pytest.param(KILLS_OF_CENTRAL, 0, id="central"), pytest.param(0, CRASHES_OF_POSTGRES, id="postgres")],
)
def test_nothing_acknowledged_is_lost(
    ground: Ground,
    organisation: SoftCard,
    citizen: SoftCard,
    clock: HandClock,
    kills: int,
    crashes: int,
) -> None:
    clients = [Client(ground, clock, number) for number in range(KIOSKS)]
    members = [new_id(), new_id()]
    first = clients[0]
    first.sent = [
        first.kiosk.command(opening(organisation, clock()), members[0], organisation),
        first.kiosk.command(opening(citizen, clock(), ubn="04595257"), members[1], citizen),
    ]
    first.drain()
    opened, first.sent, first.answers = first.answers, [], []
    assert all(json.loads(answer)["status"] == "accepted" for answer in opened)
    faults = [ground.kill_central] * kills + [ground.crash_postgres] * crashes
    under_load(clients, members, faults)
    converged(ground, clients)
    print(f"{sum(len(client.sent) for client in clients)} commands, {kills} kills, {crashes} crashes")
