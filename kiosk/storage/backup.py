"""Copies of the kiosk's database that were opened and checked before anybody relies on them."""

import os
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kiosk.storage.database import Database, keyed, of_the_system, told_as_failures
from kiosk.storage.failures import StorageError, StorageFailure

_NAME = "kiosk-%Y%m%dT%H%M%SZ.db"
_UNFINISHED = ".part"
_EVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup and when it was made (UTC)."""

    file: Path
    made_at: datetime


def backups_in(folder: Path, now: datetime = _EVER) -> Sequence[Backup]:
    """The backups in `folder`, the newest first.

    Those from after `now` (UTC) come last: they were made under another clock, and nobody knows how old.
    """
    found = (Backup(file, moment) for file in folder.glob("kiosk-*.db") if (moment := _moment(file)))
    return sorted(found, key=lambda backup: (backup.made_at <= now, backup.made_at), reverse=True)


def make_backup(database: Database, key: bytes, folder: Path, at: datetime) -> Backup:
    """A copy of the database as it is at one moment, `at` (UTC); writers need not wait.

    Encrypted with the database's own `key`, for the owner only, and there only once it was checked.
    Raises `StorageError`: DISK_FULL, READ_ONLY, DATABASE_DAMAGED where a page cannot be verified.
    """
    backup = Backup(folder / at.astimezone(UTC).strftime(_NAME), at.replace(microsecond=0))
    unfinished = backup.file.with_suffix(_UNFINISHED)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        for left_over in folder.glob(f"*{_UNFINISHED}"):
            left_over.unlink()
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            database.copy_to(unfinished)
            verify(unfinished, key)
            keep(unfinished, backup.file)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise of_the_system(error) from error
    return backup


def keep(unfinished: Path, file: Path) -> None:
    """Let a whole file stand at `file` from now on, whatever happens to the power. Raises `OSError`."""
    with unfinished.open("rb+") as contents:
        os.fsync(contents)
    unfinished.replace(file)
    if os.name == "posix":  # elsewhere a folder cannot be opened, nor need it be
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def drop_all_but(folder: Path, number: int, now: datetime) -> None:
    """Delete the oldest backups until `number` are left; what cannot be deleted stays until the next time."""
    for backup in backups_in(folder, now)[number:]:
        with suppress(OSError):
            backup.file.unlink()


def verify(file: Path, key: bytes) -> None:
    """Read all of a closed database and check each page's HMAC, each row and each reference.

    Raises `StorageError`: DATABASE_DAMAGED, DATABASE_UNREADABLE.
    """
    with told_as_failures(file), closing(keyed(file, key, read_only=True)) as connection:
        wrong = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        if not wrong:
            wrong = [row for row in connection.execute("PRAGMA integrity_check") if row != ("ok",)]
        wrong += connection.execute("PRAGMA foreign_key_check").fetchall()
        if wrong:
            raise StorageError(StorageFailure.DATABASE_DAMAGED)


def _moment(file: Path) -> datetime | None:
    try:
        return datetime.strptime(file.name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None
