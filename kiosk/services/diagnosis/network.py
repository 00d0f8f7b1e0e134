"""Probes of the way to central: proxy, name, TLS, the service itself, and its clock."""

import ipaddress
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from urllib.request import getproxies

import httpx2

from kiosk.contract.clock import Clock
from kiosk.services.central_time import UNKNOWN_PAST, WARN_PAST
from kiosk.services.diagnosis.failures import Ailment
from kiosk.services.diagnosis.report import Unwell
from kiosk.services.failures import Trouble

_SECONDS = 5.0
_NOT_KNOWN = "no address of central is known"


def proxy() -> str:
    """The kiosk goes straight to central, whatever the environment says of proxies."""
    named = sorted(name for name, address in getproxies().items() if address and name != "no")
    if named:
        raise Unwell(f"set for {', '.join(named)}, and not used", Ailment.PROXY_UNUSED, harmless=True)
    return "none"


def name_service(central: str) -> str:
    """Whether central's name leads to an address."""
    host = urlsplit(central).hostname
    if host is None:
        return _NOT_KNOWN
    try:
        ipaddress.ip_address(host)
    except ValueError:
        try:
            found = {entry[4][0] for entry in socket.getaddrinfo(host, None)}
        except OSError:
            raise Unwell(f"{host} is not known", Ailment.NAME_UNKNOWN, {"host": host}) from None
        return f"{host}: {', '.join(sorted(map(str, found)))}"
    return f"{host}, an address already"


def tls(central: str) -> str:
    """Whether central's certificate is believed, as when the kiosk speaks to it."""
    parts = urlsplit(central)
    if parts.hostname is None:
        return _NOT_KNOWN
    if parts.scheme != "https":
        return "not needed on this machine"
    with _way_named(), socket.create_connection((parts.hostname, parts.port or 443), _SECONDS) as plain:
        try:
            with httpx2.create_ssl_context().wrap_socket(plain, server_hostname=parts.hostname) as secured:
                told = secured.getpeercert() or {}
                return f"{secured.version()}, certificate until {told.get('notAfter', '?')}"
        except ssl.SSLCertVerificationError as error:
            raise Unwell(f"refused: {error.verify_message}", Ailment.TLS_REFUSED) from None
        except ssl.SSLError as error:
            raise Unwell(f"refused: {error.reason}", Ailment.TLS_REFUSED) from None


def service(central: str) -> str:
    """Whether central itself answers."""
    if not central:
        raise Unwell("not set up", Trouble.NOT_ENROLLED)
    _asked(central)
    return central


def clock(central: str, now: Clock) -> str:
    """This machine's time beside central's."""
    here = now()
    seen = f"{here.astimezone():%Y-%m-%d %H:%M:%S %z}"
    if not central:
        return f"{seen}, compared with nothing: {_NOT_KNOWN}"
    try:
        date = _asked(central).headers.get("Date", "")
        ahead = here - parsedate_to_datetime(date)
    except (Unwell, ValueError, TypeError):
        return f"{seen}, compared with nothing: central does not answer"
    if abs(ahead) > WARN_PAST:
        minutes = round(abs(ahead) / timedelta(minutes=1))
        failure = Trouble.TIME_UNKNOWN if abs(ahead) > UNKNOWN_PAST else Trouble.CLOCK_OFF
        raise Unwell(f"{seen}, {minutes} minutes off central's", failure, {"minutes": minutes})
    return f"{seen}, {abs(ahead.total_seconds()):.0f} s off central's"


def _asked(central: str) -> httpx2.Response:
    with _way_named():
        answer = httpx2.get(f"{central}/healthz", timeout=_SECONDS, trust_env=False)
    if answer.is_error:
        raise Unwell(f"HTTP {answer.status_code}", Trouble.CENTRAL_TROUBLE)
    return answer


@contextmanager
def _way_named() -> Iterator[None]:
    """Let what goes wrong on the way be named."""
    try:
        yield
    except (TimeoutError, httpx2.TimeoutException):
        raise Unwell("no answer in time", Trouble.CENTRAL_SLOW) from None
    except (OSError, httpx2.TransportError):
        raise Unwell("not reached", Trouble.CENTRAL_UNREACHABLE) from None
