"""Requests about the own data as rows; days of Asia/Taipei."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from central.store.inquiries import Inquiry, inquiry_from
from central.store.tables import inquiry, membership, privacy_request
from kiosk.domain.inquiry import Subject


@dataclass(frozen=True, slots=True)
class PrivacyRequest:
    """A request, received and due on days of Asia/Taipei. `outcome` is empty as long as it waits."""

    request_id: str
    membership_id: str
    kind: str
    received_on: date
    due_on: date
    extended: bool
    answered_on: date | None
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class RequestSeen(PrivacyRequest):
    """A request with whose it is."""

    cooperative_name: str
    ubn: str
    office: str


_COLUMNS = [privacy_request.c[name] for name in PrivacyRequest.__slots__]
_WITH_WHOM = [*_COLUMNS, membership.c.cooperative_name, membership.c.ubn, membership.c.office]


def add_request(connection: sa.Connection, made: PrivacyRequest) -> None:
    """Keep a new one."""
    values = {name: getattr(made, name) for name in PrivacyRequest.__slots__}
    connection.execute(sa.insert(privacy_request).values(values))


def locked_waiting(connection: sa.Connection, request_id: str) -> PrivacyRequest | None:
    """The one of this id where it waits, locked until the transaction ends."""
    own = (privacy_request.c.request_id == request_id, privacy_request.c.outcome == "")
    row = connection.execute(sa.select(*_COLUMNS).where(*own).with_for_update()).one_or_none()
    return None if row is None else PrivacyRequest(*row)


def change_request(
    connection: sa.Connection, request_id: str, change: Mapping[str, object]
) -> PrivacyRequest:
    """Change it, and give it as it is then."""
    own = privacy_request.c.request_id == request_id
    connection.execute(sa.update(privacy_request).where(own).values(dict(change)))
    return PrivacyRequest(*connection.execute(sa.select(*_COLUMNS).where(own)).one())


def waiting_requests(connection: sa.Connection) -> Sequence[PrivacyRequest]:
    """Those that wait, the most urgent first."""
    query = sa.select(*_COLUMNS).where(privacy_request.c.outcome == "").order_by(privacy_request.c.due_on)
    return [PrivacyRequest(*row) for row in connection.execute(query)]


def remindable(connection: sa.Connection) -> Sequence[tuple[PrivacyRequest, int]]:
    """Those that wait, locked, each with how far the agency was reminded of it."""
    query = sa.select(*_COLUMNS, privacy_request.c.reminded).where(privacy_request.c.outcome == "")
    rows = connection.execute(query.order_by(privacy_request.c.due_on).with_for_update())
    return [(PrivacyRequest(*row[:-1]), row.reminded) for row in rows]


def set_reminded(connection: sa.Connection, request_id: str, stage: int) -> None:
    """The agency was reminded of it."""
    own = privacy_request.c.request_id == request_id
    connection.execute(sa.update(privacy_request).where(own).values(reminded=stage))


def count_waiting(connection: sa.Connection, due_before: date | None = None) -> int:
    """How many wait; with a day, those that were due before it."""
    query = sa.select(sa.func.count()).select_from(privacy_request).where(privacy_request.c.outcome == "")
    if due_before is not None:
        query = query.where(privacy_request.c.due_on < due_before)
    return connection.scalar(query) or 0


def requests_seen(
    connection: sa.Connection, *, text: str = "", skip: int = 0, most: int = 50
) -> Sequence[RequestSeen]:
    """Those that wait first, the most urgent before the others; then the newest answers."""
    query = _found(sa.select(*_WITH_WHOM), text).order_by(
        privacy_request.c.answered_on.is_not(None), privacy_request.c.answered_on.desc(),
        privacy_request.c.due_on, privacy_request.c.request_id,
    )  # fmt: skip
    return [RequestSeen(*row) for row in connection.execute(query.offset(skip).limit(most))]


def count_seen(connection: sa.Connection, text: str = "") -> int:
    """How many there are."""
    return connection.scalar(_found(sa.select(sa.func.count()), text)) or 0


def request_seen(connection: sa.Connection, request_id: str) -> RequestSeen | None:
    """The one of this id."""
    query = _found(sa.select(*_WITH_WHOM), "").where(privacy_request.c.request_id == request_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else RequestSeen(*row)


def not_taken(connection: sa.Connection) -> Iterator[Inquiry]:
    """What counters have sent and is no request yet."""
    taken = sa.select(privacy_request.c.request_id)
    query = sa.select(inquiry).where(
        inquiry.c.subject == Subject.PERSONAL_DATA.value, inquiry.c.answer.is_(None),
        inquiry.c.inquiry_id.not_in(taken),
    )  # fmt: skip
    return (inquiry_from(row) for row in connection.execute(query.order_by(inquiry.c.sent_at)).all())


def end_answered(connection: sa.Connection, before: date) -> int:
    """Delete what was answered before that day; how many those are."""
    old = sa.delete(privacy_request).where(privacy_request.c.answered_on < before)
    return connection.execute(old).rowcount


def _found(query: sa.Select, text: str) -> sa.Select:  # type: ignore[type-arg]
    own = membership.c.membership_id == privacy_request.c.membership_id
    query = query.select_from(privacy_request.join(membership, own))
    if not text:
        return query
    columns = (membership.c.cooperative_name, membership.c.ubn, privacy_request.c.membership_id)
    return query.where(sa.or_(*(column.contains(text, autoescape=True) for column in columns)))
