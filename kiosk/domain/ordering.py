"""The rules of 選購方案, 進行付款 and 退訂."""

from datetime import date, datetime, timedelta

from kiosk.domain import commands as asked
from kiosk.domain import events as happened
from kiosk.domain.calendar import WorkCalendar, month_begins, taipei_day
from kiosk.domain.events import CancelledBy
from kiosk.domain.identity import HolderId
from kiosk.domain.membership import Eligibility, Membership, Order, OrderState
from kiosk.domain.money import most_points
from kiosk.domain.programme import Figures, Programme
from kiosk.domain.refund import RefundQuote, reckon
from kiosk.domain.refusals import Refusal, Refused

_AFTER_PAYMENT = (OrderState.PAID, OrderState.IN_SERVICE, OrderState.COMPLETED)


def place_order(
    state: Membership, command: asked.PlaceOrder, at: datetime, programme: Programme
) -> tuple[happened.Event, ...]:
    """Terms as in the catalogue, points up to half and what is in hand; with 0 one pays all (brochure)."""
    _only_the_holder(state, command.signer)
    if state.contact is None:
        raise Refused(Refusal.NOT_APPLIED)
    if state.eligibility is Eligibility.REFUSED:
        raise Refused(Refusal.NOT_ELIGIBLE)
    if command.order_number in state.orders:
        raise Refused(Refusal.ORDER_NUMBER_TAKEN)
    plan = programme.plans.get(command.terms.plan_id)
    if plan is None:
        raise Refused(Refusal.PLAN_UNKNOWN)
    if plan.terms != command.terms:
        raise Refused(Refusal.TERMS_CHANGED)
    today = taipei_day(at)
    figures = programme.figures_on(today)
    price = command.terms.price
    most = most_points(price, figures.points_share, figures.own_share)
    if command.points + command.own != price or not 0 <= command.points <= most:
        raise Refused(Refusal.SPLIT_WRONG)
    if command.points > state.points_in_hand(today):
        raise Refused(Refusal.POINTS_SHORT)
    return (
        happened.OrderPlaced(
            order_number=command.order_number,
            terms=command.terms,
            points=command.points,
            own=command.own,
            placed_at=at,
            confirm_by=_confirm_by(today, figures, programme.calendar),
            programme_version=figures.version,
        ),
    )


def _confirm_by(today: date, figures: Figures, calendar: WorkCalendar) -> date:
    """The vendor's last day: calendar or working days, as the version says (brochure: 兩天)."""
    if figures.vendor_confirms_in_working_days:
        return calendar.working_days_after(today, figures.vendor_confirms_days)
    return today + timedelta(days=figures.vendor_confirms_days)


def cancel_order(
    state: Membership, command: asked.CancelOrder, _at: datetime, _programme: Programme
) -> tuple[happened.Event, ...]:
    """Free, and the points released, until the payment is made; after that only a refund."""
    _only_the_holder(state, command.signer)
    order = _order(state, command.order_number, OrderState.AWAITING_VENDOR, OrderState.AWAITING_PAYMENT)
    return (happened.OrderCancelled(order.order_number, CancelledBy.BUYER),)


def confirm_order(
    state: Membership, command: asked.ConfirmOrder, at: datetime, programme: Programme
) -> tuple[happened.Event, ...]:
    """The vendor takes it; the clocks of payment and service start (brochure: 2個工作天, 7個工作天)."""
    order = _order(state, command.order_number, OrderState.AWAITING_VENDOR)
    figures = programme.figures(order.programme_version)
    today = taipei_day(at)
    return (
        happened.OrderConfirmed(
            order_number=order.order_number,
            payment_url=command.payment_url,
            confirmed_on=today,
            pay_by=programme.calendar.working_days_after(today, figures.payment_working_days),
            service_by=programme.calendar.working_days_after(today, figures.service_working_days),
        ),
    )


def decline_order(
    state: Membership, command: asked.DeclineOrder, _at: datetime, _programme: Programme
) -> tuple[happened.Event, ...]:
    """The vendor does not take the order; its points are free again."""
    order = _order(state, command.order_number, OrderState.AWAITING_VENDOR)
    return (happened.OrderCancelled(order.order_number, CancelledBy.VENDOR),)


