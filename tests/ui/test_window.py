"""The whole window over a real desk: what a person clicks, and what the card and central do meanwhile."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QLineEdit, QWidget

from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.monitor import ReaderState
from kiosk.contract.trust import TrustFailure, Untrusted
from kiosk.ui.widgets import PinPad
from tests.plugins.expected_logs import ExpectedLogs
from tests.services.counter import ubn
from tests.services.flows.hall import EMAIL_CODE, NO_CARD, PaperCard, member_of
from tests.ui.standing import Person, hall, hold_views, person, rules, to_the_notice

__all__ = ["hall", "person", "rules"]

CONDITIONS = ("cooperative", "no_breach", "no_violation", "not_excluded", "no_other_subsidy", "lookup")


def register_to_pin(person: Person) -> None:
    person.puts_in(PaperCard())
    to_the_notice(person)
    person.click("registration.consent.agree")
    person.click("nav.next")
    person.sees("registration.cooperative")
    person.writes("registration.cooperative.ubn", ubn(1))
    person.goes_on("signing")


def register_to_code(person: Person) -> None:
    register_to_pin(person)
    person.types_pin()
    person.goes_on("registration.declaration")
    for condition in CONDITIONS:
        person.click(f"registration.declaration.{condition}")
    person.goes_on("registration.contact")
    person.writes("registration.contact.name", "林曉明")
    person.writes("registration.contact.email", "someone@example.com")
    person.writes("registration.contact.phone", "０９１２３４５６７８")
    person.goes_on("registration.email_code")


class TestRegistering:
    def test_from_the_start_page_to_the_account(self, person: Person) -> None:
        register_to_code(person)
        person.until(lambda: person.hall.mails_sent == 1)
        person.sees("registration.email_code")
        person.writes("registration.email_code.code", EMAIL_CODE)
        person.goes_on("registration.done")
        person.goes_on("account")
        person.click("nav.home")
        person.sees("start")
        assert person.find(QWidget, "start.member")

    def test_what_is_signed_stands_beside_the_pad(self, person: Person) -> None:
        register_to_pin(person)
        texts = {label.text() for label in person.find(QWidget, "signing.statement").findChildren(QLabel)}
        assert {"訓練用合作社", ubn(1), "組織及團體憑證"} <= texts

    def test_a_ubn_that_fails_its_check_digit_is_told_beside_the_field(self, person: Person) -> None:
        register_to_pin(person)
        person.click("nav.back")
        person.sees("registration.cooperative")
        person.writes("registration.cooperative.ubn", "12345678")
        assert "檢查碼" in person.reads("registration.cooperative.ubn.error")
        assert not person.find(QAbstractButton, "nav.next").isEnabled()

    def test_an_email_that_is_none_is_told_as_one_leaves_it(self, person: Person) -> None:
        register_to_code(person)
        person.click("nav.back")
        person.sees("registration.contact")
        person.writes("registration.contact.email", "someone@@example")
        person.find(QLineEdit, "registration.contact.email").editingFinished.emit()
        assert "電子郵件" in person.reads("registration.contact.email.error")
        assert not person.find(QAbstractButton, "nav.next").isEnabled()

    def test_a_wrong_code_is_told_and_the_right_one_still_works(self, person: Person) -> None:
        register_to_code(person)
        person.until(lambda: person.hall.mails_sent == 1)
        person.sees("registration.email_code")
        person.writes("registration.email_code.code", "000000")
        person.click("nav.next")
        person.until_failure("K-API-06")
        person.writes("registration.email_code.code", EMAIL_CODE)
        person.goes_on("registration.done")

    def test_with_central_out_of_reach_the_code_waits_and_nothing_is_lost(self, person: Person) -> None:
        person.hall.online = False
        register_to_code(person)
        person.until_failure("K-SYNC-01")
        person.click("nav.home")
        person.sees("start")
        person.hall.online = True
        person.click("start.unfinished.resume")
        person.sees("registration.email_code")
        person.until(lambda: person.hall.mails_sent == 1)

    def test_giving_up_asks_first(self, person: Person) -> None:
        register_to_pin(person)
        person.click("nav.cancel")
        person.click("dialog.no")
        person.sees("signing")
        person.click("nav.cancel")
        person.click("dialog.yes")
        person.sees("start")
        assert person.hall.services.drafts.open_drafts() == ()


class TestTheSignature:
    def test_a_wrong_pin_tells_the_tries_left_until_something_is_typed(self, person: Person) -> None:
        register_to_pin(person)
        person.types_pin("000000")
        person.click("nav.next")
        person.until_failure("K-CARD-10")
        person.until(lambda: "2" in person.reads("pin.tries"))
        assert person.failure == "K-CARD-10"
        person.types_pin()
        assert person.failure == ""
        person.goes_on("registration.declaration")

    def test_the_last_try_is_asked_for_twice(self, person: Person) -> None:
        register_to_pin(person)
        person.takes_out()
        person.until_failure("K-CARD-03")
        person.puts_in(PaperCard(tries=1))
        person.until(lambda: person.failure == "")
        person.types_pin()
        person.click("nav.next")
        assert person.hall.pins_seen == 0
        person.click("dialog.no")
        assert person.hall.pins_seen == 0
        person.click("nav.next")
        person.click("dialog.yes")
        person.sees("registration.declaration")

    def test_a_card_pulled_out_while_signing_loses_nothing(self, person: Person) -> None:
        register_to_pin(person)
        person.takes_out()
        person.until_failure("K-CARD-03")
        person.puts_in(PaperCard(pulled_out=True))
        person.until(lambda: person.failure == "")
        person.types_pin()
        person.click("nav.next")
        person.until_failure("K-CARD-07")
        person.takes_out()
        person.puts_in(PaperCard())
        person.until(lambda: person.failure == "")
        person.types_pin()
        person.goes_on("registration.declaration")

    @pytest.mark.parametrize(
        ("card", "code"), [(PaperCard(number=2), "K-CARD-09"), (PaperCard(tries=0), "K-CARD-12")]
    )
    def test_a_card_that_cannot_sign_this_is_told_before_the_pin(
        self, person: Person, card: PaperCard, code: str
    ) -> None:
        register_to_pin(person)
        person.takes_out()
        person.until_failure("K-CARD-03")
        person.puts_in(card)
        person.until_failure(code)
        assert not any(pad.isVisible() for pad in person.window.findChildren(PinPad))

    def test_what_was_typed_is_wiped_when_the_page_is_left(self, person: Person) -> None:
        register_to_pin(person)
        person.types_pin("1234")
        (pad,) = person.window.findChildren(PinPad)
        person.click("nav.home")
        person.until(lambda: pad.count == 0)
        person.sees("start")


class TestTheReader:
    @pytest.mark.parametrize(
        ("state", "code"),
        [
            (ReaderState(service=False, readers=()), "K-CARD-01"),
            (ReaderState(service=True, readers=()), "K-CARD-02"),
        ],
    )
    def test_no_service_no_reader(self, person: Person, state: ReaderState, code: str) -> None:
        person.click("start.plans")
        person.sees("member")
        person.window.reader_changed.emit(state)
        person.until_failure(code)
        person.window.reader_changed.emit(NO_CARD)
        person.until_failure("")

    @pytest.mark.parametrize("name", ["member", "registration.card"])
    def test_an_empty_reader_is_an_invitation_and_no_failure(self, person: Person, name: str) -> None:
        if name == "member":
            person.click("start.plans")
        else:
            to_the_notice(person)
            person.click("registration.consent.agree")
            person.click("nav.next")
        person.sees(name)
        person.window.reader_changed.emit(NO_CARD)
        person.until(lambda: bool(person._visible(QFrame, f"{name}.invitation")))
        assert person.failure == ""
        person.puts_in(PaperCard(failure=CardError(CardFailure.MUTE_CARD)))
        person.until_failure(CardFailure.MUTE_CARD.value)
        assert not person._visible(QFrame, f"{name}.invitation")

    @pytest.mark.parametrize(
        "failure",
        [
            CardError(CardFailure.NHI_CARD),
            CardError(CardFailure.UNKNOWN_CARD),
            CardError(CardFailure.MUTE_CARD),
            Untrusted(TrustFailure.EXPIRED),
            Untrusted(TrustFailure.UNKNOWN_ISSUER),
        ],
        ids=lambda failure: failure.failure.name,
    )
    def test_a_card_that_is_none_of_ours_is_told_and_the_right_one_recovers(
        self, person: Person, failure: CardError | Untrusted
    ) -> None:
        member_of(person.hall)
        person.takes_out()
        person.click("start.account")
        person.sees("member")
        person.puts_in(PaperCard(failure=failure))
        person.until_failure(failure.failure.value)
        person.puts_in(PaperCard())
        person.sees("account")


class TestOtherPlaces:
    def test_a_card_that_nobody_joined_with_leads_to_the_look_up(self, person: Person) -> None:
        person.click("start.orders")
        person.sees("member")
        person.puts_in(PaperCard())
        person.goes_on("signing")

    def test_home_waits_for_what_a_wizard_does(self, person: Person) -> None:
        person.click("start.register")
        person.sees("registration.identity")
        page = person.window.page
        assert page is not None
        page.busy = "being signed"
        person.click("nav.home")
        assert person.window.page is page
        assert page.busy == "being signed"
        page.busy = None
        person.click("nav.home")
        person.sees("start")

    def test_what_a_page_does_ends_on_that_page_though_the_language_is_another_now(
        self, person: Person
    ) -> None:
        person.sees("start")
        person.until(lambda: person.window._workers.idle)
        page = person.window.page
        assert page is not None
        page.busy = "being read"
        person.click("nav.language")
        assert person.window.page is page
        page.busy = None
        person.until(lambda: person.window.page is not page)
        assert person.reads("page.title") == "Welcome"

    def test_what_was_still_being_read_for_who_left_is_not_shown(self, person: Person) -> None:
        member_of(person.hall)
        person.puts_in(PaperCard())
        person.sees("start")
        person.until(lambda: person.window._routes.member is not None)
        let_go = hold_views(person)
        person.find(QAbstractButton, "start.account").click()
        shown: list[str] = []
        person.window.page_shown.connect(lambda: shown.append(person.window.page.objectName()))  # type: ignore[union-attr]
        person.takes_out()
        person.sees("start")
        let_go.set()
        person.until(lambda: person.window._workers.idle)
        assert set(shown) == {"start"}

    def test_a_bug_leads_to_a_calm_page_with_a_code(
        self, person: Person, caplog: pytest.LogCaptureFixture, expected_logs: ExpectedLogs
    ) -> None:
        expected_logs.allow("kiosk.ui.window", "bug B-")
        person.window.crash(ValueError("something secret"))
        person.sees("crash")
        code = person.reads("crash.code")
        assert code.startswith("B-")
        assert code in caplog.text
        assert not any("secret" in label.text() for label in person.window.findChildren(QLabel))
        person.goes_on("start")

    def test_keys_lead_on(self, person: Person, qtbot: Any) -> None:
        qtbot.waitUntil(person.window.isActiveWindow)
        qtbot.keyClick(person.window, Qt.Key.Key_Return)
        person.sees("registration.identity")
