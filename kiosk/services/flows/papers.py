"""The papers about an order, made from what was decided in the very transaction that records it."""

from typing import Any, TypeVar

from kiosk.domain.calendar import taipei_day
from kiosk.domain.events import Event, OrderCancelled, OrderPlaced, OrderRefunded
from kiosk.domain.membership import Membership, Order, Registration
from kiosk.services.desk import PaperFacts, PaperMaker
from kiosk.services.receipts.papers import CancelledPaper, OrderPaper, PaymentPaper, RefundPaper

_E = TypeVar("_E", OrderPlaced, OrderRefunded, OrderCancelled)
_BY_THE_HOLDER = "申請人持憑證簽章"
AT_THE_COUNTER = "櫃台受理"


def order_paper(*, training: bool) -> PaperMaker:
    """Makes the 訂購收據 of the order that was just placed."""

    def paper(facts: PaperFacts) -> OrderPaper:
        placed = _only(facts.events, OrderPlaced)
        return OrderPaper(**_common(facts, facts.after.orders[placed.order_number], training))

    return paper


def refund_paper(*, training: bool) -> PaperMaker:
    """Makes the 退訂退款通知單 of the order that was just given up."""

    def paper(facts: PaperFacts) -> RefundPaper:
        refunded = _only(facts.events, OrderRefunded)
        quote = refunded.quote
        order = facts.before.orders[refunded.order_number]
        valid_to = refunded.points_valid_to
        return RefundPaper(
            **_common(facts, order, training),
            invoice_number=order.invoice_number or None,
            service_started=order.started_on,
            requested_on=quote.on,
            months_used=quote.months_used,
            own_refund=quote.own_refund,
            points_refund=quote.points_refund,
            own_kept=quote.own_kept,
            points_kept=quote.points_kept,
            points_valid_to=valid_to,
            points_reclaimed=valid_to is not None and quote.on > valid_to,
        )

    return paper


def cancelled_paper(*, training: bool) -> PaperMaker:
    """Makes the 訂單取消通知單 of the order that was just cancelled."""

    def paper(facts: PaperFacts) -> CancelledPaper:
        ended = _only(facts.events, OrderCancelled)
        return CancelledPaper(**_common(facts, facts.before.orders[ended.order_number], training))

    return paper


def payment_paper(order_number: str, *, training: bool) -> PaperMaker:
    """Makes the 付款及發票通知單 of a paid order. Raises LookupError where it is not paid."""

    def paper(facts: PaperFacts) -> PaymentPaper:
        order = facts.after.orders[order_number]
        if order.paid_on is None or order.invoice_by is None:
            raise LookupError("not paid")
        return PaymentPaper(
            **_common(facts, order, training),
            paid_on=order.paid_on,
            invoice_number=order.invoice_number or None,
            invoice_by=order.invoice_by,
        )

    return paper


def _common(facts: PaperFacts, order: Order, training: bool) -> dict[str, Any]:
    """What every paper tells of an order."""
    return member_fields(facts, training, order.programme_version) | {
        "order_number": order.order_number,
        "plan_name": order.terms.plan_name,
        "vendor_name": order.terms.vendor_name,
        "months": order.terms.months,
        "price": order.terms.price,
        "points": order.points,
        "own_payment": order.own,
    }


def member_fields(
    facts: PaperFacts, training: bool, programme_version: str, *, handled_by: str = _BY_THE_HOLDER
) -> dict[str, Any]:
    """What every paper tells of a membership."""
    joined = _registration(facts.after)
    return {
        "receipt_number": facts.receipt_number,
        "terminal": facts.terminal,
        "handled_by": handled_by,
        "issued_on": taipei_day(facts.issued_at),
        "issued_at": facts.issued_at,
        "cooperative_name": joined.cooperative_name,
        "ubn": joined.ubn,
        "provisional": facts.provisional,
        "training": training,
        "programme_version": programme_version,
        "notice_version": joined.notice_version,
        "notice_shown_at": joined.notice_shown_at,
        "check_code": facts.check_code,
    }


def _only(events: tuple[Event, ...], kind: type[_E]) -> _E:
    (found,) = (event for event in events if isinstance(event, kind))
    return found


def _registration(membership: Membership) -> Registration:
    if membership.registration is None:
        raise LookupError("a paper for nobody")
    return membership.registration
