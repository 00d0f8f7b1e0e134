"""Days that differ from the printed calendar, as the authority has told them."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from central.store.office_tables import calendar_day


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day on which offices work, or do not, although the calendar says otherwise, and why."""

    day: date
    working: bool
    reason: str


_COLUMNS = [calendar_day.c[name] for name in DayRow.__slots__]


def days(connection: sa.Connection) -> tuple[DayRow, ...]:
    """All of them, in order."""
    rows = connection.execute(sa.select(*_COLUMNS).order_by(calendar_day.c.day))
    return tuple(DayRow(*row) for row in rows)


def add_day(connection: sa.Connection, row: DayRow) -> None:
    """One more. Raises IntegrityError for a day that is there."""
    values = {name: getattr(row, name) for name in DayRow.__slots__}
    connection.execute(sa.insert(calendar_day).values(values))


def remove_day(connection: sa.Connection, day: date) -> bool:
    """The printed calendar holds for this day again; False where it did."""
    return connection.execute(sa.delete(calendar_day).where(calendar_day.c.day == day)).rowcount == 1
