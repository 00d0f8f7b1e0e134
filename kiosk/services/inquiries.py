"""諮詢 at the counter: messages to the help desk, kept and queued, and the answers that sync brings."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import uuid_utils
from sqlalchemy.orm import Session

from kiosk.contract.api import AnsweredInquiry, InquiriesAnswer
from kiosk.contract.clock import Clock
from kiosk.contract.codec import Malformed
from kiosk.contract.envelopes import Statement
from kiosk.contract.inquiry import inquiry_body, inquiry_in
from kiosk.domain.calendar import taipei_day
from kiosk.domain.inquiry import InquiryFault, SendInquiry, faults_in
from kiosk.services.desk import append_command
from kiosk.services.failures import Failed, Trouble
from kiosk.services.identity_device import DeviceIdentity
from kiosk.storage import erased, inquiries
from kiosk.storage.database import Database
from kiosk.storage.tables import InquiryRow, SyncStateRow

_ROW = 1


class Where(StrEnum):
    """How far a message is."""

    QUEUED = "queued"  # at this counter, until there is a network
    SENT = "sent"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A member's message, when it was sent (UTC), how far it is, and the answer where there is one."""

    inquiry_id: str
    sent_at: datetime
    asked: SendInquiry
    where: Where
    answer: str
    answered_at: datetime | None

    @property
    def at(self) -> datetime:
        """When last something happened with it (UTC)."""
        return self.answered_at or self.sent_at


class Inquiries:
    """Takes messages and shows them. Every method raises `StorageError`.

    `ask` fetches answers past a number, to all members or to one; `on_sent` hears that something waits.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        device: DeviceIdentity,
        ask: Callable[[int, str | None], InquiriesAnswer],
        on_sent: Callable[[], None],
    ) -> None:
        self._database, self._clock, self._device = database, clock, device
        self._ask, self._on_sent = ask, on_sent

    @staticmethod
    def new_id() -> str:
        """An id for a message (UUIDv7)."""
        return str(uuid_utils.uuid7())

    def faults(self, asked: SendInquiry) -> tuple[InquiryFault, ...]:
        """What keeps it from being sent today."""
        return tuple(faults_in(asked, taipei_day(self._clock())))

    def send(self, asked: SendInquiry) -> None:
        """Keep it for good, waiting to be sent. Raises ValueError for what `faults` would tell of."""
        keep = self.keeping(asked)
        with self._database.session() as session:
            keep(session)
        self._on_sent()

    def keeping(self, asked: SendInquiry, inquiry_id: str | None = None) -> Callable[[Session], None]:
        """What keeps it, in a transaction of somebody else's, under an id of theirs where they have one.

        Raises ValueError as `send`.
        """
        if self.faults(asked):
            raise ValueError("nothing that can be sent")
        now, inquiry_id = self._clock(), inquiry_id or self.new_id()
        statement = Statement(
            command_id=str(uuid_utils.uuid7()),
            membership_id=inquiry_id,  # an aggregate of its own, whoever it is of
            issued_at=now,
            kind=asked.kind,
            body=inquiry_body(asked),
        )

        def keep(session: Session) -> None:
            append_command(session, self._device, statement)
            if asked.membership_id is not None:
                inquiries.keep(session, _row(inquiry_id, asked.membership_id, now, statement.body))

        return keep

    def of_membership(self, membership_id: str) -> tuple[Inquiry, ...]:
        """The membership's messages, newest first."""
        with self._database.snapshot() as session:
            waiting = inquiries.waiting(session)
            return tuple(
                _seen(row, queued=row.inquiry_id in waiting)
                for row in inquiries.of_membership(session, membership_id)
            )

    def fetch(self) -> None:
        """Keep what the help desk has answered since. Raises `Failed` as `CentralClient` does."""
        more = True
        while more:
            with self._database.snapshot() as session:
                after = session.get_one(SyncStateRow, _ROW).last_answer
            told = self._ask(after, None)
            if told.more and told.last <= after:
                raise Failed(Trouble.ANSWER_MALFORMED)  # it would go round in a circle
            if told.last != after:
                with self._database.session() as session:
                    self._keep(session, told.inquiries)
                    session.get_one(SyncStateRow, _ROW).last_answer = told.last
            more = told.more

    def take(self, told: Sequence[AnsweredInquiry]) -> None:
        """Keep answers that came another way, as in a bundle; again they change nothing. Raises `Failed`."""
        with self._database.session() as session:
            self._keep(session, told)

    def fetch_of(self, membership_id: str) -> None:
        """Keep all that was answered to a member who came from another office. Raises as `fetch`."""
        after, more = 0, True
        while more:
            told = self._ask(after, membership_id)
            if told.more and told.last <= after:
                raise Failed(Trouble.ANSWER_MALFORMED)
            with self._database.session() as session:
                self._keep(session, told.inquiries)
            after, more = told.last, told.more

    def _keep(self, session: Session, told: Sequence[AnsweredInquiry]) -> None:
        for one in told:
            try:
                inquiry_in(SendInquiry.kind, one.asked)
            except Malformed:
                raise Failed(Trouble.ANSWER_MALFORMED) from None
            if one.erased:
                erased.erase(session, one.membership_id, one.inquiry_id, self._clock())
                continue
            row = _row(one.inquiry_id, one.membership_id, one.sent_at, one.asked)
            row.answer, row.answered_at = one.answer, one.answered_at
            inquiries.keep(session, row)


def _row(inquiry_id: str, membership_id: str, sent_at: datetime, asked: object) -> InquiryRow:
    return InquiryRow(
        inquiry_id=inquiry_id,
        membership_id=membership_id,
        sent_at=sent_at,
        asked=json.dumps(asked, ensure_ascii=False),
        answer=None,
        answered_at=None,
    )


def _seen(row: InquiryRow, *, queued: bool) -> Inquiry:
    where = Where.QUEUED if queued else Where.SENT
    return Inquiry(
        inquiry_id=row.inquiry_id,
        sent_at=row.sent_at,
        asked=inquiry_in(SendInquiry.kind, json.loads(row.asked)),
        where=where if row.answer is None else Where.ANSWERED,
        answer=row.answer or "",
        answered_at=row.answered_at,
    )
