"""Deadlines: whatever has become due takes effect, exactly once however many run this."""

import logging
import traceback
from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from central.issuing import Issuer
from central.store.database import Database
from central.store.handed_papers import empty_old_papers
from central.store.memberships import claim_due
from kiosk.contract.clock import Clock
from kiosk.domain.calendar import taipei_day
from kiosk.domain.commands import ApplyDeadlines

_log = logging.getLogger(__name__)


class Deadlines:
    """Asks the rules about every membership whose day to be looked at has come; lets go of papers too old."""

    def __init__(
        self, database: Database, issuer: Issuer, clock: Clock, also: Callable[[], None] = lambda: None
    ) -> None:
        """`also` is what else goes by days, such as requests about the own data."""
        self._database, self._also = database, also
        self._issuer = issuer
        self._clock = clock

    def apply(self) -> int:
        """Apply all that is due by now; how many events that were. Papers too old are emptied.

        Each membership has its own transaction, which holds it: what another runner works on is passed over,
        what it has done is not due any more. One that a fault of ours keeps from being looked at stays due.
        """
        now, events, failed = self._clock(), 0, set[str]()
        while (done := self._apply_next(now, failed)) is not None:
            events += done
        with self._database.writing() as connection:
            empty_old_papers(connection, now)
        self._also()
        return events

    def keep_applying(self, ended: Callable[[], bool]) -> None:
        """Apply what is due, now and whenever `ended`, which waits a while, says no. Trouble passes."""
        while True:
            try:
                self.apply()
            except sa.exc.DBAPIError as error:  # its text may quote what was entered
                _log.warning("deadlines could not be applied: %s", type(error.orig).__name__)
            if ended():
                return

    def _apply_next(self, now: datetime, failed: set[str]) -> int | None:
        """The events of the next membership that is due; None where there is none."""
        with self._database.writing() as connection:
            membership_id = claim_due(connection, taipei_day(now), failed)
            if membership_id is None:
                return None
            try:
                with connection.begin_nested():
                    return len(self._issuer.issue(connection, membership_id, ApplyDeadlines(), now))
            except sa.exc.DBAPIError:
                raise
            except Exception as error:  # noqa: BLE001 - the other memberships' deadlines are not to suffer
                frames = "".join(traceback.format_tb(error.__traceback__))
                _log.error("a deadline could not be applied: %s\n%s", type(error).__name__, frames)
                failed.add(membership_id)
                return 0
