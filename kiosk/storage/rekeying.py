"""Giving a counter's encrypted files another key, so that at each moment each of them is whole."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from kiosk.storage.backup import backups_in, keep, verify
from kiosk.storage.database import keyed, of_the_system, told_as_failures
from kiosk.storage.failures import StorageError, StorageFailure
from kiosk.storage.restore import set_aside_in

_UNREADABLE = {StorageFailure.DATABASE_UNREADABLE, StorageFailure.DATABASE_DAMAGED}
_UNFINISHED = ".rekeying"
_BESIDE = ("-wal", "-shm")


def opens(file: Path, key: bytes) -> bool:
    """Whether `key` is the file's. Raises `StorageError` for the disk."""
    try:
        with told_as_failures(file), closing(keyed(file, key)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master")
    except StorageError as error:
        if error.failure in _UNREADABLE:
            return False
        raise
    return True


def rekey_all(file: Path, backups: Path, old: bytes, new: bytes) -> Sequence[Path]:
    """Let `new` be the key of the database in `file`, which nobody has open, and of all its copies.

    The copies come first: as long as the database has its old key, this is not done. Each file is written
    anew beside itself, verified, and put in its own place at once. Broken off, it can be run again. A copy
    that is damaged, or that `old` does not open, is left as it is; those are given back.

    Raises `StorageError`; DATABASE_UNREADABLE where `old` is not the database's key,
    DATABASE_DAMAGED before anything was changed.
    """
    for left_over in list(file.parent.rglob(f"*{_UNFINISHED}*")):
        left_over.unlink()
    if not opens(file, new):
        _require_whole(file, old)  # a damaged one needs its backups as they are
    left = [one for one in _copies(file, backups) if not opens(one, new) and not _rekeyed(one, old, new)]
    if not opens(file, new):
        _rekey(file, old, new)
    return left


def _rekeyed(copy: Path, old: bytes, new: bytes) -> bool:
    """Give a copy its new key; False for one that is damaged, or that `old` does not open."""
    try:
        _rekey(copy, old, new)
    except StorageError as error:
        if error.failure not in _UNREADABLE:
            raise
        return False
    return True


def _require_whole(file: Path, key: bytes) -> None:
    _empty_log(file, key)
    verify(file, key)


def _empty_log(file: Path, key: bytes) -> None:
    """Nothing of the database lies in its write-ahead log any more."""
    with told_as_failures(file), closing(keyed(file, key)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _copies(file: Path, backups: Path) -> Iterator[Path]:
    yield from (backup.file for backup in backups_in(backups))
    yield from set_aside_in(file)


def _rekey(file: Path, old: bytes, new: bytes) -> None:
    unfinished = file.with_name(f"{file.name}{_UNFINISHED}")
    try:
        unfinished.touch(mode=0o600, exist_ok=False)
        _empty_log(file, old)
        with told_as_failures(file), closing(keyed(file, old)) as connection:
            connection.execute("ATTACH ? AS anew KEY \"x'" + new.hex() + "'\"", (str(unfinished),))
            connection.execute("SELECT sqlcipher_export('anew')")
            connection.execute("DETACH anew")
        verify(unfinished, new)
        for beside in _BESIDE:
            file.with_name(file.name + beside).unlink(missing_ok=True)
        keep(unfinished, file)
    except OSError as error:
        raise of_the_system(error) from error
    finally:
        unfinished.unlink(missing_ok=True)
