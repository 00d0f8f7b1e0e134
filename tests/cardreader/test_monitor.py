import gc
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from kiosk.cardreader import monitor as monitoring
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.monitor import ReaderMonitor, ReaderState
from kiosk.cardreader.reader import read_card
from kiosk.cardreader.transport import PcscContext
from kiosk.cardreader.virtual.scenarios import SCENARIOS
from tests.cardreader.conftest import DEADLINE, Desk, Service
from tests.cardreader.slot import Slot
from tests.plugins.expected_logs import ExpectedLogs

pytestmark = [pytest.mark.pcsc]

KNOWN_WITHIN = 0.5
RECOVERED_WITHIN = 3.0
IDLE_SHARE = 0.01
INSERTIONS = int(os.environ.get("KIOSK_INSERTIONS", "12"))
"""How many cards the long test puts in; the service looks into its readers every 0.4 s: two take 0.8 s."""


class Watcher:
    """Keeps what a monitor reports."""

    def __init__(self) -> None:
        self.states: list[ReaderState] = []
        self._news = threading.Condition()

    def take(self, state: ReaderState) -> None:
        with self._news:
            self.states.append(state)
            self._news.notify_all()

    def wait_for(self, wanted: Callable[[ReaderState], bool]) -> float:
        """How many seconds it took until the newest state was as `wanted`."""
        began = time.monotonic()
        with self._news:
            assert self._news.wait_for(lambda: self.states and wanted(self.states[-1]), DEADLINE), self.states
        return time.monotonic() - began


@contextmanager
def watching() -> Iterator[Watcher]:
    """A monitor that runs, and what it reports."""
    watcher = Watcher()
    monitor = ReaderMonitor(watcher.take)
    monitor.start()
    try:
        yield watcher
    finally:
        assert monitor.stop(2)


@pytest.fixture
def own_service(service: Service) -> Service:
    """The PC/SC service, to be stopped and killed at will."""
    if not service.is_ours:
        pytest.skip("the PC/SC service running here is not ours to stop")
    return service


def holds_card(state: ReaderState) -> bool:
    return any(slot.card_present for slot in state.readers)


def is_empty(state: ReaderState) -> bool:
    return state.service and not holds_card(state)


def is_lost(state: ReaderState) -> bool:
    return state == ReaderState(service=False, readers=())


def cards_in(*wanted: bool) -> Callable[[ReaderState], bool]:
    return lambda state: tuple(slot.card_present for slot in state.readers) == wanted


def kill_service() -> None:
    """As the machine's memory manager would: without a word."""
    (process,) = [child for child in psutil.Process().children() if child.name() == "pcscd"]
    process.kill()
    process.wait(DEADLINE)


def test_cards_come_and_go(desk: Desk) -> None:
    with watching() as watcher:
        watcher.wait_for(is_empty)
        desk.control.insert("good-organisation")
        watcher.wait_for(holds_card)
        assert any(b"TRAINING" in slot.atr for slot in watcher.states[-1].readers)
        desk.control.remove()
        watcher.wait_for(is_empty)
    seen = len(watcher.states)
    desk.insert("good-citizen")
    assert len(watcher.states) == seen
    assert all(before != after for before, after in zip(watcher.states, watcher.states[1:], strict=False))


def test_cards_in_and_out_are_known_at_once(desk: Desk, training: Path) -> None:
    card = SCENARIOS["good-organisation"].make(training)
    known: list[float] = []
    with Slot() as slot, watching() as watcher:
        watcher.wait_for(is_empty)
        for _ in range(4):
            slot.put_in(card)
            known.append(watcher.wait_for(holds_card))
            slot.pull_out()
            known.append(watcher.wait_for(is_empty))
    # The service itself looks every 0.4 s; a single late one may be the machine's, busy with other tests.
    assert statistics.median(known) < KNOWN_WITHIN, known


def test_two_readers(desk: Desk, training: Path) -> None:
    first, second = (SCENARIOS[name].make(training) for name in ("good-organisation", "good-citizen"))
    with Slot(0) as left, Slot(1) as right, watching() as watcher:
        watcher.wait_for(cards_in(False, False))
        right.put_in(second)
        watcher.wait_for(cards_in(False, True))
        assert read_card().card_number == "TR00000000000002"
        left.put_in(first)
        watcher.wait_for(cards_in(True, True))
        assert read_card(left.name).card_number == "TR00000000000001"
        assert read_card(right.name).card_number == "TR00000000000002"
        right.pull_out()
        watcher.wait_for(cards_in(True, False))
        left.pull_out()
        watcher.wait_for(cards_in(False, False))


