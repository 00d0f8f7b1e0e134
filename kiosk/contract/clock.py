"""The time, as an argument."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

Clock = Callable[[], datetime]
"""Gives the present moment as an aware time in UTC."""

MAY_BE_OFF = timedelta(minutes=10)
"""How far a counter's clock may be from central's: what it takes meanwhile counts (sync.md: The clock)."""


def system_clock() -> datetime:
    """The machine's own time in UTC."""
    return datetime.now(UTC)


class TrainingClock:
    """A clock that training may move forwards; kiosk and central read the same small file.

    The file holds the seconds between the machine's time and the training's. A missing file is no distance.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def __call__(self) -> datetime:
        """The training's present moment in UTC."""
        return system_clock() + self._distance()

    def move_to(self, moment: datetime) -> None:
        """Let the training's present be `moment` (aware)."""
        seconds = (moment - system_clock()).total_seconds()
        scratch = self._file.with_suffix(".new")
        scratch.write_text(json.dumps({"seconds": seconds}), encoding="utf-8")
        scratch.replace(self._file)

    def _distance(self) -> timedelta:
        if not self._file.exists():
            return timedelta(0)
        return timedelta(seconds=json.loads(self._file.read_text(encoding="utf-8"))["seconds"])
