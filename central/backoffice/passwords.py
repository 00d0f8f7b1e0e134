"""Passwords of staff: Argon2id (RFC 9106), never more than two reckoned at once."""

import secrets
import threading
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 200
_AT_ONCE = 2  # each takes 64 MiB: a flood of guesses is to wait, not to eat the machine
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that looks like another
_GROUPS, _GROUP = 4, 5


class Passwords:
    """Hashes passwords and checks them."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._places = threading.BoundedSemaphore(_AT_ONCE)

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash(secrets.token_urlsafe())

    def hashed(self, password: str) -> str:
        """The password's hash, with its salt and parameters."""
        with self._places:
            return self._hasher.hash(password)

    def is_right(self, password: str, password_hash: str | None) -> bool:
        """Whether it is the password; takes as long for nobody's (None): names cannot be told apart."""
        with self._places:
            try:
                self._hasher.verify(password_hash or self._nobody, password[:LONGEST])
            except (VerificationError, InvalidHashError):
                return False
        return password_hash is not None



def one_time_password() -> str:
    """A password to be read out or typed once: 98 bits."""
    letters = [secrets.choice(_LETTERS) for _ in range(_GROUPS * _GROUP)]
    return "-".join("".join(letters[at : at + _GROUP]) for at in range(0, len(letters), _GROUP))
