"""What persons ask about their data (個資法 §3), with the days in which it is to be answered (§13)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import sqlalchemy as sa
import uuid_utils

from central.audit import Act, Who, given, record
from central.store.database import Database
from central.store.tables import event, membership, privacy_request
from kiosk.contract.clock import Clock
from kiosk.domain.calendar import taipei_day


class RequestKind(StrEnum):
    """What is asked."""

    ACCESS = "access"  # 查詢、閱覽、複製本
    CORRECTION = "correction"  # 補充、更正
    STOP = "stop"  # 停止蒐集、處理、利用
    DELETION = "deletion"  # 刪除


_DAYS = {
    RequestKind.ACCESS: 15,
    RequestKind.CORRECTION: 30,
    RequestKind.STOP: 30,
    RequestKind.DELETION: 30,
}
"""個資法 §13: as many days to answer, and once as many again, with the reason told in writing."""

KEPT_YEARS = 5
"""How long the record of a request is kept (D0020085)."""


class RequestUnknown(Exception):
    """There is no such membership, or no such request that still waits."""


class ExtendedBefore(Exception):
    """The law lets it be put off once."""


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


_COLUMNS = [privacy_request.c[name] for name in PrivacyRequest.__slots__]


def due_day(kind: RequestKind, received: date, *, extended: bool = False) -> date:
    """The last day to answer what was received on that day, which itself does not count (民法 §120)."""
    return received + timedelta(days=_DAYS[kind] * (2 if extended else 1))


class PrivacyDesk:
    """Takes requests and keeps to their days. Each change is in central's own log."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def add(self, membership_id: str, kind: RequestKind, who: Who) -> PrivacyRequest:
        """A member has asked today. Raises `RequestUnknown`."""
        today = taipei_day(self._clock())
        with self._database.writing() as connection:
            known = sa.select(membership.c.membership_id).where(membership.c.membership_id == membership_id)
            if connection.scalar(known) is None:
                raise RequestUnknown
            made = PrivacyRequest(
                request_id=str(uuid_utils.uuid7()),
                membership_id=membership_id,
                kind=kind.value,
                received_on=today,
                due_on=due_day(kind, today),
                extended=False,
                answered_on=None,
                outcome="",
                reason="",
            )
            values = {name: getattr(made, name) for name in PrivacyRequest.__slots__}
            connection.execute(sa.insert(privacy_request).values(values))
            self._log(connection, who, "privacy_request", made)
        return made

    def extend(self, request_id: str, reason: str, who: Who) -> PrivacyRequest:
        """Put it off, once. Raises `RequestUnknown`, `ExtendedBefore`, `ReasonMissing`."""
        with self._database.writing() as connection:
            found = self._waiting(connection, request_id)
            if found.extended:
                raise ExtendedBefore
            due = due_day(RequestKind(found.kind), found.received_on, extended=True)
            change = {"extended": True, "due_on": due, "reason": given(reason)}
            return self._change(connection, who, "privacy_extended", found, change)

    def answer(self, request_id: str, *, granted: bool, reason: str, who: Who) -> PrivacyRequest:
        """It was done, or refused for a reason of the law's. Raises `RequestUnknown`, `ReasonMissing`."""
        with self._database.writing() as connection:
            found = self._waiting(connection, request_id)
            change = {
                "answered_on": taipei_day(self._clock()),
                "outcome": "granted" if granted else "refused",
                "reason": given(reason),
            }
            return self._change(connection, who, "privacy_answered", found, change)

    def waiting(self) -> Sequence[tuple[PrivacyRequest, int]]:
        """What waits, the most urgent first, each with the days that are left: below 0 where it is late."""
        today = taipei_day(self._clock())
        query = sa.select(*_COLUMNS).where(privacy_request.c.outcome == "").order_by(privacy_request.c.due_on)
        with self._database.reading() as connection:
            rows = [PrivacyRequest(*row) for row in connection.execute(query)]
        return [(one, (one.due_on - today).days) for one in rows]

    def copy_of(self, membership_id: str) -> list[dict[str, str | int]]:
        """All that is recorded of a member, for who asked for a copy. Raises `RequestUnknown`."""
        query = (
            sa.select(event.c.membership_seq, event.c.recorded_at, event.c.kind, event.c.body)
            .where(event.c.membership_id == membership_id)
            .order_by(event.c.membership_seq)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        if not rows:
            raise RequestUnknown
        return [
            {"seq": row.membership_seq, "at": row.recorded_at.isoformat(), "kind": row.kind, "body": row.body}
            for row in rows
        ]

    def end_old(self) -> int:
        """Forget requests that were answered more than five years ago; how many those were."""
        today = taipei_day(self._clock())
        before = today - timedelta(days=366 * KEPT_YEARS)
        with self._database.writing() as connection:
            old = sa.delete(privacy_request).where(privacy_request.c.answered_on < before)
            return connection.execute(old).rowcount

    def _waiting(self, connection: sa.Connection, request_id: str) -> PrivacyRequest:
        query = sa.select(*_COLUMNS).where(
            privacy_request.c.request_id == request_id, privacy_request.c.outcome == ""
        )
        row = connection.execute(query.with_for_update()).one_or_none()
        if row is None:
            raise RequestUnknown
        return PrivacyRequest(*row)

    def _change(
        self,
        connection: sa.Connection,
        who: Who,
        act: str,
        found: PrivacyRequest,
        change: Mapping[str, object],
    ) -> PrivacyRequest:
        own = privacy_request.c.request_id == found.request_id
        connection.execute(sa.update(privacy_request).where(own).values(dict(change)))
        row = connection.execute(sa.select(*_COLUMNS).where(own)).one()
        changed = PrivacyRequest(*row)
        self._log(connection, who, act, changed)
        return changed

    def _log(self, connection: sa.Connection, who: Who, act: str, one: PrivacyRequest) -> None:
        details = {"kind": one.kind, "due_on": one.due_on.isoformat(), "outcome": one.outcome}
        record(connection, who, Act(act, one.membership_id, one.reason, details), self._clock())
