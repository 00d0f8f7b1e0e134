"""The whole window: from the start page through the guide, a case and its papers to the registration."""

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from PySide6.QtWidgets import QLabel

from kiosk.domain.founding.record import Contact
from kiosk.domain.identity import IdentityKind
from kiosk.services.founding.paper_files import FOLDER
from tests.domain.test_founding_record import WHOLE
from tests.services.counter import ubn
from tests.services.flows.hall import PaperCard
from tests.services.test_founding import OneStick
from tests.ui.pages.case import text_of
from tests.ui.standing import Person, hall, person, rules  # noqa: F401 - fixtures


def test_the_guide_leads_back_to_where_cases_begin(person: Person) -> None:  # noqa: F811
    person.click("start.founding")
    person.sees("founding")
    person.click("founding.founding_guide")
    person.sees("founding_guide.organise")
    for part in ("authority", "preparation", "founding", "registration"):
        person.goes_on(f"founding_guide.{part}")
    person.goes_on("founding")
    person.click("nav.back")
    person.sees("start")


def test_a_case_is_begun_left_and_opened_again(person: Person) -> None:  # noqa: F811
    person.click("start.founding")
    person.click("founding.founding_new")
    person.sees("founding_new")
    code = person.reads("founding_new.code")
    person.goes_on("founding_case")
    person.click("founding_case.name")
    person.sees("founding_name")
    person.writes("founding_name.name", "有限責任訓練用消費合作社")
    person.goes_on("founding_case")
    assert person.reads("page.title") == "有限責任訓練用消費合作社"
    person.window.home_requested.emit()
    person.sees("start")

    person.click("start.founding")
    person.click("founding.founding_open")
    person.sees("founding_open")
    person.writes("founding_open.code", "22222-22222")
    person.click("nav.next")
    person.until_failure("K-FOUND-01")
    person.writes("founding_open.code", code.lower())
    person.goes_on("founding_case")
    assert person.reads("page.title") == "有限責任訓練用消費合作社"
    person.click("founding_case.founding_delete")
    person.sees("founding_delete")
    person.goes_on("founding")


def test_a_founders_card_opens_the_case(person: Person) -> None:  # noqa: F811
    person.click("start.founding")
    person.click("founding.founding_new")
    person.sees("founding_new")
    person.goes_on("founding_case")
    person.click("founding_case.founders")
    person.sees("founding_founders")
    citizen = PaperCard(7, IdentityKind.CITIZEN_CERTIFICATE, "林曉明")
    person.puts_in(citizen)
    person.click("founding_founders.card.action")
    person.click("founding_founders.add")
    person.until(lambda: person.window.findChild(QLabel, "founding_founders.0") is not None)
    person.takes_out()
    person.window.home_requested.emit()
    person.sees("start")
    person.click("start.founding")
    person.click("founding.founding_open")
    person.sees("founding_open")
    person.puts_in(citizen)
    person.sees("founding_case")


def test_papers_are_seen_and_saved_and_the_case_becomes_a_registration(
    person: Person,  # noqa: F811
    tmp_path: Path,
) -> None:
    services = person.hall.services
    stick = OneStick(tmp_path)
    person.window._context.services = services = replace(services, sticks=cast(Any, stick))
    contact = Contact("林曉明", "coop@example.org", "0912345678")
    opened = services.founding.open(replace(WHOLE, contact=contact))
    person.window._routes.go("founding_at", opened.case_id)
    person.sees("founding_case")
    person.goes_on("founding_papers")
    person.click("founding_papers.application")
    person.sees("founding_paper")
    person.goes_on("founding_save")
    person.click(f"founding_save.volumes.{tmp_path}")
    person.click("nav.next")
    person.until(lambda: bool(person._visible(QLabel, "page.title")) and (tmp_path / FOLDER).exists())
    person.sees("founding_save")

    person.window._routes.go("founding_join")
    person.sees("founding_join")
    person.writes("founding_join.certificate", "臺北合登字第 1 號")
    person.writes("founding_join.day", "2026/03/02")
    person.writes("founding_join.ubn", "12345678")
    assert not person.window.page.valid  # type: ignore[union-attr]
    person.writes("founding_join.ubn", ubn(1))
    person.goes_on("registration.identity")
    person.puts_in(PaperCard())
    person.click("registration.identity.kind.organisation_certificate")
    person.goes_on("registration.consent")
    person.click("registration.consent.agree")
    person.goes_on("registration.card")
    person.sees("registration.cooperative")
    flow = cast(Any, person.window._routes.current).flow
    scene = flow.scene()
    assert scene.cooperative.name == WHOLE.case.name
    assert scene.contact.email == "coop@example.org"


def test_the_checklist_is_a_paper_of_the_counter(person: Person) -> None:  # noqa: F811
    services = person.hall.services
    person.window._routes.go("founding_at", services.founding.open(WHOLE).case_id)
    person.sees("founding_case")
    person.goes_on("founding_papers")
    for _ in range(2):  # the same of today is the same paper
        person.click("founding_papers.checklist")
        person.sees("receipt")
        assert text_of(cast(Any, person.window.page), "receipt.number") == "第 1 號"
        person.click("print.ways")
        person.sees("paper_ways")
        person.window._routes.back()
        person.sees("receipt")
        person.goes_on("founding_papers")
    assert services.desk.receipt(1).kind == "founding"


def test_without_a_case_its_pages_lead_to_where_cases_begin(person: Person) -> None:  # noqa: F811
    person.window._routes.go("founding_boards")
    person.sees("founding")


def test_what_was_entered_is_kept_on_the_way_back_and_home(person: Person) -> None:  # noqa: F811
    person.click("start.founding")
    person.click("founding.founding_guide")
    person.sees("founding_guide.organise")
    person.click("founding_guide.area.0")
    for part in ("authority", "preparation", "founding", "registration"):
        person.goes_on(f"founding_guide.{part}")
    person.goes_on("founding")
    person.click("founding.founding_new")
    person.sees("founding_new")
    desk, places = person.hall.services.founding, person.window._routes._founding
    case_id = str(places.case_id)
    assert desk.read(case_id).case.area == ("臺北市",)  # as the guide was told

    person.goes_on("founding_case")
    person.click("founding_case.boards")
    person.sees("founding_boards")
    person.writes("founding_boards.directors", "9")
    person.click("nav.back")
    person.sees("founding_case")
    assert desk.read(case_id).case.boards.directors == 9
    person.click("founding_case.founders")
    person.sees("founding_founders")
    person.writes("founding_founders.name", "林曉明")
    person.click("nav.back")
    person.until(lambda: bool(desk.read(case_id).case.founders))
    person.click("founding_founders.0.edit")
    person.writes("founding_founders.name", "")
    person.click("nav.back")
    person.sees("founding_case")
    person.click("founding_case.boards")
    person.sees("founding_boards")
    person.writes("founding_boards.supervisors", "3")
    person.window.home_requested.emit()
    person.sees("start")
    person.until(lambda: desk.read(case_id).case.boards.supervisors == 3)
    assert places.case_id is None
