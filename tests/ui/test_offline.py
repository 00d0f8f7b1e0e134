"""Without a network: what needs one says so before it is begun, and what is taken has a code to ask by."""

import re

import pytest

from kiosk.ui.widgets import Banner
from tests.services.flows.hall import CARD_IN, PaperCard, member_of
from tests.ui.pages.case import words_on
from tests.ui.standing import Person, hall, person, rules
from tests.ui.test_window import CONDITIONS, register_to_pin

__all__ = ["hall", "person", "rules"]

CHECK_CODE = re.compile("檢查碼 ([0-9A-Z]{4}(-[0-9A-Z]{4}){3})")


def look(person: Person) -> str:
    assert person.window.page is not None
    return words_on(person.window.page)


@pytest.fixture
def away(person: Person) -> Person:
    person.sees("start")
    person.hall.online = False
    person.window._look_at_sync()
    person.until(lambda: not person.window._context.online)
    return person


def code_on(person: Person) -> str:
    found = CHECK_CODE.search(look(person))
    assert found is not None
    assert "離線受理，待中央確認" in look(person)
    return found[1]


def test_the_first_page_says_what_has_to_wait(away: Person) -> None:
    banner = away.find(Banner, "start.offline")
    assert "付款連結等連線後寄到信箱" in banner.accessibleDescription()
    away.hall.online = True
    away.window._look_at_sync()
    away.until(lambda: not banner.isVisible())


def register_to_code(away: Person) -> None:
    register_to_pin(away)
    away.types_pin()
    away.goes_on("registration.declaration")
    for one in CONDITIONS:
        away.click(f"registration.declaration.{one}")
    away.goes_on("registration.contact")
    assert "驗證碼要等連線後才能寄出" in look(away)
    away.writes("registration.contact.name", "林曉明")
    away.writes("registration.contact.email", "office@coop.example")
    away.writes("registration.contact.phone", "0223456789")
    away.goes_on("registration.email_code")


def test_a_registration_goes_on_without_its_code(away: Person) -> None:
    register_to_code(away)
    assert away.failure == ""  # nobody is told of a failure that was to be expected
    assert code_on(away)
    away.hall.online = True
    away.window._look_at_sync()
    away.until(lambda: away.hall.mails_sent == 1)  # as soon as there is a network again
    away.sees("registration.email_code")
    assert not away._visible(Banner, "registration.email_code.taken")


def test_it_can_be_put_aside_until_then(away: Person) -> None:
    register_to_code(away)
    away.click("registration.email_code.put_aside")
    away.sees("start")
    assert "上次未完成" in look(away)


def test_an_order_is_taken_and_its_payment_link_comes_by_mail(away: Person) -> None:
    away.hall.online = True
    member_of(away.hall)
    away.hall.online = False
    away.hall.card = PaperCard()
    away.window.reader_changed.emit(CARD_IN)
    away.click("start.plans")
    away.sees("order.plans")
    assert "付款連結會寄到聯絡人信箱" in look(away)
