"""Joining with 行動自然人憑證 in the whole window: no card is put in, and the account is reached."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from kiosk.contract.api import FidoState, FidoTicket
from kiosk.contract.envelopes import Statement
from kiosk.domain.programme import Programme
from kiosk.services.flows import phone
from kiosk.services.identity_device import DeviceIdentity
from kiosk.storage.database import KEY_BYTES, open_database
from kiosk.ui.pages.phone_panel import PhonePanel
from kiosk.ui.theme import COUNTER, apply_theme
from kiosk.ui.widgets import QrImage
from kiosk.ui.window import KioskWindow
from tests.services.counter import Counter, TestClock, holder, programme, token, ubn
from tests.services.flows.hall import EMAIL_CODE, NO_CARD, Hall, member_of
from tests.ui.standing import Person
from tests.ui.test_window import CONDITIONS

PERSON = "A123456789"
SHOTS = os.environ.get("KIOSK_SHOTS")


class Phone:
    """Central's part of it, in front of all else that the hall's central does: it signs when it is asked."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def __getattr__(self, name: str) -> Any:
        return getattr(self._hall, name)

    def begin_phone_signing(self, _statement: Statement, _national_id: str) -> FidoTicket:
        return self._ticket(FidoState.PENDING, None)

    def phone_signing(self, _ticket_id: str) -> FidoTicket:
        return self._ticket(FidoState.SUCCESS, token(holder()))

    def _ticket(self, state: FidoState, signature: str | None) -> FidoTicket:
        return FidoTicket(
            ticket_id="t1",
            state=state,
            qr="eyJzcF90aWNrZXRfaWQiOiJ0MSJ9." + "A" * 150,
            expires_at=self._hall.services.clock() + timedelta(minutes=5),
            signature=signature,
        )


@pytest.fixture(scope="module")
def rules() -> Programme:
    return programme()


@pytest.fixture
def person(
    tmp_path: Path, rules: Programme, qtbot: Any, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Person]:
    apply_theme(qapp, COUNTER)
    database = open_database(tmp_path / "kiosk.db", bytes(range(KEY_BYTES)))
    device = DeviceIdentity("00000000-0000-7000-8000-000000000001", "訓練處", "K1", "http://127.0.0.1:9")
    hall = Hall(Counter(database, rules, TestClock(), device), card=None)
    hall.services = replace(hall.services, central=cast(Any, Phone(hall)))
    monkeypatch.setattr(phone, "_holder", lambda _signing, _signature: holder())
    window = KioskWindow(hall.services)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    window.reader_changed.emit(NO_CARD)
    yield Person(hall, window, qtbot)
    window.close_down()
    database.close()


def _shoot(person: Person, name: str) -> None:
    if SHOTS:
        person.window.grab().save(f"{SHOTS}/{name}.png")


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest, person: Person) -> Iterator[str]:
    """The window in this language; in Chinese again afterwards, for the application outlives it."""
    if request.param == "en":
        person.window.language_requested.emit()
    yield request.param
    if request.param == "en":
        person.window.language_requested.emit()


def test_a_member_elsewhere_is_not_registered_twice(person: Person, language: str) -> None:
    person.hall.elsewhere = lambda: member_of(person.hall)
    goes_to_the_signature(person, language)
    _shoot(person, f"asks-first-{language}")
    signs(person)
    person.sees("registration.member")
    _shoot(person, f"member-{language}")
    person.goes_on("account")
    assert person.hall.status().waiting == 0


def test_from_the_choice_to_the_account(person: Person, language: str) -> None:
    goes_to_the_signature(person, language)
    texts = {label.text() for label in person.find(QWidget, "signing.statement").findChildren(QLabel)}
    assert {"訓練用合作社", ubn(1)} <= texts
    assert not person.find(QAbstractButton, "nav.back").isHidden()
    _shoot(person, f"signing-{language}")
    signs(person)
    person.sees("registration.declaration")
    for condition in CONDITIONS:
        person.click(f"registration.declaration.{condition}")
    person.goes_on("registration.contact")
    person.writes("registration.contact.name", "林曉明")
    person.writes("registration.contact.email", "someone@example.com")
    person.writes("registration.contact.phone", "0912345678")
    person.goes_on("registration.email_code")
    person.until(lambda: person.hall.mails_sent == 1)
    person.sees("registration.email_code")
    person.writes("registration.email_code.code", EMAIL_CODE)
    person.goes_on("registration.done")
    _shoot(person, f"done-{language}")
    person.goes_on("account")
    _shoot(person, f"account-{language}")


def goes_to_the_signature(person: Person, language: str) -> None:
    person.click("start.register")
    person.sees("registration.identity")
    person.click("registration.identity.kind.mobile_citizen_certificate")
    _shoot(person, f"identity-{language}")
    person.goes_on("registration.consent")
    person.click("registration.consent.agree")
    person.goes_on("registration.cooperative")
    person.writes("registration.cooperative.name", "訓練用合作社")
    person.writes("registration.cooperative.ubn", ubn(1))
    _shoot(person, f"cooperative-{language}")
    person.goes_on("signing")


def signs(person: Person) -> None:
    panel: PhonePanel = person.window.findChildren(PhonePanel)[-1]
    panel.number.text = PERSON
    person.click("phone.begin")
    person.until(lambda: any(one.isVisible() for one in panel.findChildren(QrImage)))
    person.hall.counter.clock.pass_by(seconds=5)
    panel.tick()
