"""Breaking lines."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from kiosk.services.receipts.fonts import installed_fonts
from kiosk.services.receipts.layout import Sheet

SIZE = 10.0
texts = st.text(alphabet="合作社雲端方案（「、。」）ABCxyz019,.- 𠊎", max_size=80)


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return Sheet(Canvas(BytesIO()), installed_fonts(), limit=800)


@given(text=texts, width=st.floats(40, 400))
def test_nothing_is_lost_and_nothing_is_too_wide(sheet: Sheet, text: str, width: float) -> None:
    lines = sheet.lines(text, SIZE, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(sheet.width(line, SIZE) <= width for line in lines)


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
def test_lines_break_as_a_compositor_would(sheet: Sheet, text: str, lines: list[str]) -> None:
    assert sheet.lines(text, SIZE, 5 * SIZE) == lines


def test_the_comma_within_a_figure_is_narrow_and_other_commas_are_not(sheet: Sheet) -> None:
    assert sheet.width("1,234", SIZE) == pytest.approx(4 * 5 + 3)
    assert sheet.width("A,B", SIZE) == pytest.approx(3 * 5)
