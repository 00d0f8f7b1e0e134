"""What the staff did about commands that central did not accept."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "attended",
        sa.Column("row", sa.Integer(), primary_key=True),
        sa.Column("command_id", sa.String(), sa.ForeignKey("outbox.command_id"), nullable=False, index=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("draft_id", sa.String(), index=True),
        sa.CheckConstraint("way IN ('correct', 'sent_again', 'withdraw', 'ask')", name="attended_way"),
    )
