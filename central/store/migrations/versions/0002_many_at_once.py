"""Many processes on one database: a cursor that skips nothing, counters, undecided and doubted commands."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_UUID = sa.String(36)
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """What is recorded already counts as of transaction 0, from before all others."""
    with op.batch_alter_table("device") as device:
        device.add_column(sa.Column("branch", sa.Integer, nullable=False, server_default="0"))
        device.add_column(sa.Column("quarantine_reason", sa.String(20)))
    _commands()
    _events()
    _counters()


def _commands() -> None:
    with op.batch_alter_table("command") as command:
        command.add_column(sa.Column("branch", sa.Integer, nullable=False, server_default="0"))
        command.alter_column("answer", existing_type=sa.LargeBinary, nullable=True)
        command.alter_column("decided_at", existing_type=_MOMENT, nullable=True)
        command.drop_constraint("uq_command_device_id_device_seq", type_="unique")
        command.create_unique_constraint(
            "uq_command_device_id_branch_device_seq", ["device_id", "branch", "device_seq"]
        )
    undecided = sa.text("answer IS NULL")
    op.create_index(
        "ix_command_undecided",
        "command",
        ["device_id"],
        postgresql_where=undecided,
        sqlite_where=undecided,
    )
    op.create_table(
        "doubted_command",
        sa.Column("device_id", _UUID, nullable=False),
        sa.Column("command_id", _UUID, nullable=False),
        sa.Column("branch", sa.Integer, nullable=False),
        sa.Column("device_seq", sa.BigInteger, nullable=False),
        sa.Column("chain_hash", sa.String(64), nullable=False),
        sa.Column("sent", sa.LargeBinary, nullable=False),
        sa.Column("answer", sa.LargeBinary, nullable=False),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("device_id", "command_id", name="pk_doubted_command"),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.device_id"], name="fk_doubted_command_device_id_device"
        ),
    )


def _events() -> None:
    with op.batch_alter_table("event") as event:
        event.add_column(sa.Column("transaction_id", sa.BigInteger, nullable=False, server_default="0"))
    with op.batch_alter_table("event") as event:
        event.alter_column("transaction_id", existing_type=sa.BigInteger, server_default=None)
    op.drop_index("ix_event_office_position", "event")
    op.create_index(
        "ix_event_office_transaction_id_position", "event", ["office", "transaction_id", "position"]
    )


def _counters() -> None:
    counter = op.create_table(
        "counter",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counter"),
    )
    event = sa.table("event", sa.column("kind", sa.String), sa.column("body", sa.JSON))
    points = event.c.body["points"].as_integer()
    given = sa.case((event.c.kind == "points_granted", points), else_=-points)
    out = sa.select(sa.func.sum(given)).where(
        event.c.kind.in_(["points_granted", "points_lapsed", "points_reclaimed"])
    )
    points_out = op.get_bind().scalar(out) or 0
    op.bulk_insert(
        counter,
        [{"name": "points_out", "value": points_out}, {"name": "transactions_before", "value": 0}],
    )
