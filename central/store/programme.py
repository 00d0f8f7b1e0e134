"""Pauses and budget, as the authority has changed them since the programme's figures were written."""

from datetime import date, datetime

import sqlalchemy as sa

from central.store.tables import programme_change
from kiosk.domain.programme import Pause

Change = tuple[tuple[Pause, ...], int | None]
"""The pauses, and the budget in points (None: no limit)."""


def latest_change(connection: sa.Connection) -> Change | None:
    """What holds now, None where nothing was ever changed."""
    row = connection.execute(
        sa.select(programme_change.c.pauses, programme_change.c.budget)
        .order_by(programme_change.c.number.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    pauses, budget = row
    return tuple(Pause(*(date.fromisoformat(day) for day in days)) for days in pauses), budget


def add_change(connection: sa.Connection, change: Change, at: datetime) -> None:
    """Let `change` hold from now on. Of two at once the second is refused by its number (IntegrityError)."""
    pauses, budget = change
    last = connection.scalar(sa.select(sa.func.max(programme_change.c.number))) or 0
    days = [[pause.first_day.isoformat(), pause.last_day.isoformat()] for pause in pauses]
    connection.execute(sa.insert(programme_change).values(number=last + 1, at=at, pauses=days, budget=budget))
