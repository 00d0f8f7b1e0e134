"""The help desk: messages from counters are kept, and answered by mail and in 我的通知."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from central.audit import Act, Who, record
from central.mail.letter import MailText, Part, letter
from central.mail.posting import post
from central.store.database import Database
from central.store.devices import Device
from central.store.events import membership_state
from central.store.inquiries import Answer, Inquiry, add_inquiry, find_inquiry, is_request, keep_answer
from central.store.memberships import office_of
from central.store.visits import is_seen_by
from central.verification import Rejected
from kiosk.contract.api import Rejection
from kiosk.contract.clock import MAY_BE_OFF, Clock
from kiosk.contract.codec import Malformed
from kiosk.contract.envelopes import Statement
from kiosk.contract.inquiry import inquiry_in
from kiosk.domain.inquiry import LONGEST, Subject


class AnswerInvalid(Exception):
    """No words, or too many."""


class InquiryAnswered(Exception):
    """There is no such message, or somebody has answered it before."""


@dataclass(frozen=True, slots=True)
class Told:
    """Where the answer goes: by mail, and to the member's 我的通知. Where neither, nobody hears of it."""

    mailed: bool
    in_notices: bool


def take_inquiry(connection: sa.Connection, statement: Statement, device: Device, now: datetime) -> None:
    """Keep a message of a counter.

    Raises `Rejected`: CLOCK_AHEAD, MALFORMED; then nothing was recorded.
    """
    if statement.issued_at > now + MAY_BE_OFF:
        raise Rejected(Rejection.CLOCK_AHEAD)
    try:
        inquiry_in(statement.kind, statement.body)
    except Malformed:
        raise Rejected(Rejection.MALFORMED) from None
    add_inquiry(connection, statement, device)


def membership_of(connection: sa.Connection, row: Inquiry) -> str | None:
    """The membership that the person agreed to name, where the counter's office may speak for it."""
    named = row.asked.membership_id
    if named is None or not is_seen_by(connection, row.office, named, office_of(connection, named)):
        return None
    return named


class InquiryDesk:
    """Answers messages. `mails`: whether there is a way to send mail."""

    def __init__(self, database: Database, clock: Clock, *, mails: bool) -> None:
        self._database, self._clock, self._mails = database, clock, mails

    def answer(self, inquiry_id: str, words: str, who: Who) -> Told:
        """Keep the answer and send it, in one transaction. Raises `AnswerInvalid`, `InquiryAnswered`."""
        words, now = words.strip(), self._clock()
        if not 0 < len(words) <= LONGEST:
            raise AnswerInvalid
        with self._database.writing() as connection:
            row = find_inquiry(connection, inquiry_id)
            if row is None or is_request(connection, inquiry_id):
                raise InquiryAnswered
            member = membership_of(connection, row)
            if not keep_answer(connection, inquiry_id, Answer(words, who.name, now, member)):
                raise InquiryAnswered
            mailbox = _mailbox(connection, row, member) if self._mails else ""
            if mailbox:
                post(connection, mailbox, _letter(row, words), now)
            details = {"mailed": int(bool(mailbox)), "in_notices": int(member is not None)}
            record(connection, who, Act("answer_inquiry", inquiry_id, details=details), now)
        return Told(mailed=bool(mailbox), in_notices=member is not None)


def _mailbox(connection: sa.Connection, row: Inquiry, member: str | None) -> str:
    """Where the person wants the answer, else the member's own mailbox once it has answered; or ""."""
    if row.asked.email or member is None:
        return row.asked.email
    state = membership_state(connection, member)
    return state.contact.email if state.contact is not None and state.email_confirmed else ""


def _letter(row: Inquiry, words: str) -> MailText:
    wanted = row.asked.subject is Subject.CONSULTANT
    zh = Part(
        "諮詢顧問的回覆" if wanted else "客服的回覆",
        ("您在服務櫃台提出的諮詢，回覆如下：", words),
        (("您的諮詢", row.asked.text),) if row.asked.text else (),
    )
    en = Part(
        "The consultant's answer" if wanted else "The help desk's answer",
        ("You asked us something at the service counter. The answer:", words),
        (("You asked", row.asked.text),) if row.asked.text else (),
    )
    return letter(zh, en)
