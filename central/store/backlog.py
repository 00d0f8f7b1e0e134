"""What waits, in numbers alone."""

from collections.abc import Mapping

import sqlalchemy as sa

from central.store.tables import command, device, event, mail, membership


def backlog(connection: sa.Connection) -> Mapping[str, int]:
    """How many mails are not sent, and how many devices are in quarantine."""
    count = sa.func.count()
    mails = sa.select(count).select_from(mail).where(mail.c.next_try_at.is_not(None))
    devices = sa.select(count).select_from(device).where(device.c.quarantined_at.is_not(None))
    return {
        "mails": connection.scalar(mails) or 0,
        "devices in quarantine": connection.scalar(devices) or 0,
    }


def content(connection: sa.Connection) -> Mapping[str, int]:
    """How much there is: memberships, events, commands, devices."""
    tables = {"memberships": membership, "events": event, "commands": command, "devices": device}
    return {
        name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for name, table in tables.items()
    }
