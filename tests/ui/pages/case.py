"""One cooperative's case at a real desk, with central's part played by its events."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, cast

from PySide6.QtWidgets import QLabel, QWidget

from kiosk.contract.api import CommandAnswer, Status
from kiosk.contract.codec import event_body
from kiosk.contract.envelopes import EventEnvelope
from kiosk.domain import commands as asked
from kiosk.domain.calendar import TAIPEI, taipei_day
from kiosk.domain.decide import decide
from kiosk.domain.events import Event
from kiosk.domain.membership import Order
from kiosk.domain.ordering import refund_quote
from kiosk.services.attending import Attending
from kiosk.services.desk import PaperMaker, Submitted
from kiosk.services.drafts import Drafts
from kiosk.services.failures import FailureCatalogue
from kiosk.services.flows.notice import read_notice
from kiosk.services.flows.papers import order_paper, refund_paper
from kiosk.services.flows.services import FAILURES, Services
from kiosk.services.membership_view import command_of
from kiosk.services.overview import OrderDetail, Overview, order_detail, overview
from kiosk.services.receipts.render import render
from kiosk.storage import events, outbox
from kiosk.ui.pages.context import Context
from kiosk.ui.workers import Workers
from tests.services.counter import ROOT, Counter, holder, token
from tests.services.printing.memory_spooler import printing_with

NUMBER = "20260115100000000001"
PAYMENT_LINK = f"https://pay.example.com/orders/{NUMBER}"
PLAN = "management-inventory"  # 6 months, NT$60,000: the brochure's example


def noon(day: date) -> datetime:
    """Noon of `day` in Asia/Taipei, in UTC."""
    return datetime.combine(day, time(12), TAIPEI).astimezone(UTC)


@dataclass
class HandClock:
    """Stands at the moment it was set to."""

    now: datetime = datetime(2026, 1, 15, 4, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Case:
    """What happens at the counter (`take`) and at central (`decided`), day by day, from 2026/01/15 on."""

    counter: Counter
    clock: HandClock

    def __post_init__(self) -> None:
        self.member = self.counter.desk.new_membership_id()

    @property
    def services(self) -> Services:
        """What the pages of orders, refunds and the account need; the rest is left out."""
        nothing = cast(Any, None)
        return Services(
            desk=self.counter.desk,
            attending=Attending(self.counter.database, self.counter.rules, self.clock),
            drafts=Drafts(self.counter.database, self.clock),
            sync=nothing,
            sticks=nothing,
            printing=printing_with(self.counter.database, self.clock),
            central=nothing,
            visiting=nothing,
            read_card=nothing,
            identify=nothing,
            is_confirmed=nothing,
            sign=lambda statement, _reading, _pin: token(holder()),
            render=render,
            failures=FailureCatalogue(ROOT / "resources" / "failures.toml"),
            founding=self.counter.founding(),
            inquiries=self.counter.inquiries(),
            programme=self.counter.rules,
            notice=read_notice(ROOT / "resources" / "notice.toml"),
            clock=self.clock,
            upkeep=nothing,
            training=nothing,
        )

    def context(self) -> Context:
        """A context whose bugs are raised."""

        def on_bug(error: Exception) -> None:
            raise error

        return Context(self.services, Workers(expected=FAILURES), on_bug)

    def on(self, day: date) -> None:
        """Let it be noon of `day`."""
        self.clock.now = noon(day)

    @property
    def today(self) -> date:
        return taipei_day(self.clock())

    def take(self, command: asked.Command, paper: PaperMaker | None = None) -> Submitted:
        """Taken at the counter, waiting for central."""
        return self.counter.submit(self.member, command, paper)

    def decided(self, *commands: asked.Command) -> None:
        """Decided at central, and pulled."""
        for command in commands:
            before = self.counter.desk.view(self.member).confirmed
            self._pull(decide(before, command, self.clock(), self.counter.rules))

    def confirm(self, submitted: Submitted) -> None:
        """Central accepts what was taken; its events come."""
        view = self.counter.desk.view(self.member)
        with self.counter.database.snapshot() as session:
            rows = outbox.not_yet_in_events(session, self.member)
            (row,) = (row for row in rows if row.command_id == submitted.command_id)
            happened = decide(view.confirmed, command_of(row), row.issued_at, self.counter.rules)
        with self.counter.database.session() as session:
            outbox.settle(
                session,
                CommandAnswer(
                    command_id=submitted.command_id,
                    status=Status.ACCEPTED,
                    code="",
                    decided_at=self.clock(),
                ),
            )
        self._pull(happened, submitted.command_id)

    def joined(self) -> None:
        """Registered, approved, assessed: the points are there."""
        self.decided(
            self.counter.opening(name="訓練用合作社"),
            self.counter.application(),
            asked.ConfirmEmail(self.counter.application().email),
            asked.DecideEligibility(unmet=(), reason=""),
            self.counter.assessment(),
        )

    def ordered(self) -> Submitted:
        """The brochure's example is ordered, and waits for central."""
        terms = self.counter.rules.plans[PLAN].terms
        order = asked.PlaceOrder(NUMBER, terms, 30_000, 30_000, holder())
        return self.take(order, order_paper(training=True))

    def paid(self) -> None:
        """Ordered, confirmed and paid, all on one day."""
        self.confirm(self.ordered())
        self.decided(asked.ConfirmOrder(NUMBER, PAYMENT_LINK), asked.RecordPayment(NUMBER, 30_000))

    def in_service(self) -> None:
        """Paid, invoiced and started, all on one day."""
        self.paid()
        self.decided(asked.IssueInvoice(NUMBER, "範例00000001"), asked.StartService(NUMBER, self.today))

    def refunded(self) -> Submitted:
        """The order is given up for what that gives back today."""
        quote = refund_quote(self.order, self.today, self.counter.rules)
        command = asked.RequestRefund(NUMBER, quote.own_refund, quote.points_refund, holder())
        return self.take(command, refund_paper(training=True))

    @property
    def order(self) -> Order:
        return self.counter.desk.view(self.member).shown.orders[NUMBER]

    def overview(self) -> Overview:
        return overview(self.counter.desk.view(self.member), self.today)

    def detail(self) -> OrderDetail:
        desk = self.counter.desk
        return order_detail(desk.view(self.member), desk.receipts(self.member), NUMBER, self.today)

    def _pull(self, happened: tuple[Event, ...], command_id: str | None = None) -> None:
        with self.counter.database.session() as session:
            known = len(events.confirmed(session, self.member))
            for seq, event in enumerate(happened, start=known + 1):
                own_id = self.counter.desk.new_membership_id()
                envelope = EventEnvelope(
                    event_id=own_id, membership_id=self.member, membership_seq=seq,
                    command_id=command_id or own_id, recorded_at=self.clock(), kind=event.kind,
                    body=event_body(event),
                )  # fmt: skip
                assert events.store(session, [envelope])


def words_on(page: QWidget) -> str:
    """All words a page shows, one label a line."""
    return "\n".join(label.text() for label in page.findChildren(QLabel) if not label.isHidden())


def text_of(page: QWidget, name: str) -> str:
    """The words of the label of that name."""
    label = page.findChild(QLabel, name)
    assert label is not None, name
    return label.text()
