import json
from dataclasses import replace

import pytest

from kiosk.domain.data_rights import DataRight
from kiosk.domain.inquiry import Subject
from kiosk.services.flows.privacy import PrivacyRequesting, RightAsked
from kiosk.services.flows.start import resumed
from kiosk.services.inquiries import Where
from kiosk.services.overview import overview
from kiosk.ui.pages import inquiries
from kiosk.ui.pages.inquiries import right_name
from kiosk.ui.pages.overview import OverviewPage
from kiosk.ui.pages.privacy import privacy_pages
from kiosk.ui.pages.step_page import StepPage
from kiosk.ui.widgets import Button, ChoiceCard, ChoiceGroup, TextArea
from tests.ui.pages.case import Case, words_on


@pytest.fixture
def flow(case: Case) -> PrivacyRequesting:
    case.joined()
    return PrivacyRequesting(case.services, case.member)


def is_valid(page: StepPage) -> bool:
    return page.valid


def test_what_may_be_asked_and_until_when(case: Case, flow: PrivacyRequesting, qtbot) -> None:
    page = privacy_pages(flow.scene(), case.context())
    qtbot.addWidget(page)
    for right in DataRight:
        card = page.findChild(ChoiceCard, f"privacy.ask.right.{right.value}")
        assert card is not None
        assert right_name(right) in card.text()
    assert not is_valid(page)
    chosen = page.findChild(ChoiceGroup, "privacy.ask.right")
    written = page.findChild(TextArea, "privacy.ask.words.area")
    assert chosen is not None
    assert written is not None
    chosen.choose(DataRight.CORRECTION.value)
    assert not is_valid(page), "what is to be corrected has to be said"
    written.text = "電話改為 02-0000-0001"
    assert is_valid(page)
    assert page.answer() == RightAsked(DataRight.CORRECTION, "電話改為 02-0000-0001")
    written.text = "字" * 1_001
    assert not is_valid(page)
    written.text = ""
    chosen.choose(DataRight.DELETION.value)
    assert is_valid(page)
    assert page.doing == "送出請求"


def test_it_is_taken_without_a_network_and_has_its_receipt(
    case: Case, flow: PrivacyRequesting, qtbot
) -> None:
    flow.apply(RightAsked(DataRight.ACCESS, "想看看"))
    (one,) = case.services.inquiries.of_membership(case.member)
    assert (one.where, one.asked.subject, one.asked.right) == (
        Where.QUEUED,
        Subject.PERSONAL_DATA,
        DataRight.ACCESS,
    )
    assert flow.receipt_id is not None
    paper = json.loads(case.services.desk.receipt(flow.receipt_id).snapshot)
    assert (paper["kind"], paper["request_id"], paper["due_on"]) == (
        "data_request",
        one.inquiry_id,
        "2026-01-30",
    )
    assert flow.leads_to == ("receipt", str(flow.receipt_id))
    page = privacy_pages(flow.scene(), case.context())
    qtbot.addWidget(page)
    assert "2026/01/30" in words_on(page)
    assert case.services.drafts.open_drafts() == ()


def test_it_is_followed_in_the_notices_and_on_the_page(case: Case, flow: PrivacyRequesting, qtbot) -> None:
    flow.apply(RightAsked(DataRight.CORRECTION, "電話"))
    asked = case.services.inquiries.of_membership(case.member)
    account = OverviewPage(overview(case.services.desk.view(case.member), case.today, asked), case.context())
    qtbot.addWidget(account)
    words = words_on(account)
    assert "個人資料請求已受理，有網路時自動送出" in words
    assert "補充或更正，應於 2026/02/14 前答覆" in words
    went = []
    account.went.connect(lambda place, about: went.append((place, about)))
    ask = account.findChild(Button, "account.privacy")
    assert ask is not None
    ask.click()
    assert went == [("privacy", "")]
    again = privacy_pages(PrivacyRequesting(case.services, case.member).scene(), case.context())
    qtbot.addWidget(again)
    assert "先前的請求" in words_on(again)
    told = [inquiries.headline(replace(asked[0], where=where)) for where in Where]
    assert len(set(told)) == 3


def test_a_half_finished_one_is_offered_again(case: Case, flow: PrivacyRequesting) -> None:
    case.services.drafts.save("privacy-1", "privacy", case.member, "ask", {"answers": {}, "before": []})
    draft = case.services.drafts.load("privacy-1")
    assert draft is not None
    again = resumed(case.services, draft)
    assert isinstance(again, PrivacyRequesting)
    assert (again.membership_id, again.step.name) == (case.member, "ask")
