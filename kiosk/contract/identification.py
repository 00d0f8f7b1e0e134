"""A holder shows at a counter who is there: card or phone has signed a statement there just now.

One that asks for nothing else is of a kind that no command has, names the device it is shown to, and holds
for minutes: nobody can use it for anything else, elsewhere or later. Who joins signs once: the registration,
before it is sent, shows who it is as well.
"""

from datetime import datetime, timedelta

import uuid_utils

from kiosk.contract.clock import MAY_BE_OFF
from kiosk.contract.envelopes import Statement
from kiosk.contract.request_signature import WINDOW
from kiosk.domain.commands import OpenMembership

IDENTIFY = "identify_holder"
"""The kind of such a statement."""

_DEVICE = "device_id"
_READING = timedelta(minutes=30)  # how long a registration may be read before it is signed


def identification(device_id: str, at: datetime) -> Statement:
    """What the holder's card is to sign at this device now (UTC)."""
    return Statement(
        command_id=str(uuid_utils.uuid7()),
        membership_id=str(uuid_utils.uuid7()),  # of none: which one it is, is what is asked
        issued_at=at,
        kind=IDENTIFY,
        body={_DEVICE: device_id},
    )


def is_for(statement: Statement, device_id: str, now: datetime) -> bool:
    """Whether the statement identifies somebody at this device, and now (UTC)."""
    age = now - statement.issued_at
    if statement.kind == OpenMembership.kind:
        return -MAY_BE_OFF <= age <= _READING
    return abs(age) <= WINDOW and statement.kind == IDENTIFY and statement.body == {_DEVICE: device_id}
