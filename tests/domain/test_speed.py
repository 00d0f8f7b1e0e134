"""A counter decides and folds while somebody waits: how long, and how it grows, in this processor's time."""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from kiosk.domain import commands as asked
from kiosk.domain.decide import decide
from kiosk.domain.evolve import fold
from tests.domain.long_story import many_events
from tests.domain.story import HOLDER, PLANS, PROGRAMME, noon

RUNS = 20


@pytest.fixture(autouse=True)
def _no_tracer() -> Iterator[None]:
    """Counting coverage takes longer than what is measured."""
    tracer = sys.gettrace()
    sys.settrace(None)
    yield
    sys.settrace(tracer)


def seconds(work: Callable[[], object]) -> float:
    """Processor time of the fastest of several runs: whatever else the machine does only adds to it."""

    def once() -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    return min(once() for _ in range(RUNS))


def test_a_decision_on_a_usual_membership_takes_no_longer_than_100_microseconds() -> None:
    state, at = fold(many_events(50)), noon(date(2026, 1, 16))
    place = asked.PlaceOrder("another", PLANS["example"].terms, 30_000, 30_000, HOLDER)

    def hundred() -> None:
        for _ in range(100):
            decide(state, place, at, PROGRAMME)

    assert seconds(hundred) / 100 < 100e-6


def test_five_thousand_events_fold_in_under_50_milliseconds_and_grow_linearly() -> None:
    events = many_events(5_000)
    whole, half = seconds(lambda: fold(events)), seconds(lambda: fold(events[:2_500]))
    assert whole < 0.05
    assert whole / half < 3
