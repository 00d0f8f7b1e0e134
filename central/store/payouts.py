"""Refunds, and which of them the vendor has paid out."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from central.store.tables import event, order, payout
from kiosk.domain.events import OrderRefunded


@dataclass(frozen=True, slots=True)
class RefundRow:
    """A refund whose own payment the vendor gives back. Money in NT$; `paid_out_at` None: still to do."""

    order_number: str
    vendor_id: str
    plan_name: str
    own_refund: int
    points_refund: int
    refunded_at: datetime
    paid_out_at: datetime | None
    reference: str | None


_NUMBER = event.c.body["order_number"].as_string()
_OWN = event.c.body["quote"]["own_refund"].as_integer()
_POINTS = event.c.body["quote"]["points_refund"].as_integer()


def add_payout(connection: sa.Connection, order_number: str, reference: str, at: datetime) -> None:
    """The refund of this order has been paid out."""
    connection.execute(
        sa.insert(payout).values(order_number=order_number, reference=reference, paid_out_at=at)
    )


def payout_of(connection: sa.Connection, order_number: str) -> datetime | None:
    """When the refund of this order was paid out; locked until the transaction ends.

    The order's row is locked, for there may be no payout yet.
    """
    connection.execute(
        sa.select(order.c.order_number).where(order.c.order_number == order_number).with_for_update()
    )
    return connection.execute(
        sa.select(payout.c.paid_out_at).where(payout.c.order_number == order_number)
    ).scalar_one_or_none()


def refunds(
    connection: sa.Connection, vendor_id: str, *, text: str = "", skip: int = 0, most: int = 50
) -> tuple[RefundRow, ...]:
    """The vendor's refunds with money to give back: those still to do first, then the newest."""
    query = _of_vendor(
        sa.select(
            order.c.order_number,
            order.c.vendor_id,
            order.c.plan_name,
            _OWN,
            _POINTS,
            event.c.recorded_at,
            payout.c.paid_out_at,
            payout.c.reference,
        ),
        vendor_id,
        text,
    )
    query = query.order_by(payout.c.paid_out_at.is_not(None), event.c.recorded_at.desc())
    return tuple(RefundRow(*row) for row in connection.execute(query.offset(skip).limit(most)))


def find_refund(connection: sa.Connection, vendor_id: str, order_number: str) -> RefundRow | None:
    """The refund of one of the vendor's orders."""
    found = refunds(connection, vendor_id, text=order_number, most=1)
    return found[0] if found and found[0].order_number == order_number else None


def count_refunds(
    connection: sa.Connection, vendor_id: str, text: str = "", *, open_only: bool = False
) -> int:
    """How many there are, or how many are still to be paid out."""
    query = _of_vendor(sa.select(sa.func.count(order.c.order_number)), vendor_id, text)
    if open_only:
        query = query.where(payout.c.paid_out_at.is_(None))
    return connection.scalar(query) or 0


def _of_vendor(query: sa.Select, vendor_id: str, text: str) -> sa.Select:  # type: ignore[type-arg]
    query = (
        query.select_from(order)
        .join(event, sa.and_(event.c.membership_id == order.c.membership_id, order.c.order_number == _NUMBER))
        .outerjoin(payout, payout.c.order_number == order.c.order_number)
        .where(order.c.vendor_id == vendor_id, event.c.kind == OrderRefunded.kind, _OWN > 0)
    )
    return query.where(order.c.order_number.contains(text, autoescape=True)) if text else query
