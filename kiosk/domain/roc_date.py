"""Dates of the Republic's calendar (民國紀年)."""

from datetime import date

_YEAR_BEFORE_FIRST = 1911


def roc_date(day: date) -> str:
    """`day` as official papers write it: 中華民國115年11月22日; ValueError for a day before 1912."""
    if day.year <= _YEAR_BEFORE_FIRST:
        raise ValueError("the Republic's calendar begins in 1912")
    return f"中華民國{day.year - _YEAR_BEFORE_FIRST}年{day.month}月{day.day}日"
