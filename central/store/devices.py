"""Devices and the codes that let them in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from central.store.many import Update, Write
from central.store.tables import command, device, doubted_command, enrolment_code
from kiosk.contract.envelopes import FIRST_IN_CHAIN, CommandEnvelope


class QuarantineReason(StrEnum):
    """How a device's chain of commands was found to be broken."""

    FORK = "fork"  # a place in the chain that another command has already: a database restored or copied
    GAP = "gap"  # a place too far on: commands before it never came
    OTHER_CHAIN = "other chain"  # the next place, after another command than central has


@dataclass(frozen=True, slots=True)
class Device:
    """A kiosk: its office, the name on its papers, and the end of its chain of commands.

    `branch` counts how often its chain was let go on after a quarantine.
    """

    device_id: str
    office: str
    terminal: str
    public_key: bytes
    last_seq: int
    last_hash: str
    branch: int
    quarantined_at: datetime | None
    revoked_at: datetime | None

    def doubt(self, envelope: CommandEnvelope) -> QuarantineReason | None:
        """Why `envelope` is not the next link of the chain; None where it is."""
        if envelope.device_seq <= self.last_seq:
            return QuarantineReason.FORK
        if envelope.device_seq > self.last_seq + 1:
            return QuarantineReason.GAP
        return None if envelope.previous == self.last_hash else QuarantineReason.OTHER_CHAIN


@dataclass(frozen=True, slots=True)
class EnrolmentCode:
    """What a one-time code is for, and which device has used it."""

    office: str
    terminal: str
    expires_at: datetime
    device_id: str | None


_COLUMNS = [device.c[name] for name in Device.__slots__]


_FOUND = sa.select(*_COLUMNS).where(device.c.device_id == sa.bindparam("device"))
_SET_CHAIN = Update(device, of={"device": "device_id"}, to={"to_seq": "last_seq", "to_hash": "last_hash"})


def find_device(connection: sa.Connection, device_id: str) -> Device | None:
    """The device of this id."""
    row = connection.execute(_FOUND, {"device": device_id}).one_or_none()
    return None if row is None else Device(*row)


def locked_device(connection: sa.Connection, device_id: str) -> Device:
    """A device as it stands now; nobody else changes it until the transaction ends. Raises NoResultFound."""
    return Device(*connection.execute(_FOUND.with_for_update(), {"device": device_id}).one())


def chain_ends(ends: Iterable[tuple[str, int, str]]) -> Write:
    """Where chains of devices end from now on: device, `device_seq` and hash of the last command."""
    rows = [{"device": device, "to_seq": seq, "to_hash": hash_} for device, seq, hash_ in ends]
    return Write(_SET_CHAIN, rows)


def has_sent(connection: sa.Connection, device_id: str) -> bool:
    """Whether a command of the device was ever taken or doubted."""
    sent = (
        sa.select(sa.literal(1)).where(table.c.device_id == device_id).limit(1)
        for table in (command, doubted_command)
    )
    return any(connection.execute(one).first() is not None for one in sent)


def revoke(connection: sa.Connection, device_id: str, at: datetime) -> bool:
    """Shut a device out for good; whether there is one to shut out."""
    known = connection.execute(
        sa.update(device)
        .where(device.c.device_id == device_id, device.c.revoked_at.is_(None))
        .values(revoked_at=at)
    )
    return known.rowcount == 1


def revoked_devices(connection: sa.Connection) -> Mapping[str, datetime]:
    """Since when (UTC) each device is shut out that is, by its id."""
    query = sa.select(device.c.device_id, device.c.revoked_at).where(device.c.revoked_at.is_not(None))
    return {device_id: at for device_id, at in connection.execute(query)}  # noqa: C416 - rows are no pairs


def list_devices(connection: sa.Connection) -> tuple[Device, ...]:
    """All devices, in the order in which they were let in."""
    query = sa.select(*_COLUMNS).order_by(device.c.enrolled_at, device.c.device_id)
    return tuple(Device(*row) for row in connection.execute(query))


def add_enrolment_code(connection: sa.Connection, code_hash: str, code: EnrolmentCode) -> None:
    """Keep a new code; only its hash is known from now on."""
    connection.execute(
        sa.insert(enrolment_code).values(
            code_hash=code_hash, office=code.office, terminal=code.terminal, expires_at=code.expires_at
        )
    )


def find_enrolment_code(connection: sa.Connection, code_hash: str) -> EnrolmentCode | None:
    """The code with this hash, locked until the transaction ends."""
    columns = [enrolment_code.c[name] for name in EnrolmentCode.__slots__]
    query = sa.select(*columns).where(enrolment_code.c.code_hash == code_hash).with_for_update()
    row = connection.execute(query).one_or_none()
    return None if row is None else EnrolmentCode(*row)


def enrol(
    connection: sa.Connection,
    code_hash: str,
    *,
    device_id: str,
    office: str,
    terminal: str,
    public_key: bytes,
    database_id: str,
    at: datetime,
) -> None:
    """A new device uses up its code."""
    connection.execute(
        sa.insert(device).values(
            device_id=device_id,
            office=office,
            terminal=terminal,
            public_key=public_key,
            database_id=database_id,
            enrolled_at=at,
            last_seq=0,
            last_hash=FIRST_IN_CHAIN,
        )
    )
    connection.execute(
        sa.update(enrolment_code).where(enrolment_code.c.code_hash == code_hash).values(device_id=device_id)
    )
