"""Dates of the Republic's calendar."""

from datetime import date

import pytest

from kiosk.domain.roc_date import roc_date


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 22), "中華民國115年11月22日"),
        (date(2027, 1, 6), "中華民國116年1月6日"),
        (date(1912, 1, 1), "中華民國1年1月1日"),
    ],
)
def test_dates_as_papers_write_them(day: date, words: str) -> None:
    assert roc_date(day) == words


def test_no_date_before_the_republic() -> None:
    with pytest.raises(ValueError, match="1912"):
        roc_date(date(1911, 12, 31))
