from datetime import date

import pytest

from kiosk.domain.programme import Programme
from tests.domain.story import FIGURES, LATER_FIGURES, PROGRAMME, QUESTIONNAIRE


def test_figures_hold_from_their_day_on() -> None:
    assert PROGRAMME.figures_on(date(2023, 1, 1)) is FIGURES
    assert PROGRAMME.figures_on(date(2026, 6, 30)) is FIGURES
    assert PROGRAMME.figures_on(date(2026, 7, 1)) is LATER_FIGURES


def test_the_order_in_the_document_does_not_matter() -> None:
    turned = Programme((LATER_FIGURES, FIGURES), {}, QUESTIONNAIRE, PROGRAMME.calendar)
    assert turned.figures_on(date(2026, 6, 30)) is FIGURES
    assert turned.figures_on(date(2027, 1, 1)) is LATER_FIGURES


def test_before_the_first_version_there_are_none() -> None:
    with pytest.raises(LookupError):
        PROGRAMME.figures_on(date(2022, 12, 31))


def test_figures_by_their_version() -> None:
    assert PROGRAMME.figures("second") is LATER_FIGURES
    with pytest.raises(LookupError):
        PROGRAMME.figures("third")
