"""The second factor: time-based codes (RFC 6238) of an authenticator app."""

import os
from datetime import datetime

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_STEP = 30  # seconds
_WINDOW = 1  # a code of the step before or after is taken: phones' clocks are not exact
_NONCE = 12
_ISSUER = "臺灣雲市集 central"


class Totp:
    """Makes secrets, keeps them sealed with `key` (32 bytes), and checks codes."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def new_secret(self, staff_id: str) -> tuple[str, bytes]:
        """A secret in base32, and as it is kept."""
        secret, nonce = pyotp.random_base32(), os.urandom(_NONCE)
        return secret, nonce + self._cipher.encrypt(nonce, secret.encode(), staff_id.encode())

    def step_of(self, code: str, staff_id: str, sealed: bytes, at: datetime) -> int | None:
        """The time step that `code` belongs to around `at` (UTC); None for a wrong code."""
        secret = self._opened(staff_id, sealed)
        if secret is None or not (code.isascii() and code.isdigit()):
            return None
        totp, now = pyotp.TOTP(secret), int(at.timestamp()) // _STEP
        steps = range(now - _WINDOW, now + _WINDOW + 1)
        matching = [step for step in steps if pyotp.utils.strings_equal(totp.generate_otp(step), code)]
        return max(matching, default=None)

    def _opened(self, staff_id: str, sealed: bytes) -> str | None:
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], staff_id.encode()).decode()
        except InvalidTag:  # the row was moved to somebody else, or altered
            return None


def provisioning_uri(name: str, secret: str) -> str:
    """What an authenticator app takes in, as text or as a QR code."""
    return pyotp.TOTP(secret, name=name, issuer=_ISSUER).provisioning_uri()
