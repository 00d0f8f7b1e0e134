"""The share calculator: what a value of a share and a number of shares come to (合作社法 §16–17)."""

from dataclasses import dataclass

from kiosk.domain.founding.rules import FoundingFigures


@dataclass(frozen=True, slots=True)
class Capital:
    """What follows. NT$ and numbers of shares.

    `first_payment` is the least that is paid in at first, as if one member held everything (each rounds up).
    `most_each` is the most shares that one member may hold; `members_least` how many members that takes.
    """

    total: int
    first_payment: int
    most_each: int
    members_least: int
    value_in_range: bool
    enough_shares: bool


def capital(value: int, shares: int, members: int, figures: FoundingFigures) -> Capital:
    """`members` people who take `shares` shares of NT$ `value` together; all of them 1 or more."""
    total, percent = value * shares, figures.shares_percent_most
    most_each = shares * percent // 100
    return Capital(
        total=total,
        first_payment=-(-total // figures.first_payment_parts),
        most_each=most_each,
        members_least=-(-100 // percent),
        value_in_range=figures.share_value_least <= value <= figures.share_value_most,
        enough_shares=shares >= members * figures.shares_at_least and most_each * members >= shares,
    )


def shares_for(target: int, value: int) -> int:
    """How many shares of NT$ `value` make NT$ `target` or just more."""
    return -(-target // value)
