"""Signings by phone that have begun."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from central.store.tables import fido_ticket
from kiosk.contract.api import FidoState


@dataclass(frozen=True, slots=True)
class FidoRow:
    """A signing: whose command, what TW FidO knows it by, who must sign, and how it stands."""

    ticket_id: str
    device_id: str
    command_id: str
    statement_hash: str
    transaction_id: str
    sp_ticket: str
    sp_ticket_id: str
    person: str
    state: FidoState
    expires_at: datetime
    signature: str | None


_COLUMNS = [fido_ticket.c[name] for name in FidoRow.__slots__]


def add_fido(connection: sa.Connection, row: FidoRow) -> None:
    """Keep a signing that has begun."""
    values = {name: getattr(row, name) for name in FidoRow.__slots__}
    connection.execute(sa.insert(fido_ticket).values(values))


def find_fido(connection: sa.Connection, ticket_id: str, device_id: str) -> FidoRow | None:
    """The signing of this id that the device began."""
    return _one(connection, fido_ticket.c.ticket_id == ticket_id, fido_ticket.c.device_id == device_id)


def find_pending(
    connection: sa.Connection, device_id: str, statement_hash: str, person: str, now: datetime
) -> FidoRow | None:
    """The device's latest signing of this statement by this person, if it still waits."""
    return _one(
        connection,
        fido_ticket.c.device_id == device_id,
        fido_ticket.c.statement_hash == statement_hash,
        fido_ticket.c.person == person,
        fido_ticket.c.state == FidoState.PENDING,
        fido_ticket.c.expires_at > now,
    )


def claim_asking(connection: sa.Connection, ticket_id: str, now: datetime, not_since: datetime) -> bool:
    """Whether TW FidO may be asked about a pending signing now: nobody else asked after `not_since`."""
    asked = fido_ticket.c.asked_at
    claimed = connection.execute(
        sa.update(fido_ticket)
        .where(
            fido_ticket.c.ticket_id == ticket_id,
            fido_ticket.c.state == FidoState.PENDING,
            sa.or_(asked.is_(None), asked <= not_since),
        )
        .values(asked_at=now)
    )
    return claimed.rowcount == 1


def settle_fido(connection: sa.Connection, ticket_id: str, state: FidoState, signature: str | None) -> None:
    """A signing has come to its end; the first end stays."""
    connection.execute(
        sa.update(fido_ticket)
        .where(fido_ticket.c.ticket_id == ticket_id, fido_ticket.c.state == FidoState.PENDING)
        .values(state=state, signature=signature)
    )


def _one(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> FidoRow | None:
    query = sa.select(*_COLUMNS).where(*conditions).order_by(fido_ticket.c.ticket_id.desc()).limit(1)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else FidoRow(**{**row, "state": FidoState(row["state"])})
