"""文字客服: written over any page, kept for good, told what is wrong; 關於本計畫, 如何申請 and 轉型攻略."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from kiosk.contract.help_document import Stage
from kiosk.domain.calendar import taipei_day
from kiosk.domain.inquiry import LONGEST
from kiosk.domain.plans import Category
from kiosk.services.folders import RESOURCES
from kiosk.services.help import Progress, progress_of, shipped_texts
from kiosk.services.overview import overview
from kiosk.ui.pages.about import MOST_PLANS, AboutPage, AboutScene, ApplyPage, TransformPage
from kiosk.ui.pages.message import MessageForm
from kiosk.ui.pages.overview import OverviewPage
from kiosk.ui.widgets import TextArea
from kiosk.ui.widgets.breaking import as_written
from tests.ui.pages.case import Case, words_on


@pytest.fixture
def over(qtbot: Any) -> QWidget:
    window = QWidget()
    window.resize(1366, 768)
    qtbot.addWidget(window)
    window.show()
    return window


class Written:
    """The form over a window, and whether it went away."""

    def __init__(self, case: Case, over: QWidget, member: str | None) -> None:
        self.away = False
        self.context = case.context()
        self.form = MessageForm(over, self.context, "order.done", member, self._gone)

    def _gone(self) -> None:
        self.away = True

    def writes(self, text: str) -> None:
        assert isinstance(self.form._words, TextArea)
        self.form._words.text = text

    def press(self) -> None:
        self.form._yes.click()

    def words(self) -> str:
        shown = [one for one in self.form.findChildren(QWidget) if one.isVisible()]
        return " ".join(as_written(str(one.property("text") or "")) for one in shown)


def test_a_member_agrees_and_it_waits_in_the_notices(case: Case, over: QWidget, qtbot: Any) -> None:
    case.joined()
    written = Written(case, over, case.member)
    written.writes("付款連結在哪裡？\n\x07")
    written.form._agree.click()
    written.press()
    qtbot.waitUntil(written.form._no.isHidden)
    assert "已保存" in written.words()
    written.press()
    assert written.away
    (asked,) = case.services.inquiries.of_membership(case.member)
    assert (asked.asked.text, asked.asked.page) == ("付款連結在哪裡？", "order.done")
    seen = overview(case.services.desk.view(case.member), case.today, (asked,))
    page = OverviewPage(seen, case.context())
    qtbot.addWidget(page)
    assert "諮詢待送出" in words_on(page)


def test_without_agreeing_an_address_is_needed_and_nothing_tells_who_it_was(
    case: Case, over: QWidget, qtbot: Any
) -> None:
    case.joined()
    written = Written(case, over, case.member)
    written.press()
    assert "請寫下想詢問的事" in written.words()
    written.writes("問題")
    written.press()
    assert "請填 Email" in written.form._email.error
    written.form._email.text = "not an address"
    written.press()
    assert "不是可以寄信的 Email" in written.form._email.error
    written.form._email.text = "ｓomeone@coop.example"
    written.press()
    qtbot.waitUntil(written.form._no.isHidden)
    assert case.services.inquiries.of_membership(case.member) == ()


def test_it_goes_with_who_takes_the_card_out(case: Case, over: QWidget) -> None:
    case.joined()
    written = Written(case, over, None)
    assert written.form._agree.isHidden()
    written.form.member_is(case.member)
    assert not written.form._agree.isHidden()
    assert written.form._asked().membership_id is None
    written.form.member_is(case.member)
    assert not written.away
    written.form.member_is(None)
    assert written.away


def test_more_than_the_help_desk_takes_is_not_taken(case: Case, over: QWidget) -> None:
    written = Written(case, over, case.member)
    assert isinstance(written.form._words, TextArea)
    clipboard = QApplication.clipboard()
    try:
        clipboard.setText("社" * (LONGEST + 1))
        written.form._words.edit.paste()
    finally:
        clipboard.clear()
    assert written.form._words.text == ""


def test_tab_stays_inside_and_escape_closes(case: Case, over: QWidget) -> None:
    written = Written(case, over, None)
    for _ in range(8):
        focused = QApplication.focusWidget()
        assert focused is not None
        assert written.form.isAncestorOf(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    QTest.keyClick(written.form, Qt.Key.Key_Escape)
    assert written.away


def scene(case: Case, progress: Progress | None) -> AboutScene:
    return AboutScene(shipped_texts(RESOURCES), progress, taipei_day(case.clock()))


def test_about_tells_who_what_until_when_and_how_the_budget_stands(case: Case, qtbot: Any) -> None:
    page = AboutPage(scene(case, None), case.context())
    qtbot.addWidget(page)
    words = words_on(page)
    for told in ("數位發展部數位產業署", "30,000 點", "至補助額度用罄為止", "受理中"):
        assert told in words


def test_how_to_apply_has_four_steps_and_ones_own_progress(case: Case, qtbot: Any) -> None:
    page = ApplyPage(scene(case, None), case.context())
    qtbot.addWidget(page)
    assert "插入憑證卡片" in page.lead
    assert "已完成" not in words_on(page)
    case.joined()
    seen = overview(case.services.desk.view(case.member), case.today)
    progress = progress_of(seen)
    assert progress is not None
    assert progress.done == frozenset({Stage.JOIN, Stage.POINTS})
    assert progress.next is Stage.ORDER
    mine = ApplyPage(scene(case, progress), case.context())
    qtbot.addWidget(mine)
    assert words_on(mine).count("已完成") == 2
    asked: list[str] = []
    mine.went.connect(lambda place, _about: asked.append(place))
    mine.go_on()
    assert asked == ["plans"]
    done = ApplyPage(scene(case, Progress(frozenset(Stage))), case.context())
    qtbot.addWidget(done)
    assert done.next_text is None


def test_each_category_has_its_guide_and_plans(case: Case, qtbot: Any) -> None:
    page = TransformPage(scene(case, None), case.context())
    qtbot.addWidget(page)
    for category in Category:
        assert page.findChild(QWidget, f"transform.{category}") is not None
        names = [
            plan.terms.plan_name
            for plan in case.services.programme.plans.values()
            if plan.category is category
        ]
        shown = [name for name in names if name in words_on(page)]
        more = page.findChild(QPushButton, f"transform.{category}.more")
        assert shown == names[: len(shown)]
        assert (more is None) == (len(shown) == len(names)) == (len(names) <= MOST_PLANS)
