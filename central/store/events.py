"""The events: what has happened, in the order in which it was recorded."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from central.store.tables import event
from kiosk.contract.codec import event_from
from kiosk.contract.envelopes import EventEnvelope
from kiosk.domain.events import PointsGranted, PointsLapsed, PointsReclaimed
from kiosk.domain.evolve import fold
from kiosk.domain.membership import Membership

_WIRE = [event.c[name] for name in EventEnvelope.model_fields]


@dataclass(frozen=True, slots=True)
class Page:
    """Some events of an office, the position after them, and whether there are more."""

    events: tuple[EventEnvelope, ...]
    position: int
    more: bool


def append_events(connection: sa.Connection, office: str, events: Sequence[EventEnvelope]) -> None:
    """Record events of one of the office's memberships."""
    connection.execute(sa.insert(event), [{**one.model_dump(), "office": office} for one in events])


def membership_state(connection: sa.Connection, membership_id: str) -> Membership:
    """The membership as its events add up; version 0 where there are none."""
    query = (
        sa.select(event.c.kind, event.c.body)
        .where(event.c.membership_id == membership_id)
        .order_by(event.c.membership_seq)
    )
    return fold(event_from(kind, body) for kind, body in connection.execute(query))


def points_out(connection: sa.Connection) -> int:
    """How many points are with memberships: granted, and neither lapsed nor reclaimed.

    SQLite has one writer at a time, so nobody grants between this answer and the grant that follows from it.
    """
    points = event.c.body["points"].as_integer()
    back = event.c.kind.in_([PointsLapsed.kind, PointsReclaimed.kind])
    query = sa.select(sa.func.sum(sa.case((back, -points), else_=points))).where(
        event.c.kind.in_([PointsGranted.kind, PointsLapsed.kind, PointsReclaimed.kind])
    )
    return connection.scalar(query) or 0


def events_after(connection: sa.Connection, office: str, position: int, most: int) -> Page:
    """The office's events past `position`, oldest first, `most` at a time.

    SQLite has one writer at a time, so positions become visible in their order and none is skipped.
    PostgreSQL commits out of order: there each event also needs its transaction (`pg_current_xact_id()`),
    only events below `pg_snapshot_xmin(pg_current_snapshot())` may be given out, and the position becomes the
    pair (transaction, sequence). That stays inside this function: a cursor is opaque to kiosks.
    """
    query = (
        sa.select(event.c.position, *_WIRE)
        .where(event.c.office == office, event.c.position > position)
        .order_by(event.c.position)
        .limit(most + 1)
    )
    rows = connection.execute(query).mappings().all()
    given = rows[:most]
    return Page(
        events=tuple(EventEnvelope(**{key: row[key] for key in EventEnvelope.model_fields}) for row in given),
        position=given[-1]["position"] if given else position,
        more=len(rows) > most,
    )
