"""複製本: all that central has recorded of a member, for who asked for it (個資法 §3)."""

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from central.audit import Act, Who, record
from central.privacy import RequestUnknown
from central.store.database import Database
from central.store.tables import event, handed_paper, inquiry, mail, privacy_request, visit

_Row = dict[str, Any]


def copy_of(database: Database, membership_id: str, who: Who, now: datetime) -> list[_Row]:
    """Numbered rows, each with what it is and when it was (UTC). That it was taken is recorded.

    Raises `RequestUnknown` where there is no such member.
    """
    with database.writing() as connection:
        rows = _events(connection, membership_id)
        if not rows:
            raise RequestUnknown
        mailboxes = {str(row["body"]["email"]) for row in rows if row["body"].get("email")}
        rows += _messages(connection, membership_id)
        rows += _visits(connection, membership_id)
        rows += _papers(connection, membership_id)
        rows += _letters(connection, mailboxes)
        rows += _requests(connection, membership_id)
        record(connection, who, Act("copy_membership", membership_id, details={"rows": len(rows)}), now)
    return [{"seq": number, **row} for number, row in enumerate(rows, start=1)]


def _events(connection: sa.Connection, membership_id: str) -> list[_Row]:
    query = sa.select(event.c.recorded_at, event.c.kind, event.c.body).where(
        event.c.membership_id == membership_id
    )
    return [
        {"at": row.recorded_at.isoformat(), "kind": row.kind, "body": row.body}
        for row in connection.execute(query.order_by(event.c.membership_seq))
    ]


def _messages(connection: sa.Connection, membership_id: str) -> list[_Row]:
    query = sa.select(inquiry).where(inquiry.c.asked.contains(f'"{membership_id}"'))
    return [
        {
            "at": row.sent_at.isoformat(),
            "kind": "inquiry",
            "body": {"asked": json.loads(row.asked), "answer": row.answer},
        }
        for row in connection.execute(query.order_by(inquiry.c.sent_at))
    ]


def _visits(connection: sa.Connection, membership_id: str) -> list[_Row]:
    query = sa.select(visit.c.at, visit.c.office).where(visit.c.membership_id == membership_id)
    return [
        {"at": row.at.isoformat(), "kind": "visit", "body": {"office": row.office}}
        for row in connection.execute(query.order_by(visit.c.at))
    ]


def _papers(connection: sa.Connection, membership_id: str) -> list[_Row]:
    query = sa.select(handed_paper.c.handed_at, handed_paper.c.name, handed_paper.c.mailed).where(
        handed_paper.c.membership_id == membership_id
    )
    return [
        {"at": row.handed_at.isoformat(), "kind": "paper", "body": {"name": row.name, "mailed": row.mailed}}
        for row in connection.execute(query.order_by(handed_paper.c.handed_at))
    ]


def _letters(connection: sa.Connection, mailboxes: set[str]) -> list[_Row]:
    query = sa.select(mail.c.sent_at, mail.c.recipient, mail.c.subject).where(
        mail.c.recipient.in_(mailboxes), mail.c.sent_at.is_not(None)
    )
    return [
        {
            "at": row.sent_at.isoformat(),
            "kind": "letter",
            "body": {"recipient": row.recipient, "subject": row.subject},
        }
        for row in connection.execute(query.order_by(mail.c.sent_at))
    ]


def _requests(connection: sa.Connection, membership_id: str) -> list[_Row]:
    own = privacy_request.c.membership_id == membership_id
    return [
        {
            "at": row.received_on.isoformat(),
            "kind": "privacy_request",
            "body": {"asked": row.kind, "due_on": row.due_on.isoformat(), "outcome": row.outcome},
        }
        for row in connection.execute(sa.select(privacy_request).where(own))
    ]
