"""What one transaction does to memberships: they are read together, and what follows is written together.

A request brings up to fifty commands: a statement for each of them would take longer than all the rules.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from central.store.counters import move_points
from central.store.events import appended, membership_state, points_given
from central.store.many import Write, write_together
from central.store.memberships import moved_memberships, moved_orders, new_memberships
from kiosk.contract.envelopes import EventEnvelope
from kiosk.domain.events import Event
from kiosk.domain.evolve import fold
from kiosk.domain.membership import Membership
from kiosk.domain.programme import Programme


@dataclass(slots=True)
class _Entry:
    """A membership as it was read, as it stands now, and the next day on which time may change it."""

    office: str
    before: Membership
    after: Membership
    look_on: date | None


@dataclass(slots=True)
class Ledger:
    """Memberships inside of one transaction. The caller has locked those that there are.

    `versions` are those of the shared documents, where they were read beforehand. `programme` is what holds
    in the transaction, from when somebody has looked it up.
    """

    connection: sa.Connection
    versions: Mapping[str, int] | None = None
    programme: Programme | None = None
    _read: dict[str, Membership] = field(default_factory=dict)
    _changed: dict[str, _Entry] = field(default_factory=dict)
    _events: list[tuple[str, EventEnvelope]] = field(default_factory=list)

    def know(self, histories: Mapping[str, Iterable[Event]]) -> None:
        """Take memberships as events that were read beforehand, all there are of them, add up."""
        self._read.update((membership_id, fold(events)) for membership_id, events in histories.items())

    def state(self, membership_id: str) -> Membership:
        """The membership as it stands, with what was recorded here; version 0 where there is none."""
        changed = self._changed.get(membership_id)
        if changed is not None:
            return changed.after
        if membership_id not in self._read:
            self._read[membership_id] = membership_state(self.connection, membership_id)
        return self._read[membership_id]

    def record(self, key: tuple[str, str], after: Membership, look_on: date | None) -> None:
        """The membership with this id and office now stands as in `after`.

        `look_on` is the next day on which time alone may change it; None for never.
        """
        membership_id, office = key
        entry = self._changed.get(membership_id)
        before = self.state(membership_id) if entry is None else entry.before
        self._changed[membership_id] = _Entry(office, before, after, look_on)

    def add_events(self, office: str, events: Iterable[EventEnvelope]) -> None:
        """What has led there, to one of the office's memberships."""
        self._events += ((office, one) for one in events)

    @property
    def points_moved(self) -> int:
        """By how much what was recorded, and is not written yet, changes the points that are out."""
        return sum(points_given(one) for _, one in self._events)

    def write(self) -> None:
        """Write what was recorded.

        Raises `Taken` where another membership has what may exist once, and `MembershipMoved`; then the
        transaction, or its savepoint, has to be undone.
        """
        for one in self._writes():
            one.run(self.connection)
        move_points(self.connection, self.points_moved)
        self.forget()

    def write_with(self, others: Iterable[Write]) -> None:
        """Write what was recorded together with other rows.

        Instead of `Taken` it may be IntegrityError that is raised (see `write_together`).
        """
        write_together(self.connection, (*self._writes(), *others))
        move_points(self.connection, self.points_moved)
        self.forget()

    def _writes(self) -> tuple[Write, ...]:
        new = [(key, one) for key, one in self._changed.items() if one.before.registration is None]
        known = [(key, one) for key, one in self._changed.items() if one.before.registration is not None]
        return (
            new_memberships((key, one.office, one.after, one.look_on) for key, one in new),
            moved_memberships(
                (key, one.office, one.before.version, one.after, one.look_on) for key, one in known
            ),
            *moved_orders((key, one.before, one.after) for key, one in self._changed.items()),
            appended(self._events),
        )

    def forget(self) -> None:
        """Drop what was recorded and not written."""
        self._changed, self._events = {}, []
