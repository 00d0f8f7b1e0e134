"""The back office's front door: nothing is there before there is staff, and nothing foreign gets in."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope, Send

_LARGEST = 64 * 1024
_SAFE = {"GET", "HEAD", "OPTIONS"}
_HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self' 'unsafe-inline'; connect-src 'self';"
    " style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
}


class Gate:
    """ASGI: builds the office at the first request after there is staff; before, nothing is here (404)."""

    def __init__(self, build: Callable[[], Starlette], is_staffed: Callable[[], bool]) -> None:
        self._build = build
        self._is_staffed = is_staffed
        self._office: Starlette | None = None

    @property
    def routes(self) -> list[Any]:
        """The office's routes, so that its pages know their own addresses."""
        return [] if self._office is None else list(self._office.routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in."""
        if scope["type"] != "http":
            raise HTTPException(404)
        if self._office is None:
            if not await run_in_threadpool(self._is_staffed):
                raise HTTPException(404)
            self._office = self._build()
        headers = Headers(scope=scope)
        if scope["method"] not in _SAFE and not _is_ours(headers):
            raise HTTPException(403)
        await self._office(scope, await _read(receive), _guarded(send))


def _is_ours(headers: Headers) -> bool:
    """Whether a form was sent from a page of ours: browsers say so, and no other site makes them lie."""
    site = headers.get("sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


async def _read(receive: Receive) -> Receive:
    """The same request, its body read: a small form. Raises HTTPException (413) for a large one."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > _LARGEST:
            raise HTTPException(413)
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _guarded(send: Send) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
        await send(message)

    return with_headers
