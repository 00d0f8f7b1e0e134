"""Who reads the notice finds where to ask about the own data (個資法 §3, §8), and loses nothing by it."""

from PySide6.QtWidgets import QAbstractButton, QLabel

from kiosk.ui.pages.registration.identify import ConsentPage
from tests.services.flows.hall import PaperCard, member_of
from tests.ui.standing import Person, hall, person, rules  # noqa: F401 - fixtures


def reads_the_notice(person: Person) -> None:  # noqa: F811
    person.click("start.register")
    person.sees("registration.identity")
    person.click("registration.identity.kind.organisation_certificate")
    person.goes_on("registration.consent")


def test_from_the_notice_a_member_comes_to_the_requests(person: Person) -> None:  # noqa: F811
    member_of(person.hall)
    reads_the_notice(person)
    page = person.window.page
    assert isinstance(page, ConsentPage)
    words = [label.text() for label in page.findChildren(QLabel)]
    assert any("查詢" in told and "刪除" in told for told in words)
    person.click("registration.consent.privacy")
    person.sees("member")
    person.puts_in(PaperCard())
    person.sees("privacy.ask")


def test_the_registration_goes_on_where_the_notice_was_left(person: Person) -> None:  # noqa: F811
    reads_the_notice(person)
    person.click("registration.consent.privacy")
    person.sees("member")
    person.click("nav.home")
    person.sees("start")
    person.click("start.unfinished.resume")
    person.sees("registration.consent")
    assert not person.find(QAbstractButton, "nav.next").isEnabled(), "nothing was agreed to"
