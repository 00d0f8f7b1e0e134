"""Where a counter's keys and database are, and what opens them."""

import os
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from kiosk.services.credential import credential_secrets, has_credential
from kiosk.services.failures import Failed, Trouble
from kiosk.services.folders import Folders
from kiosk.services.rekey import finish_rekey
from kiosk.services.secrets import DATABASE_KEY, MemorySecrets, Secrets, database_key, keyring_secrets
from kiosk.storage.database import Database, open_database

DATABASE_FILE = "kiosk.db"


@dataclass(frozen=True, slots=True)
class Vault:
    """Where this run's keys and database are. `lasting` is False where both are thrown away at the end."""

    secrets: Secrets
    folder: Path
    lasting: bool


def secrets_of(folders: Folders) -> Secrets:
    """What keeps the keys of these folders: a service's credential where systemd gave one, else the keyring.

    Raises `Failed` (KEYRING_MISSING, KEYRING_PLAIN, CREDENTIAL_WEAK, KEY_LOST).
    """
    if has_credential(os.environ):
        return credential_secrets(os.environ, folders.root)
    return keyring_secrets(f"cooperative-kiosk {folders.root}")


def counter_vault(folders: Folders) -> Vault:
    """The system's keyring and a lasting database, never anything less.

    Raises `Failed`: KEYRING_MISSING, KEYRING_LOCKED, KEYRING_PLAIN.
    """
    secrets = secrets_of(folders)
    secrets.get(DATABASE_KEY)  # a keyring that is there may still be locked
    return Vault(secrets, folders.kiosk, lasting=True)


def training_vault(folders: Folders) -> Vault:
    """The system's keyring and a lasting database; on a system without a keyring, both for this run only.

    Raises `Failed`: KEYRING_LOCKED, and KEYRING_MISSING where a lasting database would be passed over.
    """
    try:
        secrets = secrets_of(folders)
        secrets.get(DATABASE_KEY)  # a keyring that is there may still be locked
        return Vault(secrets, folders.kiosk, lasting=True)
    except Failed as failed:
        if failed.failure is not Trouble.KEYRING_MISSING or (folders.kiosk / DATABASE_FILE).exists():
            raise
        return Vault(MemorySecrets(), Path(tempfile.mkdtemp(prefix="kiosk-")), lasting=False)


def opened(vault: Vault, ends: ExitStack) -> tuple[Database, bytes]:
    """The database and its key. What does not last is gone with `ends`."""
    if not vault.lasting:
        ends.callback(shutil.rmtree, vault.folder, ignore_errors=True)
    file = vault.folder / DATABASE_FILE
    finish_rekey(file, vault.secrets)
    key = database_key(vault.secrets, file)
    database = open_database(file, key)
    ends.callback(database.close)
    return database, key
