"""Days, months and working days as the programme and the law count them, all in Asia/Taipei."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays

TAIPEI = ZoneInfo("Asia/Taipei")


def taipei_day(at: datetime) -> date:
    """The calendar day in Asia/Taipei of an aware time. Raises ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at.astimezone(TAIPEI).date()


def _first_of_month(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def months_later_clipped(day: date, months: int) -> date:
    """The same day `months` (1 or more) later, or that month's last day where it has none (民法 §121)."""
    first, last = _first_of_month(day, months), _first_of_month(day, months + 1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def month_begins(start: date, months: int) -> date:
    """The day on which the month after `months` whole months of use begins.

    The corresponding day of the following month or, where there is none, the first of the month after
    (docs/rules: months of use).
    """
    first, last = _first_of_month(start, months), _first_of_month(start, months + 1) - timedelta(days=1)
    return first.replace(day=start.day) if start.day <= last.day else last + timedelta(days=1)


@cache
def _taiwan() -> holidays.HolidayBase:
    # From its own file: the library's way loads every country of the world, which takes 8 MB more.
    file = Path(holidays.__file__).parent / "countries" / "taiwan.py"
    spec = spec_from_file_location("holidays.countries.taiwan", file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    calendar: holidays.HolidayBase = module.Taiwan(language="zh_TW")
    return calendar


@cache
def _is_printed_working_day(day: date) -> bool:
    return _taiwan().is_working_day(day)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Taiwan's working days, with days closed (typhoons) or opened after the calendar was printed."""

    closed: AbstractSet[date] = frozenset()
    opened: AbstractSet[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on `day`; make-up Saturdays count."""
        if day in self.closed:
            return False
        return day in self.opened or _is_printed_working_day(day)

    def working_days_after(self, day: date, days: int) -> date:
        """The `days`-th working day (1 or more) after `day`, which itself is not counted (民法 §120 II)."""
        while days > 0:
            day += timedelta(days=1)
            days -= self.is_working_day(day)
        return day
