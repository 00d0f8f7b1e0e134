"""取消訂單, before the payment: free, and the points are released; signed like all that binds."""

from dataclasses import dataclass
from uuid import uuid4

from kiosk.domain.commands import CancelOrder
from kiosk.domain.membership import Order
from kiosk.domain.refusals import Refusal, Refused
from kiosk.services.drafts import Draft
from kiosk.services.flows import phone
from kiosk.services.flows.cards import PresentCard
from kiosk.services.flows.flow import Flow, Route, Step
from kiosk.services.flows.papers import cancelled_paper
from kiosk.services.flows.services import Services
from kiosk.services.flows.signing import Signed, Signing, prepare, sign_and_submit
from kiosk.services.membership_view import MembershipView


@dataclass(frozen=True, slots=True)
class CancellationAgreed:
    """The order that is to be cancelled was shown, and that is wanted."""

    order_number: str


@dataclass(frozen=True, slots=True)
class CancelScene:
    """What a step shows."""

    step: str
    order: Order
    view: MembershipView
    signing: Signing | None
    signed: Signed | None


ROUTE = Route(
    "cancel",
    (
        Step("review", 0, CancellationAgreed, "pin"),
        Step("pin", 1, Signed, "done", seals=True),
        Step("done", 2, type(None), "", kept=False),
    ),
)


class Cancelling(Flow):
    """A cancellation in the making. Submits CancelOrder at the signature."""

    def __init__(self, services: Services, membership_id: str, order_number: str) -> None:
        super().__init__(ROUTE, services.drafts, f"cancel-{uuid4()}")
        self._services = services
        self._membership_id = membership_id
        self._order_number = order_number
        self._signing: Signing | None = None

    @property
    def membership_id(self) -> str:
        """The membership whose order it is."""
        return self._membership_id

    def resume(self, draft: Draft) -> None:
        """Go on where `draft` was left."""
        super().resume(draft)
        self.draft_id = draft.draft_id
        self._order_number = self.given("review", CancellationAgreed).order_number

    def scene(self) -> CancelScene:
        """What the present step shows. Raises Refused where the order cannot be cancelled (any more)."""
        view = self._services.desk.view(self._membership_id)
        order = view.shown.orders.get(self._order_number)
        if order is None or view.shown.registration is None:
            raise Refused(Refusal.ORDER_UNKNOWN)
        step = self.step.name
        if step == "review" or (step == "pin" and self._signing is None):
            holder = view.shown.registration.holder
            command = CancelOrder(self._order_number, holder)
            self._signing = prepare(self._services, self._membership_id, command, holder)
        return CancelScene(step, order, view, self._signing, self.answer("pin", Signed))

    def sign(self, card: PresentCard, pin: bytearray) -> None:
        """Sign and submit the cancellation, and go on. Wipes `pin`. Raises as `sign_and_submit`."""
        if self._signing is None:
            raise LookupError("nothing to sign")
        paper = cancelled_paper(training=self._services.training is not None)
        signed = sign_and_submit(
            self._services, self._signing, card, pin, finishes_draft=self.draft_id, paper=paper
        )
        self.apply(signed)

    def sign_by_phone(self, signature: str) -> None:
        """Submit with the signature that came from the phone, and go on. Raises Refused and Failed."""
        if self._signing is None:
            raise LookupError("nothing to sign")
        paper = cancelled_paper(training=self._services.training is not None)
        signed = phone.submit(
            self._services, self._signing, signature, finishes_draft=self.draft_id, paper=paper
        )
        self.apply(signed)

    def _perform(self, answer: object) -> None:
        """Nothing is brought about before the signature."""
