"""The check codes of the papers that kiosks hand out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from central.store.many import Insert, Write
from central.store.tables import command, device, membership, order, receipt
from kiosk.contract.envelopes import Statement


@dataclass(frozen=True, slots=True)
class KeptReceipt:
    """The statement that a paper is about, central's answer to it (None: not yet), and whose it is.

    `device_revoked_at`: since when (UTC) the kiosk that took it is shut out.
    """

    statement: Statement
    answer: bytes | None
    cooperative_name: str
    ubn: str
    device_revoked_at: datetime | None


_KEEP = Insert(receipt, ("code", "command_id"))


def kept_codes(codes: Mapping[str, str]) -> Write:
    """The codes of papers, to be kept, each with the id of the command that it is about."""
    return Write(_KEEP, [{"code": code, "command_id": command_id} for code, command_id in codes.items()])


def find_receipt(connection: sa.Connection, code: str) -> KeptReceipt | None:
    """What the paper of this code is about."""
    query = (
        sa.select(
            command.c.sent,
            command.c.answer,
            membership.c.cooperative_name,
            membership.c.ubn,
            device.c.revoked_at,
        )
        .select_from(receipt)
        .join(command, command.c.command_id == receipt.c.command_id)
        .outerjoin(device, device.c.device_id == command.c.device_id)
        .outerjoin(membership, membership.c.membership_id == command.c.membership_id)
        .where(receipt.c.code == code)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return KeptReceipt(
        _statement(row.sent), row.answer, row.cooperative_name or "", row.ubn or "", row.revoked_at
    )


def order_state(connection: sa.Connection, membership_id: str, order_number: str) -> str:
    """How the membership's order stands; "" where there is none."""
    query = sa.select(order.c.state).where(
        order.c.order_number == order_number, order.c.membership_id == membership_id
    )
    return connection.scalar(query) or ""


def _statement(sent: bytes) -> Statement:
    return Statement(**json.loads(sent)["statement"])
