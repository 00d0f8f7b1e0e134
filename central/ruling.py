"""The truth: a command is decided on all that central knows, and what follows is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
import uuid_utils

from central.mail.notices import Notices
from central.programme_desk import in_force
from central.standing import Standing
from central.store.counters import locked_points_out
from central.store.events import append_events, membership_state
from central.store.memberships import open_row, set_look_on, write_rows
from kiosk.contract.codec import event_body
from kiosk.contract.envelopes import EventEnvelope
from kiosk.domain.calendar import taipei_day
from kiosk.domain.commands import Command
from kiosk.domain.deadlines import next_due
from kiosk.domain.decide import decide
from kiosk.domain.events import Event, PointsGranted, PointsLapsed, PointsReclaimed
from kiosk.domain.evolve import fold
from kiosk.domain.programme import Programme


@dataclass(frozen=True, slots=True)
class Case:
    """Which command is decided, for which membership of which office."""

    command_id: str
    membership_id: str
    office: str


class Ruling:
    """Decides by the programme's rules and records events and rows, inside the caller's transaction."""

    def __init__(self, programme: Programme, notices: Notices | None = None) -> None:
        self.standing = Standing(programme)
        self._notices = notices

    @property
    def programme(self) -> Programme:
        """The programme as its documents say, without what the authority has changed since."""
        return self.standing.written

    def rule(
        self, connection: sa.Connection, case: Case, command: Command, at: datetime
    ) -> tuple[Event, ...]:
        """The events that `command` brings about at `at` (UTC), recorded; none where all is so already.

        Raises `Refused` and `MembershipMoved`; the caller then undoes what the transaction (or its savepoint)
        has written.
        """
        before = membership_state(connection, case.membership_id)
        programme = self.standing.now(connection)
        # Pauses and budget are the authority's to change: they are looked up where points would be granted.
        events = decide(before, command, at, replace(programme, pauses=(), budget=None))
        if any(isinstance(event, PointsGranted) for event in events):
            events = decide(before, command, at, _limits(connection, programme, events))
        after = fold(events, before)
        look_on = next_due(after, taipei_day(at))
        if not events:
            set_look_on(connection, case.membership_id, look_on)
            return ()
        if before.registration is None and after.registration is not None:
            open_row(connection, case.membership_id, case.office, after.registration)
        write_rows(connection, (case.membership_id, case.office), before, after, look_on)
        append_events(connection, case.office, _envelopes(case, events, before.version, at))
        if self._notices is not None:
            self._notices.tell(connection, after, events, at)
        return events


def _limits(connection: sa.Connection, programme: Programme, events: Sequence[Event]) -> Programme:
    """`programme` with its pauses and, where it has a budget, the points out before `events`."""
    programme = in_force(connection, programme)
    if programme.budget is None:
        return programme
    return replace(programme, points_out=locked_points_out(connection) - _points_back(events))


def _points_back(events: Sequence[Event]) -> int:
    """The points that these events, not recorded yet, give back to the budget."""
    return sum(event.points for event in events if isinstance(event, PointsLapsed | PointsReclaimed))


def _envelopes(case: Case, events: Sequence[Event], version: int, at: datetime) -> list[EventEnvelope]:
    return [
        EventEnvelope(
            event_id=str(uuid_utils.uuid7()),
            membership_id=case.membership_id,
            membership_seq=version + number,
            command_id=case.command_id,
            recorded_at=at,
            kind=event.kind,
            body=event_body(event),
        )
        for number, event in enumerate(events, start=1)
    ]
