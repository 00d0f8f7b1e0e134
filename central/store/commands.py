"""Commands and their first answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from central.store.many import Insert, Write, write_together
from central.store.receipts import kept_codes
from central.store.tables import command


@dataclass(frozen=True, slots=True)
class KeptCommand:
    """A command's canonical bytes as they came first, and the bytes of its answer; None: not decided yet."""

    sent: bytes
    answer: bytes | None


@dataclass(frozen=True, slots=True)
class NewCommand:
    """A command to keep, for ever. Without a device it came from vendor, agency or central.

    `decided_at` is None as long as there is no answer. `paper` is the code of the paper about it, if any.
    """

    command_id: str
    membership_id: str
    kind: str
    sent: bytes
    answer: bytes | None
    decided_at: datetime | None
    device_id: str | None = None
    branch: int = 0
    device_seq: int | None = None
    paper: str | None = None


_COLUMNS = tuple(name for name in NewCommand.__slots__ if name in command.c)
_KEEP = Insert(command, _COLUMNS)


def kept(commands: Sequence[NewCommand]) -> tuple[Write, ...]:
    """Commands with their answers and the codes of their papers, to be kept."""
    rows = [{name: getattr(one, name) for name in _COLUMNS} for one in commands]
    codes = {one.paper: one.command_id for one in commands if one.paper is not None}
    return Write(_KEEP, rows), kept_codes(codes)


def keep_commands(connection: sa.Connection, commands: Sequence[NewCommand]) -> None:
    """Keep commands with their answers."""
    write_together(connection, kept(commands))


def answer_kept(connection: sa.Connection, command_id: str, answer: bytes, at: datetime) -> None:
    """A command that was kept without an answer has got it."""
    update = sa.update(command).where(command.c.command_id == command_id, command.c.answer.is_(None))
    connection.execute(update.values(answer=answer, decided_at=at))
