"""The rows of counters' audit logs at central."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from central.store.tables import audit_copy, device
from kiosk.contract.audit import SignedLine


def lock_log(connection: sa.Connection, device_id: str) -> None:
    """One request at a time adds to a device's log."""
    connection.execute(sa.select(device.c.device_id).where(device.c.device_id == device_id).with_for_update())


def last_line(connection: sa.Connection, device_id: str) -> SignedLine | None:
    """The last line that there is of the device."""
    own = audit_copy.c.device_id == device_id
    newest = sa.select(sa.func.max(audit_copy.c.seq)).where(own).scalar_subquery()
    row = connection.execute(_LINES.where(own, audit_copy.c.seq == newest)).one_or_none()
    return None if row is None else SignedLine(*row)


def known_lines(connection: sa.Connection, device_id: str, first: int, last: int) -> dict[int, SignedLine]:
    """The lines from `first` to `last`, as far as they are here, by number."""
    own = audit_copy.c.device_id == device_id
    rows = connection.execute(_LINES.where(own, audit_copy.c.seq.between(first, last)))
    return {row.seq: SignedLine(*row) for row in rows}


def add_lines(
    connection: sa.Connection, device_id: str, lines: Sequence[SignedLine], received_at: datetime
) -> None:
    """Keep lines that are not here yet."""
    rows = [
        {
            "device_id": device_id,
            "seq": one.seq,
            "line": one.text,
            "signature": one.signature,
            "hash": one.hash,
            "received_at": received_at,
        }
        for one in lines
    ]
    connection.execute(sa.insert(audit_copy), rows)


def lines_of(connection: sa.Connection, device_id: str) -> Iterator[SignedLine]:
    """The device's log, in order."""
    query = _LINES.where(audit_copy.c.device_id == device_id).order_by(audit_copy.c.seq)
    return (SignedLine(*row) for row in connection.execution_options(yield_per=500).execute(query))


_LINES = sa.select(audit_copy.c.seq, audit_copy.c.line, audit_copy.c.signature)


@dataclass(frozen=True, slots=True)
class CopiedLog:
    """A device, and how much of its log is here: numbers and moment (UTC) are None where nothing is."""

    device_id: str
    office: str
    terminal: str
    lines: int
    first: int | None
    last: int | None
    received_at: datetime | None


def copied_logs(connection: sa.Connection, device_id: str | None = None) -> tuple[CopiedLog, ...]:
    """All devices, or one, by office and terminal."""
    own = audit_copy.c.device_id == device.c.device_id
    query = (
        sa.select(
            device.c.device_id, device.c.office, device.c.terminal, sa.func.count(audit_copy.c.seq),
            sa.func.min(audit_copy.c.seq), sa.func.max(audit_copy.c.seq),
            sa.func.max(audit_copy.c.received_at),
        )
        .select_from(device.outerjoin(audit_copy, own))
        .group_by(device.c.device_id, device.c.office, device.c.terminal)
        .order_by(device.c.office, device.c.terminal, device.c.device_id)
    )  # fmt: skip
    if device_id is not None:
        query = query.where(device.c.device_id == device_id)
    return tuple(CopiedLog(*row) for row in connection.execute(query))


def lines_before(
    connection: sa.Connection, device_id: str, before: int, most: int, holding: Sequence[str]
) -> tuple[SignedLine, ...]:
    """The last `most` lines below the number `before` that hold all of these texts, the newest first."""
    query = _LINES.where(audit_copy.c.device_id == device_id, audit_copy.c.seq < before)
    query = query.where(*(audit_copy.c.line.contains(text, autoescape=True) for text in holding))
    rows = connection.execute(query.order_by(audit_copy.c.seq.desc()).limit(most))
    return tuple(SignedLine(*row) for row in rows)


def kept_hashes(connection: sa.Connection, device_id: str) -> Iterator[tuple[SignedLine, str]]:
    """The device's log in order, each line with the hash that it had when it came."""
    query = sa.select(audit_copy).where(audit_copy.c.device_id == device_id).order_by(audit_copy.c.seq)
    for row in connection.execution_options(yield_per=500).execute(query):
        yield SignedLine(row.seq, row.line, row.signature), row.hash
