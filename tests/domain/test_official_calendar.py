"""Working days against the authority's own calendars (政府行政機關辦公日曆表), day by day."""

import csv
import tomllib
from datetime import date, timedelta
from importlib.metadata import files
from pathlib import Path

import pytest

from kiosk.domain.calendar import WorkCalendar

CLOSED = "2"
LISTED = Path(__file__).with_name("official_calendars.toml")
SATURDAY = 5


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


def packaged_days() -> dict[date, bool]:
    """Whether offices work on each day that `taiwan-holidays` ships; its own code would load pandas."""
    tables = [file for file in files("taiwan-holidays") or () if file.suffix == ".csv"]
    return {
        date.fromisoformat(row["西元日期"]): row["是否放假"] != CLOSED
        for table in tables
        for row in csv.DictReader(table.read_text("utf-8-sig").splitlines())
    }


def listed_days() -> dict[date, bool]:
    """The years that are not in the package: the week, and the listed days that differ from it."""
    return {
        day: day in differing["opened"] or (day.weekday() < SATURDAY and day not in differing["closed"])
        for year, differing in tomllib.loads(LISTED.read_text(encoding="utf-8")).items()
        for day in days_of(int(year))
    }


OFFICIAL = packaged_days() | listed_days()
YEARS = sorted({day.year for day in OFFICIAL})


def test_whole_years_are_compared() -> None:
    assert list(range(2017, 2028)) == YEARS
    assert sorted(OFFICIAL) == [day for year in YEARS for day in days_of(year)]


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_the_year_agrees(year: int) -> None:
    calendar = WorkCalendar()
    assert [day for day in days_of(year) if calendar.is_working_day(day) is not OFFICIAL[day]] == []


@pytest.mark.parametrize("days", [1, 2, 7])
def test_deadlines_fall_on_the_official_working_day(days: int) -> None:
    calendar = WorkCalendar()
    working = sorted(day for day, works in OFFICIAL.items() if works)
    for before, due in zip(working, working[days:], strict=False):
        assert calendar.working_days_after(before, days) == due
        assert calendar.working_days_after(due - timedelta(days=1), 1) == due
