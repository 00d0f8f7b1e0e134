"""How often one may ask, per minute: counted in this process's memory."""

import ipaddress
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers

from central.api.problems import ApiError
from central.settings import PerMinute
from kiosk.contract.api import ApiProblem


class RateLimits:
    """Refuses what comes too often. May be asked from several threads."""

    def __init__(self, most: PerMinute) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._device = _limit(most.device)
        self._address = _limit(most.address)
        self._look_up = _limit(most.look_up)
        self._code = _limit(most.code)

    def require_device(self, device_id: str) -> None:
        """Count a request of a device that has proven itself. Raises `ApiError` TOO_MANY_REQUESTS."""
        self._require(self._device, "device", device_id)

    def require_address(self, address: str, *, passed_on: bool = False) -> None:
        """Count a request of whoever. Raises `ApiError` TOO_MANY_REQUESTS.

        Not where this machine passes it on: its reverse proxy was not named, and speaks for everybody.
        """
        if not (passed_on and is_this_machine(address)):
            self._require(self._address, "address", address)

    def require_look_up(self, address: str) -> None:
        """Count a look-up. Raises `ApiError` TOO_MANY_REQUESTS."""
        self._require(self._look_up, "look-up", address)

    def require_code(self, device_id: str, email: str) -> None:
        """Count an e-mail code that a device has sent to an address. Raises `ApiError` TOO_MANY_REQUESTS."""
        self._require(self._code, "code of", device_id)
        self._require(self._code, "code to", email.casefold())

    def _require(self, limit: RateLimitItemPerMinute | None, whose: str, name: str) -> None:
        if limit is None or self._limiter.hit(limit, whose, name):
            return
        freed_at, _ = self._limiter.get_window_stats(limit, whose, name)
        wait = max(1, int(freed_at - time.time()) + 1)  # the library's own clock
        raise ApiError(ApiProblem.TOO_MANY_REQUESTS, retry_after=wait)


_FORWARDED = ("forwarded", "x-forwarded-for")


def is_passed_on(headers: Headers) -> bool:
    """Whether a proxy says that it speaks for somebody else."""
    return any(name in headers for name in _FORWARDED)


def is_this_machine(address: str) -> bool:
    """Whether an address is a loopback one; what is no address is not."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _limit(most: int) -> RateLimitItemPerMinute | None:
    return RateLimitItemPerMinute(most) if most else None
