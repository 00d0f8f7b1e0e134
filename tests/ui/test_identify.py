"""A card that this counter does not know, at the window: looked up at central before anything else."""

from PySide6.QtWidgets import QAbstractButton

from tests.services.counter import ubn
from tests.services.flows.hall import Hall, PaperCard, member_of
from tests.ui.pages.case import words_on
from tests.ui.standing import Person, hall, person, rules

__all__ = ["hall", "person", "rules"]


def knows_it(hall: Hall) -> None:
    """Central knows the holder's membership, which a look-up brings here."""
    hall.elsewhere = lambda: member_of(hall)


def look(person: Person) -> str:
    assert person.window.page is not None
    return words_on(person.window.page)


def lead(person: Person) -> str:
    assert person.window.page is not None
    return person.window.page.lead


def stands_with_an_unknown_card(person: Person) -> None:
    person.puts_in(PaperCard())
    person.sees("start")
    person.until(lambda: "本櫃台沒有這張卡片的會員資料" in look(person))


def test_who_is_a_member_elsewhere_proves_the_card_and_goes_on(person: Person) -> None:
    knows_it(person.hall)
    stands_with_an_unknown_card(person)
    person.click("nav.next")
    person.sees("signing")
    assert "查詢本人的會員資料" in look(person)
    person.types_pin("654321")
    person.click("nav.next")
    person.until_failure("K-CARD-10")
    person.types_pin()
    person.goes_on("identify.done")
    person.goes_on("account")
    person.click("nav.back")
    person.sees("start")
    person.until(lambda: "訓練用合作社" in look(person))


def test_one_is_led_on_to_where_one_wanted_to_go(person: Person) -> None:
    knows_it(person.hall)
    person.takes_out()
    person.click("start.plans")
    person.sees("member")
    person.puts_in(PaperCard())
    person.goes_on("signing")
    person.types_pin()
    person.goes_on("identify.done")
    person.goes_on("order.plans")


def test_whom_nobody_knows_registers(person: Person) -> None:
    stands_with_an_unknown_card(person)
    person.goes_on("signing")
    person.types_pin()
    person.goes_on("identify.done")
    assert "中央沒有這張卡片的會員資料" in (person.window.page.title if person.window.page else "")
    person.goes_on("registration.identity")


def test_without_a_network_it_is_said_before_the_pin_and_what_can_be_done_instead(person: Person) -> None:
    person.hall.online = False
    person.window._look_at_sync()
    person.until(lambda: not person.window._context.online)
    stands_with_an_unknown_card(person)
    person.goes_on("identify.away")
    assert "請到原受理的櫃台辦理" in look(person)
    assert person.hall.pins_seen == 0
    person.goes_on("registration.identity")


def test_a_network_that_goes_away_in_between_is_told(person: Person) -> None:
    stands_with_an_unknown_card(person)
    person.goes_on("signing")
    person.hall.online = False
    person.types_pin()
    person.click("nav.next")
    person.until_failure("K-SYNC-01")
    assert person.find(QAbstractButton, "nav.cancel").isVisible()


def registers_up_to_the_pin(person: Person) -> None:
    person.click("start.register")
    person.sees("registration.identity")
    person.click("registration.identity.kind.organisation_certificate")
    person.goes_on("registration.consent")
    person.click("registration.consent.agree")
    person.goes_on("registration.card")
    person.sees("registration.cooperative")  # a card that was recognised leads on by itself
    person.writes("registration.cooperative.name", "訓練用合作社")
    person.writes("registration.cooperative.ubn", ubn(1))
    person.goes_on("signing")
    person.types_pin()


def test_a_member_elsewhere_who_presses_register_goes_on_with_the_membership(person: Person) -> None:
    knows_it(person.hall)
    stands_with_an_unknown_card(person)
    registers_up_to_the_pin(person)
    assert "查詢您是否已是會員" in lead(person)
    person.goes_on("registration.member")
    assert "您已經是會員" in (person.window.page.title if person.window.page else "")
    person.goes_on("account")


def test_without_a_network_the_registration_is_taken_and_central_decides(person: Person) -> None:
    person.hall.online = False
    person.window._look_at_sync()
    person.until(lambda: not person.window._context.online)
    stands_with_an_unknown_card(person)
    registers_up_to_the_pin(person)
    assert "查詢您是否已是會員" not in lead(person)
    person.goes_on("registration.declaration")
