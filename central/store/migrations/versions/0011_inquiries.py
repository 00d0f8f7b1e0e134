"""Messages to the help desk, and what was answered."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_UUID = sa.String(36)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "inquiry",
        sa.Column("inquiry_id", _UUID, nullable=False),
        sa.Column("office", sa.String(200), nullable=False),
        sa.Column("terminal", sa.String(40), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.String(20), nullable=False),
        sa.Column("membership_id", _UUID),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text()),
        sa.Column("answer_number", sa.BigInteger()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("answered_by", sa.String(120)),
        sa.PrimaryKeyConstraint("inquiry_id", name="pk_inquiry"),
        sa.UniqueConstraint("answer_number", name="uq_inquiry_answer_number"),
    )
    op.create_index("ix_inquiry_membership_id", "inquiry", ["membership_id"])
