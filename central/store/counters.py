"""How many points are with memberships: granted, and neither lapsed nor reclaimed.

Counted with every event that moves them, for central must know it at each grant, among any number of events.
"""

import sqlalchemy as sa

from central.store.tables import counter

_POINTS_OUT = "points_out"
_VALUE = sa.select(counter.c.value).where(counter.c.name == _POINTS_OUT)


def points_out(connection: sa.Connection) -> int:
    """The points that are with memberships now."""
    return int(connection.execute(_VALUE).scalar_one())


def locked_points_out(connection: sa.Connection) -> int:
    """The same; nobody else moves points until the transaction ends."""
    return int(connection.execute(_VALUE.with_for_update()).scalar_one())


def move_points(connection: sa.Connection, by: int) -> None:
    """So many points more are with memberships; fewer where `by` is negative."""
    if by:
        update = sa.update(counter).where(counter.c.name == _POINTS_OUT)
        connection.execute(update.values(value=counter.c.value + by))
