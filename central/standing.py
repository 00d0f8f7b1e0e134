"""What the rules go by at this moment: the programme's documents, as people have changed them since.

Pauses and budget are looked up where points would be granted (`central.programme_desk`).
"""

from collections.abc import Mapping
from dataclasses import replace

import sqlalchemy as sa

from central.store.calendar import days
from central.store.catalogue import changed_plans
from central.store.document_versions import CALENDAR, CATALOGUE, shared_versions
from kiosk.contract.calendar_document import CalendarDay, work_calendar
from kiosk.domain.plans import Plan
from kiosk.domain.programme import Programme


class Standing:
    """The catalogue and the working days that hold now, whichever process has changed them.

    One small statement tells whether what was read before still holds.
    """

    def __init__(self, programme: Programme) -> None:
        self._written = programme
        self._read: tuple[tuple[int, int], Programme] | None = None

    @property
    def written(self) -> Programme:
        """The programme as the files of `resources/` say."""
        return self._written

    def now(self, connection: sa.Connection, versions: Mapping[str, int] | None) -> Programme:
        """The programme with the plans and the working days that hold in this transaction.

        `versions` are the documents', where they were read in it already.
        """
        versions = shared_versions(connection) if versions is None else versions
        version = (versions[CATALOGUE], versions[CALENDAR])
        read = self._read
        if read is None or read[0] != version:
            programme = replace(
                self._written,
                plans=plans_now(connection, self._written),
                calendar=work_calendar(days_now(connection, self._written)),
            )
            self._read = read = (version, programme)
        return read[1]


def plans_now(connection: sa.Connection, written: Programme) -> dict[str, Plan]:
    """The plans that are offered: those that were written, as the authority has changed them since."""
    plans = dict(written.plans)
    for one in changed_plans(connection):
        if one.plan is None:
            plans.pop(one.plan_id, None)
        else:
            plans[one.plan_id] = one.plan
    return plans


def days_now(connection: sa.Connection, written: Programme) -> tuple[CalendarDay, ...]:
    """Every day that differs from the printed calendar, in order; what was told last counts."""
    found = {day: CalendarDay(day, working=False, reason="") for day in written.calendar.closed}
    found |= {day: CalendarDay(day, working=True, reason="") for day in written.calendar.opened}
    found |= {one.day: CalendarDay(one.day, one.working, one.reason) for one in days(connection)}
    return tuple(found[day] for day in sorted(found))
