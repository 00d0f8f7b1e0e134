"""The first tables."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables, and the single rows of those that have one."""
    op.create_table(
        "outbox",
        sa.Column("command_id", sa.String(), primary_key=True),
        sa.Column("device_seq", sa.Integer(), nullable=False, unique=True),
        sa.Column("membership_id", sa.String(), nullable=False, index=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("signer_issuer", sa.String()),
        sa.Column("signer_subject", sa.String()),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.Column("chain_hash", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime()),
        sa.CheckConstraint("state IN ('waiting', 'accepted', 'refused', 'rejected')", name="outbox_state"),
    )
    op.create_index("outbox_by_state", "outbox", ["state", "device_seq"])
    op.create_table(
        "event",
        sa.Column("event_id", sa.String(), primary_key=True),
        sa.Column("membership_id", sa.String(), nullable=False),
        sa.Column("membership_seq", sa.Integer(), nullable=False),
        sa.Column("command_id", sa.String(), nullable=False, index=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.UniqueConstraint("membership_id", "membership_seq", name="event_in_order"),
    )
    op.create_table(
        "membership",
        sa.Column("membership_id", sa.String(), primary_key=True),
        sa.Column("holder_issuer", sa.String(), nullable=False),
        sa.Column("holder_subject", sa.String(), nullable=False),
        sa.Column("ubn", sa.String(), nullable=False, index=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False, index=True),
    )
    op.create_index("membership_by_holder", "membership", ["holder_issuer", "holder_subject"])
    op.create_table(
        "receipt",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("membership_id", sa.String(), nullable=False, index=True),
        sa.Column("command_id", sa.String(), sa.ForeignKey("outbox.command_id"), nullable=False, unique=True),
        sa.Column("snapshot", sa.String(), nullable=False),
        sa.Column("printed", sa.Integer(), nullable=False),
    )
    op.create_table(
        "draft",
        sa.Column("draft_id", sa.String(), primary_key=True),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("membership_id", sa.String()),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("data", sa.String(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False, index=True),
    )
    device = op.create_table(
        "device",
        sa.Column("row", sa.Integer(), primary_key=True),
        sa.Column("database_id", sa.String(), nullable=False),
        sa.Column("device_id", sa.String()),
        sa.Column("office", sa.String()),
        sa.Column("terminal", sa.String()),
        sa.Column("central_url", sa.String()),
        sa.CheckConstraint("row = 1", name="device_one_row"),
    )
    op.bulk_insert(device, [{"row": 1, "database_id": str(uuid.uuid4())}])
    sync_state = op.create_table(
        "sync_state",
        sa.Column("row", sa.Integer(), primary_key=True),
        sa.Column("cursor", sa.String(), nullable=False),
        sa.Column("last_success", sa.DateTime()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next_try", sa.DateTime()),
        sa.Column("why", sa.String(), nullable=False),
        sa.CheckConstraint("row = 1", name="sync_state_one_row"),
    )
    op.bulk_insert(sync_state, [{"row": 1, "cursor": "", "failures": 0, "why": ""}])
