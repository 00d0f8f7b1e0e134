"""Deadlines: whatever has become due takes effect, exactly once however many run this."""

from central.issuing import Issuer
from central.store.database import Database
from central.store.memberships import memberships_to_look_at
from kiosk.contract.clock import Clock
from kiosk.domain.calendar import taipei_day
from kiosk.domain.commands import ApplyDeadlines

_AT_A_TIME = 100


class Deadlines:
    """Asks the rules about every membership whose day to be looked at has come."""

    def __init__(self, database: Database, issuer: Issuer, clock: Clock) -> None:
        self._database = database
        self._issuer = issuer
        self._clock = clock

    def apply(self) -> int:
        """Apply all that is due by now; how many events that were.

        Each membership has its own transaction, in which the rules see its state: what another runner has
        done meanwhile is not due any more.
        """
        now = self._clock()
        events = 0
        while True:
            with self._database.reading() as connection:
                waiting = memberships_to_look_at(connection, taipei_day(now), _AT_A_TIME)
            if not waiting:
                return events
            for membership_id in waiting:
                with self._database.writing() as connection:
                    events += len(self._issuer.issue(connection, membership_id, ApplyDeadlines(), now))
