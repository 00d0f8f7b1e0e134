import pytest
from PySide6.QtWidgets import QPushButton

from kiosk.domain.membership import OrderState
from kiosk.domain.refusals import Refusal, Refused
from kiosk.services.flows.cancel import CancellationAgreed, Cancelling
from kiosk.services.flows.signing import Signed
from kiosk.ui.pages.cancel import cancel_pages
from kiosk.ui.pages.order_detail import OrderDetailPage
from kiosk.ui.pages.signing import SigningPage
from kiosk.ui.widgets import CheckRow
from tests.ui.pages.case import NUMBER, Case, words_on


@pytest.fixture
def flow(case: Case) -> Cancelling:
    case.joined()
    case.confirm(case.ordered())
    return Cancelling(case.services, case.member, NUMBER)


def test_what_is_given_up_is_shown_and_agreed_to_before_the_signature(
    case: Case, flow: Cancelling, qtbot
) -> None:
    page = cancel_pages(flow.scene(), case.context())
    qtbot.addWidget(page)
    words = words_on(page)
    assert NUMBER in words
    assert "30,000 點" in words
    assert "NT$30,000" in words
    agree = page.findChild(CheckRow, "cancel.review.agree")
    assert agree is not None
    agree.click()
    assert page.valid
    flow.apply(page.answer())
    signing = cancel_pages(flow.scene(), case.context())
    qtbot.addWidget(signing)
    assert isinstance(signing, SigningPage)
    assert "取消訂單" in words_on(signing)


def test_a_taken_cancellation_frees_the_points_and_is_provisional(
    case: Case, flow: Cancelling, qtbot
) -> None:
    flow.apply(CancellationAgreed(NUMBER))
    signing = flow.scene().signing
    assert signing is not None
    case.counter.desk.submit(signing.statement, "signature", signer=signing.signer)
    flow.apply(Signed(signing.statement.command_id))
    page = cancel_pages(flow.scene(), case.context())
    qtbot.addWidget(page)
    assert "暫定：等待中央確認" in words_on(page)
    assert case.order.state is OrderState.CANCELLED
    assert case.overview().points.in_hand == 30_000  # type: ignore[union-attr]


def test_a_paid_order_is_not_cancelled_but_refunded(case: Case, qtbot) -> None:
    case.joined()
    case.paid()
    with pytest.raises(Refused) as caught:
        Cancelling(case.services, case.member, NUMBER).scene()
    assert caught.value.refusal is Refusal.ORDER_STATE
    page = OrderDetailPage(case.detail(), case.context())
    qtbot.addWidget(page)
    assert page.findChild(QPushButton, "order_detail.cancel") is None
    assert page.findChild(QPushButton, "order_detail.refund") is not None


def test_the_order_leads_to_its_cancellation(case: Case, flow: Cancelling, qtbot) -> None:
    page = OrderDetailPage(case.detail(), case.context())
    qtbot.addWidget(page)
    went: list[tuple[str, str]] = []
    page.went.connect(lambda place, about: went.append((place, about)))
    button = page.findChild(QPushButton, "order_detail.cancel")
    assert button is not None
    button.click()
    assert went == [("cancel", NUMBER)]
