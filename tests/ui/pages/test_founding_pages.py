"""Pages of founding: what is entered is checked at once, and told with its article; nothing is lost."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QWidget

from kiosk.domain.founding.case import Business, Case, Founder, Liability, Member, Step
from kiosk.domain.founding.record import Contact, Officer, Post, Record
from kiosk.domain.identity import IdentityKind
from kiosk.services.flows.founding_guide import FoundingGuide, PartAnswered
from kiosk.ui.pages.context import CardState, Context
from kiosk.ui.pages.founding.articles import ArticlesPage
from kiosk.ui.pages.founding.boards import BoardsPage
from kiosk.ui.pages.founding.case import CasePage
from kiosk.ui.pages.founding.days import DaysPage
from kiosk.ui.pages.founding.founders import FoundersPage
from kiosk.ui.pages.founding.guide import guide_page
from kiosk.ui.pages.founding.members import MembersPage
from kiosk.ui.pages.founding.name import NamePage
from kiosk.ui.pages.founding.plan import PlanPage
from tests.domain.founding_case import ADULT, ID_NUMBERS, READY
from tests.domain.test_founding_record import WHOLE
from tests.services.flows.hall import PaperCard
from tests.ui.pages.case import Case as Counter
from tests.ui.pages.case import words_on

Show = Callable[..., Any]


@pytest.fixture
def show(case: Counter, qtbot: Any) -> Show:
    """A page over a record that is kept; what it keeps is read from `kept`."""
    case.on(date(2026, 3, 20))
    context = case.context()

    def shown(page: Callable[[Any, Context], Any], record: Record) -> Any:
        desk = context.services.founding
        made = page(desk.view(desk.open(record).case_id), context)
        qtbot.addWidget(made)
        return made

    return shown


def kept(page: Any, qtbot: Any) -> Record:
    """Go on, and read what is kept then."""
    with qtbot.waitSignal(page.went, timeout=5_000):
        page.go_on()
    record = page.context.services.founding.read(page.view.case_id)
    assert isinstance(record, Record)
    return record


def write(page: QWidget, name: str, text: str) -> None:
    line = page.findChild(QLineEdit, name)
    if line is not None:
        line.setText(text)
        return
    area = page.findChild(QPlainTextEdit, name)
    assert area is not None, name
    area.setPlainText(text)


def text_of(page: QWidget, name: str) -> str:
    """The words of the label of that name; those it had before wait to be deleted."""
    return [label for label in page.findChildren(QLabel, name) if not label.isHidden()][-1].text()


def click(page: QWidget, name: str) -> None:
    button = page.findChild(QAbstractButton, name)
    assert button is not None, name
    button.click()


def test_an_empty_case_is_filled_in_and_kept(show: Show, qtbot: Any) -> None:
    page = show(NamePage, Record())
    write(page, "founding_name.name", "有限責任訓練用消費合作社")
    click(page, "founding_name.liability.limited")
    click(page, "founding_name.main.consumption")
    click(page, "founding_name.other.supply")
    click(page, "founding_name.area.0")
    write(page, "founding_name.address", "臺北市")
    assert "這一部分符合規定" in words_on(page)
    assert text_of(page, "founding_name.authority") == "臺北市政府"
    click(page, "founding_name.area.1")
    assert text_of(page, "founding_name.authority") == "內政部"
    record = kept(page, qtbot)
    assert record.case == Case(
        name="有限責任訓練用消費合作社",
        liability=Liability.LIMITED,
        main_business=Business.CONSUMPTION,
        other_businesses=frozenset({Business.SUPPLY}),
        area=("臺北市", "新北市"),
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("有限責任訓練用消費運銷合作社", "不只一種業務"),
        ("有限責任訓練用合作社", "看不出主要業務"),
        ("訓練用消費合作社", "看不出責任"),
    ],
)
def test_a_name_with_two_businesses_or_none(show: Show, name: str, told: str) -> None:
    page = show(NamePage, replace(WHOLE, case=replace(READY, name=name)))
    words = words_on(page)
    assert told in words
    assert "依據：合作社法 §6；罰鍰 合作社法 §74-1" in words


def test_six_founders_one_of_them_twice_and_one_under_age(show: Show) -> None:
    minor = replace(READY.founders[4], birth_date=date(2010, 1, 1))
    founders = (*READY.founders[:4], minor, READY.founders[0])
    words = words_on(show(FoundersPage, replace(WHOLE, case=replace(READY, founders=founders))))
    assert "發起人只有 5 位" in words
    assert "依據：合作社法 §8" in words
    assert "同一人" in words
    assert "依據：民法 §12；合作社法 §11" in words
    assert str(READY.founders[0].id_number) not in words  # masked


def test_a_founder_is_added_changed_and_taken_out(show: Show, qtbot: Any) -> None:
    page = show(FoundersPage, Record())
    write(page, "founding_founders.name", "林曉明")
    write(page, "founding_founders.id_number", "ａ123456789")
    write(page, "founding_founders.birth_date", "2026/02/30")
    click(page, "founding_founders.add")
    assert "沒有這一天" in words_on(page)
    write(page, "founding_founders.birth_date", "79/2/28")
    record = kept(page, qtbot)
    assert record.case.founders == (Founder("林曉明", "A123456789", ADULT),)

    page = show(FoundersPage, record)
    click(page, "founding_founders.0.edit")
    assert page.findChild(QLineEdit, "founding_founders.birth_date").text() == "1990/02/28"
    write(page, "founding_founders.name", "林小明")
    record = kept(page, qtbot)
    assert [one.name for one in record.case.founders] == ["林小明"]

    page = show(FoundersPage, record)
    with qtbot.waitSignal(page.went):
        click(page, "founding_founders.0.remove")
    assert page.context.services.founding.read(page.view.case_id).case.founders == ()
    with qtbot.waitSignal(page.went) as went:
        show(FoundersPage, record).went.connect(page.went)
        page.go_on()
    assert went.args[0] == "founding_case"


def test_an_empty_form_adds_nobody(show: Show) -> None:
    page = show(FoundersPage, Record())
    click(page, "founding_founders.add")
    assert "請輸入姓名" in words_on(page)


def test_a_founder_is_read_from_the_card(show: Show, qtbot: Any) -> None:
    card = PaperCard(7, IdentityKind.CITIZEN_CERTIFICATE, "林曉明").present()
    card = replace(card, holder=replace(card.holder, id_tail="6789"))
    page = show(FoundersPage, Record())
    page.card_changed(CardState(present=card))
    assert "讀到 林○明 的卡片" in words_on(page)
    click(page, "founding_founders.card.action")
    write(page, "founding_founders.id_number", "A123456700")
    click(page, "founding_founders.add")
    assert "與卡片的證號末四碼 6789 不符" in words_on(page)
    write(page, "founding_founders.id_number", "A123456789")
    record = kept(page, qtbot)
    assert [one.holder for one in record.cards] == [card.holder.holder_id]

    page = show(FoundersPage, record)
    page.card_changed(CardState(present=card))
    click(page, "founding_founders.card.action")
    assert page.failure is not None
    assert page.failure.code == "K-FOUND-02"
    page.card_changed(CardState())
    click(page, "founding_founders.card.action")
    assert page.failure is None


def test_a_card_opens_the_case_for_nobody_but_its_holder(show: Show, qtbot: Any) -> None:
    card = PaperCard(7, IdentityKind.CITIZEN_CERTIFICATE, "林曉明").present()
    other = Founder("陳小華", ID_NUMBERS[1], ADULT)
    page = show(FoundersPage, Record(case=Case(founders=(other,))))
    page.card_changed(CardState(present=card))
    click(page, "founding_founders.card.action")
    click(page, "founding_founders.0.edit")
    assert kept(page, qtbot).cards == ()

    page = show(FoundersPage, Record())
    page.card_changed(CardState(present=card))
    click(page, "founding_founders.card.action")
    write(page, "founding_founders.name", "陳小華")
    record = kept(page, qtbot)
    assert [one.name for one in record.case.founders] == ["陳小華"]
    assert record.cards == ()


def test_a_share_of_200_and_a_member_with_more_than_a_fifth(show: Show) -> None:
    members = (replace(READY.members[0], shares=24, paid_in=600), *READY.members[1:])  # 24 of 114
    page = show(MembersPage, replace(WHOLE, case=replace(READY, share_value=200, members=members)))
    words = words_on(page)
    assert "每股 200 元不符規定" in words
    assert "依據：合作社法 §16" in words
    assert "超過股金總額的 20%" in words
    assert "依據：合作社法 §17" in words


def test_21_percent_is_too_much_and_20_is_not(show: Show) -> None:
    def with_shares(first: int) -> Record:
        others = [(100 - first) // 9 + (place < (100 - first) % 9) for place in range(9)]
        members = tuple(
            replace(one, shares=shares, paid_in=shares * 100)
            for one, shares in zip(READY.members, [first, *others], strict=True)
        )
        return replace(WHOLE, case=replace(READY, members=members))

    assert "社員第 1 位認購 21 股" in words_on(show(MembersPage, with_shares(21)))
    assert "這一部分符合規定" in words_on(show(MembersPage, with_shares(20)))


def test_the_calculator(show: Show) -> None:
    page = show(MembersPage, Record())
    assert "填好上面三格即可試算" in words_on(page)
    write(page, "founding_members.value", "100")
    write(page, "founding_members.members", "10")
    write(page, "founding_members.capital_target", "150,050")
    words = words_on(page)
    for told in ("1,501", "NT$150,100", "300", "NT$37,525"):
        assert told in words
    write(page, "founding_members.members", "4")
    assert "不可行" in words_on(page)
    write(page, "founding_members.value", "x")
    assert not page.valid


def test_5000_members_are_taken_in_two_seconds_with_a_report_line_by_line(show: Show, qtbot: Any) -> None:
    lines = ["姓名\t身分證統一編號\t出生日期\t認購股數\t已繳股款"]
    lines += [f"社員{place}\t{ID_NUMBERS[0]}\t1990/02/28\t10\t250" for place in range(5_000)]
    lines[4_000] = "林曉明\tA123456780\t2026/02/30\tten\t1"
    page = show(MembersPage, replace(WHOLE, case=replace(READY, members=())))
    write(page, "founding_members.paste", "\n".join(lines))
    began = time.perf_counter()
    page.go_on()  # what was pasted is read first, and its report seen
    assert time.perf_counter() - began < 2
    report = page.findChild(QPlainTextEdit, "founding_members.report").toPlainText().splitlines()
    assert len(report) >= 4_999
    of_the_line = [line for line in report if line.startswith("第 4001 列：")]
    for told in ("出生日期不是存在的日期", "認購股數不是整數", "身分證統一編號不正確", "合作社法 §9"):
        assert any(told in line for line in of_the_line), told
    assert text_of(page, "founding_members.count") == "5,000"
    record = kept(page, qtbot)
    assert len(record.case.members) == 5_000
    assert record.case.members[3_999] == Member("林曉明", "A123456780", None, None, 1)


def test_a_roll_without_fault_is_said_to_be_right_and_can_be_taken_out(show: Show) -> None:
    page = show(MembersPage, WHOLE)
    click(page, "founding_members.edit")
    click(page, "founding_members.take")
    report = page.findChild(QPlainTextEdit, "founding_members.report").toPlainText()
    assert report == "全部 10 列都沒有問題"
    write(page, "founding_members.paste", "甲\t\t\t\t\textra")
    click(page, "founding_members.take")
    report = page.findChild(QPlainTextEdit, "founding_members.report").toPlainText()
    assert "第 1 列：欄位太多" in report


def test_four_supervisors_for_nine_directors(show: Show, qtbot: Any) -> None:
    page = show(BoardsPage, WHOLE)
    write(page, "founding_boards.supervisors", "4")
    words = words_on(page)
    assert "監事 4 人，超過理事的 1/3" in words
    assert "監事最多 3 人" in words
    assert "依據：合作社選舉罷免辦法 §5" in words
    write(page, "founding_boards.supervisors", "x")
    assert not page.valid
    write(page, "founding_boards.supervisors", "3")
    write(page, "founding_boards.elected", "理事主席 林曉明\n主任 王大同")
    assert "第 2 列看不出職務與姓名" in words_on(page)
    assert not page.valid
    write(page, "founding_boards.elected", "理事主席 林曉明")
    assert kept(page, qtbot).officers == (Officer(Post.DIRECTORS_CHAIR, "林曉明"),)


def test_plan_and_budget(show: Show, qtbot: Any) -> None:
    page = show(PlanPage, Record())
    write(page, "founding_plan.reason", "共同購買")
    write(page, "founding_plan.income", "股金 150,000\n補助")
    assert "年度收入概算（項目 金額）第 2 列" in words_on(page)
    assert not page.valid
    write(page, "founding_plan.income", "股金 150,000\n補助 5,000")
    assert text_of(page, "founding_plan.income_total") == "NT$155,000"
    write(page, "founding_plan.contact_email", "nobody")
    assert "這不是完整的電子郵件地址" in words_on(page)
    write(page, "founding_plan.contact_email", "coop@example.org")
    record = kept(page, qtbot)
    assert record.plan.reason == "共同購買"
    assert record.plan.income_total == 155_000
    assert record.contact == Contact(email="coop@example.org")


def test_articles_have_sixteen_items_but_those_of_another_liability(show: Show, qtbot: Any) -> None:
    assert len(show(ArticlesPage, Record()).findChildren(QPlainTextEdit)) == 16
    page = show(ArticlesPage, WHOLE)
    assert page.findChild(QPlainTextEdit, "founding_articles.7") is None
    write(page, "founding_articles.6", " ")
    assert "章程草案尚缺第 6 款" in words_on(page)
    assert 6 not in kept(page, qtbot).texts
    guarantee = show(ArticlesPage, replace(WHOLE, texts={7: "每位社員保證股款的 3 倍"}))
    assert kept(guarantee, qtbot).texts == {7: "每位社員保證股款的 3 倍"}  # for another liability, not lost


def test_what_is_too_long_for_an_article_is_told_and_not_kept(show: Show) -> None:
    page = show(ArticlesPage, WHOLE)
    write(page, "founding_articles.6", "字" * 4_001)
    assert not page.valid
    assert "最多 4,000 字" in words_on(page)
    write(page, "founding_articles.6", "字" * 4_000)
    assert page.valid


def test_a_founding_meeting_before_the_preparation(show: Show) -> None:
    page = show(DaysPage, WHOLE)
    write(page, "founding_days.founding_meeting", "2026/01/25")
    words = words_on(page)
    assert "「創立會」的日期 2026-01-25 早於前面的步驟" in words
    write(page, "founding_days.founding_meeting", "2026/02/30")
    page.findChild(QLineEdit, "founding_days.founding_meeting").editingFinished.emit()
    assert "沒有這一天" in words_on(page)
    assert not page.valid


def test_a_registration_after_more_than_a_month(show: Show, qtbot: Any) -> None:
    page = show(DaysPage, WHOLE)
    assert "2026/04/02" in text_of(page, "founding_days.due.register_by")
    write(page, "founding_days.registration_application", "2026/04/03")
    words = words_on(page)
    assert "成立登記應在 2026-04-02 前申請" in words
    assert "依據：合作社法 §9；罰鍰 合作社法 §73-1" in words
    assert kept(page, qtbot).case.day(Step.REGISTRATION_APPLICATION) == date(2026, 4, 3)


def test_a_case_shows_how_far_it_is_and_what_is_due(show: Show) -> None:
    words = words_on(show(CasePage, replace(WHOLE, case=replace(READY, founders=READY.founders[:6]))))
    assert "主管機關將在 2026-03-25 前決定" in words
    assert "1 項不符規定，0 項待補" in words
    assert "2026/03/02" in words or "符合規定" in words
    words = words_on(show(CasePage, Record()))
    assert "待填寫" in words


def test_the_guide_reckons_from_the_day_entered(case: Counter, qtbot: Any) -> None:
    case.on(date(2026, 3, 20))
    context = case.context()
    guide = FoundingGuide(context.services)
    page = guide_page(guide.scene(), context)
    qtbot.addWidget(page)
    click(page, "founding_guide.area.0")
    assert text_of(page, "founding_guide.authority") == "臺北市政府"
    assert text_of(page, "founding_guide.telephones").endswith("(02)2365-5603　(02)2365-5604")
    guide.apply(page.answer())
    for _ in range(2):
        guide.apply(PartAnswered())
    page = guide_page(guide.scene(), context)
    qtbot.addWidget(page)
    write(page, "founding_guide.day.founding_meeting", "2026/1/31")
    assert text_of(page, "founding_guide.due.register_by").startswith("2026/02/28（六） 前")
    assert "罰鍰 合作社法 §73-1" in words_on(page)
    write(page, "founding_guide.day.chair_election", "2026/1/30")
    assert "早於前面的步驟" in words_on(page)
    write(page, "founding_guide.day.chair_election", "2026/02/30")
    assert not page.valid
    guide.apply(PartAnswered({Step.FOUNDING_MEETING: date(2026, 3, 2)}))
    page = guide_page(guide.scene(), context)
    qtbot.addWidget(page)
    assert "https://coop.moi.gov.tw/tw/" in words_on(page)
    assert text_of(page, "founding_guide.authority") == "臺北市政府"
