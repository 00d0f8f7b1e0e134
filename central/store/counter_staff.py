"""Who signs in at the kiosks of an office."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from central.store.office_tables import counter_staff


@dataclass(frozen=True, slots=True)
class CounterRow:
    """An account of one office's kiosks; `staff_id` is what one types there."""

    office: str
    staff_id: str
    name: str
    role: str
    password_hash: str
    must_change: bool
    disabled_at: datetime | None
    added_at: datetime

    @property
    def key(self) -> str:
        """What tells it from all others: an id has no slash."""
        return f"{self.staff_id}/{self.office}"


_COLUMNS = [counter_staff.c[name] for name in CounterRow.__slots__]


def add_account(connection: sa.Connection, row: CounterRow) -> None:
    """A new account. Raises IntegrityError for an id that the office has."""
    values = {name: getattr(row, name) for name in CounterRow.__slots__}
    connection.execute(sa.insert(counter_staff).values(values))


def accounts(connection: sa.Connection, office: str | None = None) -> tuple[CounterRow, ...]:
    """The accounts of one office or of all, by office and id."""
    query = sa.select(*_COLUMNS).order_by(counter_staff.c.office, counter_staff.c.staff_id)
    if office is not None:
        query = query.where(counter_staff.c.office == office)
    return tuple(CounterRow(*row) for row in connection.execute(query))


def find_account(connection: sa.Connection, key: str) -> CounterRow | None:
    """The account of this key."""
    staff_id, _, office = key.partition("/")
    query = sa.select(*_COLUMNS).where(_is(office, staff_id))
    row = connection.execute(query).one_or_none()
    return None if row is None else CounterRow(*row)


def change_account(connection: sa.Connection, row: CounterRow, **values: object) -> None:
    """Set these columns."""
    connection.execute(sa.update(counter_staff).where(_is(row.office, row.staff_id)).values(values))


def _is(office: str, staff_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(counter_staff.c.office == office, counter_staff.c.staff_id == staff_id)
