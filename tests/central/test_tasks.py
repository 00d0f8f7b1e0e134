"""What runs beside the requests comes to its end, also where it misses the first word of it."""

import asyncio

import pytest

from central.tasks import end


async def _swallows_one() -> None:
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        await asyncio.Event().wait()


async def _fails() -> None:
    raise ZeroDivisionError


def test_a_cancellation_that_was_swallowed_is_said_again() -> None:
    async def run() -> bool:
        task = asyncio.create_task(_swallows_one())
        await asyncio.sleep(0)
        await end(task)
        return task.cancelled()

    assert asyncio.run(asyncio.wait_for(run(), 10))


def test_what_it_ended_with_is_told() -> None:
    async def run() -> None:
        task = asyncio.create_task(_fails())
        await asyncio.sleep(0)
        await end(task)

    with pytest.raises(ZeroDivisionError):
        asyncio.run(run())
