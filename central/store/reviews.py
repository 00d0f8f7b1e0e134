"""Commands of kiosks that were not accepted, kept for the review desk."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
import uuid_utils

from central.store.tables import device, review
from kiosk.contract.envelopes import CommandEnvelope


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A command that was not accepted. `code` is the failure catalogue's; `sent` its bytes as they came."""

    review_id: str
    at: datetime
    office: str
    terminal: str
    device_id: str
    device_seq: int
    command_id: str
    membership_id: str
    kind: str
    code: str
    sent: bytes
    settled_at: datetime | None


_COLUMNS = [(device if name in {"office", "terminal"} else review).c[name] for name in ReviewRow.__slots__]


def add_review(connection: sa.Connection, envelope: CommandEnvelope, code: str, at: datetime) -> bool:
    """Keep a command for review; the same bytes turned down for the same reason are kept once.

    Whether it was kept now.
    """
    sent = envelope.canonical_bytes()
    sent_hash = hashlib.sha256(sent).hexdigest()
    known = sa.select(review.c.review_id).where(
        review.c.command_id == envelope.statement.command_id,
        review.c.code == code,
        review.c.sent_hash == sent_hash,
    )
    if connection.execute(known).first() is not None:
        return False
    connection.execute(
        sa.insert(review).values(
            review_id=str(uuid_utils.uuid7()),
            at=at,
            device_id=envelope.device_id,
            device_seq=envelope.device_seq,
            command_id=envelope.statement.command_id,
            membership_id=envelope.statement.membership_id,
            kind=envelope.statement.kind,
            code=code,
            sent=sent,
            sent_hash=sent_hash,
        )
    )
    return True


def reviews(
    connection: sa.Connection, *, text: str = "", skip: int = 0, most: int = 50
) -> tuple[ReviewRow, ...]:
    """Those still to look at first, then the newest."""
    query = _found(sa.select(*_COLUMNS), text).order_by(review.c.settled_at.is_not(None), review.c.at.desc())
    return tuple(ReviewRow(*row) for row in connection.execute(query.offset(skip).limit(most)))


def count_reviews(connection: sa.Connection, text: str = "", *, open_only: bool = False) -> int:
    """How many there are, or how many nobody has looked at yet."""
    query = _found(sa.select(sa.func.count(review.c.review_id)), text)
    if open_only:
        query = query.where(review.c.settled_at.is_(None))
    return connection.scalar(query) or 0


def find_review(connection: sa.Connection, review_id: str) -> ReviewRow | None:
    """The one of this id."""
    query = sa.select(*_COLUMNS).join(device).where(review.c.review_id == review_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else ReviewRow(*row)


def settle(connection: sa.Connection, review_id: str, at: datetime) -> bool:
    """Somebody has looked at it; False where that was so already, or there is none."""
    update = sa.update(review).where(review.c.review_id == review_id, review.c.settled_at.is_(None))
    return connection.execute(update.values(settled_at=at)).rowcount == 1


def _found(query: sa.Select, text: str) -> sa.Select:  # type: ignore[type-arg]
    query = query.select_from(review).join(device)
    if not text:
        return query
    columns = (device.c.office, review.c.code, review.c.kind, review.c.command_id, review.c.membership_id)
    return query.where(sa.or_(*(column.contains(text, autoescape=True) for column in columns)))
