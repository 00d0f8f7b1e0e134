"""How long the window keeps whoever stands before it waiting, by the event loop's own clock."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer

LONGEST = 0.05
"""Seconds; what takes longer is felt."""

_BEAT_MS = 2
_WORST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Frame:
    """What came between two beats of the loop, in seconds.

    `worked`: the Qt thread's own work, by its own clock, which others on the machine do not slow down.
    `kept`: the time in which the loop did not turn, but for what the machine did for others as far as that
    is known.
    """

    worked: float
    kept: float
    during: str

    @property
    def waited(self) -> float:
        """Seconds in which it neither worked nor, as far as that is known, wanted for a core."""
        return self.kept - self.worked


class Frames:
    """A timer in the Qt thread's loop: where it does not beat, the loop does not turn.

    Measures between `start` and `stop`, or while `of` is entered.
    """

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self._during = ""
        self._mark()
        self._timer = QTimer(interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """From now on."""
        self._mark()
        self._timer.start()

    def stop(self) -> None:
        """Until now."""
        self._timer.stop()

    @contextmanager
    def of(self, during: str) -> Iterator[None]:
        """What is done inside is the window's, and nothing outside of it is. May stand in another."""
        if self._timer.isActive():
            yield
            return
        self._during = during
        self.start()
        try:
            yield
        finally:
            self.stop()
            self._beat()

    def told(self) -> list[str]:
        """The longest frame, how many were too long, and where."""
        kept, worked = [one.kept for one in self.frames], [one.worked for one in self.frames]
        late = sorted((one for one in self.frames if one.kept > LONGEST), key=lambda one: -one.kept)
        return [
            f"{len(self.frames):,} frames: the longest {_told(kept)}; by own work {_told(worked)}",
            *(f"  {_ms(one.kept)}, own work {_ms(one.worked)}: {one.during}" for one in late[:_WORST_TOLD]),
        ]

    def _mark(self) -> None:
        self._at, self._busy, self._waited = time.monotonic_ns(), time.thread_time(), _waited_for_a_core()

    def _beat(self) -> None:
        at, busy, waited = self._at, self._busy, self._waited
        self._mark()
        for_others = sum(now - waited.get(one, now) for one, now in self._waited.items())
        worked = self._busy - busy
        kept = max(worked, (self._at - at - for_others) / 1e9)  # several may have waited at the same time
        self.frames.append(Frame(worked, kept, self._during))


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def _told(seconds: Sequence[float]) -> str:
    over = sum(one > LONGEST for one in seconds)
    return f"{_ms(max(seconds, default=0))}, {over} over {_ms(LONGEST)}"


def _waited_for_a_core() -> dict[str, int]:
    """Nanoseconds that each thread of ours could have run but had no core (proc(5): schedstat)."""
    waited = {}
    for thread in Path("/proc/self/task").iterdir():
        with suppress(OSError):  # it has ended
            waited[thread.name] = int((thread / "schedstat").read_text().split()[1])
    return waited
