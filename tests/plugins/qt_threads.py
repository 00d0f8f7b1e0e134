"""Lets coverage see what runs on Qt's thread pools: Python 3.11 gives a tracer to its own threads only."""

import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QThreadPool


@pytest.fixture(scope="session", autouse=True)
def _traced_thread_pools() -> Iterator[None]:
    """Give each function on a pool the tracer of Python's own threads, if there is one."""
    start = QThreadPool.start

    def start_traced(pool: QThreadPool, work: Callable[[], object], priority: int = 0) -> None:
        def traced() -> None:
            sys.settrace(threading.gettrace())
            work()

        start(pool, traced, priority)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QThreadPool, "start", start_traced)
        yield
