"""Dates of the Republic's calendar (民國紀年)."""

import re
from datetime import date

_YEAR_BEFORE_FIRST = 1911
_YEAR_FIGURES = 4
_EARLIEST_YEAR = 1900  # nobody who lives was born before
_FIGURES = re.compile(r"([0-9]{1,4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")
_COMPACT = re.compile(r"([0-9]{2,4})([0-9]{2})([0-9]{2})")


def roc_date(day: date) -> str:
    """`day` as official papers write it: 中華民國115年11月22日; ValueError for a day before 1912."""
    if day.year <= _YEAR_BEFORE_FIRST:
        raise ValueError("the Republic's calendar begins in 1912")
    return f"中華民國{day.year - _YEAR_BEFORE_FIRST}年{day.month}月{day.day}日"


def read_day(text: str) -> date | None:
    """The day that somebody wrote: 2026/1/31, 2026-01-31, 20260131, 民國115年1月31日, 115/1/31, 1150131.

    A year of up to three figures is the Republic's. None for no day, one that does not exist or before 1900.
    """
    plain = text.strip().removeprefix("中華民國").removeprefix("民國").strip()
    written = _FIGURES.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if written is None:
        return None
    years, month, day = (int(part) for part in written.groups())
    if len(written[1]) < _YEAR_FIGURES:
        years += _YEAR_BEFORE_FIRST
    try:
        day_written = date(years, month, day)
    except ValueError:
        return None
    return day_written if years >= _EARLIEST_YEAR else None
