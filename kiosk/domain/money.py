"""How a price is divided: between points and own payment, and over the months of a term. All in whole NT$."""


def split(price: int, points_in_hand: int, points_share: int = 1, own_share: int = 1) -> tuple[int, int]:
    """`price` (NT$) as (points, own payment), with as many points as the ratio and the purse allow.

    An odd dollar is the buyer's (docs/rules: odd total). Raises ValueError for negative figures.
    Source: brochure, 自付款與補助點數 1:1.
    """
    if price < 0 or points_in_hand < 0:
        raise ValueError("negative figures")
    points = min(most_points(price, points_share, own_share), points_in_hand)
    return points, price - points


def most_points(price: int, points_share: int, own_share: int) -> int:
    """The most points that may go into `price` (NT$) at a ratio of points to own payment."""
    return price * points_share // (points_share + own_share)


def used_share(total: int, months: int, months_used: int) -> int:
    """How much of `total` (NT$ or points) `months_used` of `months` have used up.

    Each month's share is rounded down, the last one takes the remainder (docs/rules: rounding).
    """
    return total if months_used >= months else total // months * months_used
