"""What an event makes of a membership. Total: an event that `decide` gave is always taken."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from kiosk.domain import events as happened
from kiosk.domain.membership import (
    Assessment,
    Contact,
    Eligibility,
    ExpertRequest,
    Grant,
    Membership,
    Order,
    OrderState,
    Registration,
)

_Orders = dict[str, Order]
_Step = Callable[[Membership, _Orders, Any], Membership]
"""What an event makes of a state. Orders are written into the mapping given, not read from the state."""


def evolve(state: Membership, event: happened.Event) -> Membership:
    """The membership after `event`."""
    return fold((event,), state)


def fold(events: Iterable[happened.Event], state: Membership | None = None) -> Membership:
    """The membership after all of `events`, from `state` (by default: from nothing)."""
    before, following = Membership() if state is None else state, tuple(events)
    if not following:
        return before
    # Copied once, not once for each event: the time for many events over many orders grows with the events.
    after, orders = before, dict(before.orders)
    for event in following:
        after = _STEPS[type(event)](after, orders, event)
    return replace(after, orders=orders, version=before.version + len(following))


def _opened(state: Membership, _orders: _Orders, event: happened.MembershipOpened) -> Membership:
    return replace(
        state,
        registration=Registration(
            holder=event.holder,
            identity=event.identity,
            cooperative_name=event.cooperative_name,
            ubn=event.ubn,
            notice_version=event.notice_version,
            notice_shown_at=event.notice_shown_at,
            opened_at=event.opened_at,
        ),
    )


def _applied(state: Membership, _orders: _Orders, event: happened.Applied) -> Membership:
    return replace(
        state,
        contact=Contact(event.contact_name, event.email, event.phone),
        email_confirmed=state.has_confirmed(event.email),
        eligibility=Eligibility.PENDING,
        eligibility_unmet=(),
        eligibility_reason="",
        check_by=event.check_by,
        check_late=False,
    )


def _email_confirmed(state: Membership, _orders: _Orders, event: happened.EmailConfirmed) -> Membership:
    return replace(state, email_confirmed=True, check_by=event.check_by)


def _approved(state: Membership, _orders: _Orders, _event: happened.EligibilityApproved) -> Membership:
    return replace(state, eligibility=Eligibility.APPROVED, check_by=None)


def _refused(state: Membership, _orders: _Orders, event: happened.EligibilityRefused) -> Membership:
    return replace(
        state,
        eligibility=Eligibility.REFUSED,
        eligibility_unmet=event.unmet,
        eligibility_reason=event.reason,
        check_by=None,
    )


def _assessed(state: Membership, _orders: _Orders, event: happened.AssessmentCompleted) -> Membership:
    return replace(
        state, assessment=Assessment(event.questionnaire_version, event.scores, event.completed_on)
    )


def _expert_requested(state: Membership, _orders: _Orders, event: happened.ExpertRequested) -> Membership:
    return replace(state, expert_request=ExpertRequest(event.themes, event.requested_on))


def _granted(state: Membership, _orders: _Orders, event: happened.PointsGranted) -> Membership:
    grant = Grant(event.points, event.granted_on, event.activate_by, event.valid_to, event.programme_version)
    return replace(state, grant=grant, grant_lapsed=False)


def _lapsed(state: Membership, _orders: _Orders, event: happened.PointsLapsed) -> Membership:
    return replace(_move(state, reclaimed=event.points), grant_lapsed=True)


def _reclaimed(state: Membership, _orders: _Orders, event: happened.PointsReclaimed) -> Membership:
    return _move(state, reclaimed=event.points)


def _move(state: Membership, *, reserved: int = 0, used: int = 0, reclaimed: int = 0) -> Membership:
    """Move points between the purse and reserved, used or reclaimed."""
    if state.grant is None or not (reserved or used or reclaimed):
        return state
    grant = state.grant
    return replace(
        state,
        grant=replace(
            grant,
            reserved=grant.reserved + reserved,
            used=grant.used + used,
            reclaimed=grant.reclaimed + reclaimed,
        ),
    )


def _placed(state: Membership, orders: _Orders, event: happened.OrderPlaced) -> Membership:
    orders[event.order_number] = Order(
        order_number=event.order_number,
        terms=event.terms,
        points=event.points,
        own=event.own,
        programme_version=event.programme_version,
        placed_at=event.placed_at,
        confirm_by=event.confirm_by,
    )
    return _move(state, reserved=event.points)


def _confirmed(state: Membership, orders: _Orders, event: happened.OrderConfirmed) -> Membership:
    orders[event.order_number] = replace(
        orders[event.order_number],
        state=OrderState.AWAITING_PAYMENT,
        payment_url=event.payment_url,
        confirmed_on=event.confirmed_on,
        pay_by=event.pay_by,
        service_by=event.service_by,
    )
    return state


def _cancelled(state: Membership, orders: _Orders, event: happened.OrderCancelled) -> Membership:
    order = orders[event.order_number]
    orders[event.order_number] = replace(order, state=OrderState.CANCELLED, cancelled_by=event.by)
    return _move(state, reserved=-order.points)


def _paid(state: Membership, orders: _Orders, event: happened.OrderPaid) -> Membership:
    order = orders[event.order_number]
    orders[event.order_number] = replace(
        order,
        state=OrderState.PAID,
        paid_on=event.paid_on,
        invoice_by=event.invoice_by,
    )
    return _move(state, reserved=-order.points, used=order.points)


def _invoiced(state: Membership, orders: _Orders, event: happened.InvoiceIssued) -> Membership:
    orders[event.order_number] = replace(orders[event.order_number], invoice_number=event.invoice_number)
    return state


def _started(state: Membership, orders: _Orders, event: happened.ServiceStarted) -> Membership:
    orders[event.order_number] = replace(
        orders[event.order_number],
        state=OrderState.IN_SERVICE,
        started_on=event.started_on,
        last_day=event.last_day,
    )
    return state


def _completed(state: Membership, orders: _Orders, event: happened.OrderCompleted) -> Membership:
    orders[event.order_number] = replace(orders[event.order_number], state=OrderState.COMPLETED)
    return state


def _missed(state: Membership, orders: _Orders, event: happened.DeadlineMissed) -> Membership:
    if event.order_number is None:
        return replace(state, check_late=True)
    order = orders[event.order_number]
    orders[event.order_number] = replace(order, late=order.late | {event.what})
    return state


def _check_moved(state: Membership, _orders: _Orders, event: happened.CheckMoved) -> Membership:
    return replace(state, check_by=event.check_by)


def _days_moved(state: Membership, orders: _Orders, event: happened.LastDaysMoved) -> Membership:
    order = orders[event.order_number]
    orders[event.order_number] = replace(
        order,
        confirm_by=event.confirm_by or order.confirm_by,
        pay_by=event.pay_by or order.pay_by,
        invoice_by=event.invoice_by or order.invoice_by,
        service_by=event.service_by or order.service_by,
    )
    return state


def _refunded(state: Membership, orders: _Orders, event: happened.OrderRefunded) -> Membership:
    orders[event.order_number] = replace(
        orders[event.order_number], state=OrderState.REFUNDED, refund=event.quote
    )
    return _move(state, used=-event.quote.points_refund)


_STEPS: dict[type, _Step] = {
    happened.MembershipOpened: _opened,
    happened.Applied: _applied,
    happened.EmailConfirmed: _email_confirmed,
    happened.EligibilityApproved: _approved,
    happened.EligibilityRefused: _refused,
    happened.AssessmentCompleted: _assessed,
    happened.ExpertRequested: _expert_requested,
    happened.PointsGranted: _granted,
    happened.PointsLapsed: _lapsed,
    happened.PointsReclaimed: _reclaimed,
    happened.OrderPlaced: _placed,
    happened.OrderConfirmed: _confirmed,
    happened.OrderCancelled: _cancelled,
    happened.OrderPaid: _paid,
    happened.InvoiceIssued: _invoiced,
    happened.ServiceStarted: _started,
    happened.OrderCompleted: _completed,
    happened.DeadlineMissed: _missed,
    happened.CheckMoved: _check_moved,
    happened.LastDaysMoved: _days_moved,
    happened.OrderRefunded: _refunded,
}
