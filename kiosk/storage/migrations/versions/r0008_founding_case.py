"""Founding cases, and the founders' cards that open them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "founding_case",
        sa.Column("case_id", sa.String(), primary_key=True),
        sa.Column("code_hash", sa.String(), nullable=False, unique=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("membership_id", sa.String(), nullable=True),
    )
    op.create_table(
        "founding_card",
        sa.Column("holder_issuer", sa.String(), primary_key=True),
        sa.Column("holder_subject", sa.String(), primary_key=True),
        sa.Column("case_id", sa.String(), sa.ForeignKey("founding_case.case_id"), primary_key=True),
    )
