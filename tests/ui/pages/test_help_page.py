"""諮詢: who answers now, and questions that can be searched, without a network."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit

from kiosk.services.folders import RESOURCES
from kiosk.services.help import found_in, read_help
from kiosk.ui.pages.help import HelpPage
from tests.ui.pages.case import Case, words_on

NINE = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)  # a Sunday, 09:00 in Asia/Taipei
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (NINE - SECOND, False),
        (NINE, True),
        (NINE + timedelta(hours=9) - SECOND, True),
        (NINE + timedelta(hours=9), False),
    ],
)
def test_the_hotline_answers_from_nine_to_six_every_day(now: datetime, is_open: bool) -> None:
    for day in range(7):
        assert read_help(RESOURCES, now + timedelta(days=day)).today.open_now is is_open


def test_every_word_has_to_be_found_in_either_language() -> None:
    questions = read_help(RESOURCES, NINE).texts.questions
    assert found_in(questions, "  ") == questions
    assert found_in(questions, "pin 鎖") == found_in(questions, "BLOCKED") != ()
    assert found_in(questions, "ＰＩＮ、鎖") == found_in(questions, "pin 鎖")
    assert found_in(questions, "沒有這種問題") == ()
    topics = {one.topic.zh for one in questions}
    assert topics >= {"點數", "退訂", "卡片", "PIN 碼"}


@pytest.mark.parametrize(
    "words", ["PIN碼", "忘記密碼", "忘記 PIN", "鎖住", "退款", "過期", "forgot PIN", "refund"]
)
def test_what_people_call_it_is_found(words: str) -> None:
    assert found_in(read_help(RESOURCES, NINE).texts.questions, words)


def test_the_page_finds_as_one_types(case: Case, qtbot: Any) -> None:
    context = case.context()
    page = HelpPage(read_help(RESOURCES, NINE), context)
    qtbot.addWidget(page)
    page.show()
    words = words_on(page)
    for told in ("現在是服務時段", "0809-092-091", "service@qbicloud.com", "30,000 點", "請將晶片朝上"):
        assert told in words
    search = page.findChild(QLineEdit, "help.search")
    assert search is not None
    search.setText("鎖住")
    visible = [one for one, panel in page._panels.items() if panel.isVisible()]
    assert [one.topic.zh for one in visible] == ["PIN 碼"]
    search.setText("沒有這種問題")
    assert "沒有找到" in words_on(page)


def test_out_of_hours_it_says_so(case: Case, qtbot: Any) -> None:
    page = HelpPage(read_help(RESOURCES, NINE - SECOND), case.context())
    qtbot.addWidget(page)
    assert "現在不是服務時段" in words_on(page)
