"""單據, 查驗單據 and the papers that are made when somebody asks for them."""

import base64
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtWidgets import QPushButton

from kiosk.contract.paper_code import CodeFault, CodeInvalid
from kiosk.contract.revoked_devices import REVOKED_DEVICES, write_revoked
from kiosk.contract.signed_documents import sign_document
from kiosk.services.failures import Failed, Trouble
from kiosk.services.flows.member_papers import assessment_paper, points_paper, registration_paper
from kiosk.services.flows.papers import cancelled_paper
from kiosk.services.flows.services import FAILURES
from kiosk.services.identity_device import pin_document_key
from kiosk.services.paper_check import CheckedPaper, PaperCheck, checked
from kiosk.services.receipts.papers import PaperError, PaperFailure, PointsPaper, ShiftPaper
from kiosk.services.receipts.render import render
from kiosk.services.receipts.verification import verify_code
from kiosk.storage import documents
from kiosk.storage.documents import SignedDocument
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.order_detail import OrderDetailPage
from kiosk.ui.pages.papers import PapersPage, read_papers
from kiosk.ui.pages.staff.places import ShiftPage
from kiosk.ui.pages.staff.verify import VerifyPage
from kiosk.ui.widgets import TextField
from kiosk.ui.workers import Workers
from tests.services.receipts.samples import CENTRAL_KEY, DEVICE_KEY, ORDER, PINNED, REFUND, issue_of
from tests.ui.pages.case import Case, words_on

SAMPLES_DEVICE = "0190b6f2-5c1e-7000-8000-000000000001"


def press(page, name: str, qtbot) -> list[str]:
    button = page.findChild(QPushButton, name)
    assert button is not None
    with qtbot.waitSignal(page.went) as went:
        button.click()
    return list(went.args)


def test_the_papers_are_listed_and_a_statement_of_points_is_made(case: Case, qtbot) -> None:
    case.joined()
    case.ordered()
    page = PapersPage(read_papers(case.services, case.member), case.context())
    qtbot.addWidget(page)
    assert press(page, "papers.1", qtbot) == ["receipt", "1"]
    assert press(page, "papers.make.points", qtbot) == ["receipt", "2"]
    paper = case.counter.desk.receipt(2).paper()
    assert isinstance(paper, PointsPaper)
    assert (paper.granted, paper.reserved, paper.in_hand) == (30_000, 30_000, 0)
    assert [one.change for one in paper.movements] == [30_000, -30_000]
    again = PapersPage(read_papers(case.services, case.member), case.context())
    qtbot.addWidget(again)
    assert press(again, "papers.make.points", qtbot) == ["receipt", "2"]  # the same of today
    case.on(date(2026, 1, 17))
    assert case.counter.desk.issue(case.member, points_paper(training=False)) == 3
    again.go_on()


def test_without_papers_and_points_there_is_nothing_to_press(case: Case, qtbot) -> None:
    page = PapersPage(read_papers(case.services, case.member), case.context())
    qtbot.addWidget(page)
    assert page.findChild(QPushButton, "papers.make.points") is None
    assert "還沒有單據" in words_on(page)


def test_a_paid_order_has_a_note_of_payment_and_invoice(case: Case, qtbot) -> None:
    case.joined()
    case.in_service()
    page = OrderDetailPage(case.detail(), case.context())
    qtbot.addWidget(page)
    place, number = press(page, "order_detail.payment_note", qtbot)
    assert place == "receipt"
    paper = case.counter.desk.receipt(int(number)).paper()
    assert (paper.kind, paper.provisional) == ("payment", False)


def test_the_shift_is_reported_from_the_last_report_on(case: Case, qtbot) -> None:
    case.joined()
    case.ordered()
    number = case.counter.desk.report_shift(training=False)
    paper = case.counter.desk.receipt(number).paper()
    assert isinstance(paper, ShiftPaper)
    assert (paper.accepted + paper.waiting, paper.papers, paper.rows[-1].paper) == (len(paper.rows), 1, 1)
    from kiosk.services.flows.paper import draw_paper

    page = ShiftPage(draw_paper(case.services, number), case.context())
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.went) as went:
        page.go_on()
    assert went.args == ["sync", ""]
    next_one = case.counter.desk.receipt(case.counter.desk.report_shift(training=False)).paper()
    assert isinstance(next_one, ShiftPaper)
    assert (next_one.began_at, next_one.rows) == (paper.ended_at, ())


def verifying(case: Case, check, qtbot) -> VerifyPage:
    services = replace(case.services, check_paper=check)
    context = Context(services, Workers(expected=FAILURES), case.context()._on_bug)
    page = VerifyPage(None, context)
    qtbot.addWidget(page)
    return page


def type_in(page: VerifyPage, text: str) -> None:
    field = page.findChild(TextField, "verify.code.field")
    assert field is not None
    field.line.setText(text)


