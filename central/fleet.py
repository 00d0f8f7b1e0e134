"""Offices and their kiosks: who is let in, released from quarantine, shut out; which county it is."""

import sqlalchemy as sa

from central.audit import Act, Who, given, record
from central.counties import county as known_county
from central.enrolment import Enrolment, code_act, require_names
from central.store import devices, offices, quarantine
from central.store.database import Database
from central.store.document_versions import REVOKED, move_on
from central.store.offices import OfficeRow
from central.store.quarantine import Branches
from kiosk.contract.clock import Clock

_LONGEST_SUBJECT = 120


class DeviceUnknown(Exception):
    """There is no such kiosk, or it was shut out before."""


class OfficeUnknown(Exception):
    """There is no such office."""


class CountyMissing(Exception):
    """Nobody has told yet which county or city the office belongs to."""


class Fleet:
    """The acts on offices and kiosks, each kept in the log of changes."""

    def __init__(self, database: Database, enrolment: Enrolment, clock: Clock) -> None:
        self._database = database
        self._enrolment = enrolment
        self._clock = clock

    def new_code(self, office: str, terminal: str, county: str, who: Who) -> str:
        """A code that lets one kiosk in at `office`; "" for the county that the office has.

        Raises `CountyUnknown`, `CountyMissing`; ValueError for no office or no terminal.
        """
        require_names(office, terminal)
        now, act = self._clock(), code_act(office, terminal, county)
        with self._database.writing() as connection:
            if not county and offices.county_of(connection, office) is None:
                raise CountyMissing
            code = self._enrolment.add_code(
                connection, office, terminal, known_county(county) if county else None
            )
            record(connection, who, act, now)
        return code

    def revoke(self, device_id: str, who: Who, reason: str) -> None:
        """Shut a kiosk out for good: it is told so, and nothing is taken from it any more.

        Raises `ReasonMissing`, `DeviceUnknown`.
        """
        act, now = Act("revoke_device", device_id, given(reason)), self._clock()
        with self._database.writing() as connection:
            move_on(connection, REVOKED)
            if not devices.revoke(connection, device_id, now):
                raise DeviceUnknown
            record(connection, who, act, now)

    def release(self, device_id: str, who: Who, reason: str) -> None:
        """Let a kiosk in quarantine go on after its own last command; what was doubted stays undone.

        Raises `ReasonMissing`, `NotInQuarantine`.
        """
        act, now = Act("release_device", device_id, given(reason)), self._clock()
        with self._database.writing() as connection:
            quarantine.release(connection, device_id)
            record(connection, who, act, now)

    def branches(self, device_id: str) -> Branches | None:
        """Both branches of a kiosk in quarantine; None for one that is not."""
        with self._database.writing() as connection:  # it locks the device, so that both are of one moment
            try:
                return quarantine.branches(connection, device_id)
            except (quarantine.NotInQuarantine, sa.exc.NoResultFound):
                return None

    def offices(self) -> tuple[OfficeRow, ...]:
        """All offices: those whose county is not known first."""
        with self._database.reading() as connection:
            return offices.offices(connection)

    def office(self, office_id: str) -> OfficeRow | None:
        """The office of this id."""
        with self._database.reading() as connection:
            return offices.find_office(connection, office_id)

    def set_county(self, office_id: str, county: str, who: Who, reason: str) -> None:
        """The office belongs to this county. Raises `ReasonMissing`, `CountyUnknown`, `OfficeUnknown`."""
        reason, now = given(reason), self._clock()
        with self._database.writing() as connection:
            row = offices.find_office(connection, office_id)
            if row is None:
                raise OfficeUnknown
            offices.set_county(connection, office_id, known_county(county))
            details = {"before": row.county, "county": county}
            record(connection, who, Act("set_county", row.name[:_LONGEST_SUBJECT], reason, details), now)
