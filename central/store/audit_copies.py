"""The rows of counters' audit logs at central."""

from collections.abc import Iterator, Sequence
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
