"""帳戶總覽: notices, points, orders and account of one membership, ready to be shown."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from kiosk.domain.commands import Condition
from kiosk.domain.identity import IdentityKind
from kiosk.domain.membership import Eligibility, GrantState, Membership, Order, OrderState
from kiosk.domain.notices import NoticeKind, notice_of
from kiosk.domain.refusals import Refusal, Refused
from kiosk.services.desk import StoredReceipt
from kiosk.services.inquiries import Inquiry
from kiosk.services.masking import mask_email, mask_name, mask_phone
from kiosk.services.membership_view import Happened, MembershipView
from kiosk.services.points_line import PointsMoment, points_line


class NextAction(Enum):
    """What would bring this membership on."""

    APPLY = "apply"
    CONFIRM_EMAIL = "confirm_email"
    ASSESS = "assess"
    AWAIT_APPROVAL = "await_approval"
    CHOOSE_PLAN = "choose_plan"
    PAY = "pay"
    LOOK_AT_ORDERS = "look_at_orders"


@dataclass(frozen=True, slots=True)
class Notice:
    """我的通知: something that happened `at` that time (UTC), of `order` as it is now where it is of one.

    `provisional`: central has not confirmed it.
    """

    kind: NoticeKind
    at: datetime
    order: Order | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class TurnedDown:
    """Something taken `at` this counter at that time (UTC) that central did not accept; `code` says why."""

    at: datetime
    code: str


@dataclass(frozen=True, slots=True)
class PointsInHand:
    """我的點數. `expires_on` is the day on which something happens next: see `state`.

    `line` is what became of them, in time; `provisional`: central has not confirmed all of it.
    """

    state: GrantState
    granted: int
    in_hand: int
    reserved: int
    used: int
    reclaimed: int
    expires_on: date | None
    line: tuple[PointsMoment, ...]
    provisional: bool


@dataclass(frozen=True, slots=True)
class Account:
    """帳號管理, masked. `unmet` conditions and the authority's `reason` where it refused.

    `provisional`: central has not confirmed registration or contact.
    """

    cooperative_name: str
    ubn: str
    identity: IdentityKind
    contact_name: str
    email: str
    phone: str
    email_confirmed: bool
    eligibility: Eligibility
    unmet: tuple[Condition, ...]
    reason: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """All of 帳戶總覽. Orders and notices are newest first; `provisional`: something waits for central."""

    membership_id: str
    account: Account | None
    notices: tuple[Notice | TurnedDown | Inquiry, ...]
    points: PointsInHand | None
    orders: tuple[Order, ...]
    provisional_orders: frozenset[str]
    assessed: bool
    next_action: NextAction
    provisional: bool
    today: date


def overview(view: MembershipView, today: date, inquiries: tuple[Inquiry, ...] = ()) -> Overview:
    """The overview of a membership on day `today` (Asia/Taipei), with what it asked the help desk."""
    shown = view.shown
    orders = sorted(shown.orders.values(), key=lambda order: order.placed_at, reverse=True)
    confirmed = view.confirmed.orders
    return Overview(
        membership_id=view.membership_id,
        account=_account(view),
        notices=_notices(view, inquiries),
        points=_points(view, today),
        orders=tuple(orders),
        provisional_orders=frozenset(
            order.order_number for order in orders if confirmed.get(order.order_number) != order
        ),
        assessed=shown.assessment is not None,
        next_action=_next_action(shown, today),
        provisional=view.provisional,
        today=today,
    )


def _account(view: MembershipView) -> Account | None:
    shown, confirmed = view.shown, view.confirmed
    joined, contact = shown.registration, shown.contact
    if joined is None:
        return None
    return Account(
        cooperative_name=joined.cooperative_name,
        ubn=joined.ubn,
        identity=joined.identity,
        contact_name=mask_name(contact.name) if contact else "",
        email=mask_email(contact.email) if contact else "",
        phone=mask_phone(contact.phone) if contact else "",
        email_confirmed=shown.email_confirmed,
        eligibility=shown.eligibility,
        unmet=shown.eligibility_unmet,
        reason=shown.eligibility_reason,
        provisional=(joined, contact) != (confirmed.registration, confirmed.contact),
    )


def _points(view: MembershipView, today: date) -> PointsInHand | None:
    shown = view.shown
    grant, state = shown.grant, shown.grant_state(today)
    if grant is None or state is None:
        return None
    expires = {GrantState.ISSUED: grant.activate_by, GrantState.ACTIVE: grant.valid_to}.get(state)
    return PointsInHand(
        state=state,
        granted=grant.points,
        in_hand=shown.points_in_hand(today),
        reserved=grant.reserved,
        used=grant.used,
        reclaimed=grant.reclaimed,
        expires_on=expires,
        line=points_line(view, today),
        provisional=grant != view.confirmed.grant,
    )


def _next_action(shown: Membership, today: date) -> NextAction:
    if shown.contact is None:
        return NextAction.APPLY
    if not shown.email_confirmed:
        return NextAction.CONFIRM_EMAIL
    if any(order.state is OrderState.AWAITING_PAYMENT for order in shown.orders.values()):
        return NextAction.PAY
    if shown.assessment is None or shown.grant_state(today) is GrantState.RETURNED:
        return NextAction.ASSESS
    if shown.eligibility is Eligibility.PENDING:
        return NextAction.AWAIT_APPROVAL
    if shown.points_in_hand(today):
        return NextAction.CHOOSE_PLAN
    return NextAction.LOOK_AT_ORDERS if shown.orders else NextAction.CHOOSE_PLAN


def _notices(
    view: MembershipView, inquiries: tuple[Inquiry, ...]
) -> tuple[Notice | TurnedDown | Inquiry, ...]:
    """Newest first; of two at one time the later comes first."""
    turned_down = (TurnedDown(one.issued_at, one.code) for one in view.pending if one.code)
    told = (_told(one, view.shown) for one in view.history)
    in_order: list[Notice | TurnedDown | Inquiry] = [
        *(notice for notice in told if notice is not None), *turned_down, *inquiries
    ]  # fmt: skip
    in_order.sort(key=lambda notice: notice.at)
    return tuple(reversed(in_order))


def _told(one: Happened, shown: Membership) -> Notice | None:
    notice = notice_of(one.event)
    if notice is None:
        return None
    order = shown.orders[notice.order_number] if notice.order_number else None
    return Notice(notice.kind, one.at, order, one.provisional)


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """One order with its papers, newest first.

    `can_cancel`: its payment was not made yet; `can_refund`: it was, and the term is not over.
    """

    membership_id: str
    order: Order
    provisional: bool
    receipts: tuple[StoredReceipt, ...]
    can_cancel: bool
    can_refund: bool
    today: date


def order_detail(
    view: MembershipView, receipts: tuple[StoredReceipt, ...], order_number: str, today: date
) -> OrderDetail:
    """The order as of day `today` (Asia/Taipei). Raises Refused (ORDER_UNKNOWN)."""
    order = view.shown.orders.get(order_number)
    if order is None:
        raise Refused(Refusal.ORDER_UNKNOWN)
    running = order.state in {OrderState.PAID, OrderState.IN_SERVICE}
    return OrderDetail(
        membership_id=view.membership_id,
        order=order,
        provisional=view.confirmed.orders.get(order_number) != order,
        receipts=tuple(
            one for one in receipts if json.loads(one.snapshot).get("order_number") == order_number
        ),
        can_cancel=order.state in {OrderState.AWAITING_VENDOR, OrderState.AWAITING_PAYMENT},
        can_refund=running and (order.last_day is None or today <= order.last_day),
        today=today,
    )
