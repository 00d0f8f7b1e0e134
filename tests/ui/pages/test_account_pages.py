from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from kiosk.domain import commands as asked
from kiosk.domain.calendar import WorkCalendar
from kiosk.domain.programme import Pause
from kiosk.ui.pages.marks import ConfirmationMark
from kiosk.ui.pages.order_detail import OrderDetailPage
from kiosk.ui.pages.order_stages import order_stages
from kiosk.ui.pages.overview import OverviewPage
from kiosk.ui.widgets import Banner, QrImage, Standing, TimelineEntry
from tests.ui.pages.case import NUMBER, PAYMENT_LINK, Case, text_of, words_on


@pytest.fixture
def account(case: Case, qtbot):
    def show() -> OverviewPage:
        page = OverviewPage(case.overview(), case.context())
        qtbot.addWidget(page)
        return page

    return show


@pytest.fixture
def detail(case: Case, qtbot):
    def show() -> OrderDetailPage:
        page = OrderDetailPage(case.detail(), case.context())
        qtbot.addWidget(page)
        return page

    return show


def press(page, name: str) -> list[tuple[str, str]]:
    """Where pressing that button leads."""
    went: list[tuple[str, str]] = []
    page.went.connect(lambda place, about: went.append((place, about)))
    button = page.findChild(QPushButton, name)
    assert button is not None, name
    button.click()
    return went


def stages(case: Case) -> list[TimelineEntry]:
    return order_stages(case.order, case.counter.rules.figures(case.order.programme_version), case.today)


def current(case: Case) -> list[tuple[str, str]]:
    return [(entry.title, entry.note) for entry in stages(case) if entry.standing is Standing.CURRENT]


