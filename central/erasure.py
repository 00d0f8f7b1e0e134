"""刪除: a member's personal data at central, where the programme's record need not stay.

What has to stay are the rows that others hang on, without anything of the person's: numbers, kinds and times
of events and commands, and the record of the request itself.
"""

import json
import secrets
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from central.store.erased_commands import erased
from central.store.tables import (
    command,
    email_code,
    event,
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


class RecordStays(Exception):
    """Points were granted or a plan was ordered: the record is kept for its time (告知事項, 期間)."""


def require_erasable(state: Membership) -> None:
    """Raises `RecordStays` (個資法 §11 III: what is needed for the task is kept, and the person is told)."""
    if state.grant is not None or state.orders:
        raise RecordStays


def erase(
    connection: sa.Connection, membership_id: str, request_id: str, state: Membership
) -> dict[str, str | int | None]:
    """Delete it, in the caller's transaction; how many rows of each table that were.

    The answer to `request_id` stays: its counter is told by it, and deletes what it has.
    """
    own = event.c.membership_id == membership_id
    said = sa.select(event.c.position, event.c.kind, event.c.body).where(own)
    for row in connection.execute(said).all():
        body = {**row.body, **_EMPTIED.get(row.kind, {})}
        connection.execute(sa.update(event).where(event.c.position == row.position).values(body=body))
    own_commands = command.c.membership_id == membership_id
    commands = sa.select(command.c.command_id).where(own_commands)
    sent = connection.execute(sa.select(command.c.command_id, command.c.sent).where(own_commands)).all()
    for command_id, what in sent:
        one = sa.update(command).where(command.c.command_id == command_id)
        connection.execute(one.values(sent=erased(what)))
    questions = sa.select(review.c.review_id).where(review.c.membership_id == membership_id)
    other_messages = (
        inquiry.c.asked.contains(f'"{membership_id}"'),
        inquiry.c.inquiry_id != request_id,
    )
    nobody = {"holder_issuer": "", "holder_subject": membership_id, "cooperative_name": "", "look_on": None}
    done: dict[str, sa.Delete | sa.Update] = {
        "receipt": sa.delete(receipt).where(receipt.c.command_id.in_(commands)),
        "review_question": sa.delete(review_question).where(review_question.c.review_id.in_(questions)),
        "review": sa.delete(review).where(review.c.membership_id == membership_id),
        "email_code": sa.delete(email_code).where(email_code.c.membership_id == membership_id),
        "handed_paper": sa.update(handed_paper)
        .where(handed_paper.c.membership_id == membership_id)
        .values(file=None, membership_id=None),
        "inquiry": sa.delete(inquiry).where(*other_messages),
        "mail": sa.delete(mail).where(mail.c.recipient == (state.contact.email if state.contact else "")),
        "membership": sa.update(membership)
        .where(membership.c.membership_id == membership_id)
        .values(ubn=f"-{secrets.token_hex(4)[:7]}", **nobody),
    }
    rows: dict[str, str | int | None] = {name: connection.execute(one).rowcount for name, one in done.items()}
    request = inquiry.c.inquiry_id == request_id
    asked = json.loads(connection.scalar(sa.select(inquiry.c.asked).where(request)) or "{}")
    without_words = json.dumps({**asked, "text": ""}, ensure_ascii=False)
    connection.execute(sa.update(inquiry).where(request).values(subject=ERASED, asked=without_words))
    return {**rows, "command": len(sent), "event": state.version}
