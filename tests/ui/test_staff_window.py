"""The counter's window with its staff: signing in, locking, second persons, the shift."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit

from kiosk.domain.identity import IdentityKind
from kiosk.services.failures import Failed
from kiosk.services.receipts.sealing import unsealed
from kiosk.services.staff.failures import StaffFailure
from kiosk.services.staff.policy import StaffPolicy
from kiosk.services.staff.roles import MAY_OPEN
from kiosk.services.staff.second import of_reprint, print_paper
from kiosk.services.staff.shifts import Shifts
from kiosk.ui.pages.staff.gate import SIGN_IN
from kiosk.ui.theme import COUNTER, apply_theme
from kiosk.ui.window import KioskWindow
from tests.services.flows.hall import NO_CARD, Hall, PaperCard, member_of
from tests.services.flows.test_buying import in_service
from tests.services.staff.conftest import FIRST, Office
from tests.ui.standing import Person, hall, rules  # noqa: F401 - fixtures

OWN = "a sentence of my own"
SHOTS = os.environ.get("KIOSK_SHOTS")


class Team(Person):
    """The counter's staff at the window."""

    office: Office
    shots = 0

    def signs_in(self, staff_id: str = "a01", password: str = FIRST) -> None:
        self.sees("sign_in")
        self.writes("sign_in.id", staff_id)
        self.writes("sign_in.password", password)
        self.click("nav.next")

    def pictures(self, name: str) -> None:
        """Leave a picture of the page in both languages, where somebody wants to see them."""
        if SHOTS is None:
            return
        for language in ("zh", "en"):
            for size in ((1366, 768), (1920, 1080)):
                self.window.resize(*size)
                QApplication.processEvents()
                QApplication.processEvents()
                self.window.grab().save(f"{SHOTS}/{name}-{language}-{size[0]}.png")
            self.click("nav.language")


@pytest.fixture
def team(hall: Hall, qtbot: Any, qapp: QApplication) -> Iterator[Team]:  # noqa: F811
    apply_theme(qapp, COUNTER)
    office = Office(hall.counter.database, hall.counter)
    yield (made := _window_of(hall, office, qtbot))
    made.window.close_down()


def _window_of(there: Hall, office: Office, qtbot: Any) -> Team:
    counter = there.counter
    shifts = Shifts(
        counter.database, counter.device, office.staff, counter.clock, lambda: counter.rules, unsealed,
        training=False,
    )  # fmt: skip
    window = KioskWindow(replace(there.services, staff=office.staff, shifts=shifts))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.reader_changed.emit(NO_CARD)
    made = Team(there, window, qtbot)
    made.office = office
    return made


