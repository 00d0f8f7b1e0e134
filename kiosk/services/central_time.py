"""How far this machine's clock is from central's when last compared: kept, to be known with no network.

Up to two minutes the machine's word counts. Past that what is taken bears the earlier of the two times, so
that nothing a kiosk sends is from the future. Past ten the time is not known: somebody may have set the
clock since, or it may run wild. Nothing that depends on the date is taken then, and central counts other
commands from when it gets them.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from kiosk.contract.clock import MAY_BE_OFF, Clock
from kiosk.storage.database import Database
from kiosk.storage.failures import StorageError
from kiosk.storage.tables import SyncStateRow

WARN_PAST = timedelta(minutes=2)
"""How far the clock may be off before people are told (sync.md: The clock)."""

UNKNOWN_PAST = MAY_BE_OFF
"""How far it may be off before its word counts for nothing."""

_LATELY = timedelta(days=1)
_ROW = 1
_KEPT_APART = timedelta(seconds=5)  # Date has whole seconds, and an answer takes a while
_LONGEST_REQUEST = timedelta(minutes=1)  # past it, the clock itself was set in the middle


def clock_ahead(session: Session) -> timedelta | None:
    """How far this machine's clock is ahead of central's (behind: negative); None before the first time."""
    seconds = session.get_one(SyncStateRow, _ROW).clock_ahead_seconds
    return None if seconds is None else timedelta(seconds=seconds)


def is_unknown(ahead: timedelta | None) -> bool:
    """Whether a clock that is so far ahead tells nothing any more."""
    return ahead is not None and abs(ahead) > UNKNOWN_PAST


def is_vouched_for(database: Database, now: datetime) -> bool:
    """Whether central has lately been found to have the time `now` (UTC) of this machine's, or nearly.

    Without that a clock that was set years ahead would end what is to be kept. Raises `StorageError`.
    """
    with database.snapshot() as session:
        last = session.get_one(SyncStateRow, _ROW).last_success
        known = last is not None and timedelta(0) <= now - last <= _LATELY
        return known and not is_unknown(clock_ahead(session))


class CentralTime:
    """Compares the clocks. `machine` is this machine's own; may be used from several threads."""

    def __init__(self, database: Database, machine: Clock) -> None:
        """Raises `StorageError`."""
        self._database, self._machine = database, machine
        with database.snapshot() as session:
            self._ahead = self._kept = clock_ahead(session)

    def compare(self) -> Callable[[datetime], None]:
        """Call it before a request, and what it gives with the time that central told in its answer (UTC)."""
        before = self._machine()

        def told(central: datetime) -> None:
            after = self._machine()
            if timedelta(0) <= after - before <= _LONGEST_REQUEST:
                self._note(before + (after - before) / 2 - central)

        return told

    def for_requests(self) -> datetime:
        """The time to sign requests with (UTC): central's, where this machine's is known to be off.

        A signature of another time would be taken for a replay, and nothing could be sent.
        """
        ahead = self._ahead
        now = self._machine()
        return now if ahead is None or abs(ahead) <= WARN_PAST else now - ahead

    def for_cases(self) -> datetime:
        """The time that cases are taken at (UTC)."""
        ahead, now = self._ahead, self._machine()
        return now - ahead if ahead is not None and ahead > WARN_PAST else now

    def _note(self, ahead: timedelta) -> None:
        self._ahead = ahead
        if self._kept is not None and abs(ahead - self._kept) <= _KEPT_APART:
            return
        with suppress(StorageError), self._database.session() as session:
            session.get_one(SyncStateRow, _ROW).clock_ahead_seconds = round(ahead.total_seconds())
            self._kept = ahead
