"""How the counter stands with central, for the staff to look at."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.services.flows.services import Services
from kiosk.services.sync.report import SyncStatus

_LONG = timedelta(days=25)
"""From then on the staff is told: a refund counts from its signature for 30 days, and then no more."""


@dataclass(frozen=True, slots=True)
class SyncStanding:
    """`attend` is how many cases wait for the staff, `prints` how many papers that did not come out.

    `too_old`: the oldest command waits for nearly 30 days.
    """

    status: SyncStatus
    attend: int
    prints: int
    too_old: bool


def sync_standing(services: Services) -> SyncStanding:
    """How things stand now. Raises `StorageError`."""
    status = services.sync.status()
    return SyncStanding(
        status=status,
        attend=services.attending.count_open(),
        prints=services.printing.queue.count_failed(),
        too_old=_waits_long(status.oldest, services.clock()),
    )


def _waits_long(oldest: datetime | None, now: datetime) -> bool:
    return oldest is not None and now - oldest >= _LONG
