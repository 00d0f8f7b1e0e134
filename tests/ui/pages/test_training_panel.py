"""Training's menu: every card can be read and put in, in both languages."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea

from kiosk.cardreader.card import CardReading
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.virtual.scenarios import GROUPS, SCENARIOS
from kiosk.services.flows.services import FAILURES
from kiosk.services.training.desk import TrainingDesk
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.sheet import Sheet
from kiosk.ui.pages.training_panel import TrainingPanel
from kiosk.ui.shell import Shell
from kiosk.ui.translation import Language, Translation
from kiosk.ui.workers import Workers
from tests.ui.pages.case import Case
from tests.ui.widgets.finding import find

_WAIT_MS = 5_000


@dataclass
class Hand:
    """Puts cards in and takes them out, on paper."""

    inserted: list[str | None] = field(default_factory=list)

    def insert(self, scenario: str | None) -> None:
        self.inserted.append(scenario)

    def remove(self) -> None:
        self.inserted.append(None)


@dataclass(frozen=True)
class Desk:
    """A shell with the menu, the hand behind it, and the languages."""

    shell: Shell
    context: Context
    panel: TrainingPanel
    hand: Hand
    acts: list[str]
    translation: Translation

    def speak(self, language: Language) -> None:
        self.translation.switch(language)
        self.context.language = "en" if language is Language.ENGLISH else "zh"
        self.panel.fill()

    def opened(self) -> Sheet:
        find(self.shell, QAbstractButton, "training.insert").click()
        return find(self.shell, Sheet, "training.cards")


def _bug(error: Exception) -> None:
    raise error


def _no_card() -> CardReading:
    raise CardError(CardFailure.NO_CARD)


@pytest.fixture
def desk(case: Case, qtbot: Any, qapp: QApplication) -> Iterator[Desk]:
    hand, acts = Hand(), cast("list[str]", [])
    nobody = "http://127.0.0.1:9"
    training = TrainingDesk(nobody, nobody, cast("Any", hand), cast("Any", case.clock))
    workers = Workers(expected=FAILURES)
    context = Context(replace(case.services, read_card=_no_card), workers, _bug)
    shell = Shell()
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.set_training("")
    panel = TrainingPanel(shell, context, training, lambda: None, lambda: acts.append("done"))
    translation = Translation(qapp)
    with qtbot.waitExposed(shell):
        shell.show()
    yield Desk(shell, context, panel, hand, acts, translation)
    translation.switch(Language.CHINESE)
    workers.stop(_WAIT_MS)
    training.close()


@pytest.mark.parametrize("language", list(Language))
def test_every_card_can_be_read(desk: Desk, qtbot: Any, language: Language) -> None:
    desk.speak(language)
    sheet = desk.opened()
    area = sheet.findChild(QScrollArea)
    assert area is not None
    content = area.widget()
    assert content is not None
    qtbot.waitUntil(lambda: content.width() == area.viewport().width(), timeout=_WAIT_MS)
    assert content.minimumSizeHint().width() <= area.viewport().width()
    for name, scenario in SCENARIOS.items():
        button = find(sheet, QAbstractButton, f"training.card.{name}")
        assert button.text() == (scenario.en if language is Language.ENGLISH else scenario.zh)
        assert button.width() >= button.sizeHint().width()
        right = button.mapTo(content, button.rect().bottomRight())
        assert content.rect().contains(right)


def test_cards_stand_in_groups(desk: Desk) -> None:
    sheet = desk.opened()
    headings = [label.text() for label in sheet.findChildren(QLabel)]
    assert headings[1:] == ["可以辦理的卡片", "會被拒絕的卡片", "卡片或讀卡機的狀況"]
    tops = [
        min(find(sheet, QAbstractButton, f"training.card.{name}").y() for name in group)
        for group in GROUPS.values()
    ]
    assert tops == sorted(tops)


def test_a_press_puts_the_card_in_and_closes_the_sheet(desk: Desk, qtbot: Any) -> None:
    sheet = desk.opened()
    find(sheet, QAbstractButton, "training.card.hicos2-citizen").click()
    assert sheet.isHidden()
    qtbot.waitUntil(lambda: desk.acts == ["done"], timeout=_WAIT_MS)
    assert desk.hand.inserted == [None, "hicos2-citizen"]
