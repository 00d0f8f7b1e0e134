"""The agency is reminded of requests about personal data: once when nearly due, once when late."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add how far it was reminded."""
    op.add_column(
        "privacy_request", sa.Column("reminded", sa.Integer(), nullable=False, server_default="0")
    )
