"""Who reads the notice finds where to ask about the own data (個資法 §3, §8), and loses nothing by it."""

import hashlib

from PySide6.QtWidgets import QAbstractButton, QLabel

from kiosk.services.founding.desk import NOTICE_VERSION
from kiosk.ui.pages.registration.identify import ConsentPage
from kiosk.ui.widgets import Panel
from tests.services.flows.hall import PaperCard, member_of
from tests.ui.standing import Person, hall, person, rules, to_the_notice

__all__ = ["hall", "person", "rules"]


def test_from_the_notice_a_member_comes_to_the_requests(person: Person) -> None:
    member_of(person.hall)
    to_the_notice(person)
    page = person.window.page
    assert isinstance(page, ConsentPage)
    words = [label.text() for label in page.findChildren(QLabel)]
    assert any("查詢" in told and "刪除" in told for told in words)
    person.click("registration.consent.privacy")
    person.sees("member")
    person.puts_in(PaperCard())
    person.sees("privacy.ask")


def test_the_registration_goes_on_where_the_notice_was_left(person: Person) -> None:
    to_the_notice(person)
    person.click("registration.consent.privacy")
    person.sees("member")
    person.click("nav.home")
    person.sees("start")
    person.click("start.unfinished.resume")
    person.sees("registration.consent")
    assert not person.find(QAbstractButton, "nav.next").isEnabled(), "nothing was agreed to"


def test_the_founding_notice_tells_its_version(person: Person) -> None:
    """Another word of it is another version: who was told what is found again by that alone."""
    person.click("start.founding")
    person.sees("founding")
    person.window._routes.go("founding_new")
    person.sees("founding_new")
    panel = person.find(Panel, "founding_new.notice")
    *words, version = [label.text() for label in panel.findChildren(QLabel)]
    assert version == f"版本 {NOTICE_VERSION}"
    worded = {"2026-1": "1aaf9e8b56f8751f"}
    digest = hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]
    assert worded[NOTICE_VERSION] == digest, "add a version"
