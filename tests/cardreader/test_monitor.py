import threading
import time
from collections.abc import Callable

import pytest

from kiosk.cardreader.monitor import ReaderMonitor, ReaderState
from tests.cardreader.conftest import DEADLINE, Desk, Service

pytestmark = [pytest.mark.pcsc]


class Watcher:
    """Keeps what a monitor reports."""

    def __init__(self) -> None:
        self.states: list[ReaderState] = []
        self._news = threading.Condition()

    def take(self, state: ReaderState) -> None:
        with self._news:
            self.states.append(state)
            self._news.notify_all()

    def wait_for(self, wanted: Callable[[ReaderState], bool]) -> None:
        with self._news:
            assert self._news.wait_for(lambda: self.states and wanted(self.states[-1]), DEADLINE), self.states


def holds_card(state: ReaderState) -> bool:
    return any(slot.card_present for slot in state.readers)


def test_cards_come_and_go(desk: Desk) -> None:
    watcher = Watcher()
    monitor = ReaderMonitor(watcher.take)
    monitor.start()
    watcher.wait_for(lambda state: state.service and not holds_card(state))
    began = time.monotonic()
    desk.control.insert("good-organisation")
    watcher.wait_for(holds_card)
    assert time.monotonic() - began < 2  # the service itself looks every 0.4 s; the rest is a busy machine's
    assert any(b"TRAINING" in slot.atr for slot in watcher.states[-1].readers)
    desk.control.remove()
    watcher.wait_for(lambda state: not holds_card(state))
    assert monitor.stop(2)
    seen = len(watcher.states)
    desk.insert("good-citizen")
    assert len(watcher.states) == seen
    assert all(before != after for before, after in zip(watcher.states, watcher.states[1:], strict=False))


def test_outlives_the_service(desk: Desk, service: Service) -> None:
    if not service.is_ours:
        pytest.skip("the PC/SC service running here is not ours to stop")
    watcher = Watcher()
    monitor = ReaderMonitor(watcher.take)
    monitor.start()
    desk.insert("good-organisation")
    watcher.wait_for(holds_card)
    service.stop()
    watcher.wait_for(lambda state: state == ReaderState(service=False, readers=()))
    service.start()
    watcher.wait_for(holds_card)  # the card process, too, finds its way back
    assert monitor.stop(2)


def test_idle_it_costs_next_to_nothing(desk: Desk) -> None:
    watcher = Watcher()
    monitor = ReaderMonitor(watcher.take)
    monitor.start()
    watcher.wait_for(lambda state: state.service)
    clock = time.process_time()
    threading.Event().wait(1)  # nothing happens meanwhile: that is what is measured
    assert time.process_time() - clock < 0.05
    assert monitor.stop(2)
