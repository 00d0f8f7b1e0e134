"""How many commands central takes on PostgreSQL, beside a bare endpoint; whether a million members matter.

CENTRAL_BENCH_SECONDS: how long the 200 kiosks go on (60); CENTRAL_BENCH_MEMBERS: how many memberships there
are in the larger of the two databases (1,000,000).
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil
import psycopg

from central.store.database import Database
from central.store.postgres import open_postgres
from kiosk.contract.documents import read_programme
from kiosk.domain.programme import Programme
from tests.benchmarks.central_load import Cards, Connection, SimulatedKiosk, lanes_of, send_all
from tests.benchmarks.central_parts import where_it_goes
from tests.central.postgres import PostgresServer

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
KIOSKS, CONNECTIONS = 200, 4
SECONDS = int(os.environ.get("CENTRAL_BENCH_SECONDS", "60"))
MEMBERS = int(os.environ.get("CENTRAL_BENCH_MEMBERS", "1000000"))
FEW_MEMBERS = 10_000
REQUESTS, BATCH, BATCHES, ROUNDS = 800, 20, 60, 3
SLOWEST = 250  # milliseconds
LINES = ("one command", "the bare endpoint, the same bytes")


@dataclass(frozen=True)
class Served:
    """A service as a process, and the database that it is on."""

    port: int
    url: str
    pid: int


@dataclass(frozen=True)
class Ground:
    """What all measurements stand on."""

    folder: Path
    server: PostgresServer
    cards: Cards
    programme: Programme

    @contextmanager
    def central(self) -> Iterator[tuple[Served, Database]]:
        """Central, with an empty database of its own."""
        url = self.server.new_database()
        data = self.folder / url.partition("?")[0].rpartition("/")[2]
        database = open_postgres(url)
        arguments = ("central", "serve", "--data", str(data), "--database", url, "--training")
        try:
            with self._process(*arguments, "--trust", str(self.cards.trust), "--ready-file") as told:
                yield Served(told["port"], url, told["pid"]), database
        finally:
            database.close()

    @contextmanager
    def bare(self) -> Iterator[Served]:
        """The bare endpoint."""
        url = self.server.new_database()
        with self._process("tests.benchmarks.bare_service", url) as told:
            yield Served(told["port"], url, told["pid"])

    def kiosks(self, database: Database, many: int = KIOSKS) -> list[SimulatedKiosk]:
        return [SimulatedKiosk(database, number, self.cards, self.programme) for number in range(many)]

    @contextmanager
    def _process(self, *arguments: str) -> Iterator[dict[str, int]]:
        ready = self.folder / "ready.json"
        ready.unlink(missing_ok=True)
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen([sys.executable, "-m", *arguments, str(ready)], stdout=log, stderr=log)
        try:
            while not ready.exists():
                assert process.poll() is None, (self.folder / "log").read_text()
                time.sleep(0.02)
            yield json.loads(ready.read_text())
        finally:
            process.terminate()
            process.wait(20)


@contextmanager
def new_ground() -> Iterator[Ground]:
    """A private PostgreSQL, a folder and cards, all gone at the end of the block."""
    server = PostgresServer(["shared_buffers=256MB", "max_wal_size=4GB"])
    try:
        with tempfile.TemporaryDirectory(prefix="central-bench-") as name:
            yield Ground(Path(name), server, Cards(Path(name)), read_programme(RESOURCES))
    finally:
        server.remove()


def compare_central() -> Generator[Mapping[str, Callable[[], object]] | list[str], Mapping[str, float], None]:
    """Central on PostgreSQL (one process each; a command alone on one connection, then under load)"""
    with new_ground() as ground, ExitStack() as stack:
        served, database = stack.enter_context(ground.central())
        bare = stack.enter_context(ground.bare())
        kiosks = ground.kiosks(database)
        alone = iter(lanes_of(ground.kiosks(database, 1), 1, 60, 1)[0])
        same = lanes_of(ground.kiosks(database, 1), 1, 1, 1)[0][0]
        connections = [Connection(served.port), Connection(bare.port)]
        yield {
            LINES[0]: lambda: connections[0].ask(next(alone)),
            LINES[1]: lambda: connections[1].ask(same),
        }
        for connection in connections:
            connection.close()
        rate, *lines = _throughput(ground, served, bare, kiosks, 1, REQUESTS)
        _, *batches = _throughput(ground, served, bare, kiosks, BATCH, BATCHES)
        yield [
            *lines,
            *batches,
            _steadily(served, kiosks, len(kiosks), f"{len(kiosks)} kiosks, each a command a second"),
            _steadily(served, kiosks, rate / 2, "half of what it takes"),
            *_members(ground),
        ]


def _throughput(
    ground: Ground, served: Served, bare: Served, kiosks: list[SimulatedKiosk], batch: int, requests: int
) -> tuple[float, str, str]:
    """As fast as each goes, turn by turn: central's commands a second, all of it in words, and its parts."""
    busy = _processor(served)
    rates: dict[str, list[float]] = {"central": [], "bare": []}
    late: dict[str, list[float]] = {"central": [], "bare": []}
    for _ in range(ROUNDS):
        lanes = lanes_of(kiosks, CONNECTIONS, requests, batch)
        target = b"/v1/commands?rows=%d HTTP" % batch
        same = [[one.replace(b"/v1/commands HTTP", target, 1) for one in lane] for lane in lanes]
        for name, port, sent in (("central", served.port, lanes), ("bare", bare.port, same)):
            load = send_all(port, sent)
            rates[name].append(load.rate(batch))
            late[name].append(load.percentile(99))
    ours, theirs = median(rates["central"]), median(rates["bare"])
    each = (_processor(served) - busy) * 1000 / (ROUNDS * requests * batch)
    parts = where_it_goes(ground.server.new_database(), ground.cards, ground.programme, batch)
    parts["HTTP and handing over"] = each - sum(parts.values())
    told = ", ".join(f"{name} {spent:.2f}" for name, spent in parts.items())
    return (
        ours,
        (
            f"{CONNECTIONS} connections, {batch} commands a request: {ours:,.0f} commands a second, bare "
            f"{theirs:,.0f}: {ours / theirs:.2f} of it{'' if ours >= theirs / 2 else ': LESS THAN HALF'}; "
            f"p99 {median(late['central']):.0f} ms, bare {median(late['bare']):.0f} ms"
        ),
        f"  of {each:.2f} ms of a processor for each command: {told}",
    )


