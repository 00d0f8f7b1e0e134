"""An office whose kiosks reach central over real sockets."""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, MutableMapping, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk.domain.programme import Programme
from tests.proof.office import Office, fast_folder, standing_clock

PATIENCE = 10.0


class Gate:
    """Stands before central's application; a test may act while a request or an answer is under way."""

    def __init__(self, app: ASGIApp, tick: Callable[[], None]) -> None:
        self._app, self._tick = app, tick
        self.at_request: Callable[[], None] | None = None
        self.in_answer: Callable[[], None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer in two halves."""
        self._tick()
        await self._once("at_request")
        await self._app(scope, receive, self._halved(send))

    def _halved(self, send: Send) -> Callable[[MutableMapping[str, Any]], Awaitable[None]]:
        async def halved(message: MutableMapping[str, Any]) -> None:
            body = message.get("body", b"")
            if self.in_answer is None or not body:
                await send(message)
                return
            half = len(body) // 2
            await send({**message, "body": body[:half], "more_body": True})
            await self._once("in_answer")
            await send({**message, "body": body[half:]})

        return halved

    async def _once(self, name: str) -> None:
        act = getattr(self, name)
        setattr(self, name, None)
        if act is not None:
            await asyncio.to_thread(act)


@contextmanager
def serving(app: ASGIApp, listening: socket.socket) -> Iterator[None]:
    """Serve on a socket that listens, without what central does beside requests."""
    config = uvicorn.Config(app, log_config=None, access_log=False, date_header=False, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield
    finally:
        server.should_exit = server.force_exit = True
        thread.join(PATIENCE)
    assert not thread.is_alive()


@contextmanager
def office_on(
    cards: Path,
    programme: Programme,
    listening: socket.socket,
    addresses: Sequence[str],
    timeout: timedelta,
) -> Iterator[tuple[Office, Gate]]:
    """Central behind a gate on `listening`; a kiosk for each of the addresses, with that patience."""
    with (
        fast_folder() as folder,
        standing_clock(folder / "clock.json") as clock,
        closing(Office(folder, cards, programme, clock, {})) as office,
    ):
        gate = Gate(office.app, office.tick)
        with serving(gate, listening):
            office.set_up(addresses, timeout)
            yield office, gate