class TestOverview:
    def test_a_new_member_is_told_how_to_get_points(self, case: Case, account) -> None:
        case.decided(case.counter.opening(), case.counter.application())
        page = account()
        assert "30,000 點" in text_of(page, "account.points.none")
        assert press(page, "account.orders.none.action") == [("plans", "")]

    def test_points_not_activated_tell_their_day_and_what_happens_then(self, case: Case, account) -> None:
        case.joined()
        page = account()
        assert text_of(page, "account.points.in_hand") == "30,000 點"
        assert text_of(page, "account.points.expires") == "最快到期日 2026/02/15"
        assert "可再次申請" in text_of(page, "account.points.then")

    def test_an_expert_is_a_press_away_once_the_mailbox_answers(self, case: Case, account) -> None:
        case.decided(case.counter.opening(), case.counter.application())
        assert account().findChild(QPushButton, "account.expert") is None
        case.decided(asked.ConfirmEmail(case.counter.application().email))
        assert press(account(), "account.expert") == [("expert", "")]

    def test_who_was_refused_sees_why_and_may_apply_again(self, case: Case, account) -> None:
        application = case.counter.application()
        case.decided(case.counter.opening(), application, asked.ConfirmEmail(application.email))
        case.decided(asked.DecideEligibility((asked.Condition.NO_BREACH,), "110年度計畫違約"))
        words = words_on(account())
        assert "申請資格不符" in words
        assert "違約紀錄" in words
        assert "110年度計畫違約" in words

    def test_a_pause_is_told_of(self, case: Case, account) -> None:
        case.decided(case.counter.opening(), case.counter.application())
        assert account().findChild(Banner, "paused") is None
        pause = Pause(case.today, date(2026, 2, 28))
        paused = replace(case.counter, rules=replace(case.counter.rules, pauses=(pause,)))
        case.counter = paused
        assert "2026/02/28" in words_on(account())

    def test_a_late_vendor_and_the_end_of_the_term_are_notices(self, case: Case, account) -> None:
        case.joined()
        case.paid()
        case.decided(asked.StartService(NUMBER, case.today))
        case.on(date(2026, 8, 1))
        page = account()
        page.findChild(QPushButton, "account.notices.more").click()
        words = words_on(page)
        assert "資訊服務廠商逾期未開立發票" in words
        assert "方案期程已結束" in words
        assert "期程已結束" in words.splitlines()
        assert [entry.note for entry in stages(case) if entry.title == "等待廠商開立發票"] == [
            "已逾期：至 2026/01/19 24:00 止（收款後 2 個工作天內）"
        ]

    def test_a_day_that_was_closed_afterwards_moves_what_is_shown(self, case: Case, account, detail) -> None:
        """Confirmed on Thursday the 15th; Monday the 19th, the last day to pay, turns out to be closed."""
        case.joined()
        case.confirm(case.ordered())
        case.decided(asked.ConfirmOrder(NUMBER, PAYMENT_LINK))
        assert current(case)[0][1].startswith("至 2026/01/19")
        closed = WorkCalendar(closed=frozenset({date(2026, 1, 19)}))
        case.counter.rules = replace(case.counter.rules, calendar=closed)
        case.decided(asked.ApplyDeadlines())
        assert current(case)[0][1].startswith("至 2026/01/20 24:00 止")
        assert "2026/01/20" in words_on(detail())
        words = words_on(account())
        assert "期限順延" in words
        assert "現在的期限：付款 2026/01/20、開通服務 2026/01/27" in words
        case.decided(asked.RecordPayment(NUMBER, 30_000), asked.IssueInvoice(NUMBER, "範例00000001"))
        case.decided(asked.StartService(NUMBER, case.today))
        assert "現在的期限" not in words_on(account())

    def test_active_points_tell_the_other_day(self, case: Case, account) -> None:
        case.joined()
        case.in_service()
        page = account()
        assert text_of(page, "account.points.expires") == "最快到期日 2026/04/15"
        assert "不得再次申請" in text_of(page, "account.points.then")
        assert "已使用 30,000 點" in text_of(page, "account.points.whereabouts")

    @pytest.mark.parametrize(
        ("day", "words"), [(date(2026, 2, 16), "重新填寫數位自評"), (date(2026, 4, 16), "")]
    )
    def test_points_that_are_gone_say_why(self, case: Case, account, day: date, words: str) -> None:
        case.joined()
        case.on(day)
        page = account()
        assert text_of(page, "account.points.in_hand") == "0 點"
        assert words in text_of(page, "account.points.then")
        assert page.findChild(QLabel, "account.points.expires") is None

    def test_expired_points_leave_paying_all(self, case: Case, account) -> None:
        case.joined()
        case.in_service()
        case.on(date(2026, 4, 16))
        assert "仍可全額自付" in text_of(account(), "account.points.then")

    def test_the_contact_is_masked(self, case: Case, account) -> None:
        case.joined()
        told = words_on(account())
        assert "林○明" in told
        assert "s***@example.com\n已驗證" in told
        for hidden in ("林曉明", "someone@", "02-0000"):
            assert hidden not in told

    def test_an_order_leads_to_its_details(self, case: Case, account) -> None:
        case.joined()
        case.ordered()
        assert press(account(), f"account.order.{NUMBER}") == [("order", NUMBER)]

    def test_provisional_until_central_confirms(self, case: Case, account) -> None:
        case.joined()
        taken = case.ordered()
        page = account()
        assert page.findChild(ConfirmationMark, f"account.order.{NUMBER}.mark").accessibleName() == "暫定"
        assert "暫定：等待中央確認" in words_on(page)
        case.confirm(taken)
        page = account()
        assert page.findChild(ConfirmationMark, f"account.order.{NUMBER}.mark").accessibleName() == "已確認"
        assert "暫定：等待中央確認" not in words_on(page)

    def test_older_notices_come_when_asked_for(self, case: Case, account) -> None:
        case.joined()
        case.in_service()
        page = account()
        assert "中小企業訂購" not in words_on(page)
        page.findChild(QPushButton, "account.notices.more").click()
        assert "中小企業訂購" in words_on(page)

    def test_the_next_button_brings_one_on(self, case: Case, account) -> None:
        case.joined()
        page = account()
        went: list[tuple[str, str]] = []
        page.went.connect(lambda place, about: went.append((place, about)))
        page.go_on()
        assert went == [("plans", "")]

    def test_where_there_is_only_waiting_it_leads_home(self, case: Case, account) -> None:
        case.decided(
            case.counter.opening(), case.counter.application(),
            asked.ConfirmEmail(case.counter.application().email), case.counter.assessment(),
        )  # fmt: skip
        page = account()
        went: list[tuple[str, str]] = []
        page.went.connect(lambda place, about: went.append((place, about)))
        page.go_on()
        assert went == [("home", "")]
        assert "資格確認後發給" in text_of(page, "account.points.none")


