"""What sealed bundles need: central's public keys, pinned."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"


def upgrade() -> None:
    """Two new columns; a kiosk that was enrolled before asks central for its keys when it needs them."""
    op.add_column("device", sa.Column("central_signing_key", sa.String()))
    op.add_column("device", sa.Column("central_sealing_key", sa.String()))
