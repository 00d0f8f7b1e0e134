"""Central's signed documents, its key, how it has this device, and how far the clock is off."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of documents; add what is known of device and clock."""
    op.create_table(
        "document",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(), nullable=False),
    )
    op.add_column("device", sa.Column("public_key", sa.String()))
    op.add_column("device", sa.Column("document_key", sa.String()))
    op.add_column("device", sa.Column("standing", sa.String(), nullable=False, server_default="active"))
    op.add_column("sync_state", sa.Column("clock_ahead_seconds", sa.Integer()))
    op.add_column("sync_state", sa.Column("document_trouble", sa.String()))
    op.add_column("outbox", sa.Column("time_unknown", sa.Boolean(), nullable=False, server_default="0"))
