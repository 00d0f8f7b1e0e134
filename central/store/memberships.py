"""Memberships and orders as rows, made from the events: for look-ups and for what may exist only once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from central.store.tables import membership, order
from kiosk.domain.membership import Membership, Order, Registration
from kiosk.domain.refusals import Refusal, Refused


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """A membership as lists show it."""

    membership_id: str
    office: str
    cooperative_name: str
    ubn: str
    eligibility: str


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order as lists show it; money in NT$."""

    order_number: str
    membership_id: str
    vendor_id: str
    plan_name: str
    own: int
    points: int
    state: str
    payment_url: str
    placed_at: datetime


def office_of(connection: sa.Connection, membership_id: str) -> str | None:
    """The office that a membership belongs to, None for an unknown one; locked until the transaction ends."""
    query = sa.select(membership.c.office).where(membership.c.membership_id == membership_id)
    return connection.execute(query.with_for_update()).scalar_one_or_none()


def list_memberships(connection: sa.Connection) -> tuple[MembershipRow, ...]:
    """All memberships."""
    columns = [membership.c[name] for name in MembershipRow.__slots__]
    rows = connection.execute(sa.select(*columns).order_by(membership.c.membership_id))
    return tuple(MembershipRow(*row) for row in rows)


def list_orders(connection: sa.Connection) -> tuple[OrderRow, ...]:
    """All orders, the oldest first."""
    rows = connection.execute(sa.select(*_ORDER_COLUMNS).order_by(order.c.placed_at, order.c.order_number))
    return tuple(OrderRow(*row) for row in rows)


def find_order(connection: sa.Connection, order_number: str) -> OrderRow | None:
    """The order of this number."""
    row = connection.execute(
        sa.select(*_ORDER_COLUMNS).where(order.c.order_number == order_number)
    ).one_or_none()
    return None if row is None else OrderRow(*row)


_ORDER_COLUMNS = [order.c[name] for name in OrderRow.__slots__]


def open_row(connection: sa.Connection, membership_id: str, office: str, registration: Registration) -> None:
    """A new membership's row. Raises `Refused` where the holder or the 統一編號 is a member already."""
    row = {
        "membership_id": membership_id,
        "office": office,
        "holder_issuer": registration.holder.issuer,
        "holder_subject": registration.holder.subject,
        "ubn": registration.ubn,
        "cooperative_name": registration.cooperative_name,
        "eligibility": "",
        "version": 0,
    }
    _insert_once(connection, sa.insert(membership).values(row), Refusal.ALREADY_REGISTERED)


def write_rows(
    connection: sa.Connection, membership_id: str, before: Membership, after: Membership, look_on: date | None
) -> None:
    """Bring a membership's rows from `before` to `after`. Raises `Refused` for a taken order number."""
    connection.execute(
        sa.update(membership)
        .where(membership.c.membership_id == membership_id)
        .values(eligibility=after.eligibility.value, version=after.version, look_on=look_on)
    )
    for number in after.orders.keys() - before.orders.keys():
        values = {"membership_id": membership_id, **_order_values(after.orders[number])}
        _insert_once(connection, sa.insert(order).values(values), Refusal.ORDER_NUMBER_TAKEN)
    for number in before.orders:
        if after.orders[number] != before.orders[number]:
            update = sa.update(order).where(order.c.order_number == number)
            connection.execute(update.values(_order_values(after.orders[number])))


def set_look_on(connection: sa.Connection, membership_id: str, look_on: date | None) -> None:
    """The next day on which time alone may change the membership; None for never."""
    connection.execute(
        sa.update(membership).where(membership.c.membership_id == membership_id).values(look_on=look_on)
    )


def memberships_to_look_at(connection: sa.Connection, today: date, most: int) -> tuple[str, ...]:
    """Memberships that time alone may have changed by day `today` (Asia/Taipei)."""
    query = sa.select(membership.c.membership_id).where(membership.c.look_on <= today)
    return tuple(connection.scalars(query.order_by(membership.c.look_on).limit(most)))


def _order_values(one: Order) -> Mapping[str, object]:
    return {
        "order_number": one.order_number,
        "vendor_id": one.terms.vendor_id,
        "plan_name": one.terms.plan_name,
        "own": one.own,
        "points": one.points,
        "state": one.state.value,
        "payment_url": one.payment_url,
        "placed_at": one.placed_at,
    }


def _insert_once(connection: sa.Connection, insert: sa.Insert, taken: Refusal) -> None:
    """The unique columns decide, not a look beforehand: that holds among many writers as well."""
    try:
        with connection.begin_nested():
            connection.execute(insert)
    except sa.exc.IntegrityError:
        raise Refused(taken) from None
