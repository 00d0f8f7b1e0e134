"""What a counter does for its own data while nobody needs it, and what it has to say about it."""

from collections.abc import Callable

from kiosk.contract.api import ApiProblem
from kiosk.services.failures import Failed, Trouble
from kiosk.services.receipts.failures import PaperError
from kiosk.services.upkeep.backups import Backups
from kiosk.services.upkeep.histories import Histories
from kiosk.services.upkeep.purging import Purging
from kiosk.services.upkeep.room import Room
from kiosk.storage.failures import StorageError

_TOLD = {Trouble.DISK_LOW, ApiProblem.AUDIT_FORKED}


class Upkeep:
    """May be used from any thread; `once` by one at a time."""

    def __init__(
        self,
        room: Room,
        backups: Backups,
        purging: Purging,
        histories: Histories,
        *more: Callable[[], object],
    ) -> None:
        """`more` is further work of the same kind."""
        self._room, self._histories = room, histories
        self._work: tuple[Callable[[], object], ...] = (
            backups.keep_up,
            histories.fetch_wanted,
            purging.run,
            *more,
        )
        self._troubles: tuple[str, ...] = ()

    def once(self, stopping: Callable[[], bool] = lambda: False) -> None:
        """Do a little of everything. What stands in the way is kept for `troubles`, not raised.

        `stopping` is asked between two pieces of work.
        """
        troubles: list[str] = []
        for work in self._work:
            if stopping():
                return
            try:
                work()
            except (StorageError, PaperError) as error:
                troubles.append(error.failure.value)
            except Failed as failed:
                if failed.failure in _TOLD:  # without network sync tells what is wrong
                    troubles.append(failed.failure.value)
        self._troubles = tuple(dict.fromkeys(troubles))

    def troubles(self) -> tuple[str, ...]:
        """Codes of what the staff has to see to, by what was last found; the disk is asked now."""
        found = [code for code in self._troubles if code != Trouble.DISK_LOW.value]
        return (*found, *(() if self._room.is_enough() else (Trouble.DISK_LOW.value,)))

    def require_room(self) -> None:
        """Before a new case is begun. Raises `Failed` (DISK_LOW)."""
        self._room.require()

    def fetch_history(self, membership_id: str) -> None:
        """Have the membership's history here again where it was purged. Raises as `Histories`."""
        self._histories.fetch(membership_id)
