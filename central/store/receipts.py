"""The check codes of the papers that kiosks hand out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from central.store.tables import command, membership, order, receipt
from kiosk.contract.envelopes import Statement
from kiosk.contract.receipt_code import WITH_PAPER, receipt_code


@dataclass(frozen=True, slots=True)
class KeptReceipt:
    """The statement that a paper is about, central's answer to it (None: not yet), and whose it is."""

    statement: Statement
    answer: bytes | None
    cooperative_name: str
    ubn: str


def keep_codes(connection: sa.Connection, commands: Sequence[tuple[str, str, bytes]]) -> None:
    """Keep the codes of those commands that have a paper: id, kind, canonical bytes of the envelope."""
    rows = [
        {"code": receipt_code(_statement(sent)), "command_id": command_id}
        for command_id, kind, sent in commands
        if kind in WITH_PAPER
    ]
    if rows:
        connection.execute(sa.insert(receipt), rows)


def find_receipt(connection: sa.Connection, code: str) -> KeptReceipt | None:
    """What the paper of this code is about."""
    query = (
        sa.select(command.c.sent, command.c.answer, membership.c.cooperative_name, membership.c.ubn)
        .select_from(receipt)
        .join(command, command.c.command_id == receipt.c.command_id)
        .outerjoin(membership, membership.c.membership_id == command.c.membership_id)
        .where(receipt.c.code == code)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return KeptReceipt(_statement(row.sent), row.answer, row.cooperative_name or "", row.ubn or "")


def order_state(connection: sa.Connection, membership_id: str, order_number: str) -> str:
    """How the membership's order stands; "" where there is none."""
    query = sa.select(order.c.state).where(
        order.c.order_number == order_number, order.c.membership_id == membership_id
    )
    return connection.scalar(query) or ""


def _statement(sent: bytes) -> Statement:
    return Statement(**json.loads(sent)["statement"])
