"""Commands of kiosks that were not accepted, or that wait for a fault of ours, for the review desk."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
import uuid_utils

from central.store.tables import command, device, review
from kiosk.contract.api import ApiProblem, Rejection
from kiosk.contract.envelopes import CommandEnvelope

_PARKED = "parked-"
"""Begins the id of a case that has no row yet: a command that waits."""


class Decision(StrEnum):
    """What the desk has come to. The command itself stays as central has answered it."""

    EXPLAINED = "explained"  # the cooperative knows why, and nothing more is to be done
    DO_AGAIN = "do_again"  # the cooperative is to come once more
    MENDED = "mended"  # it was set right in another way
    NOTHING = "nothing"  # nobody was touched by it


@dataclass(frozen=True, slots=True)
class Settlement:
    """A decision, the words to the cooperative (there may be none), and who has come to it."""

    decision: Decision
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A command that was not accepted, or waits.

    `code` is the failure catalogue's; `sent` are its bytes as they came.
    """

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
    decision: str | None
    words: str | None
    settled_by: str | None

    @property
    def is_parked(self) -> bool:
        """Whether the command waits, undecided."""
        return self.review_id.startswith(_PARKED)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The command that was there first; `status` is that of its answer, "" as long as it has none."""

    kind: str
    membership_id: str
    decided_at: datetime | None
    status: str


_OF_DEVICE = {"office", "terminal"}
_NONE = {"settled_at", "decision", "words", "settled_by"}
_KEPT = sa.select(
    *((device if name in _OF_DEVICE else review).c[name] for name in ReviewRow.__slots__)
).join_from(review, device)


def _waiting(name: str) -> sa.ColumnElement[Any]:
    if name == "review_id":
        return (sa.literal(_PARKED) + command.c.command_id).label(name)
    if name == "code":
        return sa.literal(ApiProblem.INTERNAL.value).label(name)
    if name == "at" or name in _NONE:
        return sa.cast(sa.null(), review.c[name].type).label(name)
    return (device if name in _OF_DEVICE else command).c[name]


_LOOKED_AT = sa.exists().where(
    review.c.command_id == command.c.command_id, review.c.code == ApiProblem.INTERNAL.value
)
_UNDECIDED = (
    sa.select(*(_waiting(name) for name in ReviewRow.__slots__))
    .join_from(command, device)
    .where(command.c.answer.is_(None), ~_LOOKED_AT)
)
_CASES = sa.union_all(_KEPT, _UNDECIDED).subquery("cases")


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
    """Those still to look at first, of them those that wait; then the newest."""
    query = _found(sa.select(_CASES), text).order_by(
        _CASES.c.settled_at.is_not(None), _CASES.c.at.is_not(None), _CASES.c.at.desc(), _CASES.c.review_id
    )
    return tuple(_row(row) for row in connection.execute(query.offset(skip).limit(most)))


def count_reviews(connection: sa.Connection, text: str = "", *, open_only: bool = False) -> int:
    """How many there are, or how many nobody has looked at yet."""
    query = _found(sa.select(sa.func.count()).select_from(_CASES), text)
    if open_only:
        query = query.where(_CASES.c.settled_at.is_(None))
    return connection.scalar(query) or 0


def find_review(connection: sa.Connection, review_id: str) -> ReviewRow | None:
    """The one of this id."""
    row = connection.execute(sa.select(_CASES).where(_CASES.c.review_id == review_id)).one_or_none()
    return None if row is None else _row(row)


def earlier(connection: sa.Connection, row: ReviewRow) -> Earlier | None:
    """What central has under the id of a command that came again with other content; None for other cases."""
    if row.code != Rejection.OTHER_BYTES.value:
        return None
    columns = (command.c.kind, command.c.membership_id, command.c.decided_at, command.c.answer)
    found = connection.execute(sa.select(*columns).where(command.c.command_id == row.command_id)).first()
    if found is None:
        return None
    status = "" if found.answer is None else str(json.loads(found.answer)["status"])
    return Earlier(found.kind, found.membership_id, found.decided_at, status)


def settle(connection: sa.Connection, row: ReviewRow, settlement: Settlement, at: datetime) -> bool:
    """Somebody has looked at it; False where that was so already.

    A command that waits goes on waiting: only central's own next try decides it.
    """
    if row.is_parked:
        envelope = CommandEnvelope.model_validate_json(row.sent)
        add_review(connection, envelope, row.code, at)
        same = (review.c.command_id == row.command_id, review.c.code == row.code)
    else:
        same = (review.c.review_id == row.review_id, sa.true())
    values = {
        "settled_at": at,
        "decision": settlement.decision.value,
        "words": settlement.words,
        "settled_by": settlement.by,
    }
    update = sa.update(review).where(*same, review.c.settled_at.is_(None)).values(values)
    return connection.execute(update).rowcount == 1


def _row(row: sa.Row) -> ReviewRow:  # type: ignore[type-arg]
    values = dict(row._mapping)
    if values["at"] is None:  # nobody has kept when it came: it tells when it was made
        values["at"] = datetime.fromisoformat(json.loads(row.sent)["statement"]["issued_at"])
    return ReviewRow(**values)


def _found(query: sa.Select, text: str) -> sa.Select:  # type: ignore[type-arg]
    if not text:
        return query
    names = ("office", "code", "kind", "command_id", "membership_id")
    return query.where(sa.or_(*(_CASES.c[name].contains(text, autoescape=True) for name in names)))
