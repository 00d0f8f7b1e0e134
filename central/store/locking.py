"""What a transaction that takes commands locks, in the one order that everybody keeps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from central.store.devices import Device
from central.store.lists import one_of
from central.store.tables import device, membership


@dataclass(frozen=True, slots=True)
class Locked:
    """The offices of those memberships, and those devices, that there are."""

    offices: Mapping[str, str]
    devices: tuple[Device, ...]


_OF_DEVICES = tuple(device.c[name] for name in Device.__slots__)
_MEMBERSHIPS = (
    sa.select(membership.c.membership_id, membership.c.office)
    .where(one_of(membership.c.membership_id, "memberships"))
    .order_by(membership.c.membership_id)
    .with_for_update()
    .cte("memberships")
)
_DEVICES = (
    sa.select(*_OF_DEVICES)
    .where(one_of(device.c.device_id, "devices"))
    .order_by(device.c.device_id)
    .with_for_update()
    .cte("devices")
)
# Memberships come first: the second part of a union begins when the first has ended.
_LOCKED = sa.union_all(
    sa.select(sa.true().label("is_membership"), *_MEMBERSHIPS.c, *(
        sa.cast(sa.null(), column.type).label(column.name) for column in _OF_DEVICES[2:]
    )),
    sa.select(sa.false(), *_DEVICES.c),
)  # fmt: skip


def lock(connection: sa.Connection, memberships: Iterable[str], devices: Iterable[str]) -> Locked:
    """Lock memberships, then devices, each in the order of their ids, until the transaction ends.

    Nobody else changes them, or takes commands of these devices. What belongs to them is read afterwards, to
    be as whoever had them before has left it.
    """
    rows = connection.execute(_LOCKED, {"memberships": sorted(set(memberships)), "devices": list(devices)})
    offices, found = {}, []
    for is_membership, *row in rows:
        if is_membership:
            offices[row[0]] = row[1]
        else:
            found.append(Device(*row))
    return Locked(offices, tuple(found))
