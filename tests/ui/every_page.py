"""A round through every page there is, each as somebody would find it."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pytestqt.exceptions import TimeoutError as TooLate

import kiosk.ui
from kiosk.contract.api import CommandAnswer, Status
from kiosk.domain.commands import Condition
from kiosk.domain.data_rights import DataRight
from kiosk.domain.identity import IdentityKind
from kiosk.domain.refusals import Refusal
from kiosk.services.diagnosis.check_up import CheckUp
from kiosk.services.flows import assessment, cancel, expert, order, refund, registration
from kiosk.services.flows.privacy import RightAsked
from kiosk.services.founding.papers.kinds import PaperKind
from kiosk.services.receipts.sealing import unsealed
from kiosk.services.settings import Mode
from kiosk.services.staff.shifts import Shifts
from kiosk.storage import outbox
from kiosk.ui.page import Page
from kiosk.ui.window import KioskWindow
from tests.services.counter import order_receipt, ubn
from tests.services.flows.hall import CARD_IN, EMAIL_CODE, NO_CARD, Hall, PaperCard, member_of
from tests.services.flows.test_buying import in_service
from tests.services.staff.conftest import FIRST, Office
from tests.ui.standing import Person

_OPEN = ("about", "apply_how", "transform", "sync", "verify", "bundle", "printing", "printers")

Look = Callable[[Page], object]
"""What is done on each page."""

OF_WINDOWS_OF_THEIR_OWN = {"enrol.EnrolPage", "enrol.EnrolledPage", "stopped.StoppedPage"}
"""Pages that no counter at work shows."""


def page_kinds() -> set[str]:
    """Every kind of page of the program that is not only the base of others."""
    for module in pkgutil.walk_packages(kiosk.ui.__path__, "kiosk.ui."):
        importlib.import_module(module.name)
    return {kind_of(kind) for kind in _below(Page) if not kind.__subclasses__()}


def kind_of(kind: type[Page]) -> str:
    return f"{kind.__module__.removeprefix('kiosk.ui.')}.{kind.__name__}"


def _below(kind: type[Page]) -> Iterator[type[Page]]:
    for one in kind.__subclasses__():
        if one.__module__.startswith("kiosk.ui."):
            yield one
            yield from _below(one)


class Round:
    """Goes to every place of the window and through every wizard; `look` is called on each page once."""

    def __init__(self, hall: Hall, qtbot: Any, look: Look) -> None:
        self._hall, self._qtbot, self._look = hall, qtbot, look
        self.seen: set[str] = set()
        self.flashed: list[str] = []
        """Pages at which another window came up, and took this one's turn."""

    def go(self) -> None:
        """The whole round."""
        self._with_staff()
        self._window(self._hall.services)
        self._registering()
        self._elsewhere()
        self._as_member()
        self._founding()
        self._person.window.crash(RuntimeError())
        self._see("crash")
        self._close()
        self._window(self._hall.services, mode=Mode.SELF_SERVICE)
        self._see("attract")
        self._close()

    def _close(self) -> None:
        self._person.window.close_down()
        self._person.window.hide()

    def _window(self, services: Any, mode: Mode = Mode.COUNTER) -> None:
        window = KioskWindow(services, mode=mode)
        self._qtbot.addWidget(window)
        window.resize(1366, 768)
        with self._qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        window.reader_changed.emit(NO_CARD)
        self._person = Person(self._hall, window, self._qtbot)
        self._routes = window._routes

    def _see(self, name: str) -> None:
        window = self._person.window
        try:
            self._person.sees(name)
        except TooLate:
            assert window.page is not None
            pytest.fail(f"{window.page.objectName()} ({window.page.busy}, {window.page.failure}), not {name}")
        page = window.page
        assert page is not None
        kind = kind_of(type(page))
        if kind in self.seen:
            return
        self.seen.add(kind)
        if not window.isActiveWindow():
            self.flashed.append(kind)
            window.activateWindow()
            self._person.until(window.isActiveWindow)
        self._look(page)
        assert window.page is not None
        assert window.page.objectName() == name

    def _visit(self, place: str, name: str, about: str = "") -> None:
        self._routes.go(place, about)
        self._see(name)

    def _answer(self, answer: Any, name: str) -> None:
        """Answer the step of the wizard as if its page had been filled in."""
        journey: Any = self._routes.current
        flow = journey.flow
        journey._work(self._person.window.page, partial(flow.apply, answer))
        self._see(name)

    def _sign(self, name: str) -> None:
        journey: Any = self._routes.current
        flow = journey.flow
        journey._work(self._person.window.page, lambda: flow.sign(self._hall.present(), self._hall.type()))
        self._see(name)

    def _with_staff(self) -> None:
        counter = self._hall.counter
        office = Office(counter.database, counter)
        shifts = Shifts(
            counter.database, counter.device, office.staff, counter.clock, lambda: counter.rules, unsealed,
            training=False,
        )  # fmt: skip
        self._window(replace(self._hall.services, staff=office.staff, shifts=shifts))
        self._see("sign_in")
        self._visit("sign_in_card", "sign_in_card")
        self._visit("sign_in", "sign_in")
        self._person.writes("sign_in.id", "s01")
        self._person.writes("sign_in.password", FIRST)
        self._person.click("nav.next")
        self._see("shift")
        for place in ("own_password", "own_card", "shift"):
            self._visit(place, place)
        before = self._person.window.page
        self._person.click("nav.next")
        self._person.until(lambda: self._person.window.page is not before)
        self._person.click("nav.next")
        self._see("receipt")
        self._close()
        office.starts()
        self._window(replace(self._hall.services, staff=office.staff, check_up=self._check_up()))
        self._see("sign_in")
        self._person.writes("sign_in.id", "t01")
        self._person.writes("sign_in.password", FIRST)
        self._person.click("nav.next")
        self._see("sync")
        for place in ("doctor", "doctor_stick", "leave"):
            self._visit(place, place)
        self._close()

    def _check_up(self) -> CheckUp:
        return CheckUp(tuple, Path("logs"), self._hall.services.failures, tuple, lambda _: True)

    def _registering(self) -> None:

        self._see("start")
        self._visit("account", "member")
        self._visit("contact", "help")
        for place in _OPEN:
            self._visit(place, place)
        self._register(9, "registration.declaration")
        self._answer(registration.Declared(tuple(Condition), lookup_authorised=True), "registration.contact")
        self._answer(
            registration.ContactGiven("林曉明", "a@example.org", "0212345678"), "registration.email_code"
        )
        self._hall.once()
        self._answer(registration.CodeEntered(EMAIL_CODE), "registration.done")

    def _register(self, number: int, then: str) -> None:
        """As far as the card's signature."""
        hall, window = self._hall, self._person.window
        self._visit("register", "registration.identity")
        hall.card = PaperCard(number)
        window.reader_changed.emit(CARD_IN)
        self._person.until(lambda: window.card.present is not None)
        self._answer(
            registration.IdentityChosen(IdentityKind.ORGANISATION_CERTIFICATE), "registration.consent"
        )
        self._answer(
            registration.Consented(hall.services.notice.version, hall.services.clock()), "registration.card"
        )
        self._answer(registration.CardRecognised.of(hall.present()), "registration.cooperative")
        self._answer(registration.CooperativeNamed("訓練用合作社", ubn(number)), "signing")
        self._sign(then)

    def _elsewhere(self) -> None:
        """Members whom only other offices know; without a network first."""
        person, hall = self._person, self._hall
        self._routes.home()
        person.takes_out()
        person.sees("start")
        person.puts_in(PaperCard())
        person.until(lambda: person.window.card.present is not None)
        person.window._context.online = False
        self._visit("identify", "identify.away")
        person.window._context.online = True
        self._visit("identify", "signing")
        self._sign("identify.done")
        hall.elsewhere = lambda: member_of(hall, assessed=False)
        self._register(1, "registration.member")
        hall.elsewhere = lambda: None

    def _founding(self) -> None:
        self._visit("founding", "founding")
        self._visit("founding_guide", "founding_guide.organise")
        self._visit("founding_open", "founding_open")
        self._visit("founding_new", "founding_new")
        for place in ("case", "name", "founders", "members", "boards", "plan", "articles", "days", "papers",
                      "save", "join", "delete"):  # fmt: skip
            self._visit(f"founding_{place}", f"founding_{place}")
        self._visit("founding_paper", "founding_paper", next(iter(PaperKind)).value)
        self._visit("founding_checklist", "receipt")

    def _as_member(self) -> None:

        hall = self._hall
        self._routes.home()
        self._person.sees("start")
        member = hall.services.desk.find(hall.present().holder.holder_id)
        assert member is not None
        self._routes.member = member
        self._visit("assess", "assessment.theme")
        journey: Any = self._routes.current
        while (theme := journey.flow.scene().theme) is not None:
            journey.flow.apply(
                assessment.ThemeAnswered({question.question_id: 2 for question in theme.questions})
            )
        journey.begin()
        self._see("assessment.result")
        self._answer(assessment.Seen(), "assessment.plans")
        self._answer(assessment.Seen(), "assessment.points")
        hall.once()
        self._visit("expert", "expert.themes")
        themes = hall.services.desk.view(member).shown.assessment
        assert themes is not None
        self._answer(expert.ThemesChosen((next(iter(themes.scores)),)), "expert.done")
        self._visit("privacy", "privacy.ask")
        self._answer(RightAsked(DataRight.ACCESS, ""), "privacy.done")
        self._ordering(member)
        self._attending()

    def _ordering(self, member: str) -> None:
        hall = self._hall
        self._visit("plans", "order.plans")
        self._answer(order.PlanChosen("management-inventory"), "order.plan")
        self._answer(order.PlanRead(), "order.split")
        self._answer(order.SplitChosen(30_000), "order.review")
        self._answer(order.Reviewed(), "signing")
        self._sign("order.done")
        hall.once()
        journey: Any = self._routes.current
        number = journey.flow.scene().number
        self._visit("cancel", "cancel.review", number)
        self._answer(cancel.CancellationAgreed(number), "signing")
        self._sign("cancel.done")
        hall.once()
        number = in_service(hall, member)
        self._visit("account", "account")
        self._visit("order", "order_detail", number)
        self._visit("refund", "refund.preview", number)
        self._answer(refund.OrderSelected(number), "refund.review")
        self._answer(refund.Reviewed(), "signing")
        self._sign("refund.done")
        hall.once()
        self._visit("papers", "papers")
        receipt = str(hall.services.desk.receipts(member)[0].number)
        self._visit("receipt", "receipt", receipt)
        self._visit("paper_ways", "paper_ways", receipt)
        self._visit("reprint", "reprint", f"{receipt}|account||")

    def _attending(self) -> None:
        """A command that central did not accept."""
        hall, counter = self._hall, self._hall.counter
        member = counter.register(5)
        command_id = counter.submit(member, counter.order(5), order_receipt).command_id
        told = CommandAnswer(
            command_id=command_id, status=Status.REFUSED, code=Refusal.POINTS_SHORT.value,
            decided_at=counter.clock(),
        )  # fmt: skip
        with counter.database.session() as session:
            outbox.settle(session, told)
        self._visit("attend", "attend")
        for place in ("attend_case", "attend_withdraw", "attend_ask"):
            self._visit(place, place, command_id)
        number = hall.services.desk.receipts(member)[0].number
        self._visit("attend_paper", "receipt", f"{number} {command_id}")
