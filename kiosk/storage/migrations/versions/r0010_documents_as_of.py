"""As of when the documents are that are kept here."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0008"


def upgrade() -> None:
    """Add the column."""
    op.add_column("sync_state", sa.Column("documents_as_of", sa.DateTime(), nullable=True))
