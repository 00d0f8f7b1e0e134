"""The thread that prints: it hands over what waits and follows it to its end."""

import threading
from datetime import timedelta
from threading import Event, Thread

from kiosk.services.printing.queue import PrintQueue

_WHILE_PRINTING = timedelta(seconds=1)
_WHILE_IDLE = timedelta(seconds=30)


class PrintLoop:
    """Prints at once, then whenever it is woken, and looks every second while something is under way."""

    def __init__(self, queue: PrintQueue) -> None:
        self._queue = queue
        self._woken, self._stopping = Event(), Event()
        # What was noted last says how it stands, so that the program may end at any moment.
        self._thread = Thread(target=self._run, name="printing", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def wake(self) -> None:
        """Look now. May be called from any thread."""
        self._woken.set()

    def stop(self, deadline: timedelta) -> bool:
        """End the thread after what it is at; whether it ended within `deadline`."""
        self._stopping.set()
        self._woken.set()
        self._thread.join(deadline.total_seconds())
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            self._woken.wait(self._round().total_seconds())

    def _round(self) -> timedelta:
        """One round; how long to pause after it. A bug is told as any thread's, and does not end printing."""
        try:
            busy = self._queue.step()
        except Exception as error:  # noqa: BLE001 - whatever it is, the next round may be well
            told = threading.ExceptHookArgs((type(error), error, error.__traceback__, self._thread))
            threading.excepthook(told)
            return _WHILE_IDLE
        return _WHILE_PRINTING if busy else _WHILE_IDLE
