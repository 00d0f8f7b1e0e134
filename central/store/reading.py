"""What a transaction that takes commands reads once it holds its locks, in one statement."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from central.store.commands import KeptCommand
from central.store.lists import one_of
from central.store.office_tables import document_version
from central.store.tables import command, event
from kiosk.contract.codec import event_from_json
from kiosk.domain.events import Event


@dataclass(frozen=True, slots=True)
class Reading:
    """What there is.

    `known` came before, by idempotency key; `undecided` of the devices has no answer yet, in order:
    membership and command. `histories` are the memberships' events, `versions` those of the shared documents.
    """

    known: Mapping[str, KeptCommand]
    undecided: Mapping[str, Sequence[tuple[str, str]]]
    histories: Mapping[str, Sequence[Event]]
    versions: Mapping[str, int]


_COMMAND, _EVENT, _VERSION = 0, 1, 2


def _nothing(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    return sa.cast(sa.null(), column.type)


_COMMANDS = sa.select(
    sa.literal(_COMMAND).label("part"),
    command.c.membership_id,
    command.c.command_id.label("name"),
    command.c.branch.label("rank"),
    command.c.device_seq.label("number"),
    command.c.device_id,
    command.c.sent,
    command.c.answer,
    sa.cast(sa.null(), sa.Text).label("body"),
).where(
    sa.or_(
        one_of(command.c.command_id, "ids"),
        sa.and_(one_of(command.c.device_id, "devices"), command.c.answer.is_(None)),
    )
)
_EMPTY = (_nothing(command.c.device_id), _nothing(command.c.sent), _nothing(command.c.answer))
_EVENTS = sa.select(
    sa.literal(_EVENT),
    event.c.membership_id,
    event.c.kind,
    sa.literal(0),
    event.c.membership_seq,
    *_EMPTY,
    sa.cast(event.c.body, sa.Text),
).where(one_of(event.c.membership_id, "memberships"))
_VERSIONS = sa.select(
    sa.literal(_VERSION),
    _nothing(command.c.membership_id),
    document_version.c.name,
    sa.literal(0),
    document_version.c.version,
    *_EMPTY,
    sa.cast(sa.null(), sa.Text),
).where(document_version.c.office == "")
_READ = sa.union_all(_COMMANDS, _EVENTS, _VERSIONS).order_by("membership_id", "rank", "number")


def read(
    connection: sa.Connection, devices: Iterable[str], ids: Iterable[str], memberships: Collection[str]
) -> Reading:
    """What is known of these devices, idempotency keys and memberships, all of which are locked."""
    undecided: dict[str, list[tuple[str, str]]] = {device_id: [] for device_id in devices}
    histories: dict[str, list[Event]] = {membership_id: [] for membership_id in memberships}
    known: dict[str, KeptCommand] = {}
    versions: dict[str, int] = {}
    said = {"devices": list(undecided), "ids": list(ids), "memberships": list(histories)}
    for part, membership_id, name, _, number, *more in connection.execute(_READ, said):
        device_id, sent, answer, body = more
        if part == _EVENT:
            histories[membership_id].append(event_from_json(name, body))
        elif part == _VERSION:
            versions[name] = number
        else:
            known[name] = KeptCommand(sent, answer)
            if answer is None and device_id in undecided:
                undecided[device_id].append((membership_id, name))
    return Reading(known, undecided, histories, versions)
