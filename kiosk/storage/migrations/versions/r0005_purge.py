"""What was purged, which histories are not kept any more, and whether a backup was gone back to."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables, and the device's column."""
    op.create_table(
        "purge",
        sa.Column("row", sa.Integer(), primary_key=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("membership_id", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
    )
    op.create_table(
        "purged_history",
        sa.Column("membership_id", sa.String(), primary_key=True),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
    )
    op.add_column("device", sa.Column("restored_at", sa.DateTime(), nullable=True))
