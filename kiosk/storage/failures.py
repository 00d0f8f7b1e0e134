"""What can go wrong with the kiosk's own data: a closed list."""

from enum import Enum


class StorageFailure(Enum):
    """A failure in the world; the value is its code in the failure catalogue."""

    DATABASE_UNREADABLE = "K-DATA-01"
    DISK_FULL = "K-DATA-02"
    SQLITE_TOO_OLD = "K-DATA-03"
    DATABASE_NEWER = "K-DATA-04"
    DATABASE_BUSY = "K-DATA-11"
    READ_ONLY = "K-DATA-12"
    DATABASE_DAMAGED = "K-DATA-13"


class StorageError(Exception):
    """A `StorageFailure`. The text holds its name only, never a key, a statement or a person's data."""

    def __init__(self, failure: StorageFailure) -> None:
        super().__init__(failure.name)
        self.failure = failure
