"""註冊 2: what the page says of the card that was read."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.services.flows.registration import RegistrationScene
from kiosk.ui.pages.context import CardState
from kiosk.ui.pages.registration.identify import CardPage
from tests.services.flows.hall import PaperCard
from tests.ui.pages.case import Case

PROVISIONAL = "暫定，將由中央確認"


@pytest.mark.parametrize("confirmed", [True, False])
def test_what_only_central_can_confirm_is_said_to_be_provisional(
    case: Case, qtbot: QtBot, confirmed: bool
) -> None:
    scene = RegistrationScene(
        step="card", identity=None, card=None, cooperative=None, declared=None, contact=None, at=case.clock()
    )
    page = CardPage(scene, case.context())
    qtbot.addWidget(page)
    page.card_changed(CardState(present=PaperCard(confirmed=confirmed).present()))
    texts = [label.text() for label in page.findChildren(QLabel)]
    assert "訓練用合作社" in texts
    assert (PROVISIONAL in texts) is not confirmed
    page.leave()
