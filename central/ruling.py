"""The truth: a command is decided on all that central knows, and what follows is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import uuid_utils

from central.mail.notices import Notices
from central.programme_desk import in_force
from central.standing import Standing
from central.store.counters import locked_points_out
from central.store.ledger import Ledger
from kiosk.contract.codec import event_body
from kiosk.contract.envelopes import EventEnvelope
from kiosk.domain.calendar import taipei_day
from kiosk.domain.commands import Command
from kiosk.domain.deadlines import next_due
from kiosk.domain.decide import outcome
from kiosk.domain.events import Event, PointsGranted, PointsLapsed, PointsReclaimed
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
        self._bare = programme, replace(programme, pauses=(), budget=None)

    @property
    def programme(self) -> Programme:
        """The programme as its documents say, without what the authority has changed since."""
        return self.standing.written

    def rule(self, ledger: Ledger, case: Case, command: Command, at: datetime) -> tuple[Event, ...]:
        """The events that `command` brings about at `at` (UTC), recorded; none where all is so already.

        Raises `Refused`; then nothing was recorded.
        """
        before = ledger.state(case.membership_id)
        if ledger.programme is None:
            ledger.programme = self.standing.now(ledger.connection, ledger.versions)
        programme = ledger.programme
        # Pauses and budget are the authority's to change: they are looked up where points would be granted.
        events, after = outcome(before, command, at, self._without_limits(programme))
        if any(isinstance(event, PointsGranted) for event in events):
            events, after = outcome(before, command, at, _limits(ledger, programme, events))
        ledger.record((case.membership_id, case.office), after, next_due(after, taipei_day(at)))
        ledger.add_events(case.office, _envelopes(case, events, before.version, at))
        if self._notices is not None and events:
            self._notices.tell(ledger.connection, after, events, at)
        return events

    def _without_limits(self, programme: Programme) -> Programme:
        read, bare = self._bare
        if read is not programme:
            bare = replace(programme, pauses=(), budget=None)
            self._bare = programme, bare
        return bare


def _limits(ledger: Ledger, programme: Programme, events: Sequence[Event]) -> Programme:
    """`programme` with its pauses and, where it has a budget, the points out before `events`."""
    programme = in_force(ledger.connection, programme)
    if programme.budget is None:
        return programme
    points_out = locked_points_out(ledger.connection) + ledger.points_moved - _points_back(events)
    return replace(programme, points_out=points_out)


def _points_back(events: Sequence[Event]) -> int:
    """The points that these events, not recorded yet, give back to the budget."""
    return sum(event.points for event in events if isinstance(event, PointsLapsed | PointsReclaimed))


def _envelopes(case: Case, events: Sequence[Event], version: int, at: datetime) -> list[EventEnvelope]:
    return [
        EventEnvelope.model_construct(  # made here: there is nothing to check
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
