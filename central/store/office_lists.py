"""The lists of the back office: memberships whose check runs, a vendor's orders, devices."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from central.store.events import membership_state
from central.store.memberships import OrderRow
from central.store.office_tables import device_condition
from central.store.tables import device, event, membership, order
from kiosk.contract.condition import ConditionReport
from kiosk.domain.events import EmailConfirmed
from kiosk.domain.membership import Eligibility, Membership, Order, OrderState

_URGENCY = sa.case(
    {
        OrderState.AWAITING_VENDOR.value: 0,
        OrderState.PAID.value: 1,
        OrderState.AWAITING_PAYMENT.value: 2,
        OrderState.IN_SERVICE.value: 3,
    },
    value=order.c.state,
    else_=4,
)


@dataclass(frozen=True, slots=True)
class Check:
    """A membership whose conditions are being checked."""

    membership_id: str
    office: str
    cooperative_name: str
    ubn: str
    state: Membership


@dataclass(frozen=True, slots=True)
class VendorOrder:
    """An order as its vendor sees it. `buyer` is the membership that placed it."""

    row: OrderRow
    order: Order
    buyer: Membership

    @property
    def order_number(self) -> str:
        """Its number."""
        return self.row.order_number

    @property
    def knows_buyer(self) -> bool:
        """Whether the vendor is told whom to write to.

        From the payment to the end of the service (brochure: 將聯繫您並進行服務).
        """
        return self.order.state in {OrderState.PAID, OrderState.IN_SERVICE}


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A kiosk. `condition` is what it said last of itself, at `heard_at` (UTC); None where it never has."""

    device_id: str
    office: str
    terminal: str
    enrolled_at: datetime
    last_seq: int
    quarantined_at: datetime | None
    revoked_at: datetime | None
    heard_at: datetime | None = None
    condition: ConditionReport | None = None


_OWN = ("device_id", "office", "terminal", "enrolled_at", "last_seq", "quarantined_at", "revoked_at")
_DEVICE = [*(device.c[name] for name in _OWN), device_condition.c.taken_at, device_condition.c.report]
_WITH_CONDITION = device.outerjoin(device_condition)
_ORDER = [order.c[name] for name in OrderRow.__slots__]


def checks(connection: sa.Connection, *, text: str = "", skip: int = 0, most: int = 50) -> tuple[Check, ...]:
    """Memberships whose application is whole and not decided yet, the longest waiting first."""
    columns = (
        membership.c.membership_id,
        membership.c.office,
        membership.c.cooperative_name,
        membership.c.ubn,
    )
    rows = connection.execute(
        _checks(sa.select(*columns), text).order_by(membership.c.membership_id).offset(skip).limit(most)
    ).all()
    return tuple(_check(connection, row) for row in rows)


def count_checks(connection: sa.Connection, text: str = "") -> int:
    """How many there are."""
    return connection.scalar(_checks(sa.select(sa.func.count(membership.c.membership_id)), text)) or 0


def find_check(connection: sa.Connection, membership_id: str) -> Check | None:
    """The one of this membership, whatever its check has come to."""
    row = connection.execute(
        sa.select(
            membership.c.membership_id,
            membership.c.office,
            membership.c.cooperative_name,
            membership.c.ubn,
        ).where(membership.c.membership_id == membership_id)
    ).one_or_none()
    return None if row is None else _check(connection, row)


def vendor_orders(
    connection: sa.Connection, vendor_id: str, *, text: str = "", skip: int = 0, most: int = 50
) -> tuple[VendorOrder, ...]:
    """The vendor's orders: those that wait for the vendor first, then the newest."""
    query = _orders(sa.select(*_ORDER), vendor_id, text).order_by(_URGENCY, order.c.placed_at.desc())
    rows = connection.execute(query.offset(skip).limit(most)).all()
    return tuple(_with_state(connection, OrderRow(*row)) for row in rows)


def count_vendor_orders(
    connection: sa.Connection, vendor_id: str, text: str = "", state: OrderState | None = None
) -> int:
    """How many there are, of one state or all."""
    query = _orders(sa.select(sa.func.count(order.c.order_number)), vendor_id, text)
    if state is not None:
        query = query.where(order.c.state == state.value)
    return connection.scalar(query) or 0


def find_vendor_order(connection: sa.Connection, vendor_id: str, order_number: str) -> VendorOrder | None:
    """One of the vendor's orders."""
    query = _orders(sa.select(*_ORDER), vendor_id, "").where(order.c.order_number == order_number)
    row = connection.execute(query).one_or_none()
    return None if row is None else _with_state(connection, OrderRow(*row))


def devices(
    connection: sa.Connection, *, text: str = "", skip: int = 0, most: int = 50
) -> tuple[DeviceRow, ...]:
    """Kiosks: those in quarantine first, then by office; those that were shut out last."""
    query = _devices(sa.select(*_DEVICE).select_from(_WITH_CONDITION), text)
    query = query.order_by(
        device.c.revoked_at.is_not(None),
        device.c.quarantined_at.is_(None),
        device.c.office,
        device.c.terminal,
    )
    return tuple(_device(row) for row in connection.execute(query.offset(skip).limit(most)))


def count_devices(connection: sa.Connection, text: str = "", *, quarantined: bool = False) -> int:
    """How many there are, or how many are in quarantine."""
    query = _devices(sa.select(sa.func.count(device.c.device_id)), text)
    if quarantined:
        query = query.where(device.c.quarantined_at.is_not(None), device.c.revoked_at.is_(None))
    return connection.scalar(query) or 0


def find_device_row(connection: sa.Connection, device_id: str) -> DeviceRow | None:
    """The kiosk of this id."""
    query = sa.select(*_DEVICE).select_from(_WITH_CONDITION).where(device.c.device_id == device_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else _device(row)


def _device(row: sa.Row) -> DeviceRow:  # type: ignore[type-arg]
    told = {name: value for name, value in zip((*_OWN, "heard_at"), row, strict=False)}  # noqa: C416
    report = row.report
    condition = None if report is None else ConditionReport.model_validate(report)
    return DeviceRow(**told, condition=condition)


def _check(connection: sa.Connection, row: sa.Row) -> Check:  # type: ignore[type-arg]
    return Check(
        row.membership_id,
        row.office,
        row.cooperative_name,
        row.ubn,
        membership_state(connection, row.membership_id),
    )


def _with_state(connection: sa.Connection, row: OrderRow) -> VendorOrder:
    buyer = membership_state(connection, row.membership_id)
    return VendorOrder(row, buyer.orders[row.order_number], buyer)


def _checks(query: sa.Select, text: str) -> sa.Select:  # type: ignore[type-arg]
    confirmed = sa.exists().where(
        event.c.membership_id == membership.c.membership_id, event.c.kind == EmailConfirmed.kind
    )
    query = query.where(membership.c.eligibility == Eligibility.PENDING.value, confirmed)
    return _containing(query, text, membership.c.cooperative_name, membership.c.ubn, membership.c.office)


def _orders(query: sa.Select, vendor_id: str, text: str) -> sa.Select:  # type: ignore[type-arg]
    query = query.where(order.c.vendor_id == vendor_id)
    return _containing(query, text, order.c.order_number, order.c.plan_name)


def _devices(query: sa.Select, text: str) -> sa.Select:  # type: ignore[type-arg]
    return _containing(query, text, device.c.office, device.c.terminal, device.c.device_id)


def _containing(query: sa.Select, text: str, *columns: sa.Column[str]) -> sa.Select:  # type: ignore[type-arg]
    if not text:
        return query
    return query.where(sa.or_(*(column.contains(text, autoescape=True) for column in columns)))
