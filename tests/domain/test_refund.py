from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.calendar import month_begins
from kiosk.domain.refund import RefundQuote, months_used, reckon

START = date(2026, 1, 15)


def example(on: date, *, within: bool = True, started_on: date | None = START) -> RefundQuote:
    """The brochure's plan: NT$60,000 for 6 months, half of it in points."""
    return reckon(
        own=30_000, points=30_000, months=6, started_on=started_on, on=on, exactly_half_is_within=within
    )


def test_after_two_months() -> None:
    """Brochure: 雲端方案已用2個月，尚未超過1/2."""
    assert example(date(2026, 3, 10)) == RefundQuote(
        on=date(2026, 3, 10),
        months_used=2,
        days_used=54,
        term_days=181,
        exceeded_half=False,
        own_refund=20_000,
        points_refund=20_000,
        own_kept=10_000,
        points_kept=10_000,
        last_day=date(2026, 7, 14),
    )


def test_after_five_months() -> None:
    """Brochure: 雲端方案已用5個月，已超過1/2."""
    quote = example(date(2026, 6, 14))
    assert quote.months_used == 5
    assert quote.exceeded_half
    assert (quote.own_refund, quote.points_refund) == (0, 5_000)
    assert (quote.own_kept, quote.points_kept) == (30_000, 25_000)


def test_on_the_first_and_on_the_last_day() -> None:
    first, last = example(START), example(date(2026, 7, 14))
    assert (first.months_used, first.own_refund, first.points_refund) == (1, 25_000, 25_000)
    assert (last.months_used, last.own_refund, last.points_refund) == (6, 0, 0)


def test_before_the_service_has_started_everything_comes_back() -> None:
    quote = example(date(2026, 3, 10), started_on=None)
    assert (quote.own_refund, quote.points_refund, quote.months_used) == (30_000, 30_000, 0)
    assert (quote.own_kept, quote.points_kept, quote.last_day) == (0, 0, None)


def test_exactly_half_is_a_switch() -> None:
    # 2027-01-01 to 2027-06-30: 181 days have no exact half; 2028's leap day makes it 182.
    start, half = date(2028, 1, 1), date(2028, 4, 1)
    assert example(half, started_on=start).term_days == 2 * example(half, started_on=start).days_used
    assert not example(half, started_on=start, within=True).exceeded_half
    assert example(half, started_on=start, within=False).exceeded_half
    assert example(half + timedelta(days=1), started_on=start, within=True).exceeded_half
    assert not example(half - timedelta(days=1), started_on=start, within=False).exceeded_half


@pytest.mark.parametrize(
    ("on", "used"),
    [
        (date(2026, 2, 28), 1),
        (date(2026, 3, 1), 2),
        (date(2026, 3, 30), 2),
        (date(2026, 3, 31), 3),
        (date(2026, 4, 30), 3),
        (date(2026, 5, 1), 4),
    ],
)
def test_months_from_the_end_of_january(on: date, used: int) -> None:
    assert months_used(date(2026, 1, 31), on, 6) == used


@pytest.mark.parametrize(
    "wrong", [{"months": 0}, {"own": -1}, {"points": -1}, {"on": START - timedelta(days=1)}]
)
def test_figures_out_of_range(wrong: dict[str, int | date]) -> None:
    figures = {"own": 1, "points": 1, "months": 6, "started_on": START, "on": START, **wrong}
    with pytest.raises(ValueError, match="out of range"):
        reckon(**figures, exactly_half_is_within=True)  # type: ignore[arg-type]


@given(
    own=st.integers(0, 10**6),
    points=st.integers(0, 30_000),
    months=st.integers(1, 36),
    start=st.dates(date(2023, 1, 1), date(2029, 12, 31)),
    data=st.data(),
)
def test_nothing_is_lost_and_nothing_made(own: int, points: int, months: int, start: date, data) -> None:
    term = (month_begins(start, months) - start).days
    days = sorted(data.draw(st.lists(st.integers(0, term - 1), min_size=2, max_size=2)))
    earlier, later = (
        reckon(
            own=own, points=points, months=months, started_on=start, on=start + timedelta(days=day),
            exactly_half_is_within=True,
        )
        for day in days
    )  # fmt: skip
    for quote in (earlier, later):
        assert quote.own_refund + quote.own_kept == own
        assert quote.points_refund + quote.points_kept == points
        assert min(quote.own_refund, quote.points_refund, quote.own_kept, quote.points_kept) >= 0
        assert 1 <= quote.months_used <= months
        assert quote.term_days == term
        assert quote.exceeded_half == (2 * quote.days_used > term)
        assert not (quote.exceeded_half and quote.own_refund)
    # Waiting never pays.
    assert later.own_refund <= earlier.own_refund
    assert later.points_refund <= earlier.points_refund
