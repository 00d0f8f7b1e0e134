import pytest
from PySide6.QtWidgets import QCheckBox

from kiosk.services.flows.expert import ExpertRequesting, ThemesChosen
from kiosk.ui.pages.expert import expert_pages
from tests.ui.pages.case import Case, words_on


@pytest.fixture
def flow(case: Case) -> ExpertRequesting:
    case.joined()
    return ExpertRequesting(case.services, case.member)


def test_at_least_one_theme_is_ticked(case: Case, flow: ExpertRequesting, qtbot) -> None:
    page = expert_pages(flow.scene(), case.context())
    qtbot.addWidget(page)
    assert not page.answer().themes
    rows = page.findChildren(QCheckBox)
    assert len(rows) == 8
    rows[0].click()
    assert page.valid
    assert page.answer() == ThemesChosen((flow.scene().themes[0].theme_id,))
    rows[0].click()
    assert not bool(page.valid)


def test_what_was_asked_for_and_where_the_answer_goes(case: Case, flow: ExpertRequesting, qtbot) -> None:
    flow.apply(ThemesChosen(("remote_work",)))
    page = expert_pages(flow.scene(), case.context())
    qtbot.addWidget(page)
    words = words_on(page)
    assert "遠距辦公" in words
    assert "s***@example.com" in words
    assert "暫定：等待中央確認" in words
