"""The main job, page by page: on each page one looks at what is shown and does what a person would do next.

Nothing here remembers how far it came, so that a walk can go on from wherever the kiosk stands.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtWidgets import QAbstractButton

from kiosk.cardreader.virtual.scenarios import TRAINING_PIN
from kiosk.domain.assessment import BEST_ANSWER
from kiosk.domain.calendar import month_begins, taipei_day
from kiosk.domain.commands import Condition
from kiosk.domain.membership import Eligibility, Membership, Order, OrderState
from kiosk.domain.refund import months_used
from kiosk.services.flows.cards import PresentCard
from kiosk.services.flows.services import Services
from kiosk.services.membership_view import MembershipView
from kiosk.services.training.desk import TrainingDesk
from kiosk.services.training.staff import TRAINING_PASSWORD
from kiosk.ui.widgets import AnchorChoice
from kiosk.ui.window import KioskWindow
from kiosk.walk.player import Player, Stuck

PLAN = "management-inventory"
UBN = "12345675"
ANSWERS = BEST_ANSWER + 1
EMAIL = "contact@training.example"
SIGNING_READY = "signing-ready"
"""What `on_page` hears once the PIN is typed, before it is sent."""
_MONTHS_USED = 2
_CODE = re.compile(r"\b[0-9]{6}\b")


def sign_in(player: Player, services: Services, staff_id: str = "counter") -> None:
    """Sign in at the training counter, once its list has come, and go on to what follows."""
    staff = services.staff
    if staff is None:
        raise Stuck("staff")
    player.wait_for_page("sign_in")
    player.wait(lambda: staff.has_list and player.find("sign_in.no_list") is None, "the list of the staff")
    player.write("sign_in.id", staff_id)
    player.write("sign_in.password", TRAINING_PASSWORD)
    player.click("nav.next")


def put_card_in(player: Player, window: KioskWindow) -> None:
    """Put the cooperative's card in, by training's menu, and wait until it is read."""
    player.click("training.insert")
    player.click("training.card.good-organisation")
    player.wait(lambda: window.card.present is not None, "the card in the reader")


class MainJob:
    """Plays from registration to the refund, in `window`. `on_page` hears of each page before it is used."""

    def __init__(
        self, player: Player, window: KioskWindow, services: Services, on_page: Callable[[str], object]
    ) -> None:
        self._player = player
        self._window = window
        self._services = services
        self._on_page = on_page
        self._acts: dict[str, Callable[[], None]] = {
            "sign_in": lambda: sign_in(player, services),
            "start": self._start,
            "member": self._wait_for_card,
            "registration.identity": self._choose_identity,
            "registration.consent": self._agree_to("registration.consent.agree"),
            "registration.card": self._go_on,
            "registration.cooperative": self._name_cooperative,
            "signing": self._sign,
            "registration.declaration": self._declare,
            "registration.contact": self._give_contact,
            "registration.email_code": self._enter_code,
            "registration.done": self._finish_registration,
            "assessment.theme": self._assess,
            "assessment.result": self._go_on,
            "assessment.plans": self._go_on,
            "assessment.points": self._go_on,
            "order.plans": self._choose_plan,
            "order.plan": self._go_on,
            "order.split": self._go_on,
            "order.review": self._agree_to("order.review.agree"),
            "order.done": self._go_on,
            "receipt": self._go_on,
            "account": self._from_overview,
            "order_detail": self._follow_order,
            "refund.preview": self._go_on,
            "refund.review": self._agree_to_refund,
            "refund.done": self._go_on,
        }

    def play(self) -> None:
        """Go on until the refund stands in the account overview. Raises `Stuck`."""
        while not self._finished():
            name = self._player.wait_for_page(*self._acts)
            self._on_page(name)
            before = self._player.page
            if before.objectName() != name:
                continue  # who looked at it went on elsewhere
            self._acts[name]()
            self._player.wait(lambda before=before: self._player.page is not before, f"leaving {name}")  # type: ignore[misc]

    def _finished(self) -> bool:
        order = self._order()
        refunded = order is not None and order.state is OrderState.REFUNDED
        return refunded and self._player.page.objectName() == "account"

    # What is known of the cooperative

    @property
    def membership_id(self) -> str:
        """The membership that the walk is about. Raises `Stuck` before there is one."""
        view = self._view()
        if view is None:
            raise Stuck("a membership")
        return view.membership_id

    def _view(self) -> MembershipView | None:
        card = self._card()
        if card is None:
            return None
        found = self._services.desk.find(card.holder.holder_id)
        return None if found is None else self._services.desk.view(found)

    def _card(self) -> PresentCard | None:
        """The card in the reader, once it has been read."""
        self._player.wait(lambda: self._window.card.settled, "the card to be read")
        return self._window.card.present

    def _confirmed(self) -> Membership:
        """The membership as central has it."""
        view = self._view()
        return Membership() if view is None else view.confirmed

    def _order(self) -> Order | None:
        return next(iter(self._confirmed().orders.values()), None)

    def _wait_until(self, so: Callable[[Membership], bool], what: str) -> None:
        """Wait until central's events make `so` hold, and the page has followed."""
        self._player.wait(lambda: so(self._confirmed()), what)

    # What one does, page by page

    def _go_on(self) -> None:
        self._player.click("nav.next")

    def _wait_for_card(self) -> None:
        """The page leads on by itself once it has read the card."""

    def _agree_to(self, row: str) -> Callable[[], None]:
        def agree() -> None:
            self._tick(row)
            self._go_on()

        return agree

    def _agree_to_refund(self) -> None:
        """Over a set sum, with a supervisor beside."""
        if self._player.find("second.agree") is not None:
            self._player.write("second.id", "supervisor")
            self._player.write("second.password", TRAINING_PASSWORD)
            self._player.click("second.agree")
            self._player.wait(lambda: self._player.find("second.done") is not None, "the second person")
        self._tick("refund.review.agree")
        self._go_on()

    def _tick(self, row: str) -> None:
        box = self._player.find(row, QAbstractButton)
        if box is None or not box.isChecked():
            self._player.click(row)

    def _start(self) -> None:
        if self._card() is None:
            put_card_in(self._player, self._window)
        elif self._services.drafts.open_drafts():
            self._player.click("start.unfinished.resume")
        elif self._view() is None:
            self._player.click("start.register")
        else:
            self._player.click(self._next_tile())

    def _next_tile(self) -> str:
        membership = self._confirmed()
        if membership.assessment is None:
            return "start.assess"
        return "start.orders" if membership.orders else "start.plans"

    def _choose_identity(self) -> None:
        self._player.click("registration.identity.kind.organisation_certificate")
        self._go_on()

    def _name_cooperative(self) -> None:
        self._player.write("registration.cooperative.ubn", UBN)
        self._go_on()

    def _sign(self) -> None:
        for digit in TRAINING_PIN:
            self._player.click(f"pin.digit.{digit}")
        self._on_page(SIGNING_READY)
        self._go_on()

    def _declare(self) -> None:
        for condition in Condition:
            self._tick(f"registration.declaration.{condition.value}")
        self._tick("registration.declaration.lookup")
        self._go_on()

    def _give_contact(self) -> None:
        self._player.write("registration.contact.name", "訓練用聯絡人")
        self._player.write("registration.contact.email", EMAIL)
        self._player.write("registration.contact.phone", "0212345678")
        self._go_on()

    def _enter_code(self) -> None:
        self._player.wait(lambda: bool(self._codes()), "the code's e-mail")
        self._player.write("registration.email_code.code", self._codes()[-1])
        self._go_on()

    def _codes(self) -> list[str]:
        training = self._training()
        return [found for mail in training.mails() if mail.to == EMAIL for found in _CODE.findall(mail.body)]

    def _finish_registration(self) -> None:
        self._player.click("training.approve")
        self._wait_until(lambda now: now.eligibility is Eligibility.APPROVED, "the authority's approval")
        self._go_on()

    def _assess(self) -> None:
        """Answers that differ from theme to theme, and are the same in each walk."""
        for choice in self._player.all(AnchorChoice):
            name = choice.objectName()
            self._player.click(f"{name}.{sum(map(ord, name)) % ANSWERS}")
        self._go_on()

    def _choose_plan(self) -> None:
        self._player.click(f"order.plan.{PLAN}")
        self._go_on()

    def _from_overview(self) -> None:
        order = self._order()
        if order is None:
            self._player.click("nav.home")
        else:
            self._player.click(f"account.order.{order.order_number}")

    def _follow_order(self) -> None:
        order = self._order()
        if order is None:
            self._player.wait(lambda: self._order() is not None, "the order's confirmation by central")
            return
        match order.state:
            case OrderState.AWAITING_VENDOR:
                self._vendor("confirm", lambda now: now.state is OrderState.AWAITING_PAYMENT)
            case OrderState.AWAITING_PAYMENT:
                self._vendor("pay", lambda now: now.state is OrderState.PAID)
            case OrderState.PAID if not order.invoice_number:
                self._vendor("invoice", lambda now: bool(now.invoice_number))
            case OrderState.PAID:
                self._vendor("start", lambda now: now.state is OrderState.IN_SERVICE)
            case OrderState.IN_SERVICE if self._months_used(order) < _MONTHS_USED:
                self._let_time_pass(order)
            case OrderState.IN_SERVICE:
                self._player.click("order_detail.refund")
            case _:
                self._go_on()

    def _vendor(self, act: str, so: Callable[[Order], bool]) -> None:
        self._player.click(f"training.{act}")
        self._wait_until(lambda now: any(so(order) for order in now.orders.values()), f"the vendor's {act}")

    def _months_used(self, order: Order) -> int:
        return months_used(_started(order), self._today(), order.terms.months)

    def _let_time_pass(self, order: Order) -> None:
        """Two months of use, to the last day of the second."""
        self._player.click("training.month")
        self._player.wait(lambda: self._months_used(order) == _MONTHS_USED, "a month")
        last_day = month_begins(_started(order), _MONTHS_USED) - timedelta(days=1)
        while (today := self._today()) < last_day:
            self._player.click("training.day")
            self._player.wait(lambda today=today: self._today() > today, "a day")  # type: ignore[misc]

    def _today(self) -> date:
        return taipei_day(self._services.clock())

    def _training(self) -> TrainingDesk:
        if self._services.training is None:
            raise Stuck("training mode")
        return self._services.training


def _started(order: Order) -> date:
    if order.started_on is None:
        raise Stuck("an order in service")
    return order.started_on