def scan(page: VerifyPage, text: str, qtbot) -> str:
    type_in(page, text)
    page.go_on()
    qtbot.waitUntil(lambda: page.busy is None and not page._outcome.isHidden())
    return words_on(page)


def test_a_scanned_paper_is_told_to_be_genuine_and_what_stands_on_it(case: Case, qtbot) -> None:
    page = verifying(case, lambda text: checked(verify_code(text, PINNED)), qtbot)
    words = scan(page, issue_of(ORDER).code, qtbot)
    for expected in ("真實：由本系統的櫃台開立", "K01-000123", "12345675", "NT$30,000", ORDER.check_code):
        assert expected in words
    assert "訓練單據" in scan(page, issue_of(replace(ORDER, training=True)).code, qtbot)


def test_a_forged_paper_is_told_so_calmly(case: Case, qtbot) -> None:
    page = verifying(case, lambda text: checked(verify_code(text, PINNED)), qtbot)
    code = issue_of(ORDER).code
    words = scan(page, code[:-1] + str((int(code[-1]) + 1) % 10), qtbot)
    assert "查驗不符" in words
    assert "K01-000123" not in words
    assert "這不是本系統單據上的條碼" in scan(page, "<script>", qtbot)
    type_in(page, " ")
    page.go_on()


def test_a_check_code_is_found_among_the_papers_of_this_counter(case: Case, qtbot) -> None:
    case.joined()
    case.ordered()
    code = case.counter.desk.receipt(1).paper().check_code
    page = verifying(case, PaperCheck(case.counter.database).check, qtbot)
    words = scan(page, code.lower().replace("-", " "), qtbot)
    assert "本櫃台有這張單據" in words
    assert "離線受理，待中央確認" in words
    other = "0000-0000-0000-0000"
    assert "本櫃台沒有開立過這個檢查碼的單據" in scan(page, other, qtbot)
    assert "本機還沒有中央的公開金鑰" in scan(page, issue_of(ORDER).code, qtbot)


def _told_of_revoked(case: Case, since: datetime, *, signed: bool = True) -> None:
    """Central's key is pinned here, and its list of devices has the one that signed the samples."""
    content = write_revoked({SAMPLES_DEVICE: since})
    key = CENTRAL_KEY if signed else DEVICE_KEY
    listed = SignedDocument(REVOKED_DEVICES, content, sign_document(REVOKED_DEVICES, content, key), "x")
    with case.counter.database.session() as session:
        pin_document_key(session, base64.b64encode(PINNED).decode())
        documents.keep(session, [listed], since)


def test_a_paper_of_a_counter_that_is_shut_out_is_told_without_a_network(case: Case, qtbot) -> None:
    _told_of_revoked(case, ORDER.issued_at + timedelta(days=3))
    page = verifying(case, PaperCheck(case.counter.database).check, qtbot)
    words = scan(page, issue_of(ORDER).code, qtbot)
    assert "開立的櫃台後來已停用：請向中央查證" in words
    assert "2026/01/23" in words
    words = scan(page, issue_of(REFUND).code, qtbot)  # issued after that day
    assert "查驗不符：開立時櫃台已經停用" in words
    assert "K01-000124" not in words
    with pytest.raises(PaperError) as error:
        PaperCheck(case.counter.database).check_file(render(issue_of(REFUND)))
    assert error.value.failure is PaperFailure.DEVICE_REVOKED


def test_a_list_that_central_has_not_signed_is_not_gone_by(case: Case) -> None:
    _told_of_revoked(case, ORDER.issued_at, signed=False)
    with pytest.raises(Failed) as error:
        PaperCheck(case.counter.database).check(issue_of(ORDER).code)
    assert error.value.failure is Trouble.DOCUMENT_UNSIGNED


def test_what_is_no_code_is_no_bug(case: Case) -> None:
    with pytest.raises(CodeInvalid) as error:
        PaperCheck(case.counter.database).check("nothing of ours")
    assert error.value.fault is CodeFault.NOT_OURS


def test_a_checked_paper_can_be_asked_for_by_its_kind() -> None:
    found = checked(verify_code(issue_of(ORDER).code, PINNED))
    assert isinstance(found, CheckedPaper)
    assert found.here is None


def test_makers_of_papers_are_about_what_was_just_taken(case: Case) -> None:
    """Registration, self-assessment and cancellation each leave their paper."""
    counter = case.counter
    counter.submit(case.member, counter.opening())
    taken = counter.submit(
        case.member, counter.application(), registration_paper(counter.rules, training=True)
    )
    slip = counter.desk.receipt(taken.receipt_id or 0).paper()
    assert (slip.kind, slip.training) == ("registration", True)
    opening = counter.opening()
    assert (slip.notice_version, slip.notice_shown_at) == (opening.notice_version, opening.notice_shown_at)
    made = counter.submit(case.member, counter.assessment(), assessment_paper(counter.rules, training=False))
    assert counter.desk.receipt(made.receipt_id or 0).paper().kind == "assessment"
    assert cancelled_paper(training=False) is not None
