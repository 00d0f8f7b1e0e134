import threading

import pytest

from kiosk.ui.workers import Workers


class ExpectedError(Exception):
    pass


class Outcome:
    """Remembers which callback came, with what, and on which thread."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, object, threading.Thread]] = []

    def callbacks(self):
        return {
            f"on_{name}": lambda value, name=name: self.calls.append(
                (name, value, threading.current_thread())
            )
            for name in ("result", "failure", "bug")
        }


@pytest.fixture
def workers(qapp):
    workers = Workers(expected=(ExpectedError,))
    yield workers
    assert workers.stop(5_000)


def raising(error: Exception) -> None:
    raise error


def test_a_result_comes_back_to_the_qt_thread(workers: Workers, qtbot):
    outcome = Outcome()
    ran_on: list[threading.Thread] = []

    def add(first: int, second: int) -> int:
        ran_on.append(threading.current_thread())
        return first + second

    workers.run(add, 2, 3, **outcome.callbacks())
    qtbot.waitUntil(lambda: bool(outcome.calls))
    assert outcome.calls == [("result", 5, threading.current_thread())]
    assert ran_on[0] is not threading.current_thread()


@pytest.mark.parametrize(
    ("error", "kind"), [(ExpectedError("no card"), "failure"), (ZeroDivisionError(), "bug")]
)
def test_failures_and_bugs_are_told_apart(workers: Workers, qtbot, error: Exception, kind: str):
    outcome = Outcome()
    workers.run(raising, error, **outcome.callbacks())
    qtbot.waitUntil(lambda: bool(outcome.calls))
    assert [call[:2] for call in outcome.calls] == [(kind, error)]


def test_a_cancelled_job_is_not_heard_of_again(workers: Workers, qtbot):
    cancelled, other = Outcome(), Outcome()
    go_on = threading.Event()
    job = workers.run(go_on.wait, 10, **cancelled.callbacks())
    job.cancel()
    go_on.set()
    workers.run(int, **other.callbacks())
    qtbot.waitUntil(lambda: bool(other.calls) and workers.idle)
    assert cancelled.calls == []


def test_stop_waits_no_longer_than_its_deadline(qapp):
    workers = Workers(expected=())
    outcome = Outcome()
    go_on = threading.Event()
    workers.run(go_on.wait, 10, **outcome.callbacks())
    assert not workers.stop(20)
    go_on.set()
    assert workers.stop(5_000)
    assert outcome.calls == []


def test_a_job_shows_no_arguments(workers: Workers, qtbot):
    outcome = Outcome()
    job = workers.run(len, bytearray(b"739120"), **outcome.callbacks())
    assert "739120" not in repr(job)
    qtbot.waitUntil(lambda: bool(outcome.calls))
