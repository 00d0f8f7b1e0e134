"""The way between kiosks and central without sockets: real requests of the kiosk's HTTP client, answered by
central's own application, and a place between the two where a test may do what networks do.
"""

import asyncio
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import anyio.to_thread
import httpx2
import pytest
from starlette.types import ASGIApp

Header = tuple[bytes, bytes]


@dataclass(frozen=True)
class Sent:
    """A request as it leaves a kiosk."""

    method: str
    url: str
    headers: tuple[Header, ...]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What comes back."""

    status: int
    headers: tuple[Header, ...]
    body: bytes


Way = Callable[[Sent], Answer]
"""Brings a request to central and its answer back; raises `httpx2.TransportError` where it cannot."""


@contextmanager
def laid(ways: MutableMapping[str, Way]) -> Iterator[None]:
    """Lead all requests of `httpx2.Client` by their host, whoever made it; unknown hosts are away."""

    def handle(_transport: httpx2.HTTPTransport, request: httpx2.Request) -> httpx2.Response:
        sent = Sent(request.method, str(request.url), tuple(request.headers.raw), request.read())
        way = ways.get(request.url.host)
        if way is None:
            raise httpx2.ConnectError("nobody is there", request=request)
        answer = way(sent)
        stream = httpx2.ByteStream(answer.body)
        return httpx2.Response(answer.status, headers=list(answer.headers), stream=stream)

    with pytest.MonkeyPatch.context() as patch:
        # Without a socket there is no pool of connections, nor the certificates that take 20 ms to load.
        patch.setattr(httpx2.HTTPTransport, "__init__", lambda *_, **__: None)
        patch.setattr(httpx2.HTTPTransport, "close", lambda _: None)
        patch.setattr(httpx2.HTTPTransport, "__enter__", lambda self: self)
        patch.setattr(httpx2.HTTPTransport, "__exit__", lambda *_: None)
        patch.setattr(httpx2.HTTPTransport, "handle_request", handle)
        patch.setattr(anyio.to_thread, "run_sync", _at_once)
        yield


async def _at_once(work: Callable[..., Any], *arguments: Any, **_: Any) -> Any:
    """What central gives to another thread: requests come one at a time here, and threads take their time."""
    return work(*arguments)


class Served:
    """Central's application, asked without a socket; what goes on beside requests (mail, clocks) rests."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._loop = app, asyncio.new_event_loop()

    def close(self) -> None:
        self._loop.close()

    def __call__(self, sent: Sent) -> Answer:
        """What central answers."""
        return self._loop.run_until_complete(self._answer(sent))

    async def _answer(self, sent: Sent) -> Answer:
        started: dict[str, Any] = {}
        body = bytearray()
        given = [{"type": "http.request", "body": sent.body, "more_body": False}]

        async def receive() -> MutableMapping[str, Any]:
            return given.pop() if given else {"type": "http.disconnect"}

        async def send(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                started.update(message)
            else:
                body.extend(message.get("body", b""))

        url = httpx2.URL(sent.url)
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": sent.method,
            "headers": [(name.lower(), value) for name, value in sent.headers],
            "scheme": url.scheme,
            "path": url.path,
            "raw_path": url.raw_path.partition(b"?")[0],
            "query_string": url.query,
            "server": (url.host, url.port),
            "client": ("127.0.0.1", 1),
            "root_path": "",
        }
        await self._app(scope, receive, send)
        return Answer(started["status"], tuple(started["headers"]), bytes(body))
