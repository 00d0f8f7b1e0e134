"""What runs beside the requests while the service runs."""

import asyncio
import logging

_log = logging.getLogger(__name__)

_ASK_AGAIN = 1.0  # seconds


async def end(task: "asyncio.Task[None]") -> None:
    """Cancel a task until it has ended.

    Once is not enough: `asyncio.wait_for` of Python 3.11 swallows a cancellation that comes at the moment in
    which what it waits for is done, and libraries use it. What the task raised is logged, not raised.
    """
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=_ASK_AGAIN)
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("a task beside the requests had ended: %s", type(error).__name__)
