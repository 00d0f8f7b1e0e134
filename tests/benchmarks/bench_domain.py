"""How long the rule book takes to answer."""

from collections.abc import Callable, Iterator
from datetime import date

from kiosk.domain import commands as asked
from kiosk.domain.decide import decide
from kiosk.domain.evolve import fold
from kiosk.domain.refund import reckon
from tests.domain.long_story import many_events
from tests.domain.story import HOLDER, PLANS, PROGRAMME, noon

PLACE = asked.PlaceOrder("another", PLANS["example"].terms, 30_000, 30_000, HOLDER)


def bench_decide() -> Iterator[Callable[[], object]]:
    """one order decided, on a membership of 50 events"""
    state, at = fold(many_events(50)), noon(date(2026, 1, 16))
    yield lambda: decide(state, PLACE, at, PROGRAMME)


def bench_fold() -> Iterator[Callable[[], object]]:
    """a membership of 50 events folded"""
    events = many_events(50)
    yield lambda: fold(events)


def bench_fold_many() -> Iterator[Callable[[], object]]:
    """a membership of 5,000 events and 999 orders folded"""
    events = many_events(5_000)
    yield lambda: fold(events)


def bench_refund() -> Iterator[Callable[[], object]]:
    """one refund reckoned (brochure's example)"""
    yield lambda: reckon(
        own=30_000, points=30_000, months=6, started_on=date(2026, 1, 1), on=date(2026, 2, 28),
        exactly_half_is_within=True,
    )  # fmt: skip