def test_nothing_is_opened_before_somebody_signs_in(team: Team, qtbot: Any) -> None:
    team.sees("sign_in")
    team.pictures("sign_in")
    for act in ("nav.home", "sync-mark"):
        team.click(act)
        team.sees("sign_in")
    team.signs_in(password="wrong")
    team.until_failure(StaffFailure.WRONG.value)
    team.pictures("sign_in-wrong")
    assert team.find(QLineEdit, "sign_in.password").text() == ""
    team.signs_in()
    team.sees("start")
    team.pictures("start-signed-in")
    team.window.activateWindow()
    team.until(team.window.isActiveWindow)
    qtbot.keyClick(team.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    team.sees("sign_in")
    assert team.office.staff.me is None


def test_five_wrong_passwords_lock_at_the_window_too(team: Team) -> None:
    for _ in range(5):
        team.signs_in(password="wrong")
        team.sees("sign_in")
        team.until(lambda: team.failure != "")
    team.until_failure(StaffFailure.LOCKED.value)
    team.pictures("sign_in-locked")
    team.office.counter.clock.pass_by(days=-400)
    team.signs_in()
    team.until_failure(StaffFailure.LOCKED.value)
    team.sees("sign_in")


def test_a_first_password_is_changed_before_anything_else(team: Team) -> None:
    team.office.listed["a01"] = replace(team.office.listed["a01"], must_change=True)
    team.signs_in()
    team.sees("own_password")
    team.click("nav.home")
    team.sees("own_password")
    team.pictures("own_password")
    for name, text in (("old", FIRST), ("new", OWN), ("again", OWN)):
        team.writes(f"own_password.{name}", text)
    team.goes_on("start")


def test_an_own_card_signs_in_once_it_is_bound(team: Team) -> None:
    card = PaperCard(kind=IdentityKind.CITIZEN_CERTIFICATE)
    team.office.card = card
    team.signs_in()
    team.sees("start")
    team.click("sync-mark")
    team.sees("sync")
    team.pictures("sync-staff")
    team.click("sync.staff.own_card")
    team.sees("own_card")
    team.puts_in(card)
    team.pictures("own_card")
    team.types_pin()
    team.click("nav.next")
    team.until(lambda: team.office.staff.me is not None and team.office.staff.me.has_card)
    team.sees("own_card")
    team.click("nav.staff")
    team.sees("sign_in")
    team.click("sign_in.by_card")
    team.sees("sign_in_card")
    team.types_pin("000000")
    team.click("nav.next")
    team.until(lambda: team.failure != "")
    team.pictures("sign_in_card")
    team.types_pin()
    team.click("nav.next")
    team.sees("start")


def test_roles_see_what_is_theirs(team: Team) -> None:
    team.signs_in("t01")
    team.sees("sync")  # a technician looks after the machine
    team.click("nav.home")
    team.sees("sync")
    team.click("nav.staff")
    team.signs_in("a01")
    team.sees("start")
    team.click("sync-mark")
    team.click("sync.prints.open")
    team.click("printing.printers")
    team.until_failure(StaffFailure.NOT_ALLOWED.value)
    team.pictures("not-allowed")


def test_every_place_is_in_the_table(team: Team) -> None:
    routes = team.window._routes
    places = {*routes.open_places(), *routes.members_places()} - SIGN_IN
    known = {name for name in places if not name.startswith("founding")}
    assert known <= MAY_OPEN.keys()


def test_a_lock_waits_for_what_is_being_done_and_then_falls(team: Team) -> None:
    team.signs_in()
    team.sees("start")
    page = team.window.page
    assert page is not None
    page.busy = "signing"
    team.window.lock_requested.emit()
    assert team.window.page is page
    page.busy = None
    team.sees("sign_in")
    assert team.office.staff.me is None


def test_what_was_shown_is_gone_with_the_lock_and_does_not_come_back(team: Team) -> None:
    team.signs_in()
    team.sees("start")
    team.click("nav.language")
    shown: list[str] = []
    team.window.page_shown.connect(lambda: shown.append(team.window.page.objectName()))  # type: ignore[union-attr]
    team.click("nav.staff")
    team.sees("sign_in")
    team.until(lambda: team.find(QAbstractButton, "nav.next").text() == "登入")
    assert set(shown) == {"sign_in"}


def test_who_signed_in_is_locked_out_on_the_first_page_too(team: Team) -> None:
    """As where the start page cannot be read after signing in."""
    team.sees("sign_in")
    team.office.staff.sign_in("a01", FIRST)
    team.window.lock_requested.emit()
    team.until(lambda: team.office.staff.me is None)
    team.sees("sign_in")


def test_a_call_ends_as_somebody_signs_in(team: Team) -> None:
    team.sees("sign_in")
    team.click("nav.staff")
    team.click("dialog.yes")
    button = team.find(QAbstractButton, "nav.staff")
    assert button.isChecked()
    team.signs_in()
    team.sees("start")
    assert not button.isChecked()
    team.click("nav.staff")
    team.sees("sign_in")
    assert button.text() == "呼叫人員"


def test_what_is_typed_to_sign_in_stays(team: Team, qtbot: Any) -> None:
    team.sees("sign_in")
    team.writes("sign_in.id", "a01")
    team.window.sync_requested.emit()
    team.puts_in(PaperCard())
    team.takes_out()
    team.until(lambda: team.window.card.settled)
    assert team.find(QLineEdit, "sign_in.id").text() == "a01"


def test_everybody_who_serves_opens_what_one_comes_for(team: Team) -> None:
    team.signs_in()
    team.sees("start")
    team.click("start.about")
    team.sees("about")
    team.goes_on("apply_how")


def test_whom_central_disables_works_no_more(team: Team) -> None:
    team.signs_in()
    team.sees("start")
    team.office.listed["a01"] = replace(team.office.listed["a01"], disabled=True)
    team.window.sync_changed.emit(team.hall.once())
    team.sees("sign_in")


def test_the_counter_asks_then_locks_by_itself_and_a_case_is_put_aside(
    hall: Hall,  # noqa: F811
    qtbot: Any,
    qapp: QApplication,
) -> None:
    apply_theme(qapp, COUNTER)
    office = Office(hall.counter.database, hall.counter)
    office.starts(policy=StaffPolicy(20_000, timedelta(seconds=22)))
    team = _window_of(hall, office, qtbot)
    team.signs_in()
    team.click("start.register")
    team.sees("registration.identity")
    team.click("registration.identity.kind.organisation_certificate")
    team.goes_on("registration.consent")
    team.until(lambda: bool(team._visible(QLabel, "idle.left")))  # nobody has touched anything since
    assert "20 秒後鎖定" in team.reads("idle.left")
    team.click("dialog.yes")
    team.sees("registration.consent")
    watch = team.window._idle
    assert watch is not None
    assert watch._quiet.interval() == 2_000
    watch._quiet.timeout.emit()
    assert team._visible(QLabel, "idle.left")
    for _ in range(20):
        watch._ticks.timeout.emit()
    team.sees("sign_in")
    assert not team._visible(QLabel, "idle.left")
    assert hall.services.drafts.open_drafts()
    team.window.close_down()


def test_self_service_asks_nobody(hall: Hall, qtbot: Any, qapp: QApplication) -> None:  # noqa: F811
    apply_theme(qapp, COUNTER)
    office = Office(hall.counter.database, hall.counter)
    office.starts(attended=False)
    team = _window_of(hall, office, qtbot)
    team.sees("start")
    team.click("nav.staff")  # calls somebody
    team.click("dialog.yes")
    team.sees("start")
    for place in ("sync", "printers", "attend", "shift", "sign_in", "own_card"):
        team.window._routes.go(place)
        team.until_failure(StaffFailure.NOT_ALLOWED.value)
    team.window.close_down()


def test_the_shift_is_handed_over_with_what_waits(team: Team) -> None:
    team.signs_in("s01")
    team.sees("shift")  # none is open: a supervisor begins with it
    team.pictures("shift-none")
    team.click("nav.next")
    team.until(lambda: team.office.staff.me is not None and "值班中" in team.window.page.title)  # type: ignore[union-attr]
    team.hall.online = False
    team.hall.counter.register()
    team.click("shift.sync")
    team.sees("sync")
    team.click("sync.staff.shift")
    team.sees("shift")
    team.until(lambda: team.window.page is not None and not team.window.page.valid)
    team.pictures("shift-unsent")
    team.click("shift.hand_over")
    team.click("nav.next")
    team.sees("receipt")
    team.pictures("shift-report")


def test_a_reprint_needs_a_supervisor(team: Team) -> None:
    services = team.window._context.services
    number = services.desk.report_shift(training=False)
    printers = services.printing.choice().printers
    first = services.printing.print_receipt(number, printers[0].name)
    services.printing.queue.give_up(first.job_id)
    with pytest.raises(Failed) as raised:
        print_paper(services, number)
    assert raised.value.failure is StaffFailure.SECOND_NEEDED
    team.signs_in()
    team.sees("start")
    team.window._routes.go("shift_paper", str(number))
    team.sees("receipt")
    team.click("print.print")
    team.sees("reprint")
    team.pictures("reprint")
    team.writes("second.id", "s01")
    team.writes("second.password", FIRST)
    team.click("second.agree")
    team.until(lambda: team.window.page is not None and team.window.page.valid)
    team.click("nav.language")
    assert team.window.page is not None
    assert team.window.page.valid
    approval = team.office.staff.approve("s01", FIRST, of_reprint(number))
    assert print_paper(services, number, printers[0].name, approval).copy == 2


def test_a_refund_over_the_sum_needs_a_supervisor(team: Team, qapp: QApplication) -> None:
    team.hall.card = PaperCard()
    member = member_of(team.hall)
    number = in_service(team.hall, member)
    team.signs_in()
    team.sees("start")
    team.puts_in(team.hall.card)
    team.until(lambda: team.window.card.present is not None)
    team.window._routes.member = member
    team.window._routes.go("refund", number)
    team.sees("refund.preview")
    team.goes_on("refund.review")
    team.click("refund.review.agree")
    page = team.window.page
    assert page is not None
    assert not page.valid
    qapp.processEvents()
    team.pictures("refund-second")
    team.writes("second.id", "a01")
    team.writes("second.password", FIRST)
    team.click("second.agree")
    team.until_failure(StaffFailure.SECOND_UNFIT.value)
    team.writes("second.id", "s01")
    team.writes("second.password", FIRST)
    team.click("second.agree")
    team.until(lambda: team.window.page is not None and team.window.page.valid)
    team.pictures("refund-agreed")
    for _ in ("English", "中文"):
        team.click("nav.language")  # what was agreed to stays agreed to, in any language
        team.until(lambda: team.window.page is not None and team.window.page.valid)
        shown = [one.text() for one in team.window.findChildren(QLabel) if one.isVisibleTo(team.window)]
        assert [one for one in shown if "s01" in one]
    team.click("nav.next")
    team.sees("signing")
