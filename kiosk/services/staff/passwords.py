"""Passwords of the counter's staff: Argon2id (RFC 9106), with central's parameters, one at a time."""

import secrets
import threading
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 200


class Passwords:
    """Hashes passwords and checks them; each takes 64 MiB for a moment."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """`hasher` with other parameters than the library's is for tests."""
        self._hasher = hasher or PasswordHasher()
        self._place = threading.Lock()

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash(secrets.token_urlsafe())

    def hashed(self, password: str) -> str:
        """The password's hash, with its salt and parameters."""
        with self._place:
            return self._hasher.hash(password)

    def is_right(self, password: str, password_hash: str | None) -> bool:
        """Whether it is the password; takes as long for nobody's (None): names cannot be told apart."""
        with self._place:
            try:
                self._hasher.verify(password_hash or self._nobody, password[:LONGEST])
            except (VerificationError, InvalidHashError):
                return False
        return password_hash is not None
