"""Somebody has looked at a command that was not accepted, or waits: a decision, and words about it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from central.audit import Act, Who, given, record
from central.mail.letter import Part, letter
from central.mail.posting import post
from central.store.database import Database
from central.store.events import membership_state
from central.store.memberships import office_of
from central.store.reviews import Decision, ReviewRow, Settlement, find_review, settle
from central.store.visits import is_seen_by
from kiosk.contract.clock import Clock
from kiosk.domain.membership import Membership


class ReviewSettled(Exception):
    """There is no such case, or somebody has settled it before."""


@dataclass(frozen=True, slots=True)
class Settled:
    """`mailed`: the words went to the cooperative; else whoever settled it has to tell them."""

    mailed: bool


class ReviewDesk:
    """Settles cases. `mails`: whether there is a way to send mail."""

    def __init__(self, database: Database, clock: Clock, *, mails: bool) -> None:
        self._database = database
        self._clock = clock
        self._mails = mails

    def settle(self, review_id: str, decision: Decision, words: str, who: Who, reason: str) -> Settled:
        """Keep the decision; the words go out by mail where the cooperative's mailbox is known.

        Raises `ReasonMissing`, `ReviewSettled`.
        """
        reason, now = given(reason), self._clock()
        with self._database.writing() as connection:
            row = find_review(connection, review_id)
            if row is None or not settle(connection, row, Settlement(decision, words, who.name), now):
                raise ReviewSettled
            mailed = bool(words) and self._mails and _write(connection, row, words, now)
            details = {"decision": decision.value, "code": row.code, "mailed": int(mailed)}
            record(connection, who, Act("settle_review", row.command_id, reason, details), now)
        return Settled(mailed)


def _write(connection: sa.Connection, row: ReviewRow, words: str, at: datetime) -> bool:
    """Put the words into the outbox; False where there is no mailbox that has answered.

    Nobody learns anything of a membership that another office has opened, unless its holder came there.
    """
    owner = office_of(connection, row.membership_id)
    if not is_seen_by(connection, row.office, row.membership_id, owner):
        return False
    state = membership_state(connection, row.membership_id)
    if state.contact is None or not state.email_confirmed:
        return False
    mail = letter(*_parts(state, words))
    post(connection, state.contact.email, mail, at)
    return True


def _parts(state: Membership, words: str) -> tuple[Part, Part]:
    name = "" if state.registration is None else state.registration.cooperative_name
    zh = Part(
        "關於您在櫃檯辦理的事項",
        ("貴社在服務櫃檯辦理的一件事項沒有生效，承辦人員檢視後說明如下：", words),
        (("合作社", name),),
    )
    en = Part(
        "About what you did at the counter",
        ("Something you did at the service counter did not take effect. Whoever looked into it says:", words),
        (("Cooperative", name),),
    )
    return zh, en
