"""Papers to be printed, and which printer prints which size."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "print_job",
        sa.Column("job_id", sa.String(), primary_key=True),
        sa.Column(
            "receipt_number", sa.Integer(), sa.ForeignKey("receipt.number"), nullable=False, index=True
        ),
        sa.Column("copy", sa.Integer(), nullable=False),
        sa.Column("size", sa.String(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("printer", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False, index=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("spooler_job", sa.String()),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'printing', 'printed', 'failed', 'given_up')", name="print_job_state"
        ),
    )
    op.create_table(
        "printer_choice",
        sa.Column("size", sa.String(), primary_key=True),
        sa.Column("printer", sa.String(), nullable=False),
    )
