"""What goes by days with requests about the own data: new ones are taken, and the agency is reminded."""

from collections.abc import Sequence
from datetime import date
from enum import IntEnum

import sqlalchemy as sa

from central.audit import Act, Role, Who, record
from central.mail.posting import post
from central.mail.privacy_letters import reminder_letter
from central.privacy import PrivacyDesk
from central.settings import Settings
from central.store.database import Database
from central.store.privacy_requests import PrivacyRequest, remindable, set_reminded
from kiosk.contract.clock import Clock
from kiosk.domain.calendar import taipei_day

_DAYS_BEFORE = 5
"""So many days before the last one the agency is reminded first."""
_CLOCK = Who("clock", Role.PROGRAM)


class Reminded(IntEnum):
    """Of what the agency was reminded last."""

    NOT_YET = 0
    DUE_SOON = 1
    LATE = 2


def stage(one: PrivacyRequest, today: date) -> Reminded:
    """How urgent a request that waits is on that day (Asia/Taipei)."""
    if one.due_on < today:
        return Reminded.LATE
    return Reminded.DUE_SOON if (one.due_on - today).days <= _DAYS_BEFORE else Reminded.NOT_YET


class PrivacyClock:
    """Runs with central's clock, in as many processes as there are."""

    def __init__(self, database: Database, clock: Clock, settings: Settings, *, mails: bool) -> None:
        self._database, self._clock, self._settings = database, clock, settings
        self._desk = PrivacyDesk(database, clock, mails=mails)
        self._mailbox = settings.agency_mailbox if mails else ""

    def look_after(self) -> None:
        """Take what counters have sent, forget what is over, and remind once of what has become urgent."""
        self._desk.take_new()
        self._desk.end_old()
        now = self._clock()
        today = taipei_day(now)
        with self._database.writing() as connection:
            urgent = [
                one for one, reminded in remindable(connection) if stage(one, today) > Reminded(reminded)
            ]
            if not urgent:
                return
            self._note(connection, urgent, today)
            details = {"requests": len(urgent), "mailed": int(bool(self._mailbox))}
            record(connection, _CLOCK, Act("privacy_reminded", "privacy_requests", details=details), now)
            if self._mailbox:
                late = sum(stage(one, today) is Reminded.LATE for one in urgent)
                place = f"{self._settings.public_url}/office/privacy/list"
                post(connection, self._mailbox, reminder_letter(urgent, late, place), now)

    @staticmethod
    def _note(connection: sa.Connection, urgent: Sequence[PrivacyRequest], today: date) -> None:
        for one in urgent:
            set_reminded(connection, one.request_id, stage(one, today).value)
