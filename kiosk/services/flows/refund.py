"""退訂 and 取消訂單: what comes back is shown before anything is decided, then signed."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from kiosk.domain.calendar import taipei_day
from kiosk.domain.commands import RequestRefund
from kiosk.domain.membership import Membership, Order
from kiosk.domain.refund import RefundQuote
from kiosk.domain.refusals import Refusal, Refused
from kiosk.services.drafts import Draft
from kiosk.services.failures import Failed
from kiosk.services.flows import phone
from kiosk.services.flows.cards import PresentCard
from kiosk.services.flows.flow import Flow, Route, Step
from kiosk.services.flows.papers import refund_paper
from kiosk.services.flows.refund_preview import RefundPreview, preview_refund
from kiosk.services.flows.services import Services
from kiosk.services.flows.signing import Signed, Signing, prepare, sign_and_submit
from kiosk.services.membership_view import MembershipView
from kiosk.services.staff.second import of_refund, refund_needs_second
from kiosk.services.staff.staff import Approval


@dataclass(frozen=True, slots=True)
class OrderSelected:
    """The order that is to be given up: what the draft remembers."""

    order_number: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """All that will be signed was read."""


@dataclass(frozen=True, slots=True)
class RefundScene:
    """What a step shows. `points_valid_to` is the returned points' last day."""

    step: str
    order: Order
    preview: RefundPreview
    points_valid_to: date | None
    today: date
    view: MembershipView
    signing: Signing | None
    signed: Signed | None

    @property
    def points_reclaimed(self) -> bool:
        """Whether the returned points are past their last day already."""
        return self.points_valid_to is not None and self.today > self.points_valid_to


ROUTE = Route(
    "refund",
    (
        Step("preview", 0, OrderSelected, "review"),
        Step("review", 1, Reviewed, "pin"),
        Step("pin", 2, Signed, "done", seals=True),
        Step("done", 3, type(None), "", kept=False),
    ),
)


class Refunding(Flow):
    """A refund in the making. Submits RequestRefund at the signature, together with its paper."""

    def __init__(self, services: Services, membership_id: str, order_number: str) -> None:
        super().__init__(ROUTE, services.drafts, f"refund-{uuid4()}")
        self._services = services
        self._membership_id = membership_id
        self._order_number = order_number
        self._signing: Signing | None = None
        self._told: tuple[Order, RefundPreview] | None = None
        self.approval: Approval | None = None
        """A supervisor's, for a refund that needs one."""

    @property
    def membership_id(self) -> str:
        """The membership that gives up an order."""
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
        self._order_number = self.given("preview", OrderSelected).order_number
        if self._services.staff is not None and self.step.name == "pin":
            self.back()  # who agreed before is asked again

    def scene(self) -> RefundScene:
        """What the present step shows. Raises Refused where the order cannot be given up."""
        today = taipei_day(self._services.clock())
        view = self._services.desk.view(self._membership_id)
        step = self.step.name
        if self._told is None or step != "done":
            order = self._order(view.shown)
            self._told = order, preview_refund(order, today, self._services.programme)
        order, preview = self._told
        if step == "review" or (step == "pin" and self._signing is None):
            self._signing = self._prepare(view.shown, preview.today)
        grant = view.shown.grant
        return RefundScene(
            step=step,
            order=order,
            preview=preview,
            points_valid_to=grant.valid_to if grant is not None and order.points else None,
            today=today,
            view=view,
            signing=self._signing,
            signed=self.answer("pin", Signed),
        )

    def sign(self, card: PresentCard, pin: bytearray) -> None:
        """Sign and submit the refund with its paper, and go on. Wipes `pin`. Raises as `sign_and_submit`."""
        if self._signing is None:
            raise LookupError("nothing to sign")
        try:
            self._require_second()
        except Failed:
            pin[:] = bytes(len(pin))
            raise
        paper = refund_paper(training=self._services.training is not None)
        signed = sign_and_submit(
            self._services, self._signing, card, pin, finishes_draft=self.draft_id, paper=paper
        )
        self.apply(signed)

    def sign_by_phone(self, signature: str) -> None:
        """Submit with the signature that came from the phone, and go on. Raises Refused and Failed."""
        if self._signing is None:
            raise LookupError("nothing to sign")
        self._require_second()
        paper = refund_paper(training=self._services.training is not None)
        signed = phone.submit(
            self._services, self._signing, signature, finishes_draft=self.draft_id, paper=paper
        )
        self.apply(signed)

    def _require_second(self) -> None:
        """Raises `Failed` (SECOND_NEEDED) where a supervisor has to agree to these amounts and did not."""
        assert self._signing is not None
        body = self._signing.statement.body
        own, points = body["own_refund"], body["points_refund"]
        if self._services.staff is not None and refund_needs_second(self._services, own, points):
            self._services.staff.require_second(self.approval, of_refund(self._order_number, own, points))

    def _perform(self, answer: object) -> None:
        """Nothing is brought about before the signature."""

    def _order(self, shown: Membership) -> Order:
        order = shown.orders.get(self._order_number)
        if order is None:
            raise Refused(Refusal.ORDER_UNKNOWN)
        return order

    def _prepare(self, shown: Membership, quote: RefundQuote) -> Signing:
        if shown.registration is None:
            raise Refused(Refusal.NOT_REGISTERED)
        holder = shown.registration.holder
        command = RequestRefund(self._order_number, quote.own_refund, quote.points_refund, holder)
        return prepare(self._services, self._membership_id, command, holder)
