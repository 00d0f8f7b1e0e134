"""Changing the key of a counter's database: on demand, and where its machine is enrolled anew."""

import secrets as randomness
from contextlib import suppress
from pathlib import Path

from kiosk.services.failures import Failed, Trouble
from kiosk.services.secrets import DATABASE_KEY, DATABASE_KEYS_BEFORE, NEXT_DATABASE_KEY, Secrets
from kiosk.services.upkeep.backups import backup_folder
from kiosk.storage.database import KEY_BYTES
from kiosk.storage.failures import StorageError
from kiosk.storage.rekeying import rekey_all


def rekey(file: Path, secrets: Secrets) -> bytes:
    """Give the database in `file`, which nobody has open, and its copies a new key; that key.

    The new key is in the keyring before anything is written with it, the old one until nothing needs it:
    broken off anywhere, `finish_rekey` goes on. Raises `StorageError` and `Failed` (KEY_LOST, KEYRING_…).
    """
    if secrets.get(NEXT_DATABASE_KEY) is None:
        secrets.set(NEXT_DATABASE_KEY, randomness.token_bytes(KEY_BYTES))
    return _go_on(file, secrets)


def finish_rekey(file: Path, secrets: Secrets) -> None:
    """Finish a change of the key that was broken off, if one was; before the database is opened.

    What stands in its way (no room, a damaged page) is told by who opens the database: then this waits for
    the next time. Raises `Failed` (KEY_LOST, KEYRING_…).
    """
    if secrets.get(NEXT_DATABASE_KEY) is not None and file.exists():
        with suppress(StorageError):
            _go_on(file, secrets)


def _go_on(file: Path, secrets: Secrets) -> bytes:
    old, new = secrets.get(DATABASE_KEY), secrets.get(NEXT_DATABASE_KEY)
    if old is None or new is None:
        raise Failed(Trouble.KEY_LOST)
    if old != new and rekey_all(file, backup_folder(file.parent), old, new):
        _keep_for_what_is_left(old, secrets)
    secrets.set(DATABASE_KEY, new)
    secrets.delete(NEXT_DATABASE_KEY)
    return new


def _keep_for_what_is_left(old: bytes, secrets: Secrets) -> None:
    before = secrets.get(DATABASE_KEYS_BEFORE) or b""
    known = [before[at : at + KEY_BYTES] for at in range(0, len(before), KEY_BYTES)]
    if old not in known:
        secrets.set(DATABASE_KEYS_BEFORE, before + old)
