"""Who signs in at the kiosks of an office: accounts that the authority keeps and kiosks get as a document."""

import secrets
from dataclasses import dataclass, field

import sqlalchemy as sa

from central.audit import Act, Who, given, record
from central.backoffice.passwords import Passwords
from central.store import counter_staff as store
from central.store.counter_staff import CounterRow
from central.store.database import Database
from central.store.document_versions import STAFF, move_on
from central.store.offices import find_office
from kiosk.contract.clock import Clock
from kiosk.contract.staff_document import STAFF_ID, CounterRole

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that looks like another
_GROUPS, _GROUP = 3, 4


class AccountTaken(Exception):
    """The office has an account of this id."""


class AccountUnknown(Exception):
    """There is no such account."""


@dataclass(frozen=True, slots=True)
class CounterAccess:
    """What somebody needs to sign in at a kiosk: shown once, kept nowhere."""

    office: str
    staff_id: str
    password: str = field(repr=False)


class CounterAccounts:
    """Adds, renews and disables accounts; kiosks of the office learn it with their next document."""

    def __init__(self, database: Database, passwords: Passwords, clock: Clock) -> None:
        self._database = database
        self._passwords = passwords
        self._clock = clock

    def all(self) -> tuple[CounterRow, ...]:
        """Every account, by office and id."""
        with self._database.reading() as connection:
            return store.accounts(connection)

    def find(self, key: str) -> CounterRow | None:
        """The account of this key."""
        with self._database.reading() as connection:
            return store.find_account(connection, key)

    def add(self, office_id: str, staff_id: str, name: str, role: CounterRole, who: Who) -> CounterAccess:
        """A new account, with a password for one use.

        Raises `AccountTaken`; ValueError for what is no office, id or name.
        """
        if not STAFF_ID.fullmatch(staff_id) or not 1 <= len(name) <= 80 or not name.isprintable():
            raise ValueError("an id and a name")
        password, now = _password(), self._clock()
        password_hash = self._passwords.hashed(password)
        try:
            with self._database.writing() as connection:
                office = find_office(connection, office_id)
                if office is None:
                    raise ValueError("an office")
                move_on(connection, STAFF, office.name)
                row = CounterRow(office.name, staff_id, name, role.value, password_hash, True, None, now)
                store.add_account(connection, row)
                act = Act("add_counter_staff", staff_id, "", {"office": office_id, "role": role.value})
                record(connection, who, act, now)
        except sa.exc.IntegrityError:
            raise AccountTaken from None
        return CounterAccess(office.name, staff_id, password)

    def renew(self, key: str, who: Who, reason: str) -> CounterAccess:
        """A new password for one use; a disabled account may sign in again.

        Raises `ReasonMissing`, `AccountUnknown`.
        """
        password = _password()
        hashed = self._passwords.hashed(password)
        values = {"password_hash": hashed, "must_change": True, "disabled_at": None}
        row = self._change(key, "renew_counter_staff", who, reason, values)
        return CounterAccess(row.office, row.staff_id, password)

    def disable(self, key: str, who: Who, reason: str) -> None:
        """Nobody signs in with it any more. Raises `ReasonMissing`, `AccountUnknown`."""
        self._change(key, "disable_counter_staff", who, reason, {"disabled_at": self._clock()})

    def _change(self, key: str, kind: str, who: Who, reason: str, values: dict[str, object]) -> CounterRow:
        reason, now = given(reason), self._clock()
        with self._database.writing() as connection:
            row = store.find_account(connection, key)
            if row is None:
                raise AccountUnknown
            move_on(connection, STAFF, row.office)
            store.change_account(connection, row, **values)
            record(connection, who, Act(kind, row.staff_id, reason), now)
        return row


def _password() -> str:
    """A password to be read out and typed once at a kiosk: 59 bits."""
    letters = [secrets.choice(_LETTERS) for _ in range(_GROUPS * _GROUP)]
    return "-".join("".join(letters[at : at + _GROUP]) for at in range(0, len(letters), _GROUP))
