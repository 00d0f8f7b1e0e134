"""Who works at the back office: accounts, signing in, and what happens after wrong passwords."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

import sqlalchemy as sa
import uuid_utils

from central.audit import Act, Role, Who, given, record
from central.backoffice.passwords import LONGEST, SHORTEST, Passwords, one_time_password
from central.backoffice.totp import Totp, provisioning_uri
from central.store import staff as store
from central.store.database import Database
from central.store.staff import StaffRow
from kiosk.contract.clock import Clock

TRIES = 5
LOCKED = timedelta(minutes=15)


class NameTaken(Exception):
    """Somebody has this name already."""


class StaffUnknown(Exception):
    """There is no such member of staff."""


class PasswordTrouble(Enum):
    """Why a new password is not taken."""

    OLD_WRONG = auto()
    TOO_SHORT = auto()  # or longer than anybody types
    AS_BEFORE = auto()
    NAME_IN_IT = auto()


@dataclass(frozen=True, slots=True)
class NewAccess:
    """What a member needs to sign in: shown once, kept nowhere."""

    name: str
    password: str = field(repr=False)
    totp_uri: str = field(repr=False)


class Accounts:
    """Adds staff, lets them in, keeps others out.

    `clock` is the true time, in training as well: phones have no other.
    """

    def __init__(self, database: Database, passwords: Passwords, totp: Totp, clock: Clock) -> None:
        self._database = database
        self._passwords = passwords
        self._totp = totp
        self._clock = clock

    def add(self, name: str, role: Role, vendor_id: str | None, who: Who) -> NewAccess:
        """A new member of staff, with a password for one use. Raises `NameTaken`; ValueError for a bad name.

        A vendor's staff belongs to a vendor, and nobody else does (ValueError).
        """
        name = name.strip()
        if not name or len(name) > 80 or not name.isprintable():
            raise ValueError("a name of 1 to 80 characters")
        if (role is Role.VENDOR) != bool(vendor_id) or role is Role.PROGRAM:
            raise ValueError("a vendor's staff, and nobody else, belongs to a vendor")
        staff_id, password, now = str(uuid_utils.uuid7()), one_time_password(), self._clock()
        secret, sealed = self._totp.new_secret(staff_id)
        row = StaffRow(
            staff_id=staff_id,
            name=name,
            role=role.value,
            vendor_id=vendor_id,
            password_hash=self._passwords.hashed(password),
            must_change=True,
            totp_sealed=sealed,
            totp_step=0,
            failures=0,
            locked_until=None,
            disabled_at=None,
            added_at=now,
        )
        try:
            with self._database.writing() as connection:
                store.add_staff(connection, row)
                record(
                    connection, who, Act("add_staff", name, "", {"role": role, "vendor_id": vendor_id}), now
                )
        except sa.exc.IntegrityError:
            raise NameTaken from None
        return NewAccess(name, password, provisioning_uri(name, secret))

    def renew(self, staff_id: str, who: Who, reason: str) -> NewAccess:
        """A new password for one use and a new second factor: the old ones end, and so do all sessions.

        Raises `StaffUnknown`, `ReasonMissing`.
        """
        password, now = one_time_password(), self._clock()
        password_hash = self._passwords.hashed(password)
        secret, sealed = self._totp.new_secret(staff_id)
        with self._database.writing() as connection:
            row = _known(connection, staff_id)
            store.change_staff(
                connection, staff_id, password_hash=password_hash, must_change=True, totp_sealed=sealed,
                totp_step=0, failures=0, locked_until=None, disabled_at=None,
            )  # fmt: skip
            store.end_sessions_of(connection, staff_id)
            record(connection, who, Act("renew_staff", row.name, given(reason)), now)
        return NewAccess(row.name, password, provisioning_uri(row.name, secret))

    def disable(self, staff_id: str, who: Who, reason: str) -> None:
        """Nobody signs in with this account any more, and its sessions end.

        Raises `StaffUnknown`, `ReasonMissing`.
        """
        now = self._clock()
        with self._database.writing() as connection:
            row = _known(connection, staff_id)
            store.change_staff(connection, staff_id, disabled_at=now)
            store.end_sessions_of(connection, staff_id)
            record(connection, who, Act("disable_staff", row.name, given(reason)), now)

    def sign_in(self, name: str, password: str, code: str) -> StaffRow | None:
        """Who it is, if name, password and code are right and the account is open; None for every other case.

        Each code is taken once. `TRIES` failures in a row lock the account for `LOCKED`; while it is locked,
        the right password is not taken either.
        """
        with self._database.reading() as connection:
            known = store.find_staff(connection, name=name.strip()) if name.strip() else None
        right = self._passwords.is_right(password, None if known is None else known.password_hash)
        if known is None:
            return None
        now = self._clock()
        with self._database.writing() as connection:  # what another has done meanwhile counts
            row = _known(connection, known.staff_id)
            if row.disabled_at is not None or (row.locked_until is not None and row.locked_until > now):
                return None
            step = self._totp.step_of(code.strip().replace(" ", ""), row.staff_id, row.totp_sealed, now)
            fresh = step is not None and step > row.totp_step and row.password_hash == known.password_hash
            if right and fresh:
                store.change_staff(connection, row.staff_id, totp_step=step, failures=0, locked_until=None)
                record(connection, Who(row.name, Role(row.role)), Act("sign_in", row.name), now)
                return row
            self._count_failure(connection, row, now)
            return None

    def change_password(self, staff_id: str, old: str, new: str) -> PasswordTrouble | None:
        """Take a new password of one's own; None when that is done. All other sessions should be ended then.

        Raises `StaffUnknown`.
        """
        with self._database.reading() as connection:
            row = store.find_staff(connection, staff_id=staff_id)
        if row is None:
            raise StaffUnknown
        if not self._passwords.is_right(old, row.password_hash):
            return PasswordTrouble.OLD_WRONG
        if not SHORTEST <= len(new) <= LONGEST:
            return PasswordTrouble.TOO_SHORT
        if new == old:
            return PasswordTrouble.AS_BEFORE
        if row.name.casefold() in new.casefold():
            return PasswordTrouble.NAME_IN_IT
        password_hash, now = self._passwords.hashed(new), self._clock()
        with self._database.writing() as connection:
            store.change_staff(connection, staff_id, password_hash=password_hash, must_change=False)
            store.end_sessions_of(connection, staff_id)
            record(connection, Who(row.name, Role(row.role)), Act("change_password", row.name), now)
        return None

    def everybody(self) -> tuple[StaffRow, ...]:
        """All accounts, by name."""
        with self._database.reading() as connection:
            return store.list_staff(connection)

    def is_staffed(self) -> bool:
        """Whether there is anybody who could sign in."""
        with self._database.reading() as connection:
            return store.is_staffed(connection)

    def _count_failure(self, connection: sa.Connection, row: StaffRow, now: datetime) -> None:
        failures = row.failures + 1
        locks = failures >= TRIES
        store.change_staff(
            connection,
            row.staff_id,
            failures=0 if locks else failures,
            locked_until=now + LOCKED if locks else row.locked_until,
        )
        if locks:
            record(connection, Who(row.name, Role(row.role)), Act("lock_staff", row.name), now)


def _known(connection: sa.Connection, staff_id: str) -> StaffRow:
    row = store.locked_staff(connection, staff_id)
    if row is None:
        raise StaffUnknown
    return row
