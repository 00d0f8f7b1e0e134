"""The end of what is old: personal data of finished cases that central has long had."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from kiosk.contract.clock import Clock
from kiosk.domain.finished import is_finished
from kiosk.domain.programme import Programme
from kiosk.services.membership_view import view_of
from kiosk.services.upkeep.apart import end_old
from kiosk.storage import purged
from kiosk.storage.database import Database

KEPT_FOR = timedelta(days=90)
"""How long a counter keeps a finished case after anything last happened with it."""

PAPERS_KEPT_FOR = timedelta(days=5 * 366)
"""How long papers, and the log of what was deleted, are kept: at least 5 years (ADR 9), never less."""

_RULE = f"finished case, quiet for {KEPT_FOR.days} days"
_PAPERS_RULE = "paper, older than 5 years"
_LOOKED_AT_IN_A_RUN = 50


class Purging:
    """Deletes in small runs, so that nobody at the counter waits for it."""

    def __init__(
        self,
        database: Database,
        programme: Callable[[], Programme],
        clock: Clock,
        vouched: Callable[[datetime], bool],
    ) -> None:
        """`programme` gives the one that holds at the moment, `vouched` whether this time can be believed."""
        self._database, self._programme, self._clock = database, programme, clock
        self._vouched = vouched
        self._looked_at = ""

    def run(self) -> int:
        """Look at the next few memberships and purge those whose time has come; how many those are.

        With them go founding cases and messages to the help desk that are as old, each counted. Nothing ends
        by a clock that nobody vouches for.

        Raises `StorageError`.
        """
        if not self._vouched(self._clock()):
            return 0
        with self._database.snapshot() as session:
            looked_at = purged.not_purged(session, self._looked_at, _LOOKED_AT_IN_A_RUN)
            over = [membership_id for membership_id in looked_at if self._is_over(session, membership_id)]
        gone = sum(self._purge(membership_id) for membership_id in over)
        now = self._clock()
        gone += end_old(self._database, now - KEPT_FOR, KEPT_FOR.days, now)
        if self._end_what_is_kept_longer() or gone:
            self._database.forget_what_was_deleted()
        self._looked_at = looked_at[-1] if len(looked_at) == _LOOKED_AT_IN_A_RUN else ""
        return gone

    def _end_what_is_kept_longer(self) -> int:
        """Papers and log entries past their time; how many papers those are."""
        now = self._clock()
        before = now - PAPERS_KEPT_FOR
        with self._database.session() as session:
            purged.end_log(session, before)
            return purged.end_papers(session, before, _LOOKED_AT_IN_A_RUN, _PAPERS_RULE, now)

    def _purge(self, membership_id: str) -> bool:
        with self._database.session() as session:
            if not self._is_over(session, membership_id):  # somebody may have come meanwhile
                return False
            purged.purge(session, membership_id, _RULE, self._clock())
        return True

    def _is_over(self, session: Session, membership_id: str) -> bool:
        """Whether central has it all, nothing is under way, and nothing happened for long.

        A command that central turned down is on the staff's list, and stays until somebody saw to it.
        """
        now = self._clock()
        if not purged.is_quiet(session, membership_id, now - KEPT_FOR):
            return False
        view = view_of(session, membership_id, self._programme(), now)
        return not view.pending and is_finished(view.confirmed, now)
