"""The thread that syncs by itself."""

import threading
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread

from kiosk.contract.clock import Clock
from kiosk.services.sync.backoff import LONGEST
from kiosk.services.sync.engine import Sync
from kiosk.services.sync.report import SyncProgress, SyncReport

EVERY = timedelta(seconds=30)
"""How often a counter asks whether there is something new; what it has to send goes at once."""


class SyncLoop:
    """Syncs at once, then whenever it is woken, after `interval`, and after trouble when a try is due.

    `on_change` gets the report of each round, `on_progress` how far one is; both on this thread. After a
    round `idle` may do some work of its own; it is handed what tells whether to stop.
    """

    def __init__(
        self,
        sync: Sync,
        clock: Clock,
        interval: timedelta,
        on_change: Callable[[SyncReport], None],
        on_progress: Callable[[SyncProgress], None] = lambda _progress: None,
        idle: Callable[[Callable[[], bool]], None] = lambda _stopping: None,
    ) -> None:
        self._sync, self._clock, self._interval = sync, clock, interval
        self._on_change, self._on_progress, self._idle = on_change, on_progress, idle
        self._woken, self._stopping = Event(), Event()
        # Every answer is kept the moment it comes, so that the program may end in the middle of a request.
        self._thread = Thread(target=self._run, name="sync", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def wake(self) -> None:
        """Sync now. May be called from any thread."""
        self._woken.set()

    def stop(self, deadline: timedelta) -> bool:
        """End the thread after the request it is at; whether it ended within `deadline`."""
        self._stopping.set()
        self._woken.set()
        self._thread.join(deadline.total_seconds())
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            self._woken.wait(self._round().total_seconds())

    def _round(self) -> timedelta:
        """One round; how long to pause after it. A bug is told as any thread's, and does not end syncing."""
        try:
            report = self._sync.once(self._stopping.is_set, self._on_progress)
            self._on_change(report)
            self._idle(self._stopping.is_set)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next round may be well
            told = threading.ExceptHookArgs((type(error), error, error.__traceback__, self._thread))
            threading.excepthook(told)
            return LONGEST
        return self._pause(report)

    def _pause(self, report: SyncReport) -> timedelta:
        if report.next_try is None:
            return self._interval
        return min(max(report.next_try - self._clock(), timedelta(0)), LONGEST)
