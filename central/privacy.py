"""What persons ask about their data (個資法 §3), with the days in which it is to be answered (§13).

A request comes from a counter, as a message of the help desk's kind, or by letter, and then somebody enters
it. What is said to it goes back the same way: into the member's 我的通知, and by mail.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
import uuid_utils

from central.audit import Act, Role, Who, given, record
from central.erasure import erase, require_erasable
from central.inquiry_desk import membership_of
from central.mail.posting import post
from central.mail.privacy_letters import answered_letter, extended_letter, received_letter
from central.store.database import Database
from central.store.document_versions import move_on
from central.store.events import membership_state
from central.store.inquiries import Answer, add_own_inquiry, find_inquiry, tell
from central.store.memberships import office_of
from central.store.privacy_requests import (
    PrivacyRequest,
    add_request,
    change_request,
    end_answered,
    locked_waiting,
    not_taken,
    waiting_requests,
)
from kiosk.contract.clock import Clock
from kiosk.domain.calendar import taipei_day
from kiosk.domain.data_rights import DataRight, due_day
from kiosk.domain.inquiry import SendInquiry, Subject
from kiosk.domain.membership import Membership

__all__ = ["ExtendedBefore", "PrivacyDesk", "PrivacyRequest", "RequestUnknown"]

KEPT_YEARS = 5
"""How long the record of a request is kept (D0020085)."""


_TURN = "privacy-requests"
"""Under this name processes take turns, so that none makes a request of a message twice."""


class RequestUnknown(Exception):
    """There is no such membership, or no such request that still waits."""


class ExtendedBefore(Exception):
    """The law lets it be put off once."""


class PrivacyDesk:
    """Takes requests and keeps to their days. Each change is in central's own log.

    `mails`: whether there is a way to send mail.
    """

    def __init__(self, database: Database, clock: Clock, *, mails: bool = False) -> None:
        self._database, self._clock, self._mails = database, clock, mails

    def add(self, membership_id: str, right: DataRight, who: Who, words: str = "") -> PrivacyRequest:
        """A member has asked today, by letter or by telephone. Raises `RequestUnknown`."""
        now, request_id = self._clock(), str(uuid_utils.uuid7())
        asked = SendInquiry(Subject.PERSONAL_DATA, words, "", membership_id, "", (right.value,))
        with self._database.writing() as connection:
            office = office_of(connection, membership_id)
            if office is None:
                raise RequestUnknown
            add_own_inquiry(connection, request_id, office, asked, now)
            return self._take(connection, request_id, membership_id, right, now, who)

    def take_new(self) -> int:
        """Make requests of what counters have sent since; how many those are.

        They count from the day on which they were made at the counter. One about a member that the counter's
        office cannot speak for stays with the help desk.
        """
        with self._database.reading() as connection:
            if next(not_taken(connection), None) is None:
                return 0
        with self._database.writing() as connection:
            move_on(connection, _TURN)
            taken = 0
            for one in not_taken(connection):
                member, right = membership_of(connection, one), one.asked.right
                if member is not None and right is not None:
                    who = Who(f"{one.office} {one.terminal}", Role.PROGRAM)
                    self._take(connection, one.inquiry_id, member, right, one.sent_at, who)
                    taken += 1
            return taken

    def extend(self, request_id: str, reason: str, who: Who) -> PrivacyRequest:
        """Put it off, once, and tell so. Raises `RequestUnknown`, `ExtendedBefore`, `ReasonMissing`."""
        reason = given(reason)
        with self._database.writing() as connection:
            found = self._waiting(connection, request_id)
            if found.extended:
                raise ExtendedBefore
            due = due_day(DataRight(found.kind), found.received_on, extended=True)
            change = {"extended": True, "due_on": due, "reason": reason, "reminded": 0}
            changed = self._change(connection, who, "privacy_extended", found, change)
            said = f"延長至 {due} 前答覆 To be answered by {due}\n原因 Reason：{reason}"
            self._tell(connection, changed, said, who)
            if (mailbox := self._mailbox(membership_state(connection, found.membership_id))) is not None:
                post(connection, mailbox, extended_letter(changed), self._clock())
            return changed

    def answer(self, request_id: str, *, granted: bool, reason: str, who: Who) -> PrivacyRequest:
        """It was done, or refused for a reason of the law's; the person is told.

        A deletion that is granted is done in the same transaction. Raises `RequestUnknown`, `ReasonMissing`,
        and `RecordStays` where the programme's record may not be deleted yet.
        """
        reason, now = given(reason), self._clock()
        with self._database.writing() as connection:
            found = self._waiting(connection, request_id)
            office_of(connection, found.membership_id)  # nobody changes it meanwhile
            state = membership_state(connection, found.membership_id)
            deletes = granted and found.kind == DataRight.DELETION
            if deletes:
                require_erasable(state)
            change: dict[str, object] = {
                "answered_on": taipei_day(now),
                "outcome": "granted" if granted else "refused",
                "reason": reason,
            }
            changed = self._change(connection, who, "privacy_answered", found, change)
            done = "已依請求辦理 Done as you asked" if granted else "未能依請求辦理 Not done as you asked"
            self._tell(connection, changed, f"{done}\n說明 Explanation：{reason}", who)
            if deletes:
                rows = erase(connection, found.membership_id, request_id)
                record(connection, who, Act("erase_membership", found.membership_id, reason, rows), now)
            if (mailbox := self._mailbox(state)) is not None:
                post(connection, mailbox, answered_letter(changed), now)
            return changed

    def waiting(self) -> Sequence[tuple[PrivacyRequest, int]]:
        """What waits, the most urgent first, each with the days that are left: below 0 where it is late."""
        today = taipei_day(self._clock())
        with self._database.reading() as connection:
            return [(one, (one.due_on - today).days) for one in waiting_requests(connection)]

    def end_old(self) -> int:
        """Forget requests that were answered more than five years ago; how many those were."""
        before = taipei_day(self._clock()) - timedelta(days=366 * KEPT_YEARS)
        with self._database.writing() as connection:
            return end_answered(connection, before)

    def _take(
        self,
        connection: sa.Connection,
        request_id: str,
        membership_id: str,
        right: DataRight,
        at: datetime,
        who: Who,
    ) -> PrivacyRequest:
        received = taipei_day(at)
        made = PrivacyRequest(
            request_id=request_id,
            membership_id=membership_id,
            kind=right.value,
            received_on=received,
            due_on=due_day(right, received),
            extended=False,
            answered_on=None,
            outcome="",
            reason="",
        )
        add_request(connection, made)
        self._log(connection, who, "privacy_request", made)
        if (mailbox := self._mailbox(membership_state(connection, membership_id))) is not None:
            post(connection, mailbox, received_letter(made), self._clock())
        return made

    def _mailbox(self, state: Membership) -> str | None:
        """The member's own, once it has answered; None where there is none or no way to it."""
        if not self._mails or state.contact is None or not state.email_confirmed:
            return None
        return state.contact.email

    def _tell(self, connection: sa.Connection, one: PrivacyRequest, said: str, who: Who) -> None:
        """Say it in the member's 我的通知, below what was said before."""
        before = find_inquiry(connection, one.request_id)
        if before is None:  # of before there were any at the counter
            return
        words = f"{before.answer}\n{said}" if before.answer else said
        tell(connection, one.request_id, Answer(words, who.name, self._clock(), one.membership_id))

    def _waiting(self, connection: sa.Connection, request_id: str) -> PrivacyRequest:
        found = locked_waiting(connection, request_id)
        if found is None:
            raise RequestUnknown
        return found

    def _change(
        self, connection: sa.Connection, who: Who, act: str, found: PrivacyRequest, change: dict[str, object]
    ) -> PrivacyRequest:
        changed = change_request(connection, found.request_id, change)
        self._log(connection, who, act, changed)
        return changed

    def _log(self, connection: sa.Connection, who: Who, act: str, one: PrivacyRequest) -> None:
        details = {"kind": one.kind, "due_on": one.due_on.isoformat(), "outcome": one.outcome}
        record(connection, who, Act(act, one.membership_id, one.reason, details), self._clock())
