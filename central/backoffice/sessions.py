"""Sessions of the back office: a random token in a cookie, its hash in the database."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from central.audit import Role, Who
from central.store import staff as store
from central.store.database import Database
from kiosk.contract.clock import Clock

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
_TOUCH = timedelta(minutes=1)  # so that not every request writes


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is at work. `must_change`: nothing but a new password is allowed yet."""

    staff_id: str
    name: str
    role: Role
    vendor_id: str | None
    must_change: bool

    @property
    def who(self) -> Who:
        """As the log of changes names them."""
        return Who(self.name, self.role)


class Sessions:
    """Begins, finds and ends sessions; any process of central knows them. `clock` is the true time."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def begin(self, staff_id: str) -> str:
        """The token of a new session."""
        token, now = secrets.token_urlsafe(32), self._clock()
        with self._database.writing() as connection:
            store.end_sessions_before(connection, now - LONGEST)
            store.add_session(connection, _hash(token), staff_id, now)
        return token

    def find(self, token: str) -> SignedIn | None:
        """Who is signed in with this token; None for nobody, or not any more."""
        now = self._clock()
        with self._database.reading() as connection:
            session = store.find_session(connection, _hash(token))
            if session is None or now - session.seen_at > IDLE or now - session.begun_at > LONGEST:
                return None
            row = store.find_staff(connection, staff_id=session.staff_id)
        if row is None or row.disabled_at is not None:
            return None
        if now - session.seen_at > _TOUCH:
            with self._database.writing() as connection:
                store.touch_session(connection, _hash(token), now)
        return SignedIn(row.staff_id, row.name, Role(row.role), row.vendor_id, row.must_change)

    def end(self, token: str) -> None:
        """Sign out."""
        with self._database.writing() as connection:
            store.end_session(connection, _hash(token))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
