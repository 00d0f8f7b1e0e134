import asyncio
import logging

import pytest

from central.background import end
from tests.plugins.expected_logs import ExpectedLogs


async def _stubborn(ended: list[str]) -> None:
    """Swallows the first cancellation, as `asyncio.wait_for` may."""
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        ended.append("swallowed")
    await asyncio.Event().wait()


def test_a_task_that_swallows_a_cancellation_ends_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("central.background._ASK_AGAIN", 0.01)
    ended: list[str] = []

    async def begin_and_end() -> bool:
        task = asyncio.create_task(_stubborn(ended))
        await asyncio.sleep(0)
        await end(task)
        return task.cancelled()

    assert asyncio.run(begin_and_end())
    assert ended == ["swallowed"]


def test_what_a_task_had_raised_is_logged_and_ends_nothing_else(
    expected_logs: ExpectedLogs, caplog: pytest.LogCaptureFixture
) -> None:
    expected_logs.allow("central.background")

    async def begin_and_end() -> None:
        async def fail() -> None:
            raise ValueError("private")

        task = asyncio.create_task(fail())
        await asyncio.wait([task])
        await end(task)

    asyncio.run(begin_and_end())
    told = [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR]
    assert told == ["a task beside the requests had ended: ValueError"]
