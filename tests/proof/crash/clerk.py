"""The main job at the counter, stage by stage: each begins from what the kiosk shows, also after a stop.

Whoever stands at the counter believes what the screen says; what it said is kept is written to a file beside.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import pytest
import sqlalchemy as sa

from kiosk.cardreader.card import CardReading, PinPolicy
from kiosk.contract.certificates import parse_holder
from kiosk.domain.calendar import taipei_day
from kiosk.domain.commands import Condition
from kiosk.domain.identity import IdentityKind
from kiosk.domain.membership import Eligibility, Order, OrderState
from kiosk.services.attending import Attending
from kiosk.services.drafts import Drafts
from kiosk.services.failures import Failed, Trouble
from kiosk.services.flows import order as buying
from kiosk.services.flows import refund as refunding
from kiosk.services.flows import registration as joining
from kiosk.services.flows.assessment import Assessment, ThemeAnswered
from kiosk.services.flows.cards import PresentCard
from kiosk.services.flows.flow import Flow
from kiosk.services.flows.services import Services
from kiosk.services.flows.start import resumed, start_scene
from kiosk.services.membership_view import MembershipView
from kiosk.services.upkeep.backups import Backups, backup_folder
from kiosk.services.upkeep.histories import Histories
from kiosk.services.upkeep.purging import Purging
from kiosk.services.upkeep.room import Room, free_bytes
from kiosk.services.upkeep.upkeep import Upkeep
from kiosk.storage.tables import OutboxRow
from tests.central.conftest import START, HandClock
from tests.central.kiosk import SoftCard
from tests.proof.crash.kept import kept
from tests.proof.office import DATABASE_KEY, HOLDERS, ProofKiosk
from tests.proof.promises import require_told_truth

BACK_IN_TOWN = START + timedelta(days=29)
"""A field office comes back from 29 days without network."""
GIVEN_UP = BACK_IN_TOWN + timedelta(days=58)
HOLDER = "organisation"
TOLD = Path("told.jsonl")
_TRIES = 5


@dataclass
class Network:
    """The kiosk's cable, and the address at which training plays vendor, authority and mailbox."""

    away: bool = False
    training: httpx2.Client = field(default_factory=lambda: httpx2.Client(base_url="http://training.invalid"))
    mailed_code: Callable[[], str | None] = lambda: None


