"""The events: what has happened, in the order in which it was recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import sqlalchemy as sa

from central.store.many import Insert, Write
from central.store.tables import event, visit
from central.store.transactions import oldest_running, this_transaction
from kiosk.contract.codec import event_from_json
from kiosk.contract.envelopes import EventEnvelope
from kiosk.domain.events import PointsGranted, PointsLapsed, PointsReclaimed
from kiosk.domain.evolve import fold
from kiosk.domain.membership import Membership

_WIRE = [event.c[name] for name in EventEnvelope.model_fields]


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """A place between two events, in the order of transactions and of positions within them.

    As text it is opaque to kiosks; the empty text is the place before all events.
    """

    transaction_id: int = 0
    position: int = 0

    FORM: ClassVar[str] = "^([0-9]{1,18}([.][0-9]{1,18})?)?$"

    @classmethod
    def of(cls, text: str) -> Self:
        """The cursor of a text of the form `FORM`."""
        transaction_id, _, position = text.rpartition(".")
        return cls(int(transaction_id or "0"), int(position or "0"))

    def __str__(self) -> str:
        return f"{self.transaction_id}.{self.position}" if self.transaction_id else str(self.position)


@dataclass(frozen=True, slots=True)
class Page:
    """Some events of an office, the cursor after them, and whether there are more.

    `guests` are those of their memberships that are of other offices: a kiosk may not have what came before.
    """

    events: tuple[EventEnvelope, ...]
    cursor: Cursor
    more: bool
    guests: tuple[str, ...] = ()


_EARLIER = event.alias()


def _last_of(membership_id: sa.ColumnElement[str]) -> sa.ScalarSelect[int]:
    """The transaction of the membership's last event."""
    return (
        sa.select(_EARLIER.c.transaction_id)
        .where(_EARLIER.c.membership_id == membership_id)
        .order_by(_EARLIER.c.membership_seq.desc())
        .limit(1)
        .scalar_subquery()
    )


_APPEND = Insert(
    event,
    ("office", *EventEnvelope.model_fields),
    computed={"transaction_id": this_transaction(_last_of(sa.literal_column("given.membership_id")))},
)
_HISTORY = (
    sa.select(event.c.kind, sa.cast(event.c.body, sa.Text).label("body"))
    .where(event.c.membership_id == sa.bindparam("membership"))
    .order_by(event.c.membership_seq)
)


def appended(events: Sequence[tuple[str, EventEnvelope]]) -> Write:
    """Further events of memberships, which the caller has locked, to be recorded; each with its office.

    They count as of this transaction, but never as of one before those that they follow: a transaction may
    be older than another that got hold of the membership first. The points that they move are counted apart.
    """
    return Write(_APPEND, [{**vars(one), "office": office} for office, one in events])


def membership_state(connection: sa.Connection, membership_id: str) -> Membership:
    """The membership as its events add up; version 0 where there are none."""
    rows = connection.execute(_HISTORY, {"membership": membership_id})
    return fold(event_from_json(row.kind, row.body) for row in rows)


def events_after(
    connection: sa.Connection, office: str, after: Cursor, most: int, membership_id: str | None = None
) -> Page:
    """The office's events past `after`, `most` at a time, each membership's in their order.

    Those of memberships whose holders came to the office with the card are among them. With `membership_id`,
    those of this one alone, where the office may see it.

    Nothing is given out among which something could still come in (see `central.store.transactions`): an
    event counts as of a transaction that is no earlier than its own, so below the oldest one that still runs
    everything has been recorded.
    """
    if membership_id is not None:
        query = _of_one(office, after, most + 1, membership_id)
    else:
        query = _page(event.c.office == office, after, most + 1)
    rows = connection.execute(query).mappings().all()
    # Only now: an office that has no guests yet had none when its own events were looked up.
    if membership_id is None and connection.scalar(_HAS_GUESTS, {"of": office}):
        rows = connection.execute(_with_guests(office, after, most + 1)).mappings().all()
    given = rows[:most]
    return Page(
        events=tuple(
            EventEnvelope.model_construct(**{key: row[key] for key in EventEnvelope.model_fields})
            for row in given
        ),
        cursor=Cursor(given[-1]["transaction_id"], given[-1]["position"]) if given else after,
        more=len(rows) > most,
        guests=tuple(sorted({row["membership_id"] for row in given if row["office"] != office})),
    )


_HAS_GUESTS = sa.select(sa.exists().where(visit.c.office == sa.bindparam("of")))


def _of_one(office: str, after: Cursor, most: int, membership_id: str) -> sa.Select[Any]:
    seen = sa.or_(event.c.office == office, sa.exists().where(_is_guest(office)))
    return _page(sa.and_(seen, event.c.membership_id == membership_id), after, most)


def _is_guest(office: str) -> sa.ColumnElement[bool]:
    return sa.and_(visit.c.office == office, visit.c.membership_id == event.c.membership_id)


def _with_guests(office: str, after: Cursor, most: int) -> sa.Select[Any]:
    """The office's own events and its guests': in one statement, of one moment, so that none is passed over.

    A membership's events are in the order of their transactions: by its last one alone it is seen that a
    guest has nothing new, one look into the index for each.
    """
    news = sa.and_(_is_guest(office), _last_of(visit.c.membership_id) >= after.transaction_id)
    own = _page(event.c.office == office, after, most).subquery()
    guests = _page(news, after, most).subquery()
    both = sa.union_all(sa.select(own), sa.select(guests)).subquery()
    return sa.select(both).order_by(both.c.transaction_id, both.c.position).limit(most)


def _page(condition: sa.ColumnElement[bool], after: Cursor, most: int) -> sa.Select[Any]:
    place = sa.tuple_(event.c.transaction_id, event.c.position)
    return (
        sa.select(event.c.transaction_id, event.c.position, event.c.office, *_WIRE)
        .where(
            condition,
            place > sa.tuple_(after.transaction_id, after.position),
            event.c.transaction_id < oldest_running(),
        )
        .order_by(event.c.transaction_id, event.c.position)
        .limit(most)
    )


def points_given(one: EventEnvelope) -> int:
    """By how many the points change that are with memberships."""
    if one.kind == PointsGranted.kind:
        return int(one.body["points"])
    if one.kind in {PointsLapsed.kind, PointsReclaimed.kind}:
        return -int(one.body["points"])
    return 0
