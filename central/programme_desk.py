"""The programme as it holds now: the figures of `resources/`, with the authority's pauses and budget."""

from dataclasses import replace

import sqlalchemy as sa

from central.audit import Act, Who, given, record
from central.store.counters import points_out
from central.store.database import Database
from central.store.document_versions import PROGRAMME, move_on
from central.store.programme import Change, add_change, latest_change
from kiosk.contract.clock import Clock
from kiosk.contract.document_checks import faults_in_pauses
from kiosk.contract.programme_changes import Limits
from kiosk.domain.programme import Programme

MOST_BUDGET = 10**12
"""Points, far beyond any budget of a state and within what every database counts."""


class ChangeInvalid(Exception):
    """Pauses that end before they begin, or a budget below zero or beyond `MOST_BUDGET`."""


def in_force(connection: sa.Connection, programme: Programme) -> Programme:
    """`programme` with the pauses and the budget that hold now."""
    change = latest_change(connection)
    return programme if change is None else replace(programme, pauses=change[0], budget=change[1])


def limits_of(database: Database, programme: Programme) -> Limits:
    """What holds grants back now, for kiosks to know before a person starts."""
    with database.reading() as connection:
        now = in_force(connection, programme)
        out = 0 if now.budget is None else points_out(connection)
    return Limits(now.pauses, now.budget, out)


class ProgrammeDesk:
    """Where the authority pauses the programme and sets its budget."""

    def __init__(self, database: Database, programme: Programme, clock: Clock) -> None:
        self._database = database
        self._programme = programme
        self._clock = clock

    def current(self) -> Change:
        """Pauses and budget as they hold now."""
        with self._database.reading() as connection:
            programme = in_force(connection, self._programme)
        return programme.pauses, programme.budget

    def change(self, change: Change, who: Who, reason: str) -> None:
        """Let `change` hold from now on, for whatever is decided after it.

        Raises `ReasonMissing` and `ChangeInvalid`.
        """
        pauses, budget = change
        ordered = tuple(sorted(pauses, key=lambda pause: pause.first_day))
        if tuple(faults_in_pauses(ordered, budget)) or (budget or 0) > MOST_BUDGET:
            raise ChangeInvalid
        details = {
            "pauses": ", ".join(f"{pause.first_day}/{pause.last_day}" for pause in ordered),
            "budget": budget,
        }
        act, now = Act("change_programme", "programme", given(reason), details), self._clock()
        with self._database.writing() as connection:
            move_on(connection, PROGRAMME)
            add_change(connection, (ordered, budget), now)
            record(connection, who, act, now)
