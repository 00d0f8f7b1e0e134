"""Papers about no command, the signed code of each, the log of prints, and this device's certificate."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_AS_IT_WAS = sa.Table(
    "receipt",
    sa.MetaData(),
    sa.Column("number", sa.Integer(), primary_key=True),
    sa.Column("kind", sa.String(), nullable=False),
    sa.Column("membership_id", sa.String(), nullable=False),
    sa.Column("command_id", sa.String(), sa.ForeignKey("outbox.command_id"), nullable=False, unique=True),
    sa.Column("snapshot", sa.String(), nullable=False),
    sa.Column("printed", sa.Integer(), nullable=False),
)


def upgrade() -> None:
    """Widen the table of papers, make the log, add the device's column."""
    with op.batch_alter_table("receipt", copy_from=_AS_IT_WAS) as receipt:
        receipt.alter_column("membership_id", existing_type=sa.String(), nullable=True)
        receipt.alter_column("command_id", existing_type=sa.String(), nullable=True)
        receipt.add_column(sa.Column("code", sa.String(), nullable=True))
    op.create_index("ix_receipt_membership_id", "receipt", ["membership_id"])  # it went with the table
    op.create_table(
        "paper_print",
        sa.Column("row", sa.Integer(), primary_key=True),
        sa.Column("number", sa.Integer(), sa.ForeignKey("receipt.number"), nullable=False, index=True),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("number", "nth", name="paper_print_counted"),
    )
    op.add_column("device", sa.Column("certificate", sa.LargeBinary(), nullable=True))
