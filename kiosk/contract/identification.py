"""A holder shows at a counter whose card it is: the card signs a statement that asks for nothing else.

It is of a kind that no command has, names the device it is shown to, and holds for minutes: nobody can use
it for anything else, elsewhere or later.
"""

from datetime import datetime

import uuid_utils

from kiosk.contract.envelopes import Statement
from kiosk.contract.request_signature import WINDOW

IDENTIFY = "identify_holder"
"""The kind of such a statement."""

_DEVICE = "device_id"


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
    fresh = abs(now - statement.issued_at) <= WINDOW
    return fresh and statement.kind == IDENTIFY and statement.body == {_DEVICE: device_id}
