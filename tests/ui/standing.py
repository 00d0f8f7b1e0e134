"""Somebody at the whole window over a real desk, with fixtures for it."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit

from kiosk.domain.programme import Programme
from kiosk.services.identity_device import DeviceIdentity
from kiosk.services.membership_view import MembershipView
from kiosk.storage.database import KEY_BYTES, open_database
from kiosk.ui.theme import COUNTER, apply_theme
from kiosk.ui.window import KioskWindow
from tests.services.counter import Counter, TestClock, programme
from tests.services.flows.hall import CARD_IN, NO_CARD, Hall, PaperCard, member_of

_WAIT_MS = 8_000


class Person:
    """Stands at the window: looks, clicks, types, puts cards in and takes them out."""

    def __init__(self, hall: Hall, window: KioskWindow, qtbot: Any) -> None:
        self.hall, self.window, self._qtbot = hall, window, qtbot

    def sees(self, page: str) -> None:
        def shown() -> bool:
            now = self.window.page
            return now is not None and now.objectName() == page and now.busy is None

        self.until(shown)

    def until(self, so: Any) -> None:
        self._qtbot.waitUntil(so, timeout=_WAIT_MS)

    def find(self, kind: Any, name: str) -> Any:
        found = self._visible(kind, name)
        assert found, name
        return found[-1]

    def _visible(self, kind: Any, name: str) -> list[Any]:
        return [one for one in self.window.findChildren(kind, name) if one.isVisibleTo(self.window)]

    def click(self, name: str) -> None:
        """Click a button as soon as it is there and can be clicked."""
        self.until(lambda: any(one.isEnabled() for one in self._visible(QAbstractButton, name)[-1:]))
        self.find(QAbstractButton, name).click()

    def goes_on(self, page: str) -> None:
        self.click("nav.next")
        self.sees(page)

    def writes(self, name: str, text: str) -> None:
        self.find(QLineEdit, name).setText(text)

    def reads(self, name: str) -> str:
        return str(self.find(QLabel, name).text())

    def types_pin(self, pin: str = "123456") -> None:
        for digit in pin:
            self.click(f"pin.digit.{digit}")

    def puts_in(self, card: PaperCard) -> None:
        self.hall.card = card
        self.window.reader_changed.emit(CARD_IN)

    def takes_out(self) -> None:
        self.hall.card = None
        self.window.reader_changed.emit(NO_CARD)

    @property
    def failure(self) -> str:
        page = self.window.page
        return page.failure.code if page is not None and page.failure is not None else ""

    def until_failure(self, code: str) -> None:
        self.until(lambda: self.failure == code)


def on_the_way(person: Person) -> Iterator[str]:
    """From the start, without a card and with one, to an order's signature: each page as it opens."""
    yield "start"
    for name, page in {"contact": "help", "founding": "founding", "account": "member"}.items():
        person.click(f"start.{name}")
        yield page
        person.click("nav.home")
        person.sees("start")
    person.window.sync_requested.emit()
    yield "sync"
    person.click("nav.home")
    person.sees("start")
    member_of(person.hall)
    person.puts_in(PaperCard())
    person.until(lambda: person.window._routes.member is not None)
    person.click("start.account")
    yield "account"
    person.click("nav.home")
    person.sees("start")
    person.click("start.plans")
    yield "order.plans"
    person.click("order.plan.management-inventory")
    for page in ("order.plan", "order.split", "order.review"):
        person.goes_on(page)
        yield page
    person.click("order.review.agree")
    person.goes_on("signing")
    yield "signing"


def hold_views(person: Person) -> threading.Event:
    """Accounts are not read to their end before the event is set."""
    let_go, desk = threading.Event(), person.hall.services.desk
    view = desk.view

    def slow_view(membership_id: str) -> MembershipView:
        let_go.wait(5)
        return view(membership_id)

    desk.view = slow_view  # type: ignore[method-assign]
    return let_go


@pytest.fixture(scope="module")
def rules() -> Programme:
    return programme()


@pytest.fixture
def hall(tmp_path: Path, rules: Programme) -> Iterator[Hall]:
    database = open_database(tmp_path / "kiosk.db", bytes(range(KEY_BYTES)))
    device = DeviceIdentity("00000000-0000-7000-8000-000000000001", "訓練處", "K1", "http://127.0.0.1:9")
    yield Hall(Counter(database, rules, TestClock(), device), card=None)
    database.close()


def to_the_notice(person: Person) -> None:
    """Begins to register an organisation, up to what is told of personal data."""
    person.click("start.register")
    person.sees("registration.identity")
    person.click("registration.identity.kind.organisation_certificate")
    person.goes_on("registration.consent")


def standing_at(hall: Hall, qtbot: Any, qapp: QApplication) -> Person:
    """Somebody without a card at the hall's window."""
    apply_theme(qapp, COUNTER)
    window = KioskWindow(hall.services)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    window.reader_changed.emit(NO_CARD)
    return Person(hall, window, qtbot)


@pytest.fixture
def person(hall: Hall, qtbot: Any, qapp: QApplication) -> Iterator[Person]:
    standing = standing_at(hall, qtbot, qapp)
    yield standing
    standing.window.close_down()
