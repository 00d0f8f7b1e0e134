from dataclasses import replace
from datetime import date

import pytest

from kiosk.domain.programme import Pause
from tests.domain.story import FIGURES, LATER_FIGURES, PROGRAMME


def test_figures_hold_from_their_day_on() -> None:
    assert PROGRAMME.figures_on(date(2023, 1, 1)) is FIGURES
    assert PROGRAMME.figures_on(date(2026, 6, 30)) is FIGURES
    assert PROGRAMME.figures_on(date(2026, 7, 1)) is LATER_FIGURES


def test_the_order_in_the_document_does_not_matter() -> None:
    turned = replace(PROGRAMME, versions=(LATER_FIGURES, FIGURES))
    assert turned.figures_on(date(2026, 6, 30)) is FIGURES
    assert turned.figures_on(date(2027, 1, 1)) is LATER_FIGURES


def test_before_the_first_version_there_are_none() -> None:
    with pytest.raises(LookupError):
        PROGRAMME.figures_on(date(2022, 12, 31))


def test_figures_by_their_version() -> None:
    assert PROGRAMME.figures("second") is LATER_FIGURES
    with pytest.raises(LookupError):
        PROGRAMME.figures("third")


def test_a_pause_has_its_first_and_its_last_day() -> None:
    pauses = (Pause(date(2026, 5, 1), date(2026, 5, 3)), Pause(date(2026, 6, 1), date(2026, 6, 1)))
    paused = replace(PROGRAMME, pauses=pauses)
    days = [date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 3), date(2026, 5, 4), date(2026, 6, 1)]
    assert [paused.is_paused(day) for day in days] == [False, True, True, False, True]


def test_the_budget_is_used_to_its_last_point() -> None:
    assert PROGRAMME.has_budget_for(30_000)
    assert replace(PROGRAMME, budget=50_000, points_out=20_000).has_budget_for(30_000)
    assert not replace(PROGRAMME, budget=50_000, points_out=20_001).has_budget_for(30_000)
    assert not replace(PROGRAMME, budget=0).has_budget_for(1)
