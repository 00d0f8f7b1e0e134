"""What is known of the rounds of sync while somebody looks on: how far, how fast, what came of the last."""

from collections import deque
from datetime import datetime

from kiosk.services.sync.report import SyncProgress, SyncReport

_WINDOW = 10.0  # seconds that a rate is measured over: it follows what happens now


class SyncWatch:
    """Told of progress and reports, in the order in which they came. For one thread.

    `progress` is that of the round that runs, None where none does. `report` tells of the last round that
    ended at `ended` (UTC); where somebody asked for a round, it stays until the next that is asked for.
    """

    def __init__(self) -> None:
        self.progress: SyncProgress | None = None
        self.report: SyncReport | None = None
        self.ended: datetime | None = None
        self._asked = False
        self._marks: deque[tuple[float, int]] = deque()

    def ask(self) -> None:
        """Somebody asks for a round: what came of those before is told no more."""
        self._asked, self.report, self.ended = False, None, None

    def tell_progress(self, progress: SyncProgress, seconds: float) -> None:
        """How far the round is at `seconds` of a clock that only goes on."""
        if self.progress is None or progress.sent < self.progress.sent:
            self._marks.clear()
        self.progress = progress
        self._marks.append((seconds, progress.sent + progress.received))
        while self._marks[-1][0] - self._marks[0][0] > _WINDOW and len(self._marks) > 2:
            self._marks.popleft()

    def tell_report(self, report: SyncReport, at: datetime, *, asked: bool = False) -> None:
        """A round ended at `at` (UTC); `asked`: somebody had asked for it."""
        self.progress = None
        if asked or not self._asked:
            self._asked, self.report, self.ended = asked, report, at

    @property
    def rate(self) -> float | None:
        """Commands and events a second of late; None while that cannot be said."""
        if len(self._marks) < 2:
            return None
        (begun, first), (now, last) = self._marks[0], self._marks[-1]
        return (last - first) / (now - begun) if now > begun and last > first else None

    @property
    def seconds_left(self) -> float | None:
        """How long sending will take on, at that rate; None while that cannot be said, or all is sent."""
        rate, progress = self.rate, self.progress
        if rate is None or progress is None or progress.sent >= progress.total:
            return None
        return (progress.total - progress.sent) / rate
