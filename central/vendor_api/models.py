"""What goes in and out of the vendor interface. Money in whole NT$, moments in UTC, days in Asia/Taipei."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from central.store.office_lists import VendorOrder
from central.store.payouts import RefundRow
from kiosk.domain.membership import OrderState

_Text = Annotated[str, Field(min_length=1, max_length=500)]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Buyer(_Body):
    """Who ordered. The contact is told from the payment to the end of the service only."""

    cooperative_name: str
    ubn: str
    contact_name: str | None
    contact_email: str | None
    contact_phone: str | None


class VendorOrderBody(_Body):
    """An order as its vendor sees it."""

    order_number: str
    state: OrderState
    plan_id: str
    plan_name: str
    months: int
    price: int
    own: int
    points: int
    placed_at: datetime
    confirm_by: date
    payment_url: str
    pay_by: date | None
    paid_on: date | None
    invoice_by: date | None
    invoice_number: str
    service_by: date | None
    started_on: date | None
    last_day: date | None
    late: list[str]
    buyer: Buyer

    @classmethod
    def of(cls, found: VendorOrder) -> Self:
        """As it travels."""
        order, terms = found.order, found.order.terms
        return cls(
            order_number=order.order_number,
            state=order.state,
            plan_id=terms.plan_id,
            plan_name=terms.plan_name,
            months=terms.months,
            price=terms.price,
            own=order.own,
            points=order.points,
            placed_at=order.placed_at,
            confirm_by=order.confirm_by,
            payment_url=order.payment_url,
            pay_by=order.pay_by,
            paid_on=order.paid_on,
            invoice_by=order.invoice_by,
            invoice_number=order.invoice_number,
            service_by=order.service_by,
            started_on=order.started_on,
            last_day=order.last_day,
            late=sorted(one.value for one in order.late),
            buyer=_buyer(found),
        )


class VendorOrdersAnswer(_Body):
    """A page of orders; `total` counts all of them."""

    orders: list[VendorOrderBody]
    total: int


class VendorRefundBody(_Body):
    """A refund whose own payment the vendor gives back; `paid_out_at` is null while that is to be done."""

    order_number: str
    plan_name: str
    own_refund: int
    points_refund: int
    refunded_at: datetime
    paid_out_at: datetime | None
    reference: str | None

    @classmethod
    def of(cls, row: RefundRow) -> Self:
        """As it travels."""
        return cls(
            order_number=row.order_number,
            plan_name=row.plan_name,
            own_refund=row.own_refund,
            points_refund=row.points_refund,
            refunded_at=row.refunded_at,
            paid_out_at=row.paid_out_at,
            reference=row.reference,
        )


class VendorRefundsAnswer(_Body):
    """A page of refunds; `total` counts all of them."""

    refunds: list[VendorRefundBody]
    total: int


class VendorConfirmRequest(_Body):
    """接單, with the https address at which the buyer pays; in training it may be empty."""

    payment_url: Annotated[str, Field(max_length=500)] = ""


class VendorReasonRequest(_Body):
    """Why an order is declined, or what shows that its payment arrived."""

    reason: _Text


class VendorInvoiceRequest(_Body):
    """The number of the invoice that was issued."""

    invoice_number: Annotated[str, Field(min_length=1, max_length=40)]


class VendorStartRequest(_Body):
    """The first day of the service; today where none is given."""

    started_on: date | None = None


class VendorPayoutRequest(_Body):
    """What shows that the own payment was transferred back."""

    reference: _Text


def _buyer(found: VendorOrder) -> Buyer:
    registration, contact = found.buyer.registration, found.buyer.contact
    known = contact is not None and found.knows_buyer
    return Buyer(
        cooperative_name="" if registration is None else registration.cooperative_name,
        ubn="" if registration is None else registration.ubn,
        contact_name=contact.name if known and contact is not None else None,
        contact_email=contact.email if known and contact is not None else None,
        contact_phone=contact.phone if known and contact is not None else None,
    )
