"""The mail server that takes our mail, and how it is talked to."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

_SUBMISSIONS = 465  # RFC 8314: TLS from the first byte


class Secured(Enum):
    """How the way to the server is kept from others' eyes; with TLS its certificate is checked."""

    STARTTLS = auto()  # demanded: where it is not offered, nothing is sent
    TLS = auto()
    BY_LOOPBACK = auto()  # it never leaves this machine


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes. Without a `user` there is no signing in."""

    host: str
    port: int
    secured: Secured
    user: str = ""
    password: str = field(default="", repr=False)


def mail_server(address: tuple[str, int], environment: Mapping[str, str]) -> MailServer:
    """The server at (host, port); its user and password are CENTRAL_SMTP_USER and CENTRAL_SMTP_PASSWORD."""
    host, port = address
    if _is_loopback(host):
        secured = Secured.BY_LOOPBACK
    else:
        secured = Secured.TLS if port == _SUBMISSIONS else Secured.STARTTLS
    return MailServer(
        host,
        port,
        secured,
        environment.get("CENTRAL_SMTP_USER", ""),
        environment.get("CENTRAL_SMTP_PASSWORD", ""),
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
