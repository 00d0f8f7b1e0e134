"""Secrets of a kiosk that nobody signs in at: sealed under a credential that systemd hands to its service.

The credential (`LoadCredentialEncrypted=`) is opened by systemd with the machine's own key, TPM or host key,
and lies in memory as long as the service runs. What is kept is sealed under it in a file beside the data.
"""

import base64
import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.services.failures import Failed, Trouble
from kiosk.storage.backup import keep
from kiosk.storage.database import of_the_system

CREDENTIAL = "cooperative-kiosk"
FOLDER = "CREDENTIALS_DIRECTORY"
"""Where systemd tells a service of its credentials."""

FILE = "secrets.sealed"
LEAST_BYTES = 32
_NONCE_BYTES = 12
_IN_MEMORY = {"ramfs", "tmpfs"}
_PURPOSE = b"cooperative-kiosk secrets"


def has_credential(environment: Mapping[str, str]) -> bool:
    """Whether this program was started as a service with our credential."""
    folder = environment.get(FOLDER, "")
    return bool(folder) and (Path(folder) / CREDENTIAL).exists()


def credential_secrets(environment: Mapping[str, str], folder: Path) -> "CredentialSecrets":
    """The secrets in `folder` that our credential opens. Never anything weaker: raises `Failed` instead.

    KEYRING_MISSING where it cannot be read, CREDENTIAL_WEAK where it is short, lies on a disk, or others may
    read it.
    """
    file = Path(environment[FOLDER]) / CREDENTIAL
    try:
        mode, content = file.stat().st_mode, file.read_bytes()
    except OSError as error:
        raise Failed(Trouble.KEYRING_MISSING) from error
    if len(content) < LEAST_BYTES or mode & (stat.S_IRWXG | stat.S_IRWXO) or _kind_of(file) not in _IN_MEMORY:
        raise Failed(Trouble.CREDENTIAL_WEAK)
    return CredentialSecrets(content, folder / FILE)


class CredentialSecrets:
    """Secrets in a sealed file. Methods raise `Failed` (KEY_LOST: another credential) and `StorageError`."""

    def __init__(self, credential: bytes, file: Path) -> None:
        key = HKDF(SHA256(), 32, salt=None, info=_PURPOSE).derive(credential)
        self._sealed, self._file = ChaCha20Poly1305(key), file
        self._read()

    def get(self, name: str) -> bytes | None:
        """The secret, or None where there is none of that name."""
        text = self._read().get(name)
        return None if text is None else base64.b64decode(text)

    def set(self, name: str, value: bytes) -> None:
        """Keep `value`, in the place of what was there."""
        self._write({**self._read(), name: base64.b64encode(value).decode()})

    def delete(self, name: str) -> None:
        """Forget the secret; one that is not there is none to forget."""
        kept = self._read()
        if kept.pop(name, None) is not None:
            self._write(kept)

    def _read(self) -> dict[str, str]:
        try:
            content = self._file.read_bytes()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise of_the_system(error) from error
        try:
            opened = self._sealed.decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], _PURPOSE)
        except (InvalidTag, ValueError):
            raise Failed(Trouble.KEY_LOST) from None
        kept: dict[str, str] = json.loads(opened)
        return kept

    def _write(self, kept: Mapping[str, str]) -> None:
        """The file is as it was or as it shall be, whenever the power is cut."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = nonce + self._sealed.encrypt(nonce, json.dumps(kept).encode(), _PURPOSE)
        scratch = self._file.with_suffix(".part")
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            scratch.unlink(missing_ok=True)
            with os.fdopen(os.open(scratch, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as stream:
                stream.write(sealed)
            keep(scratch, self._file)
        except OSError as error:
            raise of_the_system(error) from error


def _kind_of(file: Path) -> str:
    """The file system that `file` lies on, as Linux names it."""
    place, kind = "", ""
    for line in Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines():
        fields = line.split(" ")
        point = fields[4].replace("\\040", " ")
        if file.resolve().is_relative_to(point) and len(point) >= len(place):
            place, kind = point, fields[fields.index("-") + 1]
    return kind
