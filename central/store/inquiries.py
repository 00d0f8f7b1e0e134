"""Messages to the help desk as rows."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from central.store.devices import Device
from central.store.document_versions import move_on
from central.store.tables import inquiry, membership, privacy_request, visit
from kiosk.contract.api import ERASED, AnsweredInquiry
from kiosk.contract.envelopes import Statement
from kiosk.contract.inquiry import inquiry_body, inquiry_in
from kiosk.domain.inquiry import SendInquiry

_TURN = "inquiry-answers"
"""Under this name answers take turns, so that they are numbered in the order of their commits."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A message, from which counter, when it was sent (UTC); and the answer, None before there is one.

    `membership_id` is set with the answer, where `asked` names one that the office may speak for.
    """

    inquiry_id: str
    office: str
    terminal: str
    sent_at: datetime
    subject: str
    membership_id: str | None
    asked: SendInquiry
    answer: str | None
    answer_number: int | None
    answered_at: datetime | None
    answered_by: str | None


def add_inquiry(connection: sa.Connection, statement: Statement, device: Device) -> None:
    """Keep it; the same again changes nothing."""
    values = {
        "inquiry_id": statement.membership_id,
        "office": device.office,
        "terminal": device.terminal,
        "sent_at": statement.issued_at,
        "subject": statement.body["subject"],
        "asked": json.dumps(statement.body, ensure_ascii=False),
    }
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(insert(inquiry).values(values).on_conflict_do_nothing())


def add_own_inquiry(
    connection: sa.Connection, inquiry_id: str, office: str, asked: SendInquiry, at: datetime
) -> None:
    """Keep what a member of that office asked by letter, so that its counters are told of the answer."""
    values = {
        "inquiry_id": inquiry_id,
        "office": office,
        "terminal": "",
        "sent_at": at,
        "subject": asked.subject.value,
        "asked": json.dumps(inquiry_body(asked), ensure_ascii=False),
    }
    connection.execute(sa.insert(inquiry).values(values))


def find_inquiry(connection: sa.Connection, inquiry_id: str) -> Inquiry | None:
    """The one of this id."""
    row = connection.execute(sa.select(inquiry).where(inquiry.c.inquiry_id == inquiry_id)).one_or_none()
    return None if row is None else inquiry_from(row)


def is_request(connection: sa.Connection, inquiry_id: str) -> bool:
    """Whether it has become a request about the own data, which is answered elsewhere."""
    query = sa.select(privacy_request.c.request_id).where(privacy_request.c.request_id == inquiry_id)
    return connection.scalar(query) is not None


def inquiries(
    connection: sa.Connection, *, text: str = "", skip: int = 0, most: int = 50
) -> tuple[Inquiry, ...]:
    """Those that wait first, the longest waiting before the others; then the newest answers."""
    query = _found(sa.select(inquiry), text).order_by(
        inquiry.c.answer_number.is_not(None), inquiry.c.answer_number.desc(), inquiry.c.sent_at,
        inquiry.c.inquiry_id,
    )  # fmt: skip
    return tuple(inquiry_from(row) for row in connection.execute(query.offset(skip).limit(most)))


def count_inquiries(connection: sa.Connection, text: str = "", *, open_only: bool = False) -> int:
    """How many there are, or how many wait for an answer."""
    query = _found(sa.select(sa.func.count()).select_from(inquiry), text)
    if open_only:
        query = query.where(inquiry.c.answer.is_(None))
    return connection.scalar(query) or 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, by whom, when (UTC), and of which membership it is, if of one."""

    answer: str
    answered_by: str
    answered_at: datetime
    membership_id: str | None


def keep_answer(connection: sa.Connection, inquiry_id: str, answer: Answer) -> bool:
    """Keep it, numbered; False where there is one, or no such message."""
    here = (inquiry.c.inquiry_id == inquiry_id, inquiry.c.answer.is_(None))
    return connection.execute(_answered(connection, answer).where(*here)).rowcount == 1


def tell(connection: sa.Connection, inquiry_id: str, answer: Answer) -> None:
    """The same where there may be an answer, in whose place it is told."""
    connection.execute(_answered(connection, answer).where(inquiry.c.inquiry_id == inquiry_id))


def _answered(connection: sa.Connection, answer: Answer) -> sa.Update:
    move_on(connection, _TURN)
    last = connection.scalar(sa.select(sa.func.max(inquiry.c.answer_number))) or 0
    return sa.update(inquiry).values({**asdict(answer), "answer_number": last + 1})


def answers_for(
    connection: sa.Connection, office: str, after: int, most: int, membership_id: str | None
) -> Sequence[Inquiry]:
    """Answers past that number to members whom the office's counters see, or to one of them."""
    query = _seen_by(office).where(inquiry.c.answer_number > after)
    if membership_id is not None:
        query = query.where(inquiry.c.membership_id == membership_id)
    rows = connection.execute(query.order_by(inquiry.c.answer_number).limit(most))
    return [inquiry_from(row) for row in rows]


def answers_since(connection: sa.Connection, office: str, since: datetime) -> Iterator[Inquiry]:
    """All answers of that moment (UTC) or later to members whom the office's counters see, in their order."""
    query = _seen_by(office).where(inquiry.c.answered_at >= since)
    for row in connection.execute(query.order_by(inquiry.c.answer_number)):
        yield inquiry_from(row)


def told_of(answered: Inquiry) -> AnsweredInquiry:
    """An answered message as a counter is told of it."""
    assert answered.membership_id is not None
    assert answered.answer is not None
    assert answered.answered_at is not None
    return AnsweredInquiry(
        inquiry_id=answered.inquiry_id,
        membership_id=answered.membership_id,
        sent_at=answered.sent_at,
        asked=inquiry_body(answered.asked),
        answer=answered.answer,
        answered_at=answered.answered_at,
        erased=answered.subject == ERASED,
    )


def _seen_by(office: str) -> sa.Select:  # type: ignore[type-arg]
    visited = sa.select(visit.c.membership_id).where(visit.c.office == office)
    seen = sa.select(membership.c.membership_id).where(
        sa.or_(membership.c.office == office, membership.c.membership_id.in_(visited))
    )
    return sa.select(inquiry).where(inquiry.c.membership_id.in_(seen))


def inquiry_from(row: sa.Row) -> Inquiry:  # type: ignore[type-arg]
    """The message of a row."""
    asked = inquiry_in(SendInquiry.kind, json.loads(row.asked))
    kept = {name: getattr(row, name) for name in Inquiry.__slots__ if name != "asked"}
    return Inquiry(asked=asked, **kept)


def _found(query: sa.Select, text: str) -> sa.Select:  # type: ignore[type-arg]
    """What is a request about the own data is none of the help desk's."""
    query = query.where(inquiry.c.inquiry_id.not_in(sa.select(privacy_request.c.request_id)))
    if not text:
        return query
    names = ("office", "terminal", "asked", "answer")
    return query.where(sa.or_(*(inquiry.c[name].contains(text, autoescape=True) for name in names)))
