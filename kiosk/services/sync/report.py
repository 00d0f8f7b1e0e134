"""What sync says about itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.storage.tables import Standing


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one round did: commands by their answers, events received.

    `failure` is the failure catalogue's code of what stopped it, None where nothing did; after a failure
    `next_try` (UTC) says when it is worth trying again. `cancelled`: somebody ended it before its end.
    """

    accepted: int
    refused: int
    rejected: int
    received: int
    failure: str | None
    next_try: datetime | None
    cancelled: bool = False

    @property
    def sent(self) -> int:
        """Commands that central answered."""
        return self.accepted + self.refused + self.rejected


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """How far a round is: `sent` of the `total` commands that waited at its start; events `received`."""

    sent: int
    total: int
    received: int


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """How sync stands. Times in UTC; `oldest` is when the oldest waiting command was issued.

    `why` is the code of what it waits for, "" where nothing stands in its way. `clock_ahead` is how far
    this machine's clock was ahead of central's when they were last compared; but for an active `standing`
    no new case is taken; `document_trouble` is the code of why a document of central's was not taken.
    """

    last_success: datetime | None
    waiting: int
    oldest: datetime | None
    next_try: datetime | None
    why: str
    clock_ahead: timedelta | None = None
    standing: Standing = Standing.ACTIVE
    document_trouble: str | None = None
