"""Founding cases, and what has happened to each."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_UUID = sa.String(36)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "founding_case",
        sa.Column("case_id", _UUID, nullable=False),
        sa.Column("office", sa.String(200), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_founding_case"),
    )
    op.create_index("ix_founding_case_code_hash", "founding_case", ["code_hash"])
    op.create_table(
        "founding_event",
        sa.Column("case_id", _UUID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("command_id", _UUID, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["founding_case.case_id"], name="fk_founding_event_case_id_founding_case"
        ),
        sa.PrimaryKeyConstraint("case_id", "version", name="pk_founding_event"),
    )
