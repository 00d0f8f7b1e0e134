"""The PIN page: the pad on the screen, or the reader's own keys where it has some."""

from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.domain.commands import PlaceOrder
from kiosk.services.flows.cards import PresentCard
from kiosk.services.flows.signing import Signing
from kiosk.ui.pages.context import CardState
from kiosk.ui.pages.signing import SigningPage
from kiosk.ui.widgets import PinPad, Text
from tests.services.counter import holder
from tests.services.flows.hall import PaperCard
from tests.ui.pages.case import NUMBER, PLAN, Case, words_on


@dataclass
class Flow:
    """Remembers what it was given to sign with."""

    signed: list[tuple[PresentCard, bytes]] = field(default_factory=list)

    def sign(self, card: PresentCard, pin: bytearray) -> None:
        self.signed.append((card, bytes(pin)))


@pytest.fixture
def page(case: Case, qtbot: QtBot) -> SigningPage:
    case.on(date(2026, 1, 15))
    case.joined()
    terms = case.counter.rules.plans[PLAN].terms
    order = PlaceOrder(NUMBER, terms, 30_000, 30_000, holder())
    signing = Signing(case.counter.desk.prepare(case.member, order), holder())
    page = SigningPage(case.context(), signing)
    qtbot.addWidget(page)
    page.resize(1366, 640)
    page.show()
    return page


def card(*, pin_pad: bool, tries: int = 3) -> CardState:
    present = PaperCard(tries=tries).present()
    return CardState(present=replace(present, reading=replace(present.reading, pin_pad=pin_pad)))


def visible_pad(page: SigningPage) -> PinPad | None:
    return next((pad for pad in page.findChildren(PinPad) if pad.isVisible()), None)


def keys_named(page: SigningPage) -> Text:
    """Where the page says that the PIN is typed on the reader."""
    named = page.findChild(Text, "signing.on_reader")
    assert named is not None
    return named


def test_the_pin_is_typed_on_the_screen(page: SigningPage, qtbot: QtBot) -> None:
    page.card_changed(card(pin_pad=False))
    pad = visible_pad(page)
    assert pad is not None
    assert not bool(page.valid)
    qtbot.keyClicks(pad, "123456")
    assert bool(page.valid)
    flow = Flow()
    page.work(flow)()
    assert [pin for _card, pin in flow.signed] == [b"123456"]
    assert pad.count == 0


def test_the_pin_is_typed_on_the_reader(page: SigningPage) -> None:
    page.card_changed(card(pin_pad=True))
    assert visible_pad(page) is None
    assert page.valid
    told = words_on(page)
    assert keys_named(page).isVisible()
    assert "還可以試 3 次" in told
    assert "讀卡機" in page.doing
    flow = Flow()
    page.work(flow)()
    assert [pin for _card, pin in flow.signed] == [b""]


def test_with_one_try_left_it_is_asked_once_more_there_too(page: SigningPage) -> None:
    page.card_changed(card(pin_pad=True))
    assert page.question() is None
    page.card_changed(card(pin_pad=True, tries=1))
    assert page.question() is not None
    assert "只剩最後 1 次機會" in words_on(page)


def test_a_blocked_card_is_not_asked_for_its_pin(page: SigningPage) -> None:
    page.card_changed(card(pin_pad=True, tries=0))
    assert not page.valid
    assert page.failure is not None
    assert page.failure.code == CardFailure.PIN_BLOCKED.value
    assert not keys_named(page).isVisible()


def test_a_pin_that_was_not_typed_is_told_until_the_next_try(page: SigningPage) -> None:
    page.card_changed(card(pin_pad=True))
    page.refused(CardError(CardFailure.PIN_NOT_TYPED))
    page.card_changed(card(pin_pad=True))
    assert page.failure is not None
    assert page.failure.code == CardFailure.PIN_NOT_TYPED.value
    assert page.valid


def test_from_the_readers_keys_to_the_pad_and_back(page: SigningPage, qtbot: QtBot) -> None:
    page.card_changed(card(pin_pad=False))
    pad = visible_pad(page)
    assert pad is not None
    qtbot.keyClicks(pad, "1234")
    page.card_changed(card(pin_pad=True))
    assert pad.count == 0  # what was typed is not kept behind another card's page
    page.card_changed(card(pin_pad=False))
    assert visible_pad(page) is pad
    assert not page.valid
    qtbot.keyClick(pad, Qt.Key.Key_1)
    assert pad.count == 1
