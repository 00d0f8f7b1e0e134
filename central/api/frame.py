"""What goes around every request: its id, its share of the rate, its line in the log, and central's time.

A failure becomes a problem.
"""

import logging
import time
from email.utils import format_datetime

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from central.api.problems import ApiError, api_problem, internal_problem
from central.limiting import RateLimits, is_passed_on
from central.logs import begin_request
from central.metrics import Metrics
from kiosk.contract.clock import Clock

_log = logging.getLogger(__name__)

_REQUEST_ID = "x-request-id"
_UNKNOWN_ROUTE = "(none)"
_GONE = 499  # as nginx counts those who did not wait
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_WATCHERS = ("/healthz", "/readyz", "/metrics")  # asked every few seconds: no line in the log


class Frame:
    """ASGI middleware. `Date` is the clock that central decides by, so that a kiosk sees its own skew."""

    def __init__(self, app: ASGIApp, clock: Clock, limits: RateLimits, metrics: Metrics) -> None:
        self._app = app
        self._clock = clock
        self._limits = limits
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = Headers(scope=scope)
        request_id = begin_request(sent.get(_REQUEST_ID, ""))
        begun, status = time.perf_counter(), 0

        async def framed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["date"] = format_datetime(self._clock(), usegmt=True)
                headers.setdefault("cache-control", "no-store")
                headers["x-content-type-options"] = "nosniff"
                headers[_REQUEST_ID] = request_id
            await send(message)

        try:
            if scope["path"] not in _WATCHERS and scope["client"] is not None:
                self._limits.require_address(scope["client"][0], passed_on=is_passed_on(sent))
            await self._app(scope, receive, framed)
        except ApiError as error:
            await api_problem(error)(scope, receive, framed)
        except ClientDisconnect:  # before the request's end: nothing of it was done, and nobody is to be told
            status = _GONE
        except Exception as error:
            response = internal_problem(error)
            if status:
                raise
            await response(scope, receive, framed)
        finally:
            self._note(scope, status, time.perf_counter() - begun)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        """Count the request, and log it by its route: paths may tell what is nobody's business."""
        route = getattr(scope.get("route"), "path", _UNKNOWN_ROUTE)
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.answered(method, route, status, seconds)
        if route in _WATCHERS:
            return
        told = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
        device = scope.get("state", {}).get("device_id")
        if device is not None:
            told["device_id"] = device
        _log.info("request", extra=told)