def record_payment(
    state: Membership, command: asked.RecordPayment, at: datetime, programme: Programme
) -> tuple[happened.Event, ...]:
    """The whole own payment is there; the vendor's clock for the invoice starts (brochure: 2個工作天)."""
    order = _order(state, command.order_number, OrderState.AWAITING_PAYMENT)
    if command.own != order.own:
        raise Refused(Refusal.AMOUNT_WRONG)
    figures = programme.figures(order.programme_version)
    today = taipei_day(at)
    invoice_by = programme.calendar.working_days_after(today, figures.invoice_working_days)
    return (happened.OrderPaid(order.order_number, today, invoice_by),)


def issue_invoice(
    state: Membership, command: asked.IssueInvoice, _at: datetime, _programme: Programme
) -> tuple[happened.Event, ...]:
    """One invoice for an order that is paid, in time or late."""
    order = _order(state, command.order_number, *_AFTER_PAYMENT)
    if order.invoice_number:
        raise Refused(Refusal.ORDER_STATE)
    return (happened.InvoiceIssued(order.order_number, command.invoice_number),)


def start_service(
    state: Membership, command: asked.StartService, at: datetime, _programme: Programme
) -> tuple[happened.Event, ...]:
    """開通, not before the payment and not in the future; the term's last day follows from it."""
    order = _order(state, command.order_number, OrderState.PAID)
    if order.paid_on is None or not order.paid_on <= command.started_on <= taipei_day(at):
        raise Refused(Refusal.DATE_OUT_OF_ORDER)
    last_day = month_begins(command.started_on, order.terms.months) - timedelta(days=1)
    return (happened.ServiceStarted(order.order_number, command.started_on, last_day),)


def request_refund(
    state: Membership, command: asked.RequestRefund, at: datetime, programme: Programme
) -> tuple[happened.Event, ...]:
    """The amounts must be those that were shown; returned points keep their first expiry date, and past it
    are due to be reclaimed at once: the buyer is told before signing.

    A completed order is judged by its last day alone: a refund that was signed within the term may arrive
    after it.
    """
    _only_the_holder(state, command.signer)
    order = _order(state, command.order_number, *_AFTER_PAYMENT)
    today = taipei_day(at)
    quote = refund_quote(order, today, programme)
    if (quote.own_refund, quote.points_refund) != (command.own_refund, command.points_refund):
        raise Refused(Refusal.QUOTE_CHANGED)
    valid_to = state.grant.valid_to if state.grant is not None and order.points else None
    return (happened.OrderRefunded(order.order_number, quote, valid_to),)


def refund_quote(order: Order, on: date, programme: Programme) -> RefundQuote:
    """What a refund of `order` asked for on day `on` (Asia/Taipei) gives back, by the order's own version.

    Raises `Refused` (TERM_OVER) past the term's last day, and (DATE_OUT_OF_ORDER) before its first.
    """
    if order.last_day is not None and on > order.last_day:
        raise Refused(Refusal.TERM_OVER)
    if order.started_on is not None and on < order.started_on:
        raise Refused(Refusal.DATE_OUT_OF_ORDER)
    return reckon(
        own=order.own,
        points=order.points,
        months=order.terms.months,
        started_on=order.started_on,
        on=on,
        exactly_half_is_within=programme.figures(order.programme_version).exactly_half_is_within,
    )


def _only_the_holder(state: Membership, signer: HolderId) -> None:
    if state.registration is None:
        raise Refused(Refusal.NOT_REGISTERED)
    if state.registration.holder != signer:
        raise Refused(Refusal.NOT_THE_HOLDER)


def _order(state: Membership, number: str, *states: OrderState) -> Order:
    order = state.orders.get(number)
    if order is None:
        raise Refused(Refusal.ORDER_UNKNOWN)
    if order.cancelled_by in {CancelledBy.VENDOR_DEADLINE, CancelledBy.PAYMENT_DEADLINE}:
        raise Refused(Refusal.DEADLINE_PASSED)
    if order.state not in states:
        raise Refused(Refusal.ORDER_STATE)
    return order
