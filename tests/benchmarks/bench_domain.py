"""How long the rule book takes to answer."""

from collections.abc import Callable, Iterator
from datetime import date

from kiosk.domain.refund import reckon


def bench_refund() -> Iterator[Callable[[], object]]:
    """one refund reckoned (brochure's example)"""
    yield lambda: reckon(
        own=30_000, points=30_000, months=6, started_on=date(2026, 1, 1), on=date(2026, 2, 28),
        exactly_half_is_within=True,
    )  # fmt: skip