class TestOrderDetail:
    def test_waiting_for_the_vendor(self, case: Case, detail) -> None:
        case.joined()
        case.ordered()
        page = detail()
        assert text_of(page, "order_detail.state") == "資訊服務廠商確認中"
        assert current(case) == [("資訊服務廠商確認中", "至 2026/01/17 24:00 止（2 天內確認或取消）")]
        assert press(page, "order_detail.receipt.order") == [("receipt", "1")]

    def test_waiting_for_the_payment_shows_the_link_as_code_and_text(self, case: Case, detail) -> None:
        case.joined()
        case.confirm(case.ordered())
        case.decided(asked.ConfirmOrder(NUMBER, PAYMENT_LINK))
        page = detail()
        assert text_of(page, "order_detail.state") == "付款中"
        assert page.findChild(QrImage, "order_detail.payment.qr").content == PAYMENT_LINK
        assert text_of(page, "order_detail.payment.url") == PAYMENT_LINK
        assert text_of(page, "order_detail.payment.own") == "NT$30,000"
        assert current(case) == [("付款中", "至 2026/01/19 24:00 止（接單後 2 個工作天內）")]
        assert page.findChild(QPushButton, "order_detail.refund") is None

    def test_once_paid_two_clocks_run(self, case: Case, detail) -> None:
        case.joined()
        case.paid()
        assert current(case) == [
            ("等待廠商開立發票", "至 2026/01/19 24:00 止（收款後 2 個工作天內）"),
            ("等待廠商開通服務", "至 2026/01/26 24:00 止（訂單確認後 7 個工作天內）"),
        ]
        assert press(detail(), "order_detail.refund") == [("refund", NUMBER)]

    def test_in_service_shows_invoice_and_term(self, case: Case, detail) -> None:
        case.joined()
        case.in_service()
        page = detail()
        assert text_of(page, "order_detail.invoice") == "範例00000001"
        assert text_of(page, "order_detail.term") == "6 個月\n2026/01/15 – 2026/07/14"
        assert current(case) == [("服務中", "至 2026/07/14 24:00 止")]

    def test_past_its_term_nothing_runs_and_nothing_can_be_given_up(self, case: Case, detail) -> None:
        case.joined()
        case.in_service()
        case.on(date(2026, 7, 15))
        assert current(case) == []
        assert detail().findChild(QPushButton, "order_detail.refund") is None

    def test_given_up_it_tells_what_comes_back(self, case: Case, detail) -> None:
        case.joined()
        case.in_service()
        case.on(date(2026, 3, 10))
        case.refunded()
        page = detail()
        assert stages(case)[-1] == TimelineEntry("已退訂", "2026/03/10", "", Standing.STOPPED)
        assert "NT$20,000" in words_on(page)
        assert press(page, "order_detail.receipt.refund") == [("receipt", "2")]

    def test_declined_it_ends_there(self, case: Case, detail) -> None:
        case.joined()
        case.confirm(case.ordered())
        case.decided(asked.DeclineOrder(NUMBER))
        assert [entry.standing for entry in stages(case)] == [Standing.DONE, Standing.STOPPED]
        told = words_on(detail())
        assert "不需付款" in told
        assert "訂單保留的點數已釋出。" in told

    def test_ended_by_time_it_does_not_claim_that_something_was_taken_here(self, case: Case, detail) -> None:
        case.joined()
        case.confirm(case.ordered())
        case.on(date(2026, 1, 19))
        page = detail()
        assert text_of(page, "order_detail.state") == "資訊服務廠商逾期未確認，訂單已取消"
        assert "暫定：等待中央確認" not in words_on(page)

    def test_the_row_can_be_pressed_by_key(self, case: Case, account, qtbot) -> None:
        case.joined()
        case.ordered()
        page = account()
        with qtbot.waitSignal(page.went):
            qtbot.keyClick(page.findChild(QPushButton, f"account.order.{NUMBER}"), Qt.Key.Key_Space)
