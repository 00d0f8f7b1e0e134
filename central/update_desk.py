"""Versions of the program that kiosks are to have: from when on, at which offices, how many at first."""

from collections.abc import Sequence
from datetime import datetime

from central.audit import Act, Who, given, record
from central.fleet import OfficeUnknown
from central.store import fleet
from central.store.database import Database
from central.store.document_versions import UPDATES, move_on
from central.store.fleet import AnnouncementRow
from central.store.offices import offices
from kiosk.contract.clock import Clock
from kiosk.contract.updates import is_version

_WHOLE = 100


class UpdateInvalid(Exception):
    """No version as our packages have them, or no share of the kiosks."""


class UpdateUnknown(Exception):
    """The version is not announced."""


class UpdateDesk:
    """Announces; each kiosk asks with its syncs, and its package manager installs."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def all(self) -> tuple[AnnouncementRow, ...]:
        """All announcements, the latest first."""
        with self._database.reading() as connection:
            return fleet.announcements(connection)

    def announce(
        self, version: str, begins_at: datetime, share: int, places: Sequence[str], who: Who, reason: str
    ) -> None:
        """Kiosks of these offices (by name; none: of all) are to have it; said again, it replaces the first.

        Raises `ReasonMissing`, `UpdateInvalid`, `OfficeUnknown`.
        """
        if not is_version(version) or not 1 <= share <= _WHOLE:
            raise UpdateInvalid
        details: dict[str, str | int | None] = {"begins_at": begins_at.isoformat(), "share": share}
        details["offices"] = len(places)
        act, now = Act("announce_update", version, given(reason), details), self._clock()
        with self._database.writing() as connection:
            move_on(connection, UPDATES)
            if set(places) - {one.name for one in offices(connection)}:
                raise OfficeUnknown
            row = AnnouncementRow(version, begins_at, share, tuple(sorted(set(places))), now)
            fleet.keep_announcement(connection, row)
            record(connection, who, act, now)

    def withdraw(self, version: str, who: Who, reason: str) -> None:
        """Kiosks that do not have it yet stay as they are. Raises `ReasonMissing`, `UpdateUnknown`."""
        act, now = Act("withdraw_update", version, given(reason)), self._clock()
        with self._database.writing() as connection:
            move_on(connection, UPDATES)
            if not fleet.remove_announcement(connection, version):
                raise UpdateUnknown
            record(connection, who, act, now)
