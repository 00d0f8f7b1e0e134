"""How long nobody may try again after wrong passwords: counted in time that has truly passed here.

The machine's clock is not asked: set forward or back, it shortens nothing. What is left of a wait is kept, so
that a new start of the program shortens nothing either; while the machine is off no time passes.
"""

import math
import threading
import time
from collections.abc import Callable

FREE_TRIES = 5
"""The fifth wrong password in a row locks."""

_FIRST_WAIT = 60
_LONGEST_WAIT = 3600


def wait_after(failures: int) -> int:
    """Seconds to wait after so many wrong passwords in a row: a minute, doubled each time, up to an hour."""
    if failures < FREE_TRIES:
        return 0
    return min(_FIRST_WAIT << min(failures - FREE_TRIES, 10), _LONGEST_WAIT)


class Waits:
    """Waits that run, by the account's key. `ticking` gives seconds and never goes back."""

    def __init__(self, ticking: Callable[[], float] = time.monotonic) -> None:
        self._ticking, self._started = ticking, ticking()
        self._ends: dict[str, float] = {}
        self._guard = threading.Lock()

    def left(self, key: str, kept: int) -> int:
        """Seconds that are left; `kept` are those that were left when the program started."""
        with self._guard:
            end = self._ends.setdefault(key, self._started + kept)
            return max(0, math.ceil(end - self._ticking()))

    def begin(self, key: str, seconds: int) -> None:
        """Let nobody try for that long from now."""
        with self._guard:
            self._ends[key] = self._ticking() + seconds
