"""Commands and their first answers."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from central.store.tables import command


@dataclass(frozen=True, slots=True)
class AnsweredCommand:
    """A command's canonical bytes as they came first, and the bytes of its answer."""

    sent: bytes
    answer: bytes


def find_answered(connection: sa.Connection, command_id: str) -> AnsweredCommand | None:
    """What came under this idempotency key before."""
    query = sa.select(command.c.sent, command.c.answer).where(command.c.command_id == command_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else AnsweredCommand(*row)


def add_answered(
    connection: sa.Connection,
    *,
    command_id: str,
    membership_id: str,
    kind: str,
    answered: AnsweredCommand,
    at: datetime,
    device_id: str | None = None,
    device_seq: int | None = None,
) -> None:
    """Keep a command with its answer, for ever. Without a device it came from vendor, agency or central."""
    connection.execute(
        sa.insert(command).values(
            command_id=command_id,
            membership_id=membership_id,
            device_id=device_id,
            device_seq=device_seq,
            kind=kind,
            sent=answered.sent,
            answer=answered.answer,
            decided_at=at,
        )
    )
