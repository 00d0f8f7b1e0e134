"""The port to where keys are kept: the operating system's keyring, or memory in training."""

import base64
import secrets as randomness
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Protocol

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError
from platformdirs import user_data_path

from kiosk.services.failures import Failed, Trouble
from kiosk.storage.database import KEY_BYTES

DATABASE_KEY = "database-key"
NEXT_DATABASE_KEY = "database-key-next"
"""What `DATABASE_KEY` becomes when a change of the key under way is done."""

DATABASE_KEYS_BEFORE = "database-keys-before"
"""What still opens copies that were too damaged to be given another key: one after another."""

# The one store of each system that is taken. `keyring` left alone would choose by itself, and takes a
# plain-text file or no store at all where a package, a setting or an environment variable says so.
_STORES = {
    "linux": ("keyring.backends.SecretService", "Keyring"),
    "win32": ("keyring.backends.Windows", "WinVaultKeyring"),
    "darwin": ("keyring.backends.macOS", "Keyring"),
}

_PLAIN = b"[keyring]"


class Secrets(Protocol):
    """Keeps small secrets by name. Each method raises `Failed` (KEYRING_MISSING, KEYRING_LOCKED).

    `get` raises KEY_LOST too, where what is kept is no secret of ours; `set` raises KEYRING_PLAIN too, where
    what it keeps would lie in plain text.
    """

    def get(self, name: str) -> bytes | None:
        """The secret, or None where there is none of that name."""

    def set(self, name: str, value: bytes) -> None:
        """Keep `value`, in the place of what was there."""

    def delete(self, name: str) -> None:
        """Forget the secret; one that is not there is none to forget."""


class MemorySecrets:
    """Secrets that end with the program: training on a machine without a keyring. The screen says so."""

    def __init__(self) -> None:
        self._values: dict[str, bytes] = {}

    def get(self, name: str) -> bytes | None:
        """The secret, or None where there is none of that name."""
        return self._values.get(name)

    def set(self, name: str, value: bytes) -> None:
        """Keep `value`, in the place of what was there."""
        self._values[name] = value

    def delete(self, name: str) -> None:
        """Forget the secret; one that is not there is none to forget."""
        self._values.pop(name, None)


class KeyringSecrets:
    """Secrets in the operating system's keyring, under the name of one service."""

    def __init__(self, service: str, store: KeyringBackend) -> None:
        self._service, self._store = service, store

    @property
    def kind(self) -> str:
        """What the system's keyring is."""
        return type(self._store).__module__.rpartition(".")[2]

    def get(self, name: str) -> bytes | None:
        """The secret, or None where there is none of that name."""
        with _told_as_failures():
            text = self._store.get_password(self._service, name)
        try:
            return None if text is None else base64.b64decode(text, validate=True)
        except ValueError:  # changed by somebody; what it was is nowhere else
            raise Failed(Trouble.KEY_LOST) from None

    def set(self, name: str, value: bytes) -> None:
        """Keep `value`, in the place of what was there."""
        with _told_as_failures():
            self._store.set_password(self._service, name, base64.b64encode(value).decode())
        if _lies_in_plain_text():  # only now is it seen how a keyring without any file before is kept
            self.delete(name)
            raise Failed(Trouble.KEYRING_PLAIN)

    def delete(self, name: str) -> None:
        """Forget the secret; one that is not there is none to forget."""
        with _told_as_failures():
            try:
                self._store.delete_password(self._service, name)
            except PasswordDeleteError:
                return


def keyring_secrets(service: str) -> KeyringSecrets:
    """The keyring of this system. Never anything weaker: raises `Failed` instead.

    KEYRING_MISSING, and KEYRING_PLAIN for one that its owner gave no password.
    """
    module, name = _STORES[sys.platform]
    store: type[KeyringBackend] = getattr(import_module(module), name)
    if not store.viable:
        raise Failed(Trouble.KEYRING_MISSING)
    if _lies_in_plain_text():
        raise Failed(Trouble.KEYRING_PLAIN)
    opened = store()
    vars(opened).clear()  # what the environment has set of it (KEYRING_PROPERTY_…): another collection, say
    if sys.platform == "win32":  # else what is kept would go along to the user's other machines
        opened.persist = "local machine"  # type: ignore[attr-defined]
    return KeyringSecrets(service, opened)


def _lies_in_plain_text() -> bool:
    """Whether GNOME's keyring, where that is this system's, has no password: then its file is plain text."""
    folder = user_data_path() / "keyrings"
    try:
        name = (folder / "default").read_text(encoding="utf-8").strip()
    except OSError:
        name = "login"
    try:
        with (folder / f"{name}.keyring").open("rb") as file:
            return file.read(len(_PLAIN)) == _PLAIN
    except OSError:
        return False


def database_key(secrets: Secrets, file: Path) -> bytes:
    """The key of the database in `file`; a new one where there is no database yet.

    Raises `Failed`: KEY_LOST where the database is there and its key is not, or where what is kept is no key,
    KEYRING_MISSING, KEYRING_LOCKED.
    """
    key = secrets.get(DATABASE_KEY)
    if key is not None and len(key) != KEY_BYTES:
        raise Failed(Trouble.KEY_LOST)
    if key is not None:
        return key
    if file.exists() and file.stat().st_size:
        raise Failed(Trouble.KEY_LOST)
    key = randomness.token_bytes(KEY_BYTES)
    secrets.set(DATABASE_KEY, key)
    return key


@contextmanager
def _told_as_failures() -> Iterator[None]:
    try:
        yield
    except KeyringLocked as error:
        raise Failed(Trouble.KEYRING_LOCKED) from error
    except Exception as error:  # stores let the exceptions of their own libraries through
        raise Failed(Trouble.KEYRING_MISSING) from error
