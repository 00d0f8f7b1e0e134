"""Widths and lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.services.receipts.failures import PaperError, PaperFailure
from kiosk.services.receipts.fonts import installed_fonts
from kiosk.services.receipts.layout import LONGEST_TEXT, Typesetter, runs_of_dark

SIZE = 10.0
texts = st.text(alphabet="合作社雲端方案（「、。」）ABCxyz019,.- 𠊎", max_size=80)


@pytest.fixture(scope="module")
def type_() -> Typesetter:
    return Typesetter(installed_fonts())


@given(text=texts, width=st.floats(40, 400))
def test_nothing_is_lost_and_nothing_is_too_wide(type_: Typesetter, text: str, width: float) -> None:
    lines = type_.lines(text, SIZE, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(type_.width(line, SIZE) <= width + 1e-6 for line in lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("合作社雲端方案", ["合作社雲端", "方案"]),
        ("合作社雲端。方案", ["合作社雲", "端。方案"]),
        ("合作社雲（方案）", ["合作社雲", "（方案）"]),
        ("合作 cloud plan", ["合作 cloud", "plan"]),
        ("cloudcomputing", ["cloudcompu", "ting"]),
        ("", []),
    ],
)
def test_lines_break_as_a_compositor_would(type_: Typesetter, text: str, lines: list[str]) -> None:
    assert type_.lines(text, SIZE, 5 * SIZE) == lines


def test_the_comma_within_a_figure_is_narrow_and_other_commas_are_not(type_: Typesetter) -> None:
    assert type_.width("1,234", SIZE) == pytest.approx(4 * 5 + 3)
    assert type_.width("A,B", SIZE) == pytest.approx(3 * 5)


def test_a_text_beyond_all_measure_is_told_by_its_beginning(type_: Typesetter) -> None:
    assert len(type_.lines("範" * LONGEST_TEXT, SIZE, 400)) == LONGEST_TEXT / 40
    with pytest.raises(PaperError) as error:
        type_.lines("範例" * LONGEST_TEXT, SIZE, 400)
    assert (error.value.failure, error.value.place) == (PaperFailure.DOES_NOT_FIT, "範例範例範例範例")


def test_runs_of_dark_modules() -> None:
    assert list(runs_of_dark(b"\0\0\xff\0\xff")) == [(0, 2), (3, 1)]
