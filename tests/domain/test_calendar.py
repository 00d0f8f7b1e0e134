from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.calendar import WorkCalendar, month_begins, months_later_clipped, taipei_day

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
MONTHS = st.integers(1, 36)


def test_a_day_begins_at_midnight_in_taipei() -> None:
    assert taipei_day(datetime(2026, 1, 14, 15, 59, 59, tzinfo=UTC)) == date(2026, 1, 14)
    assert taipei_day(datetime(2026, 1, 14, 16, tzinfo=UTC)) == date(2026, 1, 15)


def test_a_time_without_a_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="zone"):
        taipei_day(datetime(2026, 1, 14))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("begins", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 15), 3, date(2026, 4, 15)),
        (date(2023, 1, 30), 3, date(2023, 4, 30)),  # the brochure's sample, a Sunday
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
    ],
)
def test_the_same_day_some_months_later(begins: date, months: int, expected: date) -> None:
    assert months_later_clipped(begins, months) == expected


@given(DAYS, MONTHS)
def test_some_months_later_lies_in_that_month(day: date, months: int) -> None:
    later = months_later_clipped(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("start", "begins"),
    [
        (date(2026, 1, 15), [date(2026, 1, 15), date(2026, 2, 15), date(2026, 3, 15), date(2026, 4, 15)]),
        (date(2026, 1, 31), [date(2026, 1, 31), date(2026, 3, 1), date(2026, 3, 31), date(2026, 5, 1)]),
        (date(2025, 11, 30), [date(2025, 11, 30), date(2025, 12, 30), date(2026, 1, 30), date(2026, 3, 1)]),
    ],
)
def test_months_of_use_begin(start: date, begins: list[date]) -> None:
    assert [month_begins(start, months) for months in range(4)] == begins


@given(DAYS, MONTHS)
def test_months_of_use_follow_one_another(start: date, months: int) -> None:
    assert month_begins(start, 0) == start
    length = (month_begins(start, months) - month_begins(start, months - 1)).days
    assert 28 <= length <= 31


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 9, 24), 2, date(2026, 9, 30)),
        (date(2026, 12, 24), 7, date(2027, 1, 6)),
        (date(2027, 2, 3), 7, date(2027, 2, 19)),
        (date(2025, 2, 7), 1, date(2025, 2, 8)),  # a make-up Saturday
    ],
)
def test_working_days_after(day: date, days: int, expected: date) -> None:
    assert WorkCalendar().working_days_after(day, days) == expected


def test_days_that_the_printed_calendar_does_not_know() -> None:
    monday, saturday = date(2026, 3, 2), date(2026, 3, 7)
    assert WorkCalendar().is_working_day(monday)
    assert not WorkCalendar().is_working_day(saturday)
    changed = WorkCalendar(closed=frozenset({monday}), opened=frozenset({saturday}))
    assert not changed.is_working_day(monday)
    assert changed.is_working_day(saturday)
    assert changed.working_days_after(date(2026, 2, 26), 1) == date(2026, 3, 3)


def test_a_day_closed_by_a_typhoon_stays_closed() -> None:
    day = date(2026, 3, 2)
    assert not WorkCalendar(closed=frozenset({day}), opened=frozenset({day})).is_working_day(day)
