"""Who did what: each change that a person or a vendor's program made, in a chain that shows alterations."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa

from central.store.tables import audit
from kiosk.contract.codec import Json, canonical

_FIRST = "0" * 64
_LOCK = 7_205_001
"""PostgreSQL's advisory lock: whoever appends holds it, so that the chain has one end."""


class ReasonMissing(Exception):
    """Where money or eligibility is concerned nothing is changed without a reason."""


class Role(StrEnum):
    """What somebody may do."""

    ADMINISTRATOR = "administrator"  # staff, keys, devices
    AGENCY = "agency"  # 主辦及執行單位
    VENDOR = "vendor"  # 資訊服務廠商
    PROGRAM = "program"  # the command line and training


@dataclass(frozen=True, slots=True)
class Who:
    """Who acts: a member of staff by name, a vendor's key, or a program."""

    name: str
    role: Role


COMMAND_LINE = Who("command line", Role.PROGRAM)


@dataclass(frozen=True, slots=True)
class Act:
    """What was done to what, and why. `details` are figures and ids, never a person's data."""

    kind: str
    subject: str
    reason: str = ""
    details: Mapping[str, str | int | None] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An act as it is kept; `at` in UTC."""

    seq: int
    at: datetime
    who: str
    role: str
    act: str
    subject: str
    reason: str
    details: Mapping[str, str | int | None]
    hash: str


_COLUMNS = [audit.c[name] for name in Entry.__slots__]


def given(reason: str) -> str:
    """The reason, without blanks around it. Raises `ReasonMissing` where nothing is left."""
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def record(connection: sa.Connection, who: Who, act: Act, at: datetime) -> None:
    """Append to the log, in the transaction of the change itself: neither is there without the other."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    last = connection.execute(sa.select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1))
    seq, previous = last.one_or_none() or (0, _FIRST)
    entry = Entry(
        seq=seq + 1,
        at=at.astimezone(UTC),
        who=who.name,
        role=who.role.value,
        act=act.kind,
        subject=act.subject,
        reason=act.reason,
        details=dict(act.details or {}),
        hash="",
    )
    values = {name: getattr(entry, name) for name in Entry.__slots__}
    connection.execute(sa.insert(audit).values({**values, "hash": _hash(entry, previous)}))


def entries(connection: sa.Connection, *, skip: int = 0, most: int = 50, text: str = "") -> tuple[Entry, ...]:
    """The log, the newest first; with `text`, those whose person, act or subject contains it."""
    query = _found(sa.select(*_COLUMNS), text).order_by(audit.c.seq.desc())
    return tuple(Entry(*row) for row in connection.execute(query.offset(skip).limit(most)))


def count_entries(connection: sa.Connection, text: str = "") -> int:
    """How many there are."""
    return connection.scalar(_found(sa.select(sa.func.count()).select_from(audit), text)) or 0


def first_broken(connection: sa.Connection) -> int | None:
    """The number of the first entry that is missing or was altered; None where the chain is whole.

    What is cut off at the end cannot be seen from here: keep the newest hash elsewhere to see that as well.
    """
    rows = connection.execution_options(yield_per=1000).execute(sa.select(*_COLUMNS).order_by(audit.c.seq))
    return _first_broken(Entry(*row) for row in rows)


def _first_broken(log: Iterable[Entry]) -> int | None:
    previous = _FIRST
    for number, entry in enumerate(log, start=1):
        if entry.seq != number or entry.hash != _hash(entry, previous):
            return number
        previous = entry.hash
    return None


def _found(query: sa.Select, text: str) -> sa.Select:  # type: ignore[type-arg]
    if not text:
        return query
    columns = (audit.c.who, audit.c.act, audit.c.subject)
    return query.where(sa.or_(*(column.contains(text, autoescape=True) for column in columns)))


def _hash(entry: Entry, previous: str) -> str:
    content: Json = {
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "who": entry.who,
        "role": entry.role,
        "act": entry.act,
        "subject": entry.subject,
        "reason": entry.reason,
        "details": dict(entry.details),
    }
    return hashlib.sha256(previous.encode() + canonical(content)).hexdigest()
