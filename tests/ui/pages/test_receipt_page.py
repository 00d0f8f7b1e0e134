from datetime import date

from kiosk.services.flows.paper import draw_paper
from kiosk.ui.pages.marks import ConfirmationMark
from kiosk.ui.pages.receipt import ReceiptPage
from kiosk.ui.widgets import PaperView
from tests.ui.pages.case import Case, text_of


def page_of(case: Case, receipt_id: int, qtbot) -> ReceiptPage:
    page = ReceiptPage(draw_paper(case.services, receipt_id), case.context())
    qtbot.addWidget(page)
    return page


def test_an_order_receipt_is_shown_with_both_copies(case: Case, qtbot) -> None:
    case.joined()
    page = page_of(case, case.ordered().receipt_id or 0, qtbot)
    assert page.title == "訂購收據"
    assert text_of(page, "receipt.number") == "第 1 號"
    paper = page.findChild(PaperView, "receipt.paper")
    assert paper is not None
    assert paper.page_count == 2


def test_it_is_provisional_until_central_confirms(case: Case, qtbot) -> None:
    case.joined()
    taken = case.ordered()

    def mark() -> str:
        page = page_of(case, 1, qtbot)
        found = page.findChild(ConfirmationMark, "receipt.mark")
        assert found is not None
        return found.accessibleName()

    assert mark() == "暫定"
    case.confirm(taken)
    assert mark() == "已確認"


def test_a_refund_notice_is_called_so(case: Case, qtbot) -> None:
    case.joined()
    case.in_service()
    case.on(date(2026, 3, 10))
    page = page_of(case, case.refunded().receipt_id or 0, qtbot)
    assert page.title == "退訂退款通知單"


def test_the_paper_takes_the_height_of_the_page_and_leads_back(case: Case, qtbot) -> None:
    case.joined()
    page = page_of(case, case.ordered().receipt_id or 0, qtbot)
    for height in (420, 900):
        page.resize(760, height)
        page.show()
        qtbot.waitUntil(lambda: page.scroll_area.verticalScrollBar().maximum() == 0)
    with qtbot.waitSignal(page.went) as went:
        page.go_on()
    assert went.args == ["account", ""]
