"""Work off the Qt thread, and its result or failure brought back to it."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal


@dataclass(eq=False)
class Job:
    """One piece of work under way. After :meth:`cancel` none of its callbacks is called."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...] = field(repr=False)
    on_result: Callable[[Any], None]
    on_failure: Callable[[Exception], None]
    on_bug: Callable[[Exception], None]
    cancelled: bool = False
    ended: bool = False

    def cancel(self) -> None:
        """Drop the work's outcome; what has begun runs to its end."""
        self.cancelled = True


class Workers(QObject):
    """Runs each function on a thread of its own; callbacks run on the thread that made this object.

    The threads are Python's, not a pool of Qt's: a pool would wait without end for work that hangs at exit.
    """

    _ended = Signal(object, object, object)

    def __init__(self, *, expected: tuple[type[Exception], ...], parent: QObject | None = None) -> None:
        """``expected`` are the exceptions that are failures in the world; any other is a bug."""
        super().__init__(parent)
        self._expected = expected
        self._threads: dict[Job, threading.Thread] = {}
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        function: Callable[..., Any],
        *arguments: Any,
        on_result: Callable[[Any], None],
        on_failure: Callable[[Exception], None],
        on_bug: Callable[[Exception], None],
    ) -> Job:
        """Call ``function(*arguments)`` off the Qt thread, then exactly one of the three callbacks on it."""
        job = Job(function, arguments, on_result, on_failure, on_bug)
        thread = threading.Thread(target=self._work, args=(job,), name="worker", daemon=True)
        self._threads[job] = thread
        thread.start()
        return job

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._threads

    def stop(self, deadline_ms: int) -> bool:
        """Cancel everything and wait at most ``deadline_ms`` for what runs; False if some still does."""
        until = time.monotonic() + deadline_ms / 1000
        for job, thread in self._threads.items():
            job.cancel()
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads.values())

    def _work(self, job: Job) -> None:
        result: Any = None
        error: Exception | None = None
        try:
            result = job.function(*job.arguments)
        except Exception as raised:  # noqa: BLE001 - told apart and handed on below, whatever it is
            error = raised
        self._ended.emit(job, result, error)

    def _deliver(self, job: Job, result: Any, error: Exception | None) -> None:
        del self._threads[job]
        job.ended = True
        if job.cancelled:
            return
        if error is None:
            job.on_result(result)
        elif isinstance(error, self._expected):
            job.on_failure(error)
        else:
            job.on_bug(error)
