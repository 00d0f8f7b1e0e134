"""The counter's whole main job, from registration to the refund, by somebody who has no mouse."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLineEdit, QWidget

from kiosk.domain.commands import Condition, ConfirmOrder, RecordPayment, StartService
from tests.services.counter import ubn
from tests.services.flows.hall import EMAIL_CODE, PIN, Hall, PaperCard
from tests.services.flows.test_buying import PLAN, TODAY
from tests.ui.standing import Person, hall, rules, standing_at

__all__ = ["hall", "rules"]

_TABS = 120


class Typist(Person):
    """Presses keys where the focus is, and nothing else."""

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key)

    def types(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget() or self.window, text)

    def tabs_to(self, name: str) -> QWidget:
        """Press Tab until the focus is on the control of that name."""
        passed = []
        for _ in range(_TABS):
            focused = QApplication.focusWidget()
            passed.append("" if focused is None else focused.objectName())
            if focused is not None and passed[-1] == name:
                return focused
            self.key(Qt.Key.Key_Tab)
        raise AssertionError(f"no Tab leads to {name}, but to {passed[:20]}")

    def picks(self, name: str) -> None:
        """Tab to the choice, then on with the arrows to the one of that name."""
        group = name.rpartition(".")[0]
        for _ in range(_TABS):
            focused = QApplication.focusWidget()
            at = "" if focused is None else focused.objectName()
            if at == name:
                self.key(Qt.Key.Key_Space)
                return
            if not at.startswith(f"{group}."):
                self.key(Qt.Key.Key_Tab)
                continue
            self.key(Qt.Key.Key_Right)
            if QApplication.focusWidget() is focused:  # the end of a row
                self.key(Qt.Key.Key_Down)
        raise AssertionError(f"no arrow leads to {name}")

    def presses(self, name: str, page: str) -> None:
        self.tabs_to(name)
        self.key(Qt.Key.Key_Space)
        self.sees(page)

    def enters(self, page: str) -> None:
        """Enter, as soon as the page lets one go on, and what follows."""
        self.until(lambda: self.find(QAbstractButton, "nav.next").isEnabled())
        self.key(Qt.Key.Key_Return)
        self.sees(page)

    def fills(self, name: str, text: str) -> None:
        line = self.tabs_to(name)
        assert isinstance(line, QLineEdit)
        QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        if text.isascii():
            self.types(text)
        else:
            line.insert(text)  # as an input method does

    def ticks(self, name: str) -> None:
        box = self.tabs_to(name)
        assert isinstance(box, QCheckBox)
        self.key(Qt.Key.Key_Space)
        assert box.isChecked()

    def signs(self, page: str) -> None:
        self.types(PIN.decode())
        self.enters(page)


@pytest.fixture
def typist(hall: Hall, qtbot: Any, qapp: QApplication) -> Iterator[Typist]:
    window = standing_at(hall, qtbot, qapp).window
    window.activateWindow()
    made = Typist(hall, window, qtbot)
    made.until(window.isActiveWindow)
    yield made
    window.close_down()


def test_the_main_job(typist: Typist) -> None:
    typist.sees("start")
    typist.puts_in(PaperCard())
    typist.until(lambda: typist.window.card.present is not None)
    registers(typist)
    member = typist.window._routes.member
    assert member is not None
    typist.hall.approve(member)
    assesses(typist)
    orders(typist)
    typist.hall.once()
    (number,) = typist.hall.services.desk.view(member).shown.orders
    for command in (
        ConfirmOrder(number, "https://pay.example.com/1"),
        RecordPayment(number, 30_000),
        StartService(number, TODAY),
    ):
        typist.hall._decide(member, command)
    refunds(typist, number)


def registers(typist: Typist) -> None:
    typist.presses("start.register", "registration.identity")
    typist.picks("registration.identity.kind.organisation_certificate")
    typist.enters("registration.consent")
    typist.ticks("registration.consent.agree")
    typist.enters("registration.card")
    typist.enters("registration.cooperative")
    typist.fills("registration.cooperative.ubn", ubn(1))
    typist.enters("signing")
    typist.signs("registration.declaration")
    for condition in Condition:
        typist.ticks(f"registration.declaration.{condition.value}")
    typist.ticks("registration.declaration.lookup")
    typist.enters("registration.contact")
    typist.fills("registration.contact.name", "林曉明")
    typist.fills("registration.contact.email", "someone@example.com")
    typist.fills("registration.contact.phone", "0212345678")
    typist.enters("registration.email_code")
    typist.hall.once()
    typist.fills("registration.email_code.code", EMAIL_CODE)
    typist.enters("registration.done")


def assesses(typist: Typist) -> None:
    typist.presses("nav.home", "start")
    typist.presses("start.assess", "assessment.theme")
    questions = typist.hall.services.programme.questionnaire
    for place, theme in enumerate(questions.themes):
        for question in theme.questions:
            typist.picks(f"assessment.{question.question_id}.2")
        before = typist.window.page
        last = place == len(questions.themes) - 1
        typist.enters("assessment.result" if last else "assessment.theme")
        typist.until(lambda before=before: typist.window.page is not before)
    typist.enters("assessment.plans")
    typist.enters("assessment.points")
    typist.hall.once()


def orders(typist: Typist) -> None:
    typist.presses("nav.home", "start")
    typist.presses("start.plans", "order.plans")
    typist.picks(f"order.plan.{PLAN}")
    for page in ("order.plan", "order.split", "order.review"):
        typist.enters(page)
    typist.ticks("order.review.agree")
    typist.enters("signing")
    typist.signs("order.done")


def refunds(typist: Typist, number: str) -> None:
    typist.presses("nav.home", "start")
    typist.presses("start.account", "account")
    typist.presses(f"account.order.{number}", "order_detail")
    typist.presses("order_detail.refund", "refund.preview")
    typist.enters("refund.review")
    typist.ticks("refund.review.agree")
    typist.enters("signing")
    typist.signs("refund.done")
