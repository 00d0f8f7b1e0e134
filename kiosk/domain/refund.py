"""退訂: what comes back when a running plan is given up."""

from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.domain.calendar import month_begins
from kiosk.domain.money import used_share


@dataclass(frozen=True, slots=True)
class RefundQuote:
    """What a refund asked for on `on` gives back. Money in NT$, points 1:1, days and months by law.

    `last_day` is the term's last day; None while the service has not been started.
    """

    on: date
    months_used: int
    days_used: int
    term_days: int
    exceeded_half: bool
    own_refund: int
    points_refund: int
    own_kept: int
    points_kept: int
    last_day: date | None


def months_used(started_on: date, on: date, months: int) -> int:
    """Months of a term begun by day `on`, which counts as used; a month begun is a whole one.

    Source: brochure, 未滿一個月以一個月計算.
    """
    used = 0
    while used < months and month_begins(started_on, used) <= on:
        used += 1
    return used


def reckon(
    *, own: int, points: int, months: int, started_on: date | None, on: date, exactly_half_is_within: bool
) -> RefundQuote:
    """The refund of an order of `own` NT$ and `points` over `months`, asked for on day `on` (Asia/Taipei).

    Up to half of the term, own payment and points come back in proportion; past it, points only
    (brochure: 退訂時費用計算方式). Before the service has started everything comes back.
    Raises ValueError for a day before the service's first, fewer than one month or negative figures.
    """
    if months < 1 or own < 0 or points < 0 or (started_on is not None and on < started_on):
        raise ValueError("figures or dates out of range")
    if started_on is None:
        return RefundQuote(on, 0, 0, 0, False, own, points, 0, 0, None)
    after_term = month_begins(started_on, months)
    days_used, term_days = (on - started_on).days, (after_term - started_on).days
    twice = 2 * days_used
    exceeded = twice > term_days or (twice == term_days and not exactly_half_is_within)
    used = months_used(started_on, on, months)
    own_kept = own if exceeded else used_share(own, months, used)
    points_kept = used_share(points, months, used)
    return RefundQuote(
        on=on,
        months_used=used,
        days_used=days_used,
        term_days=term_days,
        exceeded_half=exceeded,
        own_refund=own - own_kept,
        points_refund=points - points_kept,
        own_kept=own_kept,
        points_kept=points_kept,
        last_day=after_term - timedelta(days=1),
    )