def _processor(served: Served) -> float:
    """The processor time that a service has used so far, in seconds."""
    times = psutil.Process(served.pid).cpu_times()
    return times.user + times.system


def _steadily(served: Served, kiosks: list[SimulatedKiosk], rate: float, what: str) -> str:
    """So many commands a second, whether or not central keeps up."""
    lanes = lanes_of(kiosks, CONNECTIONS, int(rate * SECONDS), 1)
    load = send_all(served.port, lanes, CONNECTIONS / rate)
    p50, p99 = load.percentile(50), load.percentile(99)
    return (
        f"{what}, {SECONDS} s: {load.rate():,.0f} commands a second, p50 {p50:.1f} ms, p99 {p99:.1f} ms"
        f"{'' if p99 < SLOWEST else f': SLOWER THAN {SLOWEST} MS'}"
    )


def _members(ground: Ground) -> Iterator[str]:
    """The same commands with few memberships and with many in the database, turn by turn; and empty pulls."""
    with ExitStack() as stack:
        both = {many: stack.enter_context(ground.central()) for many in (FEW_MEMBERS, MEMBERS)}
        kiosks = {many: ground.kiosks(database, 1)[0] for many, (_, database) in both.items()}
        for many, (served, _) in both.items():
            seed(served.url, many)
        lines = {many: Connection(served.port) for many, (served, _) in both.items()}
        commands: dict[int, list[float]] = {many: [] for many in both}
        pulls: dict[int, list[float]] = {many: [] for many in both}
        cursors = {many: _end(kiosks[many], lines[many]) for many in both}
        for _ in range(300):
            for many, line in lines.items():
                commands[many].append(_milliseconds(line, kiosks[many].commands(1)))
        cursors = {many: _end(kiosks[many], lines[many], cursors[many]) for many in both}
        for _ in range(100):
            for many, line in lines.items():
                pulls[many].append(_milliseconds(line, kiosks[many].pull(cursors[many])))
        for line in lines.values():
            line.close()
    ratio = median(commands[MEMBERS]) / median(commands[FEW_MEMBERS])
    yield (
        f"{MEMBERS:,} memberships: a command takes {median(commands[MEMBERS]):.2f} ms, with {FEW_MEMBERS:,} "
        f"{median(commands[FEW_MEMBERS]):.2f}: {ratio:.2f} times{'' if ratio <= 1.3 else ': MORE THAN 1.3'}"
    )
    pull = median(pulls[MEMBERS])
    yield f"an empty pull takes {pull:.2f} ms{'' if pull < 5 else ': MORE THAN 5'}"


def _milliseconds(line: Connection, request: bytes) -> float:
    begun = time.perf_counter()
    line.ask(request)
    return (time.perf_counter() - begun) * 1000


def _end(kiosk: SimulatedKiosk, line: Connection, cursor: str = "") -> str:
    """The cursor after all events of the kiosk's office."""
    more = True
    while more:
        page = json.loads(line.ask(kiosk.pull(cursor)))
        cursor, more = page["cursor"], page["more"]
    return cursor


def seed(url: str, members: int) -> None:
    """Memberships with three events each, spread over the offices, straight into the tables."""
    with psycopg.connect(url, options="-c synchronous_commit=off") as connection:
        for statement in _SEED:
            connection.execute(statement, {"members": members})
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE membership, event")


_ID = "'00000000-0000-4000-8000-' || lpad(to_hex({}), 12, '0')"
_SEED = (
    f"""INSERT INTO membership (membership_id, office, holder_issuer, holder_subject, ubn, cooperative_name,
            eligibility, version)
        SELECT {_ID.format("n")}, 'office ' || mod(n, 50), 'CN=seed', 'seed ' || n, lpad(n::text, 8, '0'),
            '訓練用合作社', 'pending', 3
        FROM generate_series(1, %(members)s) AS n""",
    f"""INSERT INTO event (event_id, office, membership_id, membership_seq, command_id, recorded_at, kind,
            body, transaction_id)
        SELECT {_ID.format("n * 8 + seq")}, 'office ' || mod(n, 50), {_ID.format("n")}, seq,
            {_ID.format("n * 8 + seq")}, now(), 'assessment_completed', '{{}}', 1
        FROM generate_series(1, %(members)s) AS n, generate_series(1, 3) AS seq""",
)
