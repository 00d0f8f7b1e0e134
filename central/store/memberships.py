"""Memberships and orders as rows, made from the events: for look-ups and for what may exist only once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from central.store.many import Insert, Update, Write
from central.store.tables import membership, order
from kiosk.domain.membership import Membership, Order
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


class MembershipMoved(Exception):
    """Somebody else has changed the membership since it was read; nothing may be committed then."""


class Taken(Refused):
    """Refused because of what another membership has already; something may have been written by then."""


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
_NEW_ORDER = Insert(order, OrderRow.__slots__, once=True)
_CHANGE_ORDER = Update(
    order,
    of={"to_order_number": "order_number"},
    to={f"to_{name}": name for name in OrderRow.__slots__ if name not in {"order_number", "membership_id"}},
)
_NEW = Insert(membership, membership.c.keys(), once=True)


def new_memberships(new: Iterable[tuple[str, str, Membership, date | None]]) -> Write:
    """Rows of new memberships: id, office, state, next day on which time alone may change it.

    `Taken` where a holder or a 統一編號 is a member already: the unique columns decide, not a look
    beforehand. That holds among many writers as well.
    """
    rows = [
        {
            "membership_id": membership_id,
            "office": office,
            "holder_issuer": registration.holder.issuer,
            "holder_subject": registration.holder.subject,
            "ubn": registration.ubn,
            "cooperative_name": registration.cooperative_name,
            "eligibility": state.eligibility.value,
            "version": state.version,
            "look_on": look_on,
        }
        for membership_id, office, state, look_on in new
        if (registration := state.registration) is not None
    ]
    return Write(_NEW, rows, Taken(Refusal.ALREADY_REGISTERED))


_MOVE = Update(
    membership,
    of={"id": "membership_id", "at_office": "office", "from_version": "version"},
    to={"to_eligibility": "eligibility", "to_version": "version", "to_look_on": "look_on"},
)


def moved_memberships(moved: Iterable[tuple[str, str, int, Membership, date | None]]) -> Write:
    """Rows in a new state: id, office, the version they had, state, next day that may change it.

    `MembershipMoved` where one has another version by now.
    """
    rows = [
        {
            "id": membership_id,
            "at_office": office,
            "from_version": version,
            "to_eligibility": state.eligibility.value,
            "to_version": state.version,
            "to_look_on": look_on,
        }
        for membership_id, office, version, state, look_on in moved
    ]
    return Write(_MOVE, rows, MembershipMoved())


def moved_orders(moved: Iterable[tuple[str, Membership, Membership]]) -> tuple[Write, Write]:
    """The orders of memberships, brought from one state to another; `Taken` for an order number."""
    new: list[Mapping[str, object]] = []
    changed: list[Mapping[str, object]] = []
    for membership_id, before, after in moved:
        for number, one in after.orders.items():
            if number not in before.orders:
                new.append({"membership_id": membership_id, **_order_values(one)})
            elif one != before.orders[number]:
                changed.append({f"to_{name}": value for name, value in _order_values(one).items()})
    return Write(_NEW_ORDER, new, Taken(Refusal.ORDER_NUMBER_TAKEN)), Write(_CHANGE_ORDER, changed)


def claim_due(connection: sa.Connection, today: date, but: Collection[str]) -> str | None:
    """A membership that time alone may have changed by day `today` (Asia/Taipei), and none of `but`.

    It is locked until the transaction ends; one that somebody else works on is passed over.
    """
    query = sa.select(membership.c.membership_id).where(
        membership.c.look_on <= today, membership.c.membership_id.not_in(but)
    )
    query = query.order_by(membership.c.look_on, membership.c.membership_id).limit(1)
    return connection.scalar(query.with_for_update(skip_locked=True))


def look_again(connection: sa.Connection, today: date, until: date) -> None:
    """Let the clock ask the rules anew of memberships that time alone may change up to the day `until`."""
    waiting = membership.c.look_on > today, membership.c.look_on <= until
    found = sa.select(membership.c.membership_id).where(*waiting).order_by(membership.c.membership_id)
    # Locked in the order that all keep: whoever takes commands in the meantime is not deadlocked with.
    chosen = found.with_for_update().cte("chosen")
    again = sa.update(membership).values(look_on=today)
    connection.execute(again.where(membership.c.membership_id.in_(sa.select(chosen.c.membership_id))))


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