class Clerk:
    """Does the job at one kiosk, with the holder's card."""

    def __init__(self, kiosk: ProofKiosk, card: SoftCard, clock: HandClock, network: Network) -> None:
        self.kiosk, self.card, self.clock, self.network = kiosk, card, clock, network
        reading = CardReading("reader", b"atr", "proof", HOLDER, (), PinPolicy(6, 8, 3))
        self.present = PresentCard(reading, parse_holder(card.certificate))
        nothing: Any = None
        self.services = Services(
            desk=kiosk.desk,
            attending=Attending(kiosk.database, kiosk.programme, clock),
            drafts=Drafts(kiosk.database, clock),
            sync=kiosk.sync,
            sticks=nothing,
            printing=nothing,
            central=kiosk.client,
            visiting=nothing,
            read_card=lambda: reading,
            identify=lambda _: self.present.holder,
            is_confirmed=lambda _: True,
            sign=lambda statement, _reading, _pin: card.sign(statement.canonical_bytes()),
            render=lambda _: b"",
            failures=nothing,
            founding=nothing,
            inquiries=nothing,
            programme=kiosk.programme,
            notice=nothing,
            clock=clock,
            upkeep=_upkeep(kiosk, clock),
            training=nothing,
        )

    def registration(self) -> None:
        """註冊 without network, up to the code from the e-mail, which needs one and says so."""
        self.network.away = True
        flow = self._unfinished()
        if flow is None:
            flow = joining.Registration(self.services)
        assert isinstance(flow, joining.Registration)
        while flow.step.name != "email_code":
            self._answer_registration(flow)
        with pytest.raises(Failed) as failed:
            flow.send_code()
        assert failed.value.failure is Trouble.CENTRAL_UNREACHABLE
        self._tell()

    def assessment(self) -> None:
        """自評, still without network."""
        self.network.away = True
        if self._view().shown.assessment is not None:
            return
        flow = self._unfinished("assessment") or Assessment(self.services, self._member())
        assert isinstance(flow, Assessment)
        while flow.step.kept:
            theme = flow.scene().theme
            assert theme is not None
            flow.apply(ThemeAnswered({question.question_id: 2 for question in theme.questions}))
            self._tell()

    def mailbox(self) -> None:
        """After 29 days the network is there: what waits is sent, and the code comes and goes back."""
        self._at_least(BACK_IN_TOWN)
        self._sync()
        if self._view().confirmed.email_confirmed and self._unfinished() is None:
            return
        flow = self._unfinished() or joining.Registration.of_member(
            self.services, self._member(), "email_code"
        )
        assert isinstance(flow, joining.Registration)
        for _ in range(_TRIES):
            try:
                code = self.network.mailed_code()
                if code is None:
                    flow.send_code()
                    continue
                flow.apply(joining.CodeEntered(code))
                break
            except Failed:
                self.clock.move(seconds=1)
        self._tell()
        self._sync()
        assert self._view().confirmed.email_confirmed

    def approval(self) -> None:
        """The authority finds the conditions met; the points are granted."""
        self._until(
            lambda: self._view().confirmed.eligibility is Eligibility.APPROVED,
            lambda: self._training("agency/approve", membership_id=self._member()),
        )
        grant = self._view().confirmed.grant
        assert grant is not None
        assert grant.points == 30_000

    def order(self) -> None:
        """選購方案, half in points, with its receipt."""
        if not self._view().shown.orders:
            flow = self._unfinished("order") or buying.Ordering(self.services, self._member())
            assert isinstance(flow, buying.Ordering)
            while flow.step.kept:
                self._answer_order(flow)
                self._tell()
        self._sync()

    def vendor(self) -> None:
        """接單, payment, invoice, 開通."""
        acts = {OrderState.AWAITING_VENDOR: "confirm", OrderState.AWAITING_PAYMENT: "pay"}

        def act() -> None:
            order = self._order()
            after_payment = "start" if order.invoice_number else "invoice"
            self._training(f"vendor/{acts.get(order.state, after_payment)}", order_number=order.order_number)

        self._until(lambda: self._order().state is OrderState.IN_SERVICE, act)

    def refund(self) -> None:
        """退訂 in the second month, with its paper."""
        self._at_least(GIVEN_UP)
        self._sync()
        number = self._order().order_number
        if self._view().shown.orders[number].state is OrderState.IN_SERVICE:
            flow = self._unfinished("refund") or refunding.Refunding(self.services, self._member(), number)
            assert isinstance(flow, refunding.Refunding)
            while flow.step.kept:
                flow.scene()
                match flow.step.name:
                    case "preview":
                        flow.apply(refunding.OrderSelected(number))
                    case "review":
                        flow.apply(refunding.Reviewed())
                    case _:
                        flow.sign(self.present, bytearray(b"123456"))
                self._tell()
        self._sync()
        assert self._order().state is OrderState.REFUNDED

    def all_acknowledged(self) -> None:
        """The network is there, and nothing waits."""
        self._sync()

    def standing(self) -> list[Any]:
        """How far the job is, whoever was stopped on the way. Contact details may have been typed twice."""
        member = self.services.desk.find(self.card.holder)
        if member is None:
            return []
        with self.kiosk.database.snapshot() as session:
            kinds = list(session.scalars(sa.select(OutboxRow.kind).order_by(OutboxRow.device_seq)))
        shown = self.services.desk.view(member).shown
        orders = [[one.state, one.points, one.own, bool(one.invoice_number)] for one in shown.orders.values()]
        return [
            [kind for kind in kinds if kind != "apply"],
            [[one.flow, one.step] for one in self.services.drafts.open_drafts()],
            [one.kind for one in self.services.desk.receipts(member) if one.kind != "registration"],
            [shown.contact is not None, shown.email_confirmed, shown.assessment is not None],
            [shown.eligibility],
            [shown.points_in_hand(taipei_day(self.clock())), orders],
        ]

    def _tell(self) -> None:
        """The screen says that all this is kept."""
        with TOLD.open("a", encoding="utf-8") as told:
            told.write(json.dumps(kept(self.kiosk, self.services.drafts)) + "\n")

    def _answer_registration(self, flow: joining.Registration) -> None:
        scene = flow.scene()
        match scene.step:
            case "identity":
                flow.apply(joining.IdentityChosen(IdentityKind.ORGANISATION_CERTIFICATE))
            case "consent":
                flow.apply(joining.Consented("2026-1", self.clock()))
            case "card":
                flow.apply(joining.CardRecognised.of(self.present))
            case "cooperative":
                flow.apply(joining.CooperativeNamed("訓練用𠮷祥合作社", HOLDERS[HOLDER]))
            case "pin":
                flow.sign(self.present, bytearray(b"123456"))
            case "declaration":
                flow.apply(joining.Declared(tuple(Condition), True))
            case _:
                flow.apply(joining.ContactGiven("訓練用聯絡人", "office@coop.example", "02-0000-0000"))
        self._tell()

    def _answer_order(self, flow: buying.Ordering) -> None:
        scene = flow.scene()
        match scene.step:
            case "plans":
                plan = next(one for one in scene.plans if one.terms.price == 60_000 and one.terms.months == 6)
                flow.apply(buying.PlanChosen(plan.terms.plan_id))
            case "plan":
                flow.apply(buying.PlanRead())
            case "split":
                flow.apply(buying.SplitChosen(30_000))
            case "review":
                flow.apply(buying.Reviewed())
            case _:
                flow.sign(self.present, bytearray(b"123456"))

    def _sync(self) -> None:
        """Sync until it is done; each failure is told, and its wait is waited for."""
        self.network.away = False
        for _ in range(_TRIES):
            report = self.kiosk.sync.once()
            status = self.kiosk.sync.status()
            require_told_truth(self.kiosk)
            if report.failure is None:
                assert (status.waiting, status.why) == (0, "")
                self._tell()
                return
            assert report.next_try is not None
            assert (status.why, status.next_try) == (report.failure, report.next_try)
            self.clock.move_to(report.next_try)
        raise AssertionError("sync does not get through")

    def _until(self, done: Callable[[], bool], act: Callable[[], None]) -> None:
        for _ in range(2 * _TRIES):
            self._sync()
            if done():
                return
            act()
        raise AssertionError("nothing changes")

    def _training(self, path: str, **body: str) -> None:
        """One act of vendor or authority; if its connection breaks, they look before they do it again."""
        try:
            answer = self.network.training.post(f"/training/{path}", json=body)
        except httpx2.TransportError:
            return
        assert answer.is_success, answer.text

    def _unfinished(self, flow: str = "registration") -> Flow | None:
        unfinished = start_scene(self.services, self.present).unfinished
        if unfinished is None or unfinished.draft.flow != flow:
            return None
        return resumed(self.services, unfinished.draft)

    def _member(self) -> str:
        member = self.services.desk.find(self.card.holder)
        assert member is not None
        return member

    def _view(self) -> MembershipView:
        return self.services.desk.view(self._member())

    def _order(self) -> Order:
        (order,) = self._view().confirmed.orders.values()
        return order

    def _at_least(self, moment: Any) -> None:
        self.clock.move_to(max(self.clock(), moment))


STAGES: dict[str, Callable[[Clerk], None]] = {
    "registration": Clerk.registration,
    "assessment": Clerk.assessment,
    "mailbox": Clerk.mailbox,
    "approval": Clerk.approval,
    "order": Clerk.order,
    "vendor": Clerk.vendor,
    "refund": Clerk.refund,
}
"""The job, in its order; before it comes the kiosk's first start with its enrolment."""


def _upkeep(kiosk: ProofKiosk, clock: HandClock) -> Upkeep:
    room = Room(partial(free_bytes, kiosk.folder))
    return Upkeep(
        room,
        Backups(kiosk.database, DATABASE_KEY, backup_folder(kiosk.folder), room, clock),
        Purging(kiosk.database, lambda: kiosk.programme, clock, lambda _now: True),
        Histories(kiosk.database, kiosk.client, lambda: kiosk.programme, clock),
    )
