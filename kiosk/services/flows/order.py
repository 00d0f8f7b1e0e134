"""選購方案: a plan, its price split into points and own payment, all of it signed."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from kiosk.domain.assessment import Recommendation, recommend
from kiosk.domain.calendar import taipei_day
from kiosk.domain.commands import PlaceOrder
from kiosk.domain.identifiers import order_number
from kiosk.domain.money import most_points, split
from kiosk.domain.plans import Plan
from kiosk.domain.refusals import Refusal, Refused
from kiosk.services.drafts import Draft
from kiosk.services.flows import phone
from kiosk.services.flows.cards import PresentCard
from kiosk.services.flows.flow import Flow, Route, Step
from kiosk.services.flows.papers import order_paper
from kiosk.services.flows.services import Services
from kiosk.services.flows.signing import Signed, Signing, prepare, sign_and_submit
from kiosk.services.membership_view import MembershipView

_TAILS = 1_000_000


@dataclass(frozen=True, slots=True)
class PlanChosen:
    """A plan of the catalogue."""

    plan_id: str


@dataclass(frozen=True, slots=True)
class PlanRead:
    """The plan's own page was read and its terms agreed to."""


@dataclass(frozen=True, slots=True)
class SplitChosen:
    """How many points go into the price; the rest is paid."""

    points: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    """All that will be signed was read."""


@dataclass(frozen=True, slots=True)
class OrderScene:
    """What a step shows. `points` and `own` (NT$) are what is chosen so far; `most`, `in_hand` are points."""

    step: str
    plans: tuple[Plan, ...]
    fitting: tuple[Recommendation, ...]
    plan: Plan | None
    points: int
    own: int
    most: int
    in_hand: int
    today: date
    view: MembershipView
    signing: Signing | None
    signed: Signed | None
    number: str


ROUTE = Route(
    "order",
    (
        Step("plans", 0, PlanChosen, "plan"),
        Step("plan", 0, PlanRead, "split"),
        Step("split", 1, SplitChosen, "review"),
        Step("review", 2, Reviewed, "pin"),
        Step("pin", 3, Signed, "done", seals=True),
        Step("done", 4, type(None), "", kept=False),
    ),
)


class Ordering(Flow):
    """An order in the making. Submits PlaceOrder at the signature, together with its receipt."""

    def __init__(
        self, services: Services, membership_id: str, *, tail: Callable[[int], int] = secrets.randbelow
    ) -> None:
        """`tail` gives a number below its argument: the last six digits of an order number."""
        super().__init__(ROUTE, services.drafts, f"order-{uuid4()}")
        self._services = services
        self._membership_id = membership_id
        self._tail = tail
        self._signing: Signing | None = None

    @property
    def membership_id(self) -> str:
        """The membership that buys."""
        return self._membership_id

    @property
    def receipt_id(self) -> int | None:
        """The paper, once it is signed."""
        signed = self.answer("pin", Signed)
        return signed.receipt_id if signed else None

    def resume(self, draft: Draft) -> None:
        """Go on where `draft` was left."""
        super().resume(draft)
        self.draft_id = draft.draft_id

    def scene(self) -> OrderScene:
        """What the present step shows. Raises Refused where a rule forbids what would be signed."""
        now = self._services.clock()
        today = taipei_day(now)
        view = self._services.desk.view(self._membership_id)
        plan = self._plan()
        in_hand = view.shown.points_in_hand(today)
        points, own, most = self._split(plan, in_hand, today)
        step = self.step.name
        if step == "review" or (step == "pin" and self._signing is None):
            self._signing = self._prepare(view, plan, points, own, now)
        number = self._signing.statement.body["order_number"] if self._signing else ""
        return OrderScene(
            step=step,
            plans=tuple(self._services.programme.plans.values()),
            fitting=self._fitting(view),
            plan=plan,
            points=points,
            own=own,
            most=most,
            in_hand=in_hand,
            today=today,
            view=view,
            signing=self._signing,
            signed=self.answer("pin", Signed),
            number=number,
        )

    def sign(self, card: PresentCard, pin: bytearray) -> None:
        """Sign and submit the order with its receipt, and go on. Wipes `pin`. Raises as `sign_and_submit`."""
        if self._signing is None:
            raise LookupError("nothing to sign")
        paper = order_paper(training=self._services.training is not None)
        signed = sign_and_submit(
            self._services, self._signing, card, pin, finishes_draft=self.draft_id, paper=paper
        )
        self.apply(signed)

    def sign_by_phone(self, signature: str) -> None:
        """Submit with the signature that came from the phone, and go on. Raises Refused and Failed."""
        if self._signing is None:
            raise LookupError("nothing to sign")
        paper = order_paper(training=self._services.training is not None)
        signed = phone.submit(
            self._services, self._signing, signature, finishes_draft=self.draft_id, paper=paper
        )
        self.apply(signed)

    def _perform(self, answer: Any) -> None:
        match answer:
            case PlanChosen(plan_id) if plan_id not in self._services.programme.plans:
                raise Refused(Refusal.PLAN_UNKNOWN)
            case PlanChosen():
                self._answers.pop("split", None)  # another price, another split
            case _:
                pass

    def _plan(self) -> Plan | None:
        chosen = self.answer("plans", PlanChosen)
        return self._services.programme.plans.get(chosen.plan_id) if chosen else None

    def _split(self, plan: Plan | None, in_hand: int, today: date) -> tuple[int, int, int]:
        if plan is None:
            return 0, 0, 0
        figures = self._services.programme.figures_on(today)
        price = plan.terms.price
        most = min(most_points(price, figures.points_share, figures.own_share), in_hand)
        points, own = split(price, in_hand, figures.points_share, figures.own_share)
        chosen = self.answer("split", SplitChosen)
        if chosen is not None:
            points, own = chosen.points, price - chosen.points
        return points, own, most

    def _fitting(self, view: MembershipView) -> tuple[Recommendation, ...]:
        done = view.shown.assessment
        programme = self._services.programme
        if done is None or done.questionnaire_version != programme.questionnaire.version:
            return ()
        return recommend(programme.questionnaire, done.scores, programme.plans.values())

    def _prepare(
        self, view: MembershipView, plan: Plan | None, points: int, own: int, now: datetime
    ) -> Signing:
        if view.shown.registration is None:
            raise Refused(Refusal.NOT_REGISTERED)
        if plan is None:
            raise Refused(Refusal.PLAN_UNKNOWN)
        holder = view.shown.registration.holder
        number = order_number(now, self._tail(_TAILS))
        command = PlaceOrder(number, plan.terms, points, own, holder)
        return prepare(self._services, self._membership_id, command, holder)
