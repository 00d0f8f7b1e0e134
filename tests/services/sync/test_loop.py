import threading
from collections.abc import Iterator
from datetime import timedelta
from queue import Queue
from threading import Event
from time import monotonic

import pytest
from fastapi import Request, Response

from kiosk.services.sync.loop import SyncLoop
from kiosk.services.sync.report import SyncReport
from tests.services.counter import TestClock
from tests.services.small_central import SmallCentral, answers
from tests.services.sync.conftest import SyncedCounter

NEVER, AT_ONCE, DEADLINE = timedelta(hours=1), timedelta(0), timedelta(seconds=10)
WAIT = 10


class Running:
    """A loop and the reports it has made."""

    def __init__(self, kiosk: SyncedCounter, interval: timedelta) -> None:
        self.reports: Queue[SyncReport] = Queue()
        self.loop = SyncLoop(kiosk.sync, kiosk.clock, interval, self.reports.put)
        self.loop.start()

    def next_report(self) -> SyncReport:
        return self.reports.get(timeout=WAIT)


@pytest.fixture
def started(kiosk: SyncedCounter) -> Iterator[Running]:
    running = Running(kiosk, NEVER)
    yield running
    assert running.loop.stop(DEADLINE)


def test_it_syncs_at_its_start_and_when_it_is_woken(started: Running, kiosk: SyncedCounter) -> None:
    assert started.next_report().sent == 0
    kiosk.register()
    started.loop.wake()
    assert started.next_report().accepted == 2


def test_a_wake_while_a_round_runs_is_not_lost(kiosk: SyncedCounter, central: SmallCentral) -> None:
    running = Running(kiosk, NEVER)

    def wake_and_answer(_request: Request, true: Response) -> Response:
        kiosk.register()
        running.loop.wake()
        return true

    central.faults.append(wake_and_answer)
    running.loop.wake()
    while running.next_report().accepted != 2:
        pass
    assert running.loop.stop(DEADLINE)


def test_it_comes_back_after_its_interval(kiosk: SyncedCounter) -> None:
    running = Running(kiosk, AT_ONCE)
    assert [running.next_report().failure for _ in range(3)] == [None] * 3
    assert running.loop.stop(DEADLINE)


def test_after_trouble_it_comes_back_when_a_try_is_due(kiosk: SyncedCounter, central: SmallCentral) -> None:
    central.faults.append(answers(503))
    began = monotonic()
    running = Running(kiosk, NEVER)
    assert running.next_report().failure is not None
    assert running.next_report().failure is None
    assert monotonic() - began >= 1  # the first wait of the backoff
    assert running.loop.stop(DEADLINE)


def test_a_time_that_has_passed_meanwhile_is_due_at_once(
    kiosk: SyncedCounter, central: SmallCentral, clock: TestClock
) -> None:
    reports: Queue[SyncReport] = Queue()

    def let_time_pass(report: SyncReport) -> None:
        clock.pass_by(days=1)
        reports.put(report)

    central.faults.extend([answers(503)] * 8)
    loop = SyncLoop(kiosk.sync, clock, NEVER, let_time_pass)
    loop.start()
    failures = [reports.get(timeout=WAIT).failure is not None for _ in range(9)]
    assert failures == [True] * 8 + [False]
    assert loop.stop(DEADLINE)


def test_stopping_does_not_wait_for_a_long_request(kiosk: SyncedCounter, central: SmallCentral) -> None:
    begun, gate = Event(), Event()

    def slow(_request: Request, true: Response) -> Response:
        begun.set()
        gate.wait(WAIT)
        return true

    central.faults.append(slow)
    running = Running(kiosk, NEVER)
    assert begun.wait(WAIT)
    assert not running.loop.stop(timedelta(milliseconds=50))
    gate.set()
    assert running.loop.stop(DEADLINE)


def test_a_bug_is_told_and_does_not_end_syncing(
    kiosk: SyncedCounter, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: Queue[threading.ExceptHookArgs] = Queue()
    monkeypatch.setattr(threading, "excepthook", told.put)
    heard: Queue[SyncReport] = Queue()

    def hear(report: SyncReport) -> None:
        heard.put(report)
        if heard.qsize() == 1:
            raise ZeroDivisionError

    loop = SyncLoop(kiosk.sync, kiosk.clock, NEVER, hear)
    loop.start()
    assert told.get(timeout=WAIT).exc_type is ZeroDivisionError
    loop.wake()
    while heard.qsize() < 2:
        loop.wake()
    assert loop.stop(DEADLINE)


def test_between_two_rounds_it_has_time_for_other_work(kiosk: SyncedCounter) -> None:
    done: Queue[bool] = Queue()
    loop = SyncLoop(
        kiosk.sync, kiosk.clock, NEVER, lambda _: None, idle=lambda stopping: done.put(stopping())
    )
    loop.start()
    assert done.get(timeout=WAIT) is False
    loop.wake()
    assert done.get(timeout=WAIT) is False
    assert loop.stop(DEADLINE)
