"""What sealed bundles need: central's public key, pinned."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """A new column; a kiosk that was enrolled before asks central for its key when it needs it."""
    op.add_column("device", sa.Column("sealing_key", sa.String()))
