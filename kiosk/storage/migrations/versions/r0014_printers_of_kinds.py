"""A printer for a kind of papers; prints that may have come out twice."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the table, and add the column."""
    op.create_table(
        "kind_printer",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("size", sa.String(), nullable=False),
        sa.Column("printer", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("kind"),
    )
    op.add_column("print_job", sa.Column("maybe_twice", sa.Boolean(), nullable=False, server_default="0"))
