"""Who signs in at this machine, and shifts."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "staff_account",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("given_hash", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("card", sa.String(), nullable=True, unique=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("wait_seconds", sa.Integer(), nullable=False),
    )
    op.create_table(
        "shift",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("opened_waiting", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("closed_waiting", sa.Integer(), nullable=True),
        sa.Column("last_seq", sa.Integer(), nullable=True),
        sa.Column("receipt_number", sa.Integer(), nullable=True),
    )
