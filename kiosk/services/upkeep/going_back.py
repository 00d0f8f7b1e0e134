"""Which backup to go back to."""

from datetime import datetime
from pathlib import Path

from kiosk.services.failures import Failed, Trouble
from kiosk.services.upkeep.backups import backup_folder
from kiosk.storage.backup import Backup, backups_in, verify
from kiosk.storage.failures import StorageError
from kiosk.storage.restore import Restored, restore


def checked_backups(data: Path, key: bytes, now: datetime) -> tuple[tuple[Backup, bool], ...]:
    """The backups of the database in the folder `data`, the newest first, each with whether it holds."""
    return tuple((backup, _holds(backup, key)) for backup in backups_in(backup_folder(data), now))


def go_back(file: Path, key: bytes, name: str | None, at: datetime) -> Restored:
    """Restore the database in `file` from the backup called `name`, or from the newest that holds.

    Raises `Failed` (BACKUP_UNUSABLE), and as `restore` does.
    """
    backups = backups_in(backup_folder(file.parent), at)
    chosen = (backup for backup in backups if name in (None, backup.file.name))
    backup = next((backup for backup in chosen if _holds(backup, key)), None)
    if backup is None:
        raise Failed(Trouble.BACKUP_UNUSABLE)
    return restore(file, key, backup, at)


def _holds(backup: Backup, key: bytes) -> bool:
    try:
        verify(backup.file, key)
    except StorageError:
        return False
    return True
