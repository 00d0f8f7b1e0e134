"""Watches the readers: a worker thread that tells when cards come and go, and outlives the PC/SC service."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.transport import PcscContext, ReaderSlot

__all__ = ["ReaderMonitor", "ReaderSlot", "ReaderState"]

logger = logging.getLogger(__name__)

# The wait ends by itself now and then, so that a lost wake-up is never for good.
_LONGEST_WAIT_MS = 60_000
_SERVICE_RETRY_SECONDS = 1.0
_LOOK_AGAIN_SECONDS = 0.1


@dataclass(frozen=True)
class ReaderState:
    """Whether the PC/SC service is there, and its readers with what lies in them."""

    service: bool
    readers: tuple[ReaderSlot, ...]


class ReaderMonitor:
    """Calls `on_change` with each new `ReaderState`, from its own thread, the first state included.

    The thread lives until `stop`, whatever the service does; what `on_change` raises is logged.
    """

    def __init__(self, on_change: Callable[[ReaderState], None]) -> None:
        self._on_change = on_change
        self._last: ReaderState | None = None
        self._context: PcscContext | None = None
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reader-monitor", daemon=True)

    def start(self) -> None:
        """Begin to watch; once."""
        self._thread.start()

    def stop(self, deadline: float) -> bool:
        """End the thread and wait for it `deadline` seconds at most; whether it ended."""
        self._stopping.set()
        # The thread may be just about to block: wake it until it has heard.
        waited = 0.0
        while self._thread.is_alive() and waited < deadline:
            with self._lock:
                if self._context is not None:
                    self._context.cancel()
            self._thread.join(0.05)
            waited += 0.05
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._watch()
            except CardError as error:
                if error.failure is not CardFailure.NO_SERVICE:  # a reader went away between two looks
                    self._stopping.wait(_LOOK_AGAIN_SECONDS)
                    continue
                logger.info("the PC/SC service is out of reach")
            except Exception:
                logger.exception("the reader monitor stumbled and begins anew")
            self._report(ReaderState(service=False, readers=()))
            self._stopping.wait(_SERVICE_RETRY_SECONDS)

    def _watch(self) -> None:
        with PcscContext() as context:
            self._share(context)
            try:
                slots = context.slots()
                while not self._stopping.is_set():
                    self._report(ReaderState(service=True, readers=slots))
                    slots = context.wait_for_change(slots, _LONGEST_WAIT_MS)
            finally:
                self._share(None)

    def _share(self, context: PcscContext | None) -> None:
        with self._lock:
            self._context = context

    def _report(self, state: ReaderState) -> None:
        if state != self._last and not self._stopping.is_set():
            self._last = state
            try:
                self._on_change(state)
            except Exception:
                logger.exception("what was told of the readers failed; the monitor goes on")
