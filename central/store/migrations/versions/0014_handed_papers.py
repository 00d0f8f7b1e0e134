"""Papers that counters hand over, to be fetched by their link."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "handed_paper",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        sa.Column("device_id", sa.String(36), nullable=False),
        sa.Column("membership_id", sa.String(36), nullable=True),
        sa.Column("mailed", sa.Boolean(), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.device_id"]),
        sa.PrimaryKeyConstraint("token_hash", name="pk_handed_paper"),
    )
    op.create_index("ix_handed_paper_kept_until", "handed_paper", ["kept_until"])
