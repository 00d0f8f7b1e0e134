"""Staff of the back office and their sessions."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from central.store.tables import staff, staff_session


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of staff; `vendor_id` is set for a vendor's."""

    staff_id: str
    name: str
    role: str
    vendor_id: str | None
    password_hash: str
    must_change: bool
    totp_sealed: bytes
    totp_step: int
    failures: int
    locked_until: datetime | None
    disabled_at: datetime | None
    added_at: datetime


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session, without its token."""

    staff_id: str
    begun_at: datetime
    seen_at: datetime


_COLUMNS = [staff.c[name] for name in StaffRow.__slots__]


def add_staff(connection: sa.Connection, row: StaffRow) -> None:
    """A new member. Raises IntegrityError for a name that is taken."""
    connection.execute(sa.insert(staff).values({name: getattr(row, name) for name in StaffRow.__slots__}))


def find_staff(connection: sa.Connection, *, name: str = "", staff_id: str = "") -> StaffRow | None:
    """The member of this name or id."""
    key = staff.c.name == name if name else staff.c.staff_id == staff_id
    row = connection.execute(sa.select(*_COLUMNS).where(key)).one_or_none()
    return None if row is None else StaffRow(*row)


def locked_staff(connection: sa.Connection, staff_id: str) -> StaffRow | None:
    """The member of this id; nobody else changes the account until the transaction ends."""
    query = sa.select(*_COLUMNS).where(staff.c.staff_id == staff_id).with_for_update()
    row = connection.execute(query).one_or_none()
    return None if row is None else StaffRow(*row)


def list_staff(connection: sa.Connection) -> tuple[StaffRow, ...]:
    """Everybody, by name."""
    return tuple(StaffRow(*row) for row in connection.execute(sa.select(*_COLUMNS).order_by(staff.c.name)))


def change_staff(connection: sa.Connection, staff_id: str, **values: object) -> None:
    """Set these columns."""
    connection.execute(sa.update(staff).where(staff.c.staff_id == staff_id).values(values))


def is_staffed(connection: sa.Connection) -> bool:
    """Whether there is anybody."""
    return connection.execute(sa.select(staff.c.staff_id).limit(1)).first() is not None


def add_session(connection: sa.Connection, token_hash: str, staff_id: str, at: datetime) -> None:
    """Begin a session."""
    connection.execute(
        sa.insert(staff_session).values(token_hash=token_hash, staff_id=staff_id, begun_at=at, seen_at=at)
    )


def find_session(connection: sa.Connection, token_hash: str) -> SessionRow | None:
    """The session of this token."""
    columns = [staff_session.c[name] for name in SessionRow.__slots__]
    row = connection.execute(
        sa.select(*columns).where(staff_session.c.token_hash == token_hash)
    ).one_or_none()
    return None if row is None else SessionRow(*row)


def touch_session(connection: sa.Connection, token_hash: str, at: datetime) -> None:
    """Somebody is at work in it."""
    connection.execute(
        sa.update(staff_session).where(staff_session.c.token_hash == token_hash).values(seen_at=at)
    )


def end_session(connection: sa.Connection, token_hash: str) -> None:
    """Sign out."""
    connection.execute(sa.delete(staff_session).where(staff_session.c.token_hash == token_hash))


def end_sessions_of(connection: sa.Connection, staff_id: str) -> None:
    """Sign somebody out everywhere."""
    connection.execute(sa.delete(staff_session).where(staff_session.c.staff_id == staff_id))


def end_sessions_before(connection: sa.Connection, begun: datetime) -> None:
    """Forget sessions that have long been over."""
    connection.execute(sa.delete(staff_session).where(staff_session.c.begun_at < begun))
