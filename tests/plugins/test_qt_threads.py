"""What runs on a thread pool is seen by the tracer."""

import sys
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Any

import pytest
from PySide6.QtCore import QThreadPool


def tracer(frame: FrameType, event: str, argument: Any) -> None:
    """Trace nothing; only be there."""


@pytest.fixture
def _tracer_set() -> Iterator[None]:
    before = threading.gettrace()
    threading.settrace(tracer)
    yield
    threading.settrace(before)


@pytest.mark.usefixtures("_tracer_set")
def test_a_pool_hands_its_work_the_tracer() -> None:
    seen: list[object] = []
    pool = QThreadPool()
    pool.start(lambda: seen.append(sys.gettrace()))
    assert pool.waitForDone(5000)
    assert seen == [tracer]
