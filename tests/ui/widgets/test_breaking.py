"""Lines of a screen end where they may, and what was written stays what it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from kiosk.ui.theme import COUNTER, apply_theme
from kiosk.ui.widgets import Button, Text
from kiosk.ui.widgets.breaking import as_written, keep_together
from kiosk.ui.widgets.flow import Flow

FAST, JOINER = "\u00a0", "\u2060"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("完成後即可獲得 30,000 點。", f"完成後即可獲得 30,000{FAST}點。"),
        ("within the last 3 years.", f"within the last 3{FAST}years."),
        ("the contact by e-mail", f"the contact by e-{JOINER}mail"),
        ("everything can be looked up by it.", f"everything can be looked up by{FAST}it."),
        ("2026/01/05 09:02", "2026/01/05 09:02"),
        ("共 3 位", f"共 3{FAST}位"),
        ("訂單 20260105092652552966", "訂單 20260105\u200b092652552966"),
    ],
)
def test_what_belongs_together_stays(text: str, kept: str) -> None:
    assert as_written(keep_together(text)) == text
    assert keep_together(text) == kept


@given(st.text(st.characters(exclude_characters=f"{FAST}{JOINER}\u200b")))
def test_it_reads_the_same(text: str) -> None:
    assert as_written(keep_together(text)) == text


def test_no_single_letter_is_left_for_the_last_line(qapp: QApplication) -> None:
    apply_theme(qapp, COUNTER)
    text = Text("填好以後送出，就能從首頁的上次未完成繼續。")
    text.ensurePolished()
    whole = text.fontMetrics().horizontalAdvance(as_written(text.text()))
    letter = text.fontMetrics().horizontalAdvance("續")
    narrow = whole - letter  # all but the last letter and its full stop would fit
    bounds = text.fontMetrics().boundingRect(0, 0, narrow, 1000, 0x1000, keep_together(text.text()))
    assert bounds.width() <= whole - 3 * letter
    assert text.text() == "填好以後送出，就能從首頁的上次未完成繼續。"


def test_buttons_go_on_in_the_next_line(qapp: QApplication) -> None:
    apply_theme(qapp, COUNTER)
    buttons = [Button(f"按鈕 {number}", object_name=f"b{number}") for number in range(4)]
    flow = Flow(*buttons, spacing=4)
    flow.ensurePolished()
    high, wide = buttons[0].sizeHint().height(), flow.sizeHint().width()
    assert flow.heightForWidth(wide) == high
    assert flow.heightForWidth(wide - 1) == 2 * high + 4
    assert flow.heightForWidth(flow.minimumSizeHint().width()) == 4 * high + 12
    buttons[0].hide()
    assert flow.heightForWidth(flow.minimumSizeHint().width()) == 3 * high + 8
