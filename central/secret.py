"""The server's secret, from which its keys come."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

_BYTES = 32


class ServerSecret:
    """Random bytes in the file `secret` (0600) of the data folder; each purpose has a key of its own."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @classmethod
    def of(cls, folder: Path) -> "ServerSecret":
        """The folder's secret, made at the first call. Two processes that start at once get the same one."""
        file = folder / "secret"
        if not file.exists():
            _make(file)
        return cls(file.read_bytes())

    def key(self, purpose: str) -> bytes:
        """The 32-byte key for `purpose`, always the same."""
        return hmac.digest(self._secret, purpose.encode(), hashlib.sha256)


def _make(file: Path) -> None:
    scratch = file.with_name(f"secret.{os.getpid()}")
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(secrets.token_bytes(_BYTES))
        stream.flush()
        os.fsync(stream.fileno())
    try:
        file.hardlink_to(scratch)
    except FileExistsError:
        pass  # another process was first: its secret holds
    finally:
        scratch.unlink()
