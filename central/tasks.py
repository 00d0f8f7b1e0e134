"""Work beside the requests, and its end."""

import asyncio
from contextlib import suppress
from typing import Any

_PATIENCE = 1.0  # seconds


async def end(task: asyncio.Task[Any]) -> None:
    """Cancel a task and wait for its end. Raises what it ended with.

    Once is not always enough: before Python 3.12 `asyncio.wait_for` swallows a cancellation that comes in the
    moment in which it has its answer, and then nobody would ever stop.
    """
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=_PATIENCE)
    with suppress(asyncio.CancelledError):
        await task
