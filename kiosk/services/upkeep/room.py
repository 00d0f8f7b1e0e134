"""Room on the disk: with too little of it no new case is begun."""

import shutil
from collections.abc import Callable
from pathlib import Path

from kiosk.services.failures import Failed, Trouble
from kiosk.storage.database import of_the_system

LEAST_FREE_BYTES = 250_000_000
"""Below it a counter takes no new case (issue: under 250 MB of free disk)."""


def free_bytes(folder: Path) -> int:
    """Bytes that the disk of `folder` has left for this program. Raises `StorageError` where it is gone."""
    try:
        return shutil.disk_usage(folder).free
    except OSError as error:
        raise of_the_system(error) from error


class Room:
    """The room that `free` tells of, in bytes; it is asked each time, since others write to the disk too."""

    def __init__(self, free: Callable[[], int]) -> None:
        self._free = free

    def is_enough(self, for_bytes: int = 0) -> bool:
        """Whether there is enough, also after `for_bytes` more were written."""
        return self._free() - for_bytes >= LEAST_FREE_BYTES

    def require(self) -> None:
        """Before a new case is begun. Raises `Failed` (DISK_LOW)."""
        if not self.is_enough():
            raise Failed(Trouble.DISK_LOW)
