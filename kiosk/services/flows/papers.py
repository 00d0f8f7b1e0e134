"""The papers of an order and a refund, made from what was decided in the very transaction that records it."""

from typing import TypeVar

from kiosk.domain.calendar import taipei_day
from kiosk.domain.events import Event, OrderPlaced, OrderRefunded
from kiosk.domain.membership import Membership, Order, Registration
from kiosk.services.desk import PaperFacts, PaperMaker
from kiosk.services.receipts.papers import OrderPaper, RefundPaper

_E = TypeVar("_E", OrderPlaced, OrderRefunded)
_HANDLED_BY = "申請人持憑證簽章"
_NO_INVOICE = "尚未開立"


def order_paper(*, training: bool) -> PaperMaker:
    """Makes the 訂購收據 of the order that was just placed."""

    def paper(facts: PaperFacts) -> OrderPaper:
        placed = _only(facts.events, OrderPlaced)
        joined = _registration(facts.after)
        return OrderPaper(
            receipt_number=facts.receipt_number,
            terminal=facts.terminal,
            handled_by=_HANDLED_BY,
            issued_on=taipei_day(facts.issued_at),
            issued_at=facts.issued_at,
            cooperative_name=joined.cooperative_name,
            ubn=joined.ubn,
            order_number=placed.order_number,
            plan_name=placed.terms.plan_name,
            vendor_name=placed.terms.vendor_name,
            months=placed.terms.months,
            price=placed.terms.price,
            points=placed.points,
            own_payment=placed.own,
            provisional=True,
            training=training,
            programme_version=placed.programme_version,
            notice_version=joined.notice_version,
        )

    return paper


def refund_paper(*, training: bool) -> PaperMaker:
    """Makes the 退訂退款通知單 of the order that was just given up."""

    def paper(facts: PaperFacts) -> RefundPaper:
        refunded = _only(facts.events, OrderRefunded)
        joined, quote = _registration(facts.after), refunded.quote
        order: Order = facts.before.orders[refunded.order_number]
        valid_to = refunded.points_valid_to if order.points else None
        return RefundPaper(
            receipt_number=facts.receipt_number,
            terminal=facts.terminal,
            handled_by=_HANDLED_BY,
            issued_on=taipei_day(facts.issued_at),
            issued_at=facts.issued_at,
            cooperative_name=joined.cooperative_name,
            ubn=joined.ubn,
            order_number=order.order_number,
            plan_name=order.terms.plan_name,
            vendor_name=order.terms.vendor_name,
            months=order.terms.months,
            price=order.terms.price,
            points=order.points,
            own_payment=order.own,
            provisional=True,
            training=training,
            programme_version=order.programme_version,
            notice_version=joined.notice_version,
            invoice_number=order.invoice_number or _NO_INVOICE,
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


def _only(events: tuple[Event, ...], kind: type[_E]) -> _E:
    (found,) = (event for event in events if isinstance(event, kind))
    return found


def _registration(membership: Membership) -> Registration:
    if membership.registration is None:
        raise LookupError("a paper for nobody")
    return membership.registration
