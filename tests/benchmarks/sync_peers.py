"""Who syncs in a benchmark: our kiosk with central, and its peers with their servers, each side a process."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.benchmarks.bench_central import Ground
from tests.benchmarks.peers import installed
from tests.benchmarks.peers.process import Told, free_port, peak_bytes, serving, told
from tests.benchmarks.sync_kiosk import WaitingCounter

_PEERS = Path(__file__).parent / "peers"


@dataclass(frozen=True)
class Peer:
    """One that syncs. `add` lets so many more records wait, `server` is the other side's process."""

    name: str
    client: Told
    server: int
    add: Callable[[int], object]

    def sync(self) -> dict[str, float]:
        """One sync: how many records were sent, the seconds, the bytes up and down."""
        done = self.client.ask("sync")
        assert done["failure"] is None, done
        return done

    def peaks(self) -> tuple[int, int]:
        """The most memory that the two sides ever had, in bytes."""
        return peak_bytes(self.client.pid), peak_bytes(self.server)


class Records:
    """The bytes of the commands that our kiosk took, one a line: what the peers send too."""

    def __init__(self, file: Path) -> None:
        self.file, self.count = file, 0

    def write(self, envelopes: list[bytes]) -> None:
        """Add some at the end."""
        with self.file.open("ab") as out:
            out.writelines(envelope + b"\n" for envelope in envelopes)
        self.count += len(envelopes)

    def read(self, many: int) -> list[bytes]:
        """The first so many."""
        return self.file.read_bytes().splitlines()[:many]


class _Reading:
    """How far a peer has read the records."""

    def __init__(self, records: Records) -> None:
        self._records, self._taken = records, 0

    def let_add(self, client: Told, many: int) -> None:
        assert self._taken + many <= self._records.count
        client.ask("add", str(self._records.file), self._taken, many)
        self._taken += many


@contextmanager
def our_kiosk(ground: Ground, commands: int, records: Records) -> Iterator[Peer]:
    """A kiosk with so many waiting commands, and central on PostgreSQL; `records` get their bytes."""
    with ExitStack() as stack:
        served, central = stack.enter_context(ground.central())
        counter = WaitingCounter(ground.folder / "kiosk", ground.cards, ground.programme, central)
        stack.callback(counter.close)
        counter.introduce(f"http://127.0.0.1:{served.port}")
        records.write(counter.take(commands))
        process = (sys.executable, "-m", "tests.benchmarks.sync_process", str(counter.folder))
        client = stack.enter_context(told(process, ground.folder / "sync.log"))
        yield Peer("our kiosk", client, served.pid, lambda many: records.write(counter.take(many)))
        assert counter.waiting() == 0


@contextmanager
def morango(ground: Ground, commands: int, records: Records, *, pauses: bool) -> Iterator[Peer]:
    """morango, with its pauses between two polls or without. Raises `NotInstalled`."""
    python = str(installed.morango_python())
    name = "morango" if pauses else "morango without its pauses"
    folder = ground.folder / name
    folder.mkdir()
    port, reading = free_port(), _Reading(records)
    program = str(_PEERS / "morango_peer.py")
    client = (python, program, "client", str(folder), f"http://127.0.0.1:{port}")
    with serving((python, program, "server", str(folder), str(port)), port, folder) as server:
        with told(client, folder / "log") as adding:
            reading.let_add(adding, commands)
        with told(client, folder / "log") as syncing:
            syncing.ask("pauses", pauses)
            yield Peer(name, syncing, server, partial(reading.let_add, syncing))


@contextmanager
def pouchdb(ground: Ground, commands: int, records: Records) -> Iterator[Peer]:
    """pouchdb-node with pouchdb-server. Raises `NotInstalled`."""
    modules = installed.pouchdb_modules()
    folder = ground.folder / "pouchdb"
    folder.mkdir()
    port, reading = free_port(), _Reading(records)
    program = str(modules / "pouchdb-server" / "bin" / "pouchdb-server")
    server = ("node", program, "--port", str(port), "--dir", str(folder / "server"), "--no-stdout-logs")
    url = f"http://127.0.0.1:{port}/records"
    client = ("node", str(_PEERS / "pouchdb_client.cjs"), str(modules), str(folder), url)
    with serving(server, port, folder) as pid:
        with told(client, folder / "log") as adding:
            reading.let_add(adding, commands)
        with told(client, folder / "log") as syncing:
            yield Peer("PouchDB", syncing, pid, partial(reading.let_add, syncing))
