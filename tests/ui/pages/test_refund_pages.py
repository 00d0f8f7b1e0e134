from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from kiosk.services.flows.refund import OrderSelected, Refunding, Reviewed
from kiosk.services.flows.signing import Signed
from kiosk.ui.pages.refund import refund_pages
from kiosk.ui.pages.signing import SigningPage
from kiosk.ui.theme import COUNTER, Display, apply_theme, theme_for
from kiosk.ui.widgets import CheckRow, RefundChart
from tests.ui.pages.case import NUMBER, Case, text_of, words_on


class Wizard:
    """The refund wizard, page by page."""

    def __init__(self, case: Case, qtbot) -> None:
        self.case, self.qtbot = case, qtbot
        self.flow = Refunding(case.services, case.member, NUMBER)

    def page(self) -> Any:
        page = refund_pages(self.flow.scene(), self.case.context())
        self.qtbot.addWidget(page)
        return page


@pytest.fixture
def wizard(case: Case, qtbot) -> Wizard:
    case.joined()
    case.in_service()
    return Wizard(case, qtbot)


def figures(page: Any, number: int) -> tuple[str, str]:
    return text_of(page, f"refund.preview.{number}.own"), text_of(page, f"refund.preview.{number}.points")


class TestPreview:
    def test_after_two_months_it_tells_today_next_month_and_past_half(self, wizard: Wizard) -> None:
        wizard.case.on(date(2026, 3, 10))
        page = wizard.page()
        assert figures(page, 1) == ("NT$20,000", "20,000 點")
        assert figures(page, 2) == ("NT$15,000", "15,000 點")
        assert figures(page, 3) == ("NT$0", "10,000 點")
        assert "至今已用 2 個月" in page.lead
        assert page.valid

    def test_it_says_from_which_day_no_own_payment_comes_back(self, wizard: Wizard) -> None:
        """181 days from 1/15: 4/15 is the 90th day of use, not past half; 4/16 is."""
        page = wizard.page()
        assert "2026/04/16" in text_of(page, "refund.preview.half")

    def test_after_five_months_only_points_come_back_and_they_are_reclaimed(self, wizard: Wizard) -> None:
        wizard.case.on(date(2026, 6, 10))
        page = wizard.page()
        assert figures(page, 1) == ("NT$0", "5,000 點")
        assert "返還的點數會立即收回" in words_on(page)
        assert "超過期限 1/2 後" not in words_on(page)

    def test_a_later_day_past_the_points_expiry_says_so(self, wizard: Wizard) -> None:
        wizard.case.on(date(2026, 3, 10))
        page = wizard.page()
        assert page.findChild(QLabel, "refund.preview.2.note") is None
        assert "2026/04/15" in text_of(page, "refund.preview.3.note")
        assert "返還的點數仍以最初的有效期限為準" in words_on(page)

    def test_the_picture_shows_the_cliff_in_the_month_it_falls_in(self, wizard: Wizard) -> None:
        wizard.case.on(date(2026, 3, 10))
        chart = wizard.page().findChild(RefundChart, "refund.preview.chart")
        assert chart is not None
        told = chart.accessibleDescription().split("；")
        assert told[2] == "第 3 個月：自付款 15,000 元，點數 15,000 點"
        assert told[3] == "第 4 個月：自付款 0 元，點數 10,000 點"

    def test_before_the_service_starts_everything_comes_back(self, case: Case, qtbot) -> None:
        case.joined()
        case.paid()
        page = Wizard(case, qtbot).page()
        assert figures(page, 1) == ("NT$30,000", "30,000 點")
        assert page.findChild(RefundChart, "refund.preview.chart") is None

    def test_in_an_upright_window_with_large_type_the_picture_has_the_whole_width(
        self, wizard: Wizard, qapp: QApplication
    ) -> None:
        apply_theme(qapp, theme_for(1080, 1920, Display(large=True)))
        page = wizard.page()
        page.resize(980, 1500)
        page.show()
        for _ in range(3):
            qapp.processEvents()
        chart = page.findChild(RefundChart, "refund.preview.chart")
        apply_theme(qapp, COUNTER)
        assert chart is not None
        assert chart.width() > 800

    def test_at_every_width_nothing_is_cut_off(self, wizard: Wizard) -> None:
        page = wizard.page()
        for width in (700, 1040, 1600):
            page.resize(width, 500)
            page.show()
            body = page.scroll_area.widget()
            assert body is not None
            assert body.minimumSizeHint().width() <= page.scroll_area.viewport().width()


class TestReviewAndDone:
    def test_all_that_is_signed_is_told_before_the_pin(self, wizard: Wizard) -> None:
        wizard.case.on(date(2026, 3, 10))
        wizard.flow.apply(OrderSelected(NUMBER))
        page = wizard.page()
        told = words_on(page)
        for words in (
            NUMBER,
            "NT$20,000",
            "20,000 點",
            "2026/03/10 12:00",
            "不能再恢復",
            "NT$10,000、10,000 點",
        ):
            assert words in told

    def test_one_goes_on_only_after_ticking(self, wizard: Wizard) -> None:
        wizard.flow.apply(OrderSelected(NUMBER))
        page = wizard.page()
        assert not page.valid
        agree = page.findChild(CheckRow, "refund.review.agree")
        assert agree is not None
        agree.click()
        assert page.valid
        page.work(wizard.flow)()
        assert isinstance(wizard.page(), SigningPage)

    def test_what_was_taken_stands_on_the_last_page(self, wizard: Wizard) -> None:
        wizard.case.on(date(2026, 3, 10))
        wizard.flow.apply(OrderSelected(NUMBER))
        wizard.flow.apply(Reviewed())
        wizard.flow.scene()
        taken = wizard.case.refunded()
        wizard.flow.apply(Signed(taken.command_id, taken.receipt_id))
        page = wizard.page()
        told = words_on(page)
        assert "NT$20,000" in told
        assert "暫定：等待中央確認" in told
        assert page.next_text == "看退訂退款通知單"


def test_enter_ticks_the_row_that_has_the_focus(wizard: Wizard) -> None:
    wizard.flow.apply(OrderSelected(NUMBER))
    page = wizard.page()
    agree = page.findChild(CheckRow, "refund.review.agree")
    wizard.qtbot.keyClick(agree, Qt.Key.Key_Space)
    assert page.valid
