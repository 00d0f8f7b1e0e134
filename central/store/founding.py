"""Founding cases as rows: how each stands, and its events."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from central.store.tables import founding_case, founding_event
from kiosk.domain.founding.keeping import FoundingCaseDropped, FoundingCaseKept, FoundingEvent, FoundingState


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A case of an office, and how it stands."""

    case_id: str
    office: str
    state: FoundingState


def lock_case(connection: sa.Connection, case_id: str) -> KnownCase | None:
    """The case, locked until the transaction ends; None where there is none."""
    query = sa.select(founding_case).where(founding_case.c.case_id == case_id).with_for_update()
    row = connection.execute(query).one_or_none()
    return None if row is None else _known(row)


def case_of_code(connection: sa.Connection, office: str, code_hash: str) -> KnownCase | None:
    """The office's case that this code opens, and that was not dropped."""
    query = sa.select(founding_case).where(
        founding_case.c.office == office,
        founding_case.c.code_hash == code_hash,
        founding_case.c.dropped.is_(False),
    )
    row = connection.execute(query).first()
    return None if row is None else _known(row)


def write_case(connection: sa.Connection, case: KnownCase, *, is_new: bool, at: datetime) -> None:
    """The case as it stands now."""
    values = {
        "office": case.office,
        "code_hash": case.state.code_hash,
        "parts": json.dumps(dict(case.state.parts), ensure_ascii=False),
        "version": case.state.version,
        "dropped": case.state.dropped,
        "updated_at": at,
    }
    if is_new:
        connection.execute(sa.insert(founding_case).values(case_id=case.case_id, **values))
    else:
        here = founding_case.c.case_id == case.case_id
        connection.execute(sa.update(founding_case).where(here).values(**values))


def add_events(
    connection: sa.Connection,
    case_id: str,
    after: int,
    events: Sequence[FoundingEvent],
    command_id: str,
    at: datetime,
) -> None:
    """What happened past version `after`. With the last, that of being dropped, the others are emptied."""
    for version, event in enumerate(events, start=after + 1):
        parts = dict(event.parts) if isinstance(event, FoundingCaseKept) else {}
        values = {"case_id": case_id, "version": version, "command_id": command_id, "recorded_at": at}
        text = json.dumps(parts, ensure_ascii=False)
        connection.execute(sa.insert(founding_event).values(kind=event.kind, parts=text, **values))
        if isinstance(event, FoundingCaseDropped):
            here = founding_event.c.case_id == case_id
            connection.execute(sa.update(founding_event).where(here).values(parts="{}"))


def _known(row: sa.Row) -> KnownCase:  # type: ignore[type-arg]
    state = FoundingState(row.version, row.code_hash, json.loads(row.parts), row.dropped)
    return KnownCase(row.case_id, row.office, state)
