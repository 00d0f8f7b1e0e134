"""Signing by phone on the signing page: the QR code, the wait, and every way in which it ends."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from kiosk.contract.api import ApiProblem, FidoState, FidoTicket
from kiosk.contract.envelopes import Statement
from kiosk.domain.commands import PlaceOrder
from kiosk.domain.identity import IdentityKind
from kiosk.services.failures import Failed, Trouble
from kiosk.services.flows.phone import PhoneFailure
from kiosk.services.flows.registration import Registration
from kiosk.services.flows.services import FAILURES
from kiosk.services.flows.signing import Signing
from kiosk.ui.pages.context import CardState, Context
from kiosk.ui.pages.phone_panel import PhonePanel
from kiosk.ui.pages.registration.identify import IdentityPage
from kiosk.ui.pages.signing import SigningPage
from kiosk.ui.widgets import Button, QrImage
from kiosk.ui.workers import Workers
from tests.services.counter import holder
from tests.ui.pages.case import NUMBER, PLAN, Case, HandClock

PERSON = "A123456789"


@dataclass
class Phone:
    """Central's part: gives one ticket, and answers each question with what comes next."""

    clock: HandClock
    answers: list[FidoState | Failed] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    asked: int = 0

    def begin_phone_signing(self, _statement: Statement, national_id: str) -> FidoTicket:
        self.begun.append(national_id)
        return self._ticket(FidoState.PENDING)

    def phone_signing(self, _ticket_id: str) -> FidoTicket:
        self.asked += 1
        answer = self.answers.pop(0)
        if isinstance(answer, Failed):
            raise answer
        return self._ticket(answer)

    def _ticket(self, state: FidoState) -> FidoTicket:
        return FidoTicket(
            ticket_id="t1",
            state=state,
            qr="eyJzcF90aWNrZXRfaWQiOiJ0MSJ9." + "A" * 150,
            expires_at=self.clock() + timedelta(minutes=5) if self.asked == 0 else self.clock(),
            signature="signed" if state is FidoState.SUCCESS else None,
        )


@dataclass
class Flow:
    given: list[str] = field(default_factory=list)

    def sign_by_phone(self, signature: str) -> None:
        self.given.append(signature)


@dataclass
class Counter:
    page: SigningPage
    phone: Phone
    clock: HandClock
    context: Context
    qtbot: QtBot

    @property
    def panel(self) -> PhonePanel:
        return self.page.findChildren(PhonePanel)[0]

    def button(self, name: str) -> Button:
        return next(one for one in self.page.findChildren(Button) if one.objectName() == name)

    def told(self, name: str) -> str:
        return next(one for one in self.page.findChildren(QLabel) if one.objectName() == name).text()

    def qr(self) -> QrImage | None:
        return next((one for one in self.page.findChildren(QrImage) if one.isVisible()), None)

    def begin(self, number: str = PERSON) -> None:
        if not self.panel.isVisible():
            self.button("signing.other_way").click()
        self.panel.number.text = number
        self.button("phone.begin").click()

    def waiting(self) -> None:
        self.begin()
        self.qtbot.waitUntil(lambda: self.qr() is not None)
        self.panel.timer.stop()  # the test ticks by itself

    def ask(self, answer: FidoState | Failed) -> None:
        """Four seconds on, the question is asked and answered."""
        before = self.phone.asked
        self.phone.answers.append(answer)
        self.clock.now += timedelta(seconds=4)
        self.panel.tick()
        self.qtbot.waitUntil(lambda: self.phone.asked > before and self._idle())

    def _idle(self) -> bool:
        return self.context._workers.idle

    def failure(self) -> str | None:
        return self.page.failure.code if self.page.failure is not None else None


@pytest.fixture
def counter(case: Case, qtbot: QtBot) -> Counter:
    return make_counter(case, qtbot, by_phone=True)


def make_counter(case: Case, qtbot: QtBot, *, by_phone: bool, language: str = "zh") -> Counter:
    case.on(date(2026, 1, 15))
    case.joined()
    terms = case.counter.rules.plans[PLAN].terms
    order = PlaceOrder(NUMBER, terms, 30_000, 30_000, holder())
    signing = Signing(case.counter.desk.prepare(case.member, order), holder(), by_phone)
    return show(case, qtbot, signing, language)


def show(case: Case, qtbot: QtBot, signing: Signing, language: str = "zh") -> Counter:
    phone = Phone(case.clock)

    def on_bug(error: Exception) -> None:
        raise error

    services = replace(case.services, central=cast(Any, phone))
    context = Context(services, Workers(expected=FAILURES), on_bug)
    context.language = language
    page = SigningPage(context, signing)
    qtbot.addWidget(page)
    page.resize(1366, 640)
    page.show()
    return Counter(page, phone, case.clock, context, qtbot)


