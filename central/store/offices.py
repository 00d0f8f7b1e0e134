"""Offices: the county each belongs to."""

from dataclasses import dataclass

import sqlalchemy as sa
import uuid_utils

from central.store.many import Insert, Write
from central.store.office_tables import counter_staff, office
from central.store.tables import device


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """An office (據點). `county` is None as long as nobody has told it; of `devices` those in use count."""

    office_id: str
    name: str
    county: str | None
    devices: int
    staff: int


_DEVICES = (
    sa.select(sa.func.count(device.c.device_id))
    .where(device.c.office == office.c.name, device.c.revoked_at.is_(None))
    .scalar_subquery()
)
_STAFF = (
    sa.select(sa.func.count(counter_staff.c.staff_id))
    .where(counter_staff.c.office == office.c.name, counter_staff.c.disabled_at.is_(None))
    .scalar_subquery()
)
_ADD = Insert(office, ("office_id", "name", "county"), once=True)
_OFFICES = sa.select(office.c.office_id, office.c.name, office.c.county, _DEVICES, _STAFF)


def offices(connection: sa.Connection) -> tuple[OfficeRow, ...]:
    """All offices: those whose county is not known first, then by county and name."""
    order = (office.c.county.is_not(None), office.c.county, office.c.name)
    return tuple(OfficeRow(*row) for row in connection.execute(_OFFICES.order_by(*order)))


def find_office(connection: sa.Connection, office_id: str) -> OfficeRow | None:
    """The office of this id."""
    row = connection.execute(_OFFICES.where(office.c.office_id == office_id)).one_or_none()
    return None if row is None else OfficeRow(*row)


def county_of(connection: sa.Connection, name: str) -> str | None:
    """The county of the office of this name; None where it, or the office, is not known."""
    return connection.scalar(sa.select(office.c.county).where(office.c.name == name))


def know_office(connection: sa.Connection, name: str, county: str | None) -> None:
    """Let there be an office of this name, in this county where one is told."""
    if county is not None and _set(connection, office.c.name == name, county):
        return
    row = {"office_id": str(uuid_utils.uuid7()), "name": name, "county": county}
    if not Write(_ADD, [row]).run(connection) and county is not None:  # another process was faster
        _set(connection, office.c.name == name, county)


def set_county(connection: sa.Connection, office_id: str, county: str) -> None:
    """The office belongs to this county."""
    _set(connection, office.c.office_id == office_id, county)


def _set(connection: sa.Connection, which: sa.ColumnElement[bool], county: str) -> bool:
    return connection.execute(sa.update(office).where(which).values(county=county)).rowcount == 1
