"""Devices whose chain of commands is broken: both branches are kept until somebody has looked at them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from central.store.commands import KeptCommand
from central.store.devices import Device, QuarantineReason, locked_device
from central.store.tables import command, device, doubted_command
from kiosk.contract.envelopes import CommandEnvelope


class NotInQuarantine(Exception):
    """There is nothing to release the device from."""


@dataclass(frozen=True, slots=True)
class QuarantinedDevice:
    """A device that nothing is taken from. `reason` is None where it was not kept at the time."""

    device_id: str
    office: str
    terminal: str
    last_seq: int
    quarantined_at: datetime
    reason: QuarantineReason | None


@dataclass(frozen=True, slots=True)
class Link:
    """A command in a branch, its canonical bytes as they came; `at` is when it was decided or received."""

    device_seq: int
    command_id: str
    sent: bytes
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Branches:
    """What central took at and past the place where the chain parts, and what it doubted."""

    taken: tuple[Link, ...]
    doubted: tuple[Link, ...]


def quarantine(connection: sa.Connection, device_id: str, reason: QuarantineReason, at: datetime) -> None:
    """Take nothing more from the device until somebody has looked at it."""
    connection.execute(
        sa.update(device)
        .where(device.c.device_id == device_id, device.c.quarantined_at.is_(None))
        .values(quarantined_at=at, quarantine_reason=reason.value)
    )


def keep_doubted(
    connection: sa.Connection, one: Device, envelope: CommandEnvelope, kept: KeptCommand, at: datetime
) -> None:
    """Keep a command that is not taken, with its answer."""
    connection.execute(
        sa.insert(doubted_command).values(
            device_id=one.device_id,
            command_id=envelope.statement.command_id,
            branch=one.branch,
            device_seq=envelope.device_seq,
            chain_hash=envelope.chain_hash(),
            sent=kept.sent,
            answer=kept.answer,
            received_at=at,
        )
    )


def find_doubted(
    connection: sa.Connection, device_id: str, command_ids: Sequence[str]
) -> Mapping[str, KeptCommand]:
    """Which of these commands were doubted when they came first."""
    columns = (doubted_command.c.command_id, doubted_command.c.sent, doubted_command.c.answer)
    query = sa.select(*columns).where(
        doubted_command.c.device_id == device_id, doubted_command.c.command_id.in_(set(command_ids))
    )
    return {row.command_id: KeptCommand(row.sent, row.answer) for row in connection.execute(query)}


def quarantined_devices(connection: sa.Connection) -> tuple[QuarantinedDevice, ...]:
    """Those in quarantine, the longest first."""
    columns = (
        device.c.device_id,
        device.c.office,
        device.c.terminal,
        device.c.last_seq,
        device.c.quarantined_at,
        device.c.quarantine_reason,
    )
    query = sa.select(*columns).where(device.c.quarantined_at.is_not(None))
    return tuple(
        QuarantinedDevice(*row[:-1], row[-1] and QuarantineReason(row[-1]))
        for row in connection.execute(query.order_by(device.c.quarantined_at))
    )


def branches(connection: sa.Connection, device_id: str) -> Branches:
    """Both branches of a device in quarantine. Raises `NotInQuarantine`."""
    one = _locked(connection, device_id)
    doubted = _links(connection, doubted_command, doubted_command.c.received_at, one)
    parts_at = min((link.device_seq for link in doubted), default=one.last_seq + 1)
    taken = _links(connection, command, command.c.decided_at, one)
    return Branches(tuple(link for link in taken if link.device_seq >= parts_at), doubted)


def release(connection: sa.Connection, device_id: str) -> None:
    """Let the device go on where its own last command ended; what was doubted stays undone.

    Raises `NotInQuarantine`.
    """
    one = _locked(connection, device_id)
    ours = (doubted_command.c.device_id == device_id, doubted_command.c.branch == one.branch)
    query = sa.select(doubted_command.c.device_seq, doubted_command.c.chain_hash).where(*ours)
    last = connection.execute(query.order_by(doubted_command.c.device_seq.desc()).limit(1)).one_or_none()
    last_seq, last_hash = (one.last_seq, one.last_hash) if last is None else last
    connection.execute(
        sa.update(device)
        .where(device.c.device_id == device_id)
        .values(
            last_seq=last_seq,
            last_hash=last_hash,
            branch=one.branch + 1,
            quarantined_at=None,
            quarantine_reason=None,
        )
    )


def _locked(connection: sa.Connection, device_id: str) -> Device:
    one = locked_device(connection, device_id)
    if one.quarantined_at is None:
        raise NotInQuarantine(device_id)
    return one


def _links(
    connection: sa.Connection, table: sa.Table, at: sa.Column[datetime], one: Device
) -> tuple[Link, ...]:
    query = (
        sa.select(table.c.device_seq, table.c.command_id, table.c.sent, at)
        .where(table.c.device_id == one.device_id, table.c.branch == one.branch)
        .order_by(table.c.device_seq, table.c.command_id)
    )
    return tuple(Link(*row) for row in connection.execute(query))
