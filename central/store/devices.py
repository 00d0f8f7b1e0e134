"""Devices and the codes that let them in."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from central.store.tables import device, enrolment_code
from kiosk.contract.envelopes import FIRST_IN_CHAIN, CommandEnvelope


@dataclass(frozen=True, slots=True)
class Device:
    """A kiosk: its office, the name on its papers, and the end of its chain of commands."""

    device_id: str
    office: str
    terminal: str
    public_key: bytes
    last_seq: int
    last_hash: str
    quarantined_at: datetime | None

    def continues_with(self, envelope: CommandEnvelope) -> bool:
        """Whether `envelope` is the next link of the chain, and the chain has not been doubted."""
        return (
            self.quarantined_at is None
            and envelope.device_seq == self.last_seq + 1
            and envelope.previous == self.last_hash
        )


@dataclass(frozen=True, slots=True)
class EnrolmentCode:
    """What a one-time code is for, and which device has used it."""

    office: str
    terminal: str
    expires_at: datetime
    device_id: str | None


_COLUMNS = [device.c[name] for name in Device.__slots__]


def find_device(connection: sa.Connection, device_id: str) -> Device | None:
    """The device of this id."""
    row = connection.execute(sa.select(*_COLUMNS).where(device.c.device_id == device_id)).one_or_none()
    return None if row is None else Device(*row)


def locked_device(connection: sa.Connection, device_id: str) -> Device:
    """A device that there is, as it stands now; nobody else changes it until the transaction ends."""
    query = sa.select(*_COLUMNS).where(device.c.device_id == device_id).with_for_update()
    return Device(*connection.execute(query).one())


def advance_chain(connection: sa.Connection, device_id: str, envelope: CommandEnvelope) -> None:
    """The device's chain now ends with `envelope`."""
    connection.execute(
        sa.update(device)
        .where(device.c.device_id == device_id)
        .values(last_seq=envelope.device_seq, last_hash=envelope.chain_hash())
    )


def quarantine(connection: sa.Connection, device_id: str, at: datetime) -> None:
    """Take nothing more from the device until somebody has looked at it."""
    connection.execute(
        sa.update(device)
        .where(device.c.device_id == device_id, device.c.quarantined_at.is_(None))
        .values(quarantined_at=at)
    )


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
