"""Papers that counters have handed over to be fetched: encrypted, and emptied once their time is over."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from central.store.tables import handed_paper


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """A paper's file as it was encrypted, and what it is called."""

    name: str
    file: bytes


def add_paper(
    connection: sa.Connection,
    token_hash: str,
    paper: KeptPaper,
    *,
    device_id: str,
    membership_id: str | None,
    mailed: bool,
    at: datetime,
    kept_until: datetime,
) -> None:
    """Keep a paper until a moment (UTC)."""
    connection.execute(
        sa.insert(handed_paper).values(
            token_hash=token_hash,
            name=paper.name,
            file=paper.file,
            device_id=device_id,
            membership_id=membership_id,
            mailed=mailed,
            handed_at=at,
            kept_until=kept_until,
        )
    )


def find_paper(connection: sa.Connection, token_hash: str, now: datetime) -> KeptPaper | None:
    """The paper whose link this is the hash of; None where there is none, or its time is over."""
    query = sa.select(handed_paper.c.name, handed_paper.c.file).where(
        handed_paper.c.token_hash == token_hash,
        handed_paper.c.kept_until > now,
        handed_paper.c.file.is_not(None),
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else KeptPaper(row.name, row.file)


def empty_old_papers(connection: sa.Connection, now: datetime) -> int:
    """Empty those whose time is over; how many. That they were handed over, and when, stays known."""
    over = (
        sa.update(handed_paper)
        .where(handed_paper.c.file.is_not(None), handed_paper.c.kept_until <= now)
        .values(file=None)
    )
    return connection.execute(over).rowcount
