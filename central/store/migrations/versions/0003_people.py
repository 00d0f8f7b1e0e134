"""The people behind it: staff, keys of vendors, audit, refunds paid out, the programme's changes, reviews."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_UUID = sa.String(36)
_HASH = sa.String(64)
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """New tables; a mail may have HTML beside its text."""
    _staff()
    _money()
    _review()
    op.create_index("ix_membership_eligibility", "membership", ["eligibility"])
    with op.batch_alter_table("mail") as mail:
        mail.add_column(sa.Column("html", sa.Text, nullable=False, server_default=""))


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("staff_id", _UUID, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("vendor_id", sa.String(40)),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("totp_sealed", sa.LargeBinary, nullable=False),
        sa.Column("totp_step", sa.BigInteger, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("locked_until", _MOMENT),
        sa.Column("disabled_at", _MOMENT),
        sa.Column("added_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("staff_id", name="pk_staff"),
        sa.UniqueConstraint("name", name="uq_staff_name"),
    )
    op.create_table(
        "staff_session",
        sa.Column("token_hash", _HASH, nullable=False),
        sa.Column("staff_id", _UUID, nullable=False),
        sa.Column("begun_at", _MOMENT, nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_staff_session"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.staff_id"], name="fk_staff_session_staff_id_staff"),
    )
    op.create_index("ix_staff_session_staff_id", "staff_session", ["staff_id"])
    op.create_table(
        "vendor_key",
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("vendor_id", sa.String(40), nullable=False),
        sa.Column("secret_hash", _HASH, nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("revoked_at", _MOMENT),
        sa.PrimaryKeyConstraint("key_id", name="pk_vendor_key"),
    )
    op.create_index("ix_vendor_key_vendor_id", "vendor_key", ["vendor_id"])
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("hash", _HASH, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )
    op.create_index("ix_audit_subject", "audit", ["subject"])


def _money() -> None:
    op.create_table(
        "payout",
        sa.Column("order_number", sa.String(20), nullable=False),
        sa.Column("paid_out_at", _MOMENT, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("order_number", name="pk_payout"),
        sa.ForeignKeyConstraint(
            ["order_number"], ["orders.order_number"], name="fk_payout_order_number_orders"
        ),
    )
    op.create_table(
        "programme_change",
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("pauses", sa.JSON, nullable=False),
        sa.Column("budget", sa.BigInteger),
        sa.PrimaryKeyConstraint("number", name="pk_programme_change"),
    )


def _review() -> None:
    op.create_table(
        "review",
        sa.Column("review_id", _UUID, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("device_id", _UUID, nullable=False),
        sa.Column("device_seq", sa.BigInteger, nullable=False),
        sa.Column("command_id", _UUID, nullable=False),
        sa.Column("membership_id", _UUID, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("sent", sa.LargeBinary, nullable=False),
        sa.Column("settled_at", _MOMENT),
        sa.Column("sent_hash", _HASH, nullable=False),
        sa.PrimaryKeyConstraint("review_id", name="pk_review"),
        sa.ForeignKeyConstraint(["device_id"], ["device.device_id"], name="fk_review_device_id_device"),
        sa.UniqueConstraint("command_id", "code", "sent_hash", name="uq_review_command_id_code_sent_hash"),
    )
    op.create_index("ix_review_settled_at", "review", ["settled_at"])