def test_the_phone_signs_and_the_page_goes_on(counter: Counter) -> None:
    counter.waiting()
    assert counter.phone.begun == [PERSON]
    assert counter.panel.number.text == ""
    assert counter.told("phone.left").endswith("5:00")
    counter.panel.tick()
    assert counter.phone.asked == 0  # not before four seconds
    counter.ask(FidoState.PENDING)
    assert counter.told("phone.left").endswith("4:56")
    assert not bool(counter.page.valid)
    with counter.qtbot.waitSignal(counter.page.advance):
        counter.ask(FidoState.SUCCESS)
    assert counter.page.valid
    assert counter.page.question() is None
    flow = Flow()
    counter.page.work(flow)()
    assert flow.given == ["signed"]
    assert counter.qr() is None


@pytest.mark.parametrize(
    ("state", "failure"),
    [
        (FidoState.CANCELLED, PhoneFailure.CANCELLED),
        (FidoState.EXPIRED, PhoneFailure.EXPIRED),
        (FidoState.FAILED, PhoneFailure.FAILED),
    ],
)
def test_it_ends_without_a_signature(counter: Counter, state: FidoState, failure: PhoneFailure) -> None:
    counter.waiting()
    counter.ask(state)
    assert counter.failure() == failure.value
    assert counter.qr() is None
    counter.waiting()  # and may be begun again
    assert len(counter.phone.begun) == 2


def test_what_passes_does_not_end_the_wait(counter: Counter) -> None:
    counter.waiting()
    counter.ask(Failed(Trouble.CENTRAL_UNREACHABLE))
    assert counter.qr() is not None
    assert "仍繼續等候" in counter.told("phone.trouble")
    counter.ask(FidoState.PENDING)
    assert counter.told("phone.trouble") == ""
    counter.clock.now += timedelta(minutes=7)
    counter.ask(Failed(ApiProblem.FIDO_TROUBLE))
    assert counter.failure() == PhoneFailure.EXPIRED.value
    assert counter.qr() is None


def test_a_wrong_number_goes_nowhere(counter: Counter) -> None:
    counter.begin("A123456788")
    counter.qtbot.waitUntil(lambda: counter.failure() == PhoneFailure.NATIONAL_ID.value)
    assert counter.phone.begun == []


def test_without_a_network_it_is_told_before_one_starts(counter: Counter) -> None:
    counter.context.online = False
    counter.button("signing.other_way").click()
    assert counter.failure() == PhoneFailure.OFFLINE.value
    counter.begin()
    assert counter.phone.begun == []


@pytest.mark.parametrize(
    "end",
    [
        lambda counter: counter.button("phone.stop").click(),
        lambda counter: counter.page.leave(),
        lambda counter: counter.button("signing.other_way").click(),
    ],
    ids=["stopped", "left", "card"],
)
def test_who_stops_waiting_leaves_nothing(counter: Counter, end: Callable[[Counter], None]) -> None:
    counter.waiting()
    end(counter)
    assert counter.qr() is None
    assert not counter.panel.timer.isActive()
    counter.clock.now += timedelta(seconds=10)
    counter.panel.tick()
    assert counter.phone.asked == 0


def test_a_card_does_not_disturb_the_wait(counter: Counter) -> None:
    counter.waiting()
    counter.page.card_changed(CardState(error=Failed(Trouble.CENTRAL_UNREACHABLE)))
    assert counter.qr() is not None
    assert counter.failure() is None


def test_what_is_refused_in_the_end_is_told(counter: Counter) -> None:
    counter.waiting()
    counter.ask(FidoState.SUCCESS)
    counter.page.refused(Failed(PhoneFailure.OTHER_HOLDER))
    assert counter.failure() == PhoneFailure.OTHER_HOLDER.value
    assert not counter.page.valid


def test_an_organisation_has_no_phone(case: Case, qtbot: QtBot) -> None:
    counter = make_counter(case, qtbot, by_phone=False)
    assert not [one for one in counter.page.findChildren(Button) if one.objectName() == "signing.other_way"]


def test_who_joins_without_a_card_is_asked_for_none(case: Case, qtbot: QtBot) -> None:
    opening = replace(case.counter.opening(2), identity=IdentityKind.MOBILE_CITIZEN_CERTIFICATE)
    statement = case.counter.desk.prepare(case.counter.desk.new_membership_id(), opening)
    counter = show(case, qtbot, Signing(statement, None, by_phone=True))
    assert counter.panel.isVisible()
    assert not counter.button("signing.other_way").isVisible()
    assert counter.page.next_text is None
    counter.waiting()
    counter.page.card_changed(CardState())
    assert counter.qr() is not None
    with counter.qtbot.waitSignal(counter.page.advance):
        counter.ask(FidoState.SUCCESS)


@pytest.mark.parametrize("online", [True, False])
def test_without_a_network_the_choice_names_the_card(case: Case, qtbot: QtBot, online: bool) -> None:
    context = case.context()
    context.online = online
    page = IdentityPage(Registration(context.services).scene(), context)
    qtbot.addWidget(page)
    name = "registration.identity.kind.mobile_citizen_certificate"
    (choice,) = (one for one in page.findChildren(QAbstractButton) if one.objectName() == name)
    assert choice.isEnabled() is online
    assert ("請改用憑證卡片" in choice.accessibleDescription()) is not online
