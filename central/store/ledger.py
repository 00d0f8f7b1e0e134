"""What one transaction does to memberships: they are read together, and what follows is written together.

A request brings up to fifty commands: a statement for each of them would take longer than all the rules.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from central.store.events import append_events, membership_states, points_given
from central.store.memberships import insert_rows, move_rows, write_orders
from kiosk.contract.envelopes import EventEnvelope
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

    `programme` is what holds in the transaction, from when somebody has looked it up.
    """

    connection: sa.Connection
    programme: Programme | None = None
    _read: dict[str, Membership] = field(default_factory=dict)
    _changed: dict[str, _Entry] = field(default_factory=dict)
    _events: list[tuple[str, EventEnvelope]] = field(default_factory=list)

    def read(self, membership_ids: Iterable[str], those_there: Container[str]) -> None:
        """Read memberships beforehand, in one statement; of others than `those_there` there is nothing."""
        there = []
        for one in membership_ids:
            if one in those_there:
                there.append(one)
            else:
                self._read[one] = Membership()
        if there:
            self._read.update(membership_states(self.connection, there))

    def state(self, membership_id: str) -> Membership:
        """The membership as it stands, with what was recorded here; version 0 where there is none."""
        changed = self._changed.get(membership_id)
        if changed is not None:
            return changed.after
        if membership_id not in self._read:
            self.read([membership_id], [membership_id])
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
        new = [(key, one) for key, one in self._changed.items() if one.before.registration is None]
        known = [(key, one) for key, one in self._changed.items() if one.before.registration is not None]
        insert_rows(self.connection, ((key, one.office, one.after, one.look_on) for key, one in new))
        move_rows(
            self.connection,
            ((key, one.office, one.before.version, one.after, one.look_on) for key, one in known),
        )
        write_orders(self.connection, ((key, one.before, one.after) for key, one in self._changed.items()))
        append_events(self.connection, self._events)
        self.forget()

    def forget(self) -> None:
        """Drop what was recorded and not written."""
        self._changed, self._events = {}, []
