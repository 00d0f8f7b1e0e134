"""Commands and their first answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from central.store.lists import one_of
from central.store.many import Insert
from central.store.receipts import keep_codes
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


@dataclass(frozen=True, slots=True)
class KnownCommands:
    """What came before: under some keys, and what of some devices has no answer yet, in their order.

    Of the latter membership and command are told.
    """

    by_key: Mapping[str, KeptCommand]
    undecided: Mapping[str, Sequence[tuple[str, str]]]


# The statements of each command are written once: that takes SQLAlchemy longer than PostgreSQL to run them.
_KNOWN = (
    sa.select(
        command.c.command_id, command.c.membership_id, command.c.sent, command.c.answer, command.c.device_id
    )
    .where(
        sa.or_(
            one_of(command.c.command_id, "ids"),
            sa.and_(one_of(command.c.device_id, "devices"), command.c.answer.is_(None)),
        )
    )
    .order_by(command.c.branch, command.c.device_seq)
)
_COLUMNS = tuple(name for name in NewCommand.__slots__ if name in command.c)
_KEEP = Insert(command, _COLUMNS)


def known_commands(
    connection: sa.Connection, device_ids: Iterable[str], command_ids: Iterable[str]
) -> KnownCommands:
    """Look up idempotency keys, and what of the devices is not decided."""
    undecided: dict[str, list[tuple[str, str]]] = {device_id: [] for device_id in device_ids}
    rows = connection.execute(_KNOWN, {"devices": list(undecided), "ids": list(command_ids)}).all()
    for row in rows:
        if row.answer is None and row.device_id in undecided:
            undecided[row.device_id].append((row.membership_id, row.command_id))
    return KnownCommands({row.command_id: KeptCommand(row.sent, row.answer) for row in rows}, undecided)


def keep_commands(connection: sa.Connection, commands: Sequence[NewCommand]) -> None:
    """Keep commands with their answers."""
    _KEEP(connection, [{name: getattr(one, name) for name in _COLUMNS} for one in commands])
    keep_codes(connection, {one.paper: one.command_id for one in commands if one.paper is not None})


def answer_kept(connection: sa.Connection, command_id: str, answer: bytes, at: datetime) -> None:
    """A command that was kept without an answer has got it."""
    update = sa.update(command).where(command.c.command_id == command_id, command.c.answer.is_(None))
    connection.execute(update.values(answer=answer, decided_at=at))
