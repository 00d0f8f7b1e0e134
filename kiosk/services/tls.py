"""Who is believed to be central on the way there: TLS 1.2 or later, by pinned authorities or the system's."""

import ssl
from pathlib import Path

from kiosk.services.folders import RESOURCES

PINNED = RESOURCES / "trust" / "central-authorities.pem"
"""The authorities that alone may vouch for central, where the installation has this file (PEM)."""


def context(pinned: Path = PINNED) -> ssl.SSLContext:
    """What connections to central are made with: certificate and name are always checked.

    Raises OSError where the pinned authorities are there and cannot be read: nobody else is believed then.
    """
    made = ssl.create_default_context(cafile=str(pinned) if pinned.exists() else None)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made


def is_of_tls(error: BaseException | None) -> bool:
    """Whether the connection failed because central could not show that it is central, or not safely."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
