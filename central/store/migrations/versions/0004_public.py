"""What the public and the phone need: revoked devices, codes of receipts, signing by 行動自然人憑證."""

import base64
import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_UUID = sa.String(36)
_HASH = sa.String(64)
_MOMENT = sa.DateTime(timezone=True)

_PAPERS = ("place_order", "request_refund")


def upgrade() -> None:
    """New tables; the receipts that there are get their codes."""
    with op.batch_alter_table("device") as device:
        device.add_column(sa.Column("revoked_at", _MOMENT))
    op.create_table(
        "fido_ticket",
        sa.Column("ticket_id", _UUID, nullable=False),
        sa.Column("device_id", _UUID, nullable=False),
        sa.Column("command_id", _UUID, nullable=False),
        sa.Column("statement_hash", _HASH, nullable=False),
        sa.Column("transaction_id", _UUID, nullable=False),
        sa.Column("sp_ticket", sa.Text, nullable=False),
        sa.Column("sp_ticket_id", sa.String(200), nullable=False),
        sa.Column("person", _HASH, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("asked_at", _MOMENT),
        sa.Column("signature", sa.Text),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_fido_ticket"),
        sa.ForeignKeyConstraint(["device_id"], ["device.device_id"], name="fk_fido_ticket_device_id_device"),
        sa.UniqueConstraint("transaction_id", name="uq_fido_ticket_transaction_id"),
    )
    op.create_index("ix_fido_ticket_command_id", "fido_ticket", ["command_id"])
    receipt = op.create_table(
        "receipt",
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("command_id", _UUID, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_receipt"),
        sa.ForeignKeyConstraint(["command_id"], ["command.command_id"], name="fk_receipt_command_id_command"),
    )
    op.create_index("ix_receipt_command_id", "receipt", ["command_id"])
    _give_codes(receipt)


def _give_codes(receipt: sa.Table) -> None:
    command = sa.table("command", sa.column("command_id"), sa.column("kind"), sa.column("sent"))
    query = sa.select(command.c.command_id, command.c.sent).where(command.c.kind.in_(_PAPERS))
    rows = [
        {"code": _code(json.loads(sent)), "command_id": command_id}
        for command_id, sent in op.get_bind().execute(query)
    ]
    if rows:
        op.bulk_insert(receipt, rows)


def _code(envelope: dict[str, object]) -> str:
    """As the first version of kiosk.contract.receipt_code: a migration never follows the program."""
    statement = json.dumps(
        envelope["statement"], ensure_ascii=False, separators=(",", ":"), sort_keys=True
    ).encode()
    digits = base64.b32encode(hashlib.sha256(b"receipt\0" + statement).digest())[:16].decode()
    return digits.translate(
        str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    )
