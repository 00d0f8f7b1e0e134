"""What must hold after any history of commands, however foolish, as long as time moves forwards."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.domain import commands as asked
from kiosk.domain.calendar import taipei_day
from kiosk.domain.deadlines import brought_by_time
from kiosk.domain.decide import decide
from kiosk.domain.events import Event, PointsGranted
from kiosk.domain.evolve import evolve, fold
from kiosk.domain.identity import HolderId
from kiosk.domain.membership import Grant, GrantState, Membership, Order, OrderState
from kiosk.domain.money import split
from kiosk.domain.ordering import refund_quote
from kiosk.domain.programme import Pause
from kiosk.domain.refusals import Refusal, Refused
from tests.domain.story import (
    ANSWERS,
    APPLY,
    APPROVE,
    ASK_EXPERT,
    ASSESS,
    CONFIRM_EMAIL,
    HOLDER,
    OPEN,
    PLANS,
    PROGRAMME,
    REFUSE,
    SOMEBODY_ELSE,
    noon,
)

SIGNERS = st.sampled_from([HOLDER, HOLDER, HOLDER, SOMEBODY_ELSE])
JOINED = (OPEN, APPLY)
GRANTED = (*JOINED, CONFIRM_EMAIL, APPROVE, ASSESS)
FOOLISH = (
    REFUSE,
    ASK_EXPERT,
    replace(ASK_EXPERT, themes=()),
    replace(OPEN, ubn="12345678"),
    replace(APPLY, email="other@example.com"),
    replace(APPLY, email="none"),
    asked.ConfirmEmail("other@example.com"),
    replace(ASSESS, answers=dict.fromkeys(ANSWERS, 5)),
)
# Paused for a while.
PAUSED = Pause(date(2026, 3, 1), date(2026, 3, 20))
RULES = replace(PROGRAMME, pauses=(PAUSED,))
KEPT = {OrderState.PAID, OrderState.IN_SERVICE, OrderState.COMPLETED}
AWAITING = {OrderState.AWAITING_VENDOR, OrderState.AWAITING_PAYMENT}


class Histories(RuleBasedStateMachine):
    """Any commands in any order, by anyone, at any later time."""

    def __init__(self) -> None:
        super().__init__()
        self.state = Membership()
        self.events: list[Event] = []
        self.at = noon(date(2026, 1, 5))

    @property
    def today(self) -> date:
        return taipei_day(self.at)

    def ask(self, command: asked.Command) -> None:
        first, second = self.outcome(command), self.outcome(command)
        assert first == second, "decide is a function"
        if isinstance(first, Refusal):
            return
        for event in first:
            self.state = evolve(self.state, event)
        self.events.extend(first)
        assert brought_by_time(self.state, self.at, RULES) == ()

    def outcome(self, command: asked.Command) -> tuple[Event, ...] | Refusal:
        try:
            return decide(self.state, command, self.at, RULES)
        except Refused as refused:
            return refused.refusal

    def numbers(self, *, state: OrderState) -> st.SearchStrategy[str]:
        """An order's number: mostly of one in this state, now and then of any or of none."""
        fitting = [number for number, order in self.state.orders.items() if order.state is state]
        return st.sampled_from([*fitting * 3, *self.state.orders, "unknown"])

    @rule(hours=st.integers(1, 24) | st.integers(1, 72) | st.integers(96, 45 * 24))
    def wait(self, hours: int) -> None:
        self.at += timedelta(hours=hours)

    @initialize(commands=st.sampled_from([(), JOINED, GRANTED, GRANTED, GRANTED]))
    def begin(self, commands: tuple[asked.Command, ...]) -> None:
        for command in commands:
            self.ask(command)

    @rule(command=st.sampled_from([*GRANTED, *GRANTED[2:], *FOOLISH, asked.ApplyDeadlines()]))
    def joining(self, command: asked.Command) -> None:
        self.ask(command)

    @rule(data=st.data(), plan_id=st.sampled_from(sorted(PLANS)), signer=SIGNERS)
    def place(self, data: st.DataObject, plan_id: str, signer: HolderId) -> None:
        terms = PLANS[plan_id].terms
        figures = PROGRAMME.figures_on(self.today)
        most, _ = split(terms.price, 30_000, figures.points_share, figures.own_share)
        points = data.draw(st.sampled_from([most, most // 2, 0]) | st.integers(-1, terms.price + 1))
        number = data.draw(st.sampled_from([f"{len(self.state.orders)}", "0"]))
        self.ask(asked.PlaceOrder(number, terms, points, terms.price - points, signer))

    @precondition(lambda self: self.state.orders)
    @rule(data=st.data())
    def carry_on(self, data: st.DataObject) -> None:
        """The proper next step of one order."""
        order = self.state.orders[data.draw(st.sampled_from(sorted(self.state.orders)))]
        match order.state:
            case OrderState.AWAITING_VENDOR:
                self.ask(asked.ConfirmOrder(order.order_number, "https://pay.example.com"))
            case OrderState.AWAITING_PAYMENT:
                self.ask(asked.RecordPayment(order.order_number, order.own))
            case OrderState.PAID:
                self.ask(asked.StartService(order.order_number, self.today))
            case _:
                self.ask(asked.RequestRefund(order.order_number, *self.quoted(order), HOLDER))

    @precondition(lambda self: self.state.orders)
    @rule(data=st.data(), signer=SIGNERS, state=st.sampled_from(sorted(AWAITING)))
    def cancel(self, data: st.DataObject, signer: HolderId, state: OrderState) -> None:
        self.ask(asked.CancelOrder(data.draw(self.numbers(state=state)), signer))

    @precondition(lambda self: self.state.orders)
    @rule(data=st.data(), takes=st.sampled_from([True, True, True, False]))
    def vendor_answers(self, data: st.DataObject, takes: bool) -> None:
        number = data.draw(self.numbers(state=OrderState.AWAITING_VENDOR))
        link = f"https://pay.example.com/{number}"
        self.ask(asked.ConfirmOrder(number, link) if takes else asked.DeclineOrder(number))

    @precondition(lambda self: self.state.orders)
    @rule(data=st.data(), short=st.sampled_from([0, 0, 0, 1]))
    def pay(self, data: st.DataObject, short: int) -> None:
        number = data.draw(self.numbers(state=OrderState.AWAITING_PAYMENT))
        own = self.state.orders[number].own if number in self.state.orders else 0
        self.ask(asked.RecordPayment(number, own - short))

    @precondition(lambda self: self.state.orders)
    @rule(data=st.data())
    def invoice(self, data: st.DataObject) -> None:
        self.ask(asked.IssueInvoice(data.draw(self.numbers(state=OrderState.PAID)), "範例00000000"))

    @precondition(lambda self: self.state.orders)
    @rule(data=st.data(), days=st.integers(-1, 3))
    def start(self, data: st.DataObject, days: int) -> None:
        number = data.draw(self.numbers(state=OrderState.PAID))
        self.ask(asked.StartService(number, self.today - timedelta(days=days)))

    @precondition(lambda self: self.state.orders)
    @rule(data=st.data(), signer=SIGNERS, state=st.sampled_from([OrderState.PAID, OrderState.IN_SERVICE]))
    def refund(self, data: st.DataObject, signer: HolderId, state: OrderState) -> None:
        number = data.draw(self.numbers(state=state))
        own = points = 0
        if number in self.state.orders:
            own, points = self.quoted(self.state.orders[number])
        self.ask(asked.RequestRefund(number, own, points, signer))

    def quoted(self, order: Order) -> tuple[int, int]:
        try:
            quote = refund_quote(order, self.today, PROGRAMME)
        except Refused:
            return 0, 0
        return quote.own_refund, quote.points_refund

    @invariant()
    def folding_is_stepping(self) -> None:
        assert fold(self.events) == self.state
        assert self.state.version == len(self.events)

    @invariant()
    def no_points_are_granted_in_a_pause(self) -> None:
        granted_on = [event.granted_on for event in self.events if isinstance(event, PointsGranted)]
        assert not any(RULES.is_paused(day) for day in granted_on)

    @invariant()
    def every_price_is_points_and_own_payment(self) -> None:
        for order in self.state.orders.values():
            assert order.points + order.own == order.terms.price
            assert min(order.points, order.own) >= 0

    @invariant()
    def no_refund_exceeds_what_was_paid(self) -> None:
        for order in self.state.orders.values():
            assert (order.refund is not None) == (order.state is OrderState.REFUNDED)
            if order.refund is not None:
                assert order.refund.own_refund + order.refund.own_kept == order.own
                assert order.refund.points_refund + order.refund.points_kept == order.points
                assert min(order.refund.own_refund, order.refund.points_refund) >= 0

    @invariant()
    def every_point_is_accounted_for(self) -> None:
        orders = self.state.orders.values()
        if self.state.grant is None:
            assert not any(order.points for order in orders)
            return
        grant: Grant = self.state.grant
        assert min(grant.available, grant.reserved, grant.used, grant.reclaimed) >= 0
        assert grant.available + grant.reserved + grant.used + grant.reclaimed == grant.points
        assert grant.reserved == sum(order.points for order in orders if order.state in AWAITING)
        assert grant.used == sum(self.used_by(order) for order in orders)

    @staticmethod
    def used_by(order: Order) -> int:
        if order.refund is not None:
            return order.refund.points_kept
        return order.points if order.state in KEPT else 0

    @invariant()
    def the_purse_is_what_the_state_of_the_points_allows(self) -> None:
        in_hand = self.state.points_in_hand(self.today)
        assert in_hand >= 0
        if self.state.grant_state(self.today) in {None, GrantState.RETURNED, GrantState.EXPIRED}:
            assert in_hand == 0


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=100, stateful_step_count=60)
