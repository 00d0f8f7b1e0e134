"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_UUID = sa.String(36)
_HASH = sa.String(64)
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Devices, commands, memberships, events, orders, e-mail codes, mail."""
    _devices()
    _memberships()
    _mail()


def _devices() -> None:
    op.create_table(
        "device",
        sa.Column("device_id", _UUID, nullable=False),
        sa.Column("office", sa.String(200), nullable=False),
        sa.Column("terminal", sa.String(40), nullable=False),
        sa.Column("public_key", sa.LargeBinary(32), nullable=False),
        sa.Column("database_id", _UUID, nullable=False),
        sa.Column("enrolled_at", _MOMENT, nullable=False),
        sa.Column("last_seq", sa.BigInteger, nullable=False),
        sa.Column("last_hash", _HASH, nullable=False),
        sa.Column("quarantined_at", _MOMENT),
        sa.PrimaryKeyConstraint("device_id", name="pk_device"),
    )
    op.create_table(
        "enrolment_code",
        sa.Column("code_hash", _HASH, nullable=False),
        sa.Column("office", sa.String(200), nullable=False),
        sa.Column("terminal", sa.String(40), nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("device_id", _UUID),
        sa.PrimaryKeyConstraint("code_hash", name="pk_enrolment_code"),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.device_id"], name="fk_enrolment_code_device_id_device"
        ),
    )
    op.create_table(
        "command",
        sa.Column("command_id", _UUID, nullable=False),
        sa.Column("membership_id", _UUID, nullable=False),
        sa.Column("device_id", _UUID),
        sa.Column("device_seq", sa.BigInteger),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("sent", sa.LargeBinary, nullable=False),
        sa.Column("answer", sa.LargeBinary, nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("command_id", name="pk_command"),
        sa.ForeignKeyConstraint(["device_id"], ["device.device_id"], name="fk_command_device_id_device"),
        sa.UniqueConstraint("device_id", "device_seq", name="uq_command_device_id_device_seq"),
    )
    op.create_index("ix_command_membership_id", "command", ["membership_id"])


def _memberships() -> None:
    op.create_table(
        "membership",
        sa.Column("membership_id", _UUID, nullable=False),
        sa.Column("office", sa.String(200), nullable=False),
        sa.Column("holder_issuer", sa.Text, nullable=False),
        sa.Column("holder_subject", sa.String(200), nullable=False),
        sa.Column("ubn", sa.String(8), nullable=False),
        sa.Column("cooperative_name", sa.Text, nullable=False),
        sa.Column("eligibility", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("look_on", sa.Date),
        sa.PrimaryKeyConstraint("membership_id", name="pk_membership"),
        sa.UniqueConstraint("ubn", name="uq_membership_ubn"),
        sa.UniqueConstraint(
            "holder_issuer", "holder_subject", name="uq_membership_holder_issuer_holder_subject"
        ),
    )
    op.create_index("ix_membership_look_on", "membership", ["look_on"])
    op.create_table(
        "event",
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("event_id", _UUID, nullable=False),
        sa.Column("office", sa.String(200), nullable=False),
        sa.Column("membership_id", _UUID, nullable=False),
        sa.Column("membership_seq", sa.Integer, nullable=False),
        sa.Column("command_id", _UUID, nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_event"),
        sa.UniqueConstraint("event_id", name="uq_event_event_id"),
        sa.UniqueConstraint("membership_id", "membership_seq", name="uq_event_membership_id_membership_seq"),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.membership_id"], name="fk_event_membership_id_membership"
        ),
    )
    op.create_index("ix_event_office_position", "event", ["office", "position"])
    op.create_table(
        "orders",
        sa.Column("order_number", sa.String(20), nullable=False),
        sa.Column("membership_id", _UUID, nullable=False),
        sa.Column("vendor_id", sa.String(40), nullable=False),
        sa.Column("plan_name", sa.Text, nullable=False),
        sa.Column("own", sa.Integer, nullable=False),
        sa.Column("points", sa.Integer, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("payment_url", sa.Text, nullable=False),
        sa.Column("placed_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("order_number", name="pk_orders"),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.membership_id"], name="fk_orders_membership_id_membership"
        ),
    )
    op.create_index("ix_orders_membership_id", "orders", ["membership_id"])
    op.create_index("ix_orders_vendor_id", "orders", ["vendor_id"])


def _mail() -> None:
    op.create_table(
        "email_code",
        sa.Column("membership_id", _UUID, nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("code_hash", _HASH, nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("tries_left", sa.Integer, nullable=False),
        sa.Column("used_at", _MOMENT),
        sa.PrimaryKeyConstraint("membership_id", name="pk_email_code"),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.membership_id"], name="fk_email_code_membership_id_membership"
        ),
    )
    op.create_table(
        "mail",
        sa.Column("mail_id", _UUID, nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("useful_until", _MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_try_at", _MOMENT),
        sa.Column("sent_at", _MOMENT),
        sa.PrimaryKeyConstraint("mail_id", name="pk_mail"),
    )
    op.create_index("ix_mail_next_try_at", "mail", ["next_try_at"])
