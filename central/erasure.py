"""刪除: a member's personal data at central, where the programme's record need not stay.

What has to stay are the rows that others hang on, without anything of the person's: numbers, kinds and times
of events and commands, and the record of the request itself.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from central.store.erased_commands import erased
from central.store.tables import (
    command,
    doubted_command,
    email_code,
    event,
    fido_ticket,
    handed_paper,
    inquiry,
    mail,
    membership,
    receipt,
    review,
    review_question,
)
from kiosk.contract.api import ERASED
from kiosk.domain.events import Applied, EmailConfirmed, MembershipOpened
from kiosk.domain.membership import Membership

_EMPTIED: Mapping[str, Mapping[str, Any]] = {
    MembershipOpened.kind: {"holder": {"issuer": "", "subject": ""}, "cooperative_name": "", "ubn": ""},
    Applied.kind: {"contact_name": "", "email": "", "phone": ""},
    EmailConfirmed.kind: {"email": ""},
}
"""What an event says then, so that it can still be read."""


_DOUBTED = sa.select(doubted_command.c.device_id, doubted_command.c.command_id, doubted_command.c.sent)


class RecordStays(Exception):
    """Points were granted or a plan was ordered: the record is kept for its time (告知事項, 期間)."""


def require_erasable(state: Membership) -> None:
    """Raises `RecordStays` (個資法 §11 III: what is needed for the task is kept, and the person is told)."""
    if state.grant is not None or state.orders:
        raise RecordStays


def erase(connection: sa.Connection, membership_id: str, request_id: str) -> dict[str, str | int | None]:
    """Delete it, in the caller's transaction; how many rows of each table that were.

    The answer to `request_id` stays: its counter is told by it, and deletes what it has.
    """
    mine = inquiry.c.asked.contains(f'"{membership_id}"')
    messages = connection.scalars(sa.select(inquiry.c.inquiry_id).where(mine)).all()
    mailboxes, events = _empty_events(connection, membership_id)
    commands = _empty_commands(connection, [membership_id, request_id, *messages])
    questions = sa.select(review.c.review_id).where(review.c.membership_id == membership_id)
    nobody = {
        "holder_issuer": "",
        "holder_subject": membership_id,
        "cooperative_name": "",
        "eligibility": ERASED,  # nobody's check any more
        "look_on": None,
    }
    own = membership.c.membership_id == membership_id
    done: dict[str, sa.Delete | sa.Update] = {
        "fido_ticket": sa.update(fido_ticket)
        .where(fido_ticket.c.command_id.in_(commands))
        .values(signature=None),
        "receipt": sa.delete(receipt).where(receipt.c.command_id.in_(commands)),
        "review_question": sa.delete(review_question).where(review_question.c.review_id.in_(questions)),
        "review": sa.delete(review).where(review.c.membership_id.in_([membership_id, *messages])),
        "email_code": sa.delete(email_code).where(email_code.c.membership_id == membership_id),
        "handed_paper": sa.update(handed_paper)
        .where(handed_paper.c.membership_id == membership_id)
        .values(file=None, membership_id=None),
        "inquiry": sa.delete(inquiry).where(mine, inquiry.c.inquiry_id != request_id),
        "mail": sa.delete(mail).where(mail.c.recipient.in_(mailboxes)),
        "membership": sa.update(membership).where(own).values(ubn=_no_ubn(), **nobody),
    }
    rows: dict[str, str | int | None] = {name: connection.execute(one).rowcount for name, one in done.items()}
    _empty_request(connection, request_id)
    return {**rows, "command": len(commands), "event": events}


def _empty_events(connection: sa.Connection, membership_id: str) -> tuple[set[str], int]:
    """Take the person out of what has happened; every mailbox that was ever given, and how many events."""
    own = event.c.membership_id == membership_id
    rows = connection.execute(sa.select(event.c.position, event.c.kind, event.c.body).where(own)).all()
    for position, kind, body in rows:
        emptied = {**body, **_EMPTIED.get(kind, {})}
        connection.execute(sa.update(event).where(event.c.position == position).values(body=emptied))
    return {str(body["email"]) for _, _, body in rows if body.get("email")}, len(rows)


def _empty_commands(connection: sa.Connection, aggregates: Sequence[str]) -> list[str]:
    """Take the words out of the commands about these, those of a device in doubt as well; their ids."""
    own = command.c.membership_id.in_(aggregates)
    commands = connection.execute(sa.select(command.c.command_id, command.c.sent).where(own)).all()
    for command_id, sent in commands:
        one = sa.update(command).where(command.c.command_id == command_id)
        connection.execute(one.values(sent=erased(sent)))
    for device_id, command_id, sent in connection.execute(_DOUBTED).all():
        if any(one.encode() in sent for one in aggregates):
            same = (doubted_command.c.device_id == device_id, doubted_command.c.command_id == command_id)
            connection.execute(sa.update(doubted_command).where(*same).values(sent=erased(sent)))
    return [command_id for command_id, _ in commands]


def _empty_request(connection: sa.Connection, request_id: str) -> None:
    """Its own words go as well; that it was asked, and what was answered, stays."""
    request = inquiry.c.inquiry_id == request_id
    asked = json.loads(connection.scalar(sa.select(inquiry.c.asked).where(request)) or "{}")
    without_words = json.dumps({**asked, "text": ""}, ensure_ascii=False)
    connection.execute(sa.update(inquiry).where(request).values(subject=ERASED, asked=without_words))


def _no_ubn() -> str:
    """Nobody's number, as each may be there only once."""
    return f"-{secrets.token_hex(4)[:7]}"
