"""Events from central, as they are kept here."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.contract.codec import event_from
from kiosk.contract.envelopes import EventEnvelope
from kiosk.domain.events import Event
from kiosk.storage import purged
from kiosk.storage.tables import EventRow


class OutOfOrder(Exception):
    """An event that does not follow the last one of its membership."""


def store(session: Session, envelope: EventEnvelope) -> bool:
    """Keep an event; False where it is here already, or is of a history that was purged.

    Raises `Malformed` for one that this version of the kiosk does not understand, and `OutOfOrder`.
    """
    if session.get(EventRow, envelope.event_id) is not None:
        return False
    event_from(envelope.kind, envelope.body)
    last = session.scalar(
        select(func.max(EventRow.membership_seq)).where(EventRow.membership_id == envelope.membership_id)
    )
    gone = purged.find(session, envelope.membership_id) if last is None else None
    known = gone.last_seq if gone else last or 0
    if gone and envelope.membership_seq <= known:
        return False
    if envelope.membership_seq != known + 1:
        raise OutOfOrder
    if gone:
        purged.told_of_more(gone, envelope.membership_seq)
        return False
    session.add(
        EventRow(
            event_id=envelope.event_id,
            membership_id=envelope.membership_id,
            membership_seq=envelope.membership_seq,
            command_id=envelope.command_id,
            recorded_at=envelope.recorded_at,
            kind=envelope.kind,
            body=json.dumps(envelope.body, ensure_ascii=False),
        )
    )
    session.flush()
    return True


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
    return tuple(Confirmed(event_from(row.kind, json.loads(row.body)), row.recorded_at) for row in rows)
