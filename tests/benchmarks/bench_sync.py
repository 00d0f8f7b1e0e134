"""How fast a month's commands reach central on PostgreSQL, and their events come back; beside peers.

`make bench ONLY=sync` runs this alone, `SYNC_BENCH_BESIDE= make bench ONLY=sync` only our own part of it.

SYNC_BENCH_COMMANDS: how many commands wait (10,000). SYNC_BENCH_BESIDE: what to hold ours against, of "floor
morango pouchdb". The peers push the same bytes, and are installed once under `.setup/peers`: morango with
SQLite on both sides (its own gzip), PouchDB with LevelDB, which asks for no synchronous writes.
"""

import os
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import partial
from statistics import median

import psycopg

from tests.benchmarks.bench_central import Ground, new_ground
from tests.benchmarks.peers.installed import NotInstalled
from tests.benchmarks.sync_peers import Peer, Records, morango, our_kiosk, pouchdb

COMMANDS = int(os.environ.get("SYNC_BENCH_COMMANDS", "10000"))
BESIDE = os.environ.get("SYNC_BENCH_BESIDE", "floor morango pouchdb").split()
NEW, ROUNDS, BATCH = 100, 5, 50
MEGABYTE = 1_000_000
# What sync must do: times morango's rate, milliseconds, bytes a side.
TIMES_MORANGO, NOTHING, HUNDRED, MEMORY = 2, 20, 200, 120 * MEGABYTE


@dataclass(frozen=True)
class Measured:
    """One peer's sync of all that waited (seconds, bytes), and of `NEW` records more (milliseconds)."""

    name: str
    records: int
    seconds: float
    up: float
    down: float
    peaks: tuple[int, int]
    new: float

    @property
    def rate(self) -> float:
        """Records in a second."""
        return self.records / self.seconds

    def __str__(self) -> str:
        here, there = self.peaks
        return (
            f"{self.name}: {self.records:,} records in {self.seconds:.1f} s, {self.rate:,.0f} a second; "
            f"{self.up / MEGABYTE:.1f} MB up, {self.down / MEGABYTE:.1f} MB down; at most "
            f"{here / MEGABYTE:.0f} MB of memory on its side, {there / MEGABYTE:.0f} MB on the other; "
            f"{NEW} new: {self.new:.0f} ms"
        )


def compare_sync() -> Generator[Mapping[str, Callable[[], object]] | list[str], Mapping[str, float], None]:
    """Sync: a kiosk and central on PostgreSQL, a process each; peers push the same bytes"""
    with new_ground() as ground, ExitStack() as stack:
        records = Records(ground.folder / "records")
        kiosk = stack.enter_context(our_kiosk(ground, COMMANDS, records))
        ours = measured(kiosk)
        peers, notes = _peers(ground, records, stack)
        theirs = [measured(peer) for peer in peers]
        nothing = {f"{peer.name}: a sync with nothing new": peer.sync for peer in (kiosk, *peers)}
        medians = yield dict(nothing)
        if "morango" in BESIDE and theirs:
            notes += _with_pauses(ground, records)
        floor = _floor(ground, records) if "floor" in BESIDE else []
        size = records.file.stat().st_size / records.count
        yield [
            f"{COMMANDS:,} commands of {size:,.0f} bytes, half of them signed by cards",
            *map(str, (ours, *theirs)),
            *notes,
            *floor,
            *_musts(ours, theirs, medians[next(iter(nothing))]),
        ]


def measured(peer: Peer) -> Measured:
    """Let a peer send all that waits, then a few times what is new."""
    done = peer.sync()
    peaks, times = peer.peaks(), []
    for _ in range(ROUNDS):
        peer.add(NEW)
        again = peer.sync()
        assert again["sent"] == NEW, again
        times.append(again["seconds"] * 1000)
    return Measured(
        peer.name, int(done["sent"]), done["seconds"], done["up"], done["down"], peaks, median(times)
    )


def _peers(ground: Ground, records: Records, stack: ExitStack) -> tuple[list[Peer], list[str]]:
    """The peers that are asked for, and in words which of them this machine cannot have."""
    known: dict[str, Callable[[], AbstractContextManager[Peer]]] = {
        "morango": partial(morango, ground, COMMANDS, records, pauses=False),
        "pouchdb": partial(pouchdb, ground, COMMANDS, records),
    }
    peers, notes = [], []
    for name, enter in known.items():
        if name in BESIDE:
            try:
                peers.append(stack.enter_context(enter()))
            except NotInstalled as reason:
                notes.append(f"{name} is left out: {reason}")
    return peers, notes


def _with_pauses(ground: Ground, records: Records) -> list[str]:
    with morango(ground, COMMANDS, records, pauses=True) as peer:
        return [f"{measured(peer)}; nothing new: {peer.sync()['seconds'] * 1000:,.0f} ms"]


def _floor(ground: Ground, records: Records) -> Iterator[str]:
    """The same bytes into a table, and nothing else."""
    rows = records.read(COMMANDS)
    with psycopg.connect(ground.server.new_database()) as connection:
        connection.execute("CREATE TABLE bare (number bigserial PRIMARY KEY, sent bytea NOT NULL)")
        connection.commit()
        for size in (1, BATCH):
            begun = time.perf_counter()
            for at in range(0, len(rows), size):
                _insert(connection, rows[at : at + size])
            rate = len(rows) / (time.perf_counter() - begun)
            yield f"the floor: a bare PostgreSQL transaction for each {size}: {rate:,.0f} rows a second"


def _insert(connection: psycopg.Connection, rows: Sequence[bytes]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO bare (sent) VALUES (%s)", [(row,) for row in rows])
    connection.commit()


def _musts(ours: Measured, theirs: Sequence[Measured], nothing: float) -> Iterator[str]:
    """Each thing that sync must do, and whether it does."""
    for peer in theirs:
        wanted = TIMES_MORANGO if peer.name.startswith("morango") else 1
        what = f"{ours.rate / peer.rate:.2f} times the rate of {peer.name}"
        yield _judged(what, ours.rate >= wanted * peer.rate, f"{'must' if wanted > 1 else 'aim'}: {wanted}")
    yield _judged(f"nothing new: {nothing:.1f} ms", nothing < NOTHING, f"must: under {NOTHING}")
    yield _judged(f"{NEW} new: {ours.new:.0f} ms", ours.new < HUNDRED, f"must: under {HUNDRED}")
    for side, peak in zip(("the kiosk", "central"), ours.peaks, strict=True):
        what = f"memory of {side}: {peak / MEGABYTE:.0f} MB"
        yield _judged(what, peak < MEMORY, f"must: under {MEMORY / MEGABYTE:.0f}")


def _judged(what: str, held: bool, wanted: str) -> str:
    return f"{what} ({wanted}){'' if held else ': MISSED'}"
