"""The sealed bundle that was taken last from each device."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """One new table."""
    op.create_table(
        "device_bundle",
        sa.Column("device_id", sa.String(36), nullable=False),
        sa.Column("sealing_key", sa.LargeBinary, nullable=False),
        sa.Column("cursor", sa.String(40), nullable=False),
        sa.Column("first_seq", sa.BigInteger, nullable=False),
        sa.Column("last_seq", sa.BigInteger, nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("device_id", name="pk_device_bundle"),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.device_id"], name="fk_device_bundle_device_id_device"
        ),
    )
