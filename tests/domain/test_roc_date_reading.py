from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.roc_date import read_day, roc_date


@pytest.mark.parametrize(
    "text",
    [
        "2026/1/31",
        "2026-01-31",
        "20260131",
        "2026.1.31",
        "115/01/31",
        "1150131",
        "民國115年1月31日",
        " 2026年1月31日 ",
    ],
)
def test_a_day_in_either_calendar(text: str) -> None:
    assert read_day(text) == date(2026, 1, 31)


@pytest.mark.parametrize(
    "text", ["2026/02/30", "115/13/01", "", "soon", "2026/1", "0001/01/01", "1899/12/31"]
)
def test_what_is_no_day(text: str) -> None:
    assert read_day(text) is None


@given(st.dates(date(1912, 1, 1), date(2910, 12, 31)))
def test_every_day_that_is_written_is_read(day: date) -> None:
    assert read_day(roc_date(day)) == read_day(day.isoformat()) == day
