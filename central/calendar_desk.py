"""Where the authority tells of days on which offices do not work (typhoons), or do, against the calendar."""

from datetime import date, timedelta

from central.audit import Act, Who, given, record
from central.standing import days_now
from central.store.calendar import DayRow, add_day, days, remove_day
from central.store.database import Database
from central.store.document_versions import CALENDAR, move_on
from central.store.memberships import look_again
from kiosk.contract.calendar_document import CalendarDay
from kiosk.contract.clock import Clock
from kiosk.domain.calendar import taipei_day
from kiosk.domain.programme import Programme

FARTHEST = timedelta(days=400)
"""How far from today a day may be that somebody tells: farther is a slip of the keyboard."""


class DayInvalid(Exception):
    """A day too far from today."""


class DayKnown(Exception):
    """The day was told before."""


class DayUnknown(Exception):
    """Nobody at the desk has told this day."""


_LONGEST_CLOCK = timedelta(days=45)
"""No last day reckoned in working days lies farther off: seven of them around 春節 are three weeks."""


class CalendarDesk:
    """Changes the working days. What runs in them follows with the clock's next round."""

    def __init__(self, database: Database, programme: Programme, clock: Clock) -> None:
        self._database = database
        self._programme = programme
        self._clock = clock

    def told(self) -> tuple[tuple[CalendarDay, bool], ...]:
        """Every day that differs from the printed calendar, the latest first; whether it was told here."""
        with self._database.reading() as connection:
            here = {one.day for one in days(connection)}
            found = days_now(connection, self._programme)
        return tuple((one, one.day in here) for one in reversed(found))

    def tell(self, day: date, who: Who, reason: str, *, working: bool) -> None:
        """Offices work on `day`, or do not. Raises `ReasonMissing`, `DayInvalid`, `DayKnown`."""
        now = self._clock()
        if abs(day - taipei_day(now)) > FARTHEST:
            raise DayInvalid
        act = Act("tell_day", day.isoformat(), given(reason), {"working": int(working)})
        with self._database.writing() as connection:
            move_on(connection, CALENDAR)
            if any(one.day == day for one in days(connection)):
                raise DayKnown
            add_day(connection, DayRow(day, working, act.reason))
            look_again(connection, taipei_day(now), max(day, taipei_day(now)) + _LONGEST_CLOCK)
            record(connection, who, act, now)

    def take_back(self, day: date, who: Who, reason: str) -> None:
        """It was told by mistake. Raises `ReasonMissing`, `DayUnknown`."""
        act, now = Act("take_back_day", day.isoformat(), given(reason)), self._clock()
        with self._database.writing() as connection:
            move_on(connection, CALENDAR)
            if not remove_day(connection, day):
                raise DayUnknown
            look_again(connection, taipei_day(now), max(day, taipei_day(now)) + _LONGEST_CLOCK)
            record(connection, who, act, now)
