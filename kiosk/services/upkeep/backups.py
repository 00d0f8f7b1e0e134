"""The counter's backups: one a day, checked, a week of them."""

from datetime import datetime, timedelta
from pathlib import Path

from kiosk.contract.clock import Clock
from kiosk.services.failures import Failed, Trouble
from kiosk.services.upkeep.room import Room
from kiosk.storage.backup import backups_in, drop_all_but, make_backup
from kiosk.storage.database import Database

EVERY = timedelta(days=1)
KEPT = 7


def backup_folder(data: Path) -> Path:
    """Where the backups of the database in the folder `data` lie."""
    return data / "backups"


class Backups:
    """Makes backups of `database` in `folder`, encrypted with its `key`."""

    def __init__(self, database: Database, key: bytes, folder: Path, room: Room, clock: Clock) -> None:
        self._database, self._key, self._folder = database, key, folder
        self._room, self._clock = room, clock

    def keep_up(self) -> None:
        """Make a backup where the last one is a day old; only then drop what is more than a week of them.

        Raises `StorageError`, and `Failed` (DISK_LOW) where another copy would take the room for cases.
        """
        now = self._clock()
        if not self._is_due(now):
            return
        if not self._room.is_enough(self._database.bytes_on_disk):
            raise Failed(Trouble.DISK_LOW)
        make_backup(self._database, self._key, self._folder, now)
        drop_all_but(self._folder, KEPT, now)

    def _is_due(self, now: datetime) -> bool:
        """A backup from the future was made under another clock, and tells nothing of today."""
        newest = next(iter(backups_in(self._folder, now)), None)
        return newest is None or not timedelta(0) <= now - newest.made_at < EVERY
