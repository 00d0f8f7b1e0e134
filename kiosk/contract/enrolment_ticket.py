"""What lets a kiosk in, as a QR code says it: the one-time code, central's address, and its key's mark.

The code alone is enough to be typed; then the way to central (TLS) alone says that it is central. A QR code
also bears the mark of central's key, which the answer must show.
"""

import base64
import binascii
import hashlib
import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_SCHEME = "kiosk-enrol"
_CODE = re.compile(r"[2-9A-HJ-NP-Z]{4}(-?[2-9A-HJ-NP-Z]{4}){3}")
_NO_ADDRESS = re.compile(r"""[\x00-\x20"<>\\^`{|}]""")  # RFC 3986 has none of them in an address
_MARK = re.compile(r"[0-9a-f]{32}")  # 128 bits


class TicketMalformed(Exception):
    """It is no ticket, or one that was not scanned whole."""


@dataclass(frozen=True, slots=True)
class EnrolmentTicket:
    """`mark` is `key_mark` of central's document key; empty where a code was typed."""

    code: str
    central_url: str
    mark: str = ""

    def text(self) -> str:
        """What the QR code says: nothing in it needs to be quoted on a command line."""
        return f"{_SCHEME}:{self.code}:{self.mark}:{self.central_url}"


def key_mark(document_key: str) -> str:
    """What a key (base64) is known by: half of its SHA-256, in hexadecimal. Raises ValueError for none."""
    return hashlib.sha256(base64.b64decode(document_key, validate=True)).hexdigest()[:32]


def shows(document_key: str, mark: str) -> bool:
    """Whether this is the key with that mark."""
    try:
        return key_mark(document_key) == mark
    except (ValueError, binascii.Error):
        return False


def read_ticket(text: str, central_url: str = "") -> EnrolmentTicket:
    """The ticket that was scanned, or the code that was typed for the central at `central_url`.

    Raises `TicketMalformed`, also for an address where anybody could answer: it takes https, but on this
    machine.
    """
    words = text.strip()
    if is_scanned(words):
        _, code, mark, url = (*words.split(":", 3), "", "")[:4]
        code, mark, url = code.upper(), mark.lower(), plain_address(url)
        if not _MARK.fullmatch(mark) or (central_url and plain_address(central_url) != url):
            raise TicketMalformed
    else:
        code, mark, url = "-".join(words.upper().split()), "", plain_address(central_url)
    if not _CODE.fullmatch(code) or not is_safe_address(url):
        raise TicketMalformed
    return EnrolmentTicket(code, url, mark)


def is_scanned(text: str) -> bool:
    """Whether this begins as a QR code does; a scanner that types, with Caps Lock on, writes capitals."""
    return text.strip().lower().startswith(f"{_SCHEME}:")


def plain_address(url: str) -> str:
    """The same address with scheme and host in small letters, and without a slash at its end."""
    scheme, colon, rest = url.strip().rstrip("/").partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}{colon}{host.lower()}{slash}{path}"


def is_safe_address(url: str) -> bool:
    """Whether nobody else can answer at this address of central's: it takes https, but on this machine."""
    if _NO_ADDRESS.search(url.strip()):
        return False
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.query or parts.fragment or parts.username is not None:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(host))


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
