"""The trace of what goes to cards and comes back, whole but for PINs: for a technician, for an hour at most.

It holds what is on cards, and so whose they are. It is on only while a banner in the window says so, it is
never packed for others, and its file is deleted when its time is over.
"""

import logging
import os
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.cardreader.exchanges import TRACE
from kiosk.contract.clock import Clock
from kiosk.contract.log_lines import JsonLines

LONGEST = timedelta(hours=1)

FILE, _UNTIL = "card-trace.jsonl", "card-trace-until"


class CardTrace:
    """The trace in `folder`. It is turned on from outside, and written by the window that follows it."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.file = folder / FILE
        self._until, self._clock = folder / _UNTIL, clock
        self._handler: logging.FileHandler | None = None

    def turn_on(self) -> datetime:
        """Let the window write it from now on; until when (UTC). Raises `OSError`."""
        until = self._clock().replace(microsecond=0) + LONGEST
        self._until.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._until.write_text(until.isoformat(), encoding="utf-8")
        return until

    def turn_off(self) -> None:
        """End it and delete what was written. Raises `OSError`."""
        self._until.unlink(missing_ok=True)
        self._stop()
        self.file.unlink(missing_ok=True)

    def until(self) -> datetime | None:
        """Until when it is on (UTC); None while it is off."""
        try:
            until = datetime.fromisoformat(self._until.read_text(encoding="utf-8"))
            now = self._clock()
            return until if now < until <= now + LONGEST else None
        except (OSError, ValueError, TypeError):
            return None

    def follow(self) -> datetime | None:
        """Write it as long as it is on, and delete it when it is over; until when it is on (UTC)."""
        until = self.until()
        with suppress(OSError):
            if until is None:
                self.turn_off()
            elif self._handler is None:
                self._begin()
        return until

    def _begin(self) -> None:
        os.close(os.open(self.file, os.O_CREAT | os.O_WRONLY, 0o600))
        self._handler = logging.FileHandler(self.file, encoding="utf-8")
        self._handler.setFormatter(JsonLines())
        TRACE.addHandler(self._handler)
        TRACE.setLevel(logging.DEBUG)

    def _stop(self) -> None:
        if self._handler is None:
            return
        TRACE.setLevel(logging.CRITICAL)
        TRACE.removeHandler(self._handler)
        self._handler.close()
        self._handler = None
