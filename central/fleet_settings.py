"""What is set for kiosks from here: modes, levels of the log, limits of an office or of one of its kiosks."""

from collections.abc import Mapping

from central.audit import Act, Who, given, record
from central.fleet import OfficeUnknown
from central.store import fleet
from central.store.database import Database
from central.store.document_versions import SETTINGS, move_on
from central.store.fleet import SettingRow
from central.store.offices import find_office
from kiosk.contract.clock import Clock
from kiosk.contract.office_settings import parse_settings

_LONGEST_TERMINAL, _LONGEST_SUBJECT = 40, 120


class FleetSettings:
    """Sets; kiosks learn it with their next sync, and say in their reports whether they took it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def all(self) -> tuple[SettingRow, ...]:
        """All that is set, by office and kiosk."""
        with self._database.reading() as connection:
            return tuple(row for row in fleet.all_settings(connection) if row.content)

    def set(
        self, office_id: str, terminal: str, values: Mapping[str, str | int], who: Who, reason: str
    ) -> None:
        """From now on this holds for the office's kiosks, or for the one that is called `terminal`.

        What `values` does not name is left to the machine again, for one kiosk to its office. Raises
        `ReasonMissing`, `OfficeUnknown`, `DocumentInvalid`; ValueError for no name of a kiosk.
        """
        content, reason = parse_settings(values).told, given(reason)
        if len(terminal) > _LONGEST_TERMINAL or (terminal and not terminal.isprintable()):
            raise ValueError("a name of a kiosk")
        now = self._clock()
        with self._database.writing() as connection:
            office = find_office(connection, office_id)
            if office is None:
                raise OfficeUnknown
            move_on(connection, SETTINGS, office.name)
            before = fleet.settings_of(connection, office.name)
            now = max([now, *(row.changed_at for row in before)])  # kiosks take nothing older
            fleet.keep_setting(connection, SettingRow(office.name, terminal, content, now))
            subject = " ".join(filter(None, (office.name, terminal)))[:_LONGEST_SUBJECT]
            record(connection, who, Act("set_kiosks", subject, reason, dict(content)), now)
