"""Events from central, as they are kept here."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from kiosk.contract.codec import event_from, event_from_json
from kiosk.contract.envelopes import EventEnvelope
from kiosk.domain.events import Event
from kiosk.storage import purged
from kiosk.storage.tables import EventRow


class OutOfOrder(Exception):
    """An event that does not follow the last one of its membership."""


def store(
    session: Session, envelopes: Sequence[EventEnvelope], guests: Collection[str] = ()
) -> Sequence[EventEnvelope]:
    """Keep events, together; those of them that were not here already, nor are of a purged history.

    One of `guests` may begin in its middle (see `purged.begin_late`): none of it is kept before all of it is.
    Raises `Malformed` for one that this version of the kiosk does not understand, and `OutOfOrder`.
    """
    known = set(
        session.scalars(
            select(EventRow.event_id).where(EventRow.event_id.in_({one.event_id for one in envelopes}))
        )
    )
    memberships = {one.membership_id for one in envelopes}
    last = _last_seqs(session, memberships)
    gone = dict(purged.find_all(session, memberships - last.keys()))
    new = []
    for envelope in envelopes:
        membership_id, seq = envelope.membership_id, envelope.membership_seq
        event_from(envelope.kind, envelope.body)
        history = gone.get(membership_id)
        if envelope.event_id in known or (history is not None and seq <= history.last_seq):
            continue
        if seq != (last.get(membership_id, 0) if history is None else history.last_seq) + 1:
            if history is not None or membership_id in last or membership_id not in guests:
                raise OutOfOrder
            gone[membership_id] = purged.begin_late(session, membership_id, seq)
            continue
        if history is None:
            last[membership_id] = seq
            known.add(envelope.event_id)
            new.append(envelope)
        else:
            purged.told_of_more(history, seq)
    if new:
        session.execute(insert(EventRow), [_row(envelope) for envelope in new])
    return new


def _last_seqs(session: Session, membership_ids: set[str]) -> dict[str, int]:
    """The last `membership_seq` of those memberships that there are events of."""
    query = (
        select(EventRow.membership_id, func.max(EventRow.membership_seq))
        .where(EventRow.membership_id.in_(membership_ids))
        .group_by(EventRow.membership_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _row(envelope: EventEnvelope) -> dict[str, object]:
    return {**vars(envelope), "body": json.dumps(envelope.body, ensure_ascii=False)}


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An event of central's, and when it recorded it (UTC)."""

    event: Event
    recorded_at: datetime


def confirmed(session: Session, membership_id: str) -> tuple[Confirmed, ...]:
    """What central says has happened to the membership, in order."""
    rows = session.scalars(
        select(EventRow).where(EventRow.membership_id == membership_id).order_by(EventRow.membership_seq)
    )
    return tuple(Confirmed(event_from_json(row.kind, row.body), row.recorded_at) for row in rows)