def test_outlives_a_service_that_is_stopped(desk: Desk, own_service: Service) -> None:
    with watching() as watcher:
        desk.insert("good-organisation")
        watcher.wait_for(holds_card)
        own_service.stop()
        watcher.wait_for(is_lost)
        own_service.start()
        assert watcher.wait_for(lambda state: state.service) < RECOVERED_WITHIN
        watcher.wait_for(holds_card)  # the card process, too, finds its way back


def test_outlives_a_service_that_is_killed(desk: Desk, own_service: Service) -> None:
    with watching() as watcher:
        desk.insert("good-organisation")
        watcher.wait_for(holds_card)
        kill_service()
        assert watcher.wait_for(is_lost) < RECOVERED_WITHIN
        own_service.stop()
        own_service.start()
        assert watcher.wait_for(lambda state: state.service) < RECOVERED_WITHIN
        watcher.wait_for(holds_card)
        assert read_card().card_number == "TR00000000000001"


def test_waits_for_a_service_that_is_not_there_yet(desk: Desk, own_service: Service) -> None:
    own_service.stop()
    with watching() as watcher:
        watcher.wait_for(is_lost)
        own_service.start()
        assert watcher.wait_for(lambda state: state.service) < RECOVERED_WITHIN
        desk.insert("good-organisation")
        watcher.wait_for(holds_card)


@pytest.mark.parametrize("with_service", [True, False])
def test_idle_it_costs_next_to_nothing(desk: Desk, own_service: Service, with_service: bool) -> None:
    if not with_service:
        own_service.stop()
    try:
        seconds = 2
        command = [sys.executable, "-m", "tests.cardreader.idle_monitor", str(seconds)]
        # Not under coverage's tracer: its cost is not the monitor's.
        plain = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
        printed = subprocess.run(command, env=plain, capture_output=True, check=True, timeout=60).stdout
    finally:
        if not with_service:
            own_service.start()
    assert float(printed) < IDLE_SHARE * seconds


@pytest.mark.timeout(120 + 2 * INSERTIONS)
def test_memory_threads_and_files_stay_flat(desk: Desk, training: Path) -> None:
    cards = [SCENARIOS[name].make(training) for name in ("good-organisation", "good-citizen")]
    process = psutil.Process()
    settled: tuple[int, int] | None = None
    memory = 0
    with Slot(0) as left, Slot(1) as right, watching() as watcher:
        for turn in range(INSERTIONS // 2):
            for slot, card in zip((left, right), cards, strict=True):
                slot.put_in(card)
            watcher.wait_for(cards_in(True, True))
            for slot in (left, right):
                read_card(slot.name)
                slot.pull_out()
            watcher.wait_for(cards_in(False, False))
            watcher.states.clear()
            gc.collect()
            if turn == INSERTIONS // 8:
                settled, memory = (process.num_threads(), process.num_fds()), process.memory_info().rss
        assert (process.num_threads(), process.num_fds()) == settled
    assert process.memory_info().rss - memory < 2 * 1024 * 1024


def test_an_observer_that_fails_is_told_the_rest_all_the_same(
    desk: Desk, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("kiosk.cardreader.monitor", "the monitor goes on")
    watcher = Watcher()

    def stumble(state: ReaderState) -> None:
        watcher.take(state)
        raise ZeroDivisionError

    monitor = ReaderMonitor(stumble)
    monitor.start()
    watcher.wait_for(is_empty)
    desk.insert("good-organisation")
    watcher.wait_for(holds_card)
    assert monitor.stop(2)
    assert len(expected_logs.records) == len(watcher.states)


@pytest.mark.parametrize(
    ("first", "lost"),
    [
        (RuntimeError("a result nobody knows"), True),
        (CardError(CardFailure.NO_SERVICE), True),
        (CardError(CardFailure.NO_READER), False),  # it went between two looks: no word of the service
    ],
)
def test_it_begins_anew_after_whatever_happens(
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: ExpectedLogs,
    first: Exception,
    lost: bool,
) -> None:
    expected_logs.allow("kiosk.cardreader.monitor", "stumbled")
    failures = [first]

    def context() -> PcscContext:
        if failures:
            raise failures.pop()
        return PcscContext()

    monkeypatch.setattr(monitoring, "PcscContext", context)
    with watching() as watcher:
        watcher.wait_for(is_empty)
    assert [is_lost(state) for state in watcher.states] == ([True, False] if lost else [False])
