"""帳戶總覽: notices, points, orders and account of one membership, ready to be shown."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from kiosk.domain.calendar import taipei_day
from kiosk.domain.events import CancelledBy
from kiosk.domain.identity import IdentityKind
from kiosk.domain.membership import Eligibility, GrantState, Membership, Order, OrderState
from kiosk.domain.refusals import Refusal, Refused
from kiosk.services.desk import StoredReceipt
from kiosk.services.masking import mask_email, mask_name, mask_phone
from kiosk.services.membership_view import MembershipView


class News(Enum):
    """What a notice is about."""

    ORDER_PLACED = "order_placed"  # 中小企業訂購(未簽約)
    ORDER_CONFIRMED = "order_confirmed"
    ORDER_PAID = "order_paid"
    INVOICE_ISSUED = "invoice_issued"
    SERVICE_STARTED = "service_started"
    ORDER_CANCELLED = "order_cancelled"  # 中小企業取消訂購
    ORDER_REFUNDED = "order_refunded"
    POINTS_GRANTED = "points_granted"
    ELIGIBILITY_REFUSED = "eligibility_refused"
    COMMAND_REFUSED = "command_refused"


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
    """Something that happened, on day `on` (Asia/Taipei; None where only the order of things is known)."""

    news: News
    on: date | None
    order: Order | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class PointsInHand:
    """我的點數. `expires_on` is the day on which something happens next: see `state`."""

    state: GrantState
    granted: int
    in_hand: int
    reserved: int
    used: int
    reclaimed: int
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Account:
    """帳號管理, masked."""

    cooperative_name: str
    ubn: str
    identity: IdentityKind
    contact_name: str
    email: str
    phone: str
    email_confirmed: bool
    eligibility: Eligibility


@dataclass(frozen=True, slots=True)
class Overview:
    """All of 帳戶總覽. Orders and notices are newest first; `provisional`: something waits for central."""

    membership_id: str
    account: Account | None
    notices: tuple[Notice, ...]
    points: PointsInHand | None
    orders: tuple[Order, ...]
    provisional_orders: frozenset[str]
    assessed: bool
    next_action: NextAction
    provisional: bool
    today: date


def overview(view: MembershipView, today: date) -> Overview:
    """The overview of a membership on day `today` (Asia/Taipei)."""
    shown = view.shown
    orders = sorted(shown.orders.values(), key=lambda order: order.placed_at, reverse=True)
    confirmed = view.confirmed.orders
    return Overview(
        membership_id=view.membership_id,
        account=_account(shown),
        notices=_notices(view),
        points=_points(shown, today),
        orders=tuple(orders),
        provisional_orders=frozenset(
            order.order_number for order in orders if confirmed.get(order.order_number) != order
        ),
        assessed=shown.assessment is not None,
        next_action=_next_action(shown, today),
        provisional=view.provisional,
        today=today,
    )


def _account(shown: Membership) -> Account | None:
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
    )


def _points(shown: Membership, today: date) -> PointsInHand | None:
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


def _notices(view: MembershipView) -> tuple[Notice, ...]:
    refused = [Notice(News.COMMAND_REFUSED, None, code=one.code) for one in view.pending if one.code]
    told = [*_membership_news(view.shown)]
    for order in view.shown.orders.values():
        told.extend(_order_news(order))
    dated = sorted((one for one in told if one.on is not None), key=lambda one: one.on or date.min)
    undated = [one for one in told if one.on is None]
    return (*refused, *undated, *reversed(dated))


def _membership_news(shown: Membership) -> Iterator[Notice]:
    if shown.eligibility is Eligibility.REFUSED:
        yield Notice(News.ELIGIBILITY_REFUSED, None)
    if shown.grant is not None:
        yield Notice(News.POINTS_GRANTED, shown.grant.granted_on)


def _order_news(order: Order) -> Iterator[Notice]:
    """In the order in which things happen, so that of two on one day the later comes first once reversed."""
    yield Notice(News.ORDER_PLACED, taipei_day(order.placed_at), order)
    for news, on in (
        (News.ORDER_CONFIRMED, order.confirmed_on),
        (News.ORDER_PAID, order.paid_on),
    ):
        if on is not None:
            yield Notice(news, on, order)
    if order.invoice_number:
        yield Notice(News.INVOICE_ISSUED, order.paid_on, order)
    if order.started_on is not None:
        yield Notice(News.SERVICE_STARTED, order.started_on, order)
    if order.state is OrderState.CANCELLED:
        yield Notice(News.ORDER_CANCELLED, _cancelled_on(order), order)
    if order.refund is not None:
        yield Notice(News.ORDER_REFUNDED, order.refund.on, order)


def _cancelled_on(order: Order) -> date | None:
    """The day a missed clock ended the order; for a cancellation by hand no day is kept in the order."""
    return (
        {
            CancelledBy.VENDOR_DEADLINE: order.confirm_by,
            CancelledBy.PAYMENT_DEADLINE: order.pay_by,
        }.get(order.cancelled_by)
        if order.cancelled_by
        else None
    )


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """One order with its papers, newest first; `can_refund`: its payment was made and its term runs."""

    membership_id: str
    order: Order
    provisional: bool
    receipts: tuple[StoredReceipt, ...]
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
        receipts=tuple(one for one in receipts if json.loads(one.snapshot)["order_number"] == order_number),
        can_refund=running and (order.last_day is None or today <= order.last_day),
        today=today,
    )
