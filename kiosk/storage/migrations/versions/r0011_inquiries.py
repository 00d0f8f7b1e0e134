"""Members' messages to the help desk, and its answers."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "inquiry",
        sa.Column("inquiry_id", sa.String(), primary_key=True),
        sa.Column("membership_id", sa.String(), nullable=False, index=True),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
    )
    op.add_column(
        "sync_state", sa.Column("last_answer", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
