"""Memberships that an office's counters may see beside its own: their holders came with the card."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from central.store.tables import membership, visit
from kiosk.domain.identity import HolderId


def membership_of(connection: sa.Connection, holder: HolderId) -> tuple[str, str] | None:
    """The holder's membership and its office; None where there is none."""
    row = connection.execute(
        sa.select(membership.c.membership_id, membership.c.office).where(
            membership.c.holder_issuer == holder.issuer, membership.c.holder_subject == holder.subject
        )
    ).one_or_none()
    return None if row is None else (row.membership_id, row.office)


def note_visit(
    connection: sa.Connection, office: str, membership_id: str, device_id: str, at: datetime
) -> None:
    """The holder was at a counter of `office`, last at this device and moment (UTC)."""
    values = {"office": office, "membership_id": membership_id, "device_id": device_id, "at": at}
    last = {"device_id": device_id, "at": at}
    same = [visit.c.office, visit.c.membership_id]
    if connection.dialect.name == "postgresql":
        in_postgresql = postgresql.insert(visit).values(values)
        connection.execute(in_postgresql.on_conflict_do_update(index_elements=same, set_=last))
    else:
        in_sqlite = sqlite.insert(visit).values(values)
        connection.execute(in_sqlite.on_conflict_do_update(index_elements=same, set_=last))


def visited(connection: sa.Connection, office: str, membership_ids: Collection[str]) -> frozenset[str]:
    """Those of `membership_ids` whose holders have been at this office."""
    query = sa.select(visit.c.membership_id).where(
        visit.c.office == office, visit.c.membership_id.in_(membership_ids)
    )
    return frozenset(connection.scalars(query))


def is_seen_by(connection: sa.Connection, office: str, membership_id: str, owner: str | None) -> bool:
    """Whether an office's counters may see and change a membership that is of the office `owner`."""
    return owner == office or (owner is not None and bool(visited(connection, office, [membership_id])))
