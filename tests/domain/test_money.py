from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.money import most_points, split, used_share

MONEY = st.integers(0, 10**7)
SHARES = st.integers(1, 9)


@pytest.mark.parametrize(
    ("price", "in_hand", "expected"),
    [
        (60_000, 30_000, (30_000, 30_000)),
        (15_001, 30_000, (7_500, 7_501)),  # the odd dollar is the buyer's
        (60_000, 20_000, (20_000, 40_000)),
        (100_000, 30_000, (30_000, 70_000)),
        (9_600, 0, (0, 9_600)),
        (1, 30_000, (0, 1)),
        (0, 30_000, (0, 0)),
    ],
)
def test_a_price_is_split(price: int, in_hand: int, expected: tuple[int, int]) -> None:
    assert split(price, in_hand) == expected


def test_another_ratio() -> None:
    assert split(50_000, 30_000, points_share=1, own_share=4) == (10_000, 40_000)
    assert split(50_000, 30_000, points_share=4, own_share=1) == (30_000, 20_000)


@pytest.mark.parametrize(("price", "in_hand"), [(-1, 0), (0, -1)])
def test_negative_figures(price: int, in_hand: int) -> None:
    with pytest.raises(ValueError, match="negative"):
        split(price, in_hand)


@given(MONEY, MONEY, SHARES, SHARES)
def test_parts_add_up_in_the_ratio(price: int, in_hand: int, points_share: int, own_share: int) -> None:
    points, own = split(price, in_hand, points_share, own_share)
    assert points + own == price
    assert 0 <= points <= in_hand
    assert points * own_share <= own * points_share
    # One point more would be beyond the purse or the ratio.
    assert points == in_hand or (points + 1) * own_share > (own - 1) * points_share


@given(MONEY, st.integers(1, 60))
def test_monthly_shares_add_up(total: int, months: int) -> None:
    used = [used_share(total, months, used) for used in range(months + 1)]
    shares = [later - earlier for earlier, later in pairwise(used)]
    assert used[0] == 0
    assert sum(shares) == total
    assert len(set(shares[:-1])) <= 1
    assert 0 <= shares[-1] - total // months < months


def test_past_the_last_month_all_is_used() -> None:
    assert used_share(10_000, 3, 4) == 10_000


def test_most_points_are_rounded_down() -> None:
    assert most_points(15_001, 1, 1) == 7_500
