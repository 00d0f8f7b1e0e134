"""Working days against the authority's own calendars (政府行政機關辦公日曆表), day by day."""

import csv
from collections import Counter
from datetime import date, timedelta
from importlib.metadata import files

import pytest

from kiosk.domain.calendar import WorkCalendar

CLOSED = "2"


def official_days() -> dict[date, bool]:
    """Whether offices work on each day that `taiwan-holidays` ships; its own code would load pandas."""
    tables = [file for file in files("taiwan-holidays") or () if file.suffix == ".csv"]
    return {
        date.fromisoformat(row["西元日期"]): row["是否放假"] != CLOSED
        for table in tables
        for row in csv.DictReader(table.read_text("utf-8-sig").splitlines())
    }


OFFICIAL = official_days()
YEARS = sorted({day.year for day in OFFICIAL})


def test_whole_years_are_compared() -> None:
    """2017, 2018 and 2021 are not in the package; every other year of 2017 to 2027 is, to its last day."""
    assert YEARS == [2019, 2020, 2022, 2023, 2024, 2025, 2026, 2027]
    days_of = {year: (date(year + 1, 1, 1) - date(year, 1, 1)).days for year in YEARS}
    assert Counter(day.year for day in OFFICIAL) == days_of


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_the_year_agrees(year: int) -> None:
    calendar = WorkCalendar()
    days = [day for day in OFFICIAL if day.year == year]
    assert [day for day in days if calendar.is_working_day(day) is not OFFICIAL[day]] == []


@pytest.mark.parametrize("days", [1, 2, 7])
def test_deadlines_fall_on_the_official_working_day(days: int) -> None:
    calendar = WorkCalendar()
    working = sorted(day for day, works in OFFICIAL.items() if works and day.year >= 2022)
    for before, due in zip(working, working[days:], strict=False):
        assert calendar.working_days_after(before, days) == due
        assert calendar.working_days_after(due - timedelta(days=1), 1) == due
