"""The tables. Moments are UTC, days Asia/Taipei, money NT$."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import Dialect

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_UUID = sa.String(36)
_HASH = sa.String(64)


class Moment(sa.types.TypeDecorator[datetime]):
    """An aware time in UTC, also where the database has no zones (SQLite)."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002, RUF100
        """To the database, in UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002, RUF100
        """From the database, aware."""
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value


device = sa.Table(
    "device",
    metadata,
    sa.Column("device_id", _UUID, primary_key=True),
    sa.Column("office", sa.String(200), nullable=False),
    sa.Column("terminal", sa.String(40), nullable=False),
    sa.Column("public_key", sa.LargeBinary(32), nullable=False),
    sa.Column("database_id", _UUID, nullable=False),
    sa.Column("enrolled_at", Moment, nullable=False),
    # the end of its chain of commands
    sa.Column("last_seq", sa.BigInteger, nullable=False),
    sa.Column("last_hash", _HASH, nullable=False),
    sa.Column("quarantined_at", Moment),
)

enrolment_code = sa.Table(
    "enrolment_code",
    metadata,
    sa.Column("code_hash", _HASH, primary_key=True),
    sa.Column("office", sa.String(200), nullable=False),
    sa.Column("terminal", sa.String(40), nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("device_id", _UUID, sa.ForeignKey("device.device_id")),  # who used it up
)

command = sa.Table(
    "command",
    metadata,
    sa.Column("command_id", _UUID, primary_key=True),
    sa.Column("membership_id", _UUID, nullable=False, index=True),
    sa.Column("device_id", _UUID, sa.ForeignKey("device.device_id")),  # none: vendor, agency or central
    sa.Column("device_seq", sa.BigInteger),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("sent", sa.LargeBinary, nullable=False),  # the canonical bytes as they came
    sa.Column("answer", sa.LargeBinary, nullable=False),  # the first answer, for ever
    sa.Column("decided_at", Moment, nullable=False),
    sa.UniqueConstraint("device_id", "device_seq"),
)

membership = sa.Table(
    "membership",
    metadata,
    sa.Column("membership_id", _UUID, primary_key=True),
    sa.Column("office", sa.String(200), nullable=False),
    sa.Column("holder_issuer", sa.Text, nullable=False),
    sa.Column("holder_subject", sa.String(200), nullable=False),
    sa.Column("ubn", sa.String(8), nullable=False, unique=True),
    sa.Column("cooperative_name", sa.Text, nullable=False),
    sa.Column("eligibility", sa.String(20), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("look_on", sa.Date, index=True),  # the first day on which time alone may change something
    sa.UniqueConstraint("holder_issuer", "holder_subject"),
)

event = sa.Table(
    "event",
    metadata,
    sa.Column("position", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("event_id", _UUID, nullable=False, unique=True),
    sa.Column("office", sa.String(200), nullable=False),
    sa.Column("membership_id", _UUID, sa.ForeignKey("membership.membership_id"), nullable=False),
    sa.Column("membership_seq", sa.Integer, nullable=False),
    sa.Column("command_id", _UUID, nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
    sa.UniqueConstraint("membership_id", "membership_seq"),
    sa.Index("ix_event_office_position", "office", "position"),
)

order = sa.Table(
    "orders",  # "order" is a word of SQL
    metadata,
    sa.Column("order_number", sa.String(20), primary_key=True),
    sa.Column("membership_id", _UUID, sa.ForeignKey("membership.membership_id"), nullable=False, index=True),
    sa.Column("vendor_id", sa.String(40), nullable=False, index=True),
    sa.Column("plan_name", sa.Text, nullable=False),
    sa.Column("own", sa.Integer, nullable=False),
    sa.Column("points", sa.Integer, nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("payment_url", sa.Text, nullable=False),
    sa.Column("placed_at", Moment, nullable=False),
)

email_code = sa.Table(
    "email_code",
    metadata,
    sa.Column("membership_id", _UUID, sa.ForeignKey("membership.membership_id"), primary_key=True),
    sa.Column("email", sa.String(254), nullable=False),
    sa.Column("code_hash", _HASH, nullable=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("tries_left", sa.Integer, nullable=False),
    sa.Column("used_at", Moment),
)

mail = sa.Table(
    "mail",
    metadata,
    sa.Column("mail_id", _UUID, primary_key=True),
    sa.Column("recipient", sa.String(254), nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),  # emptied once it is sent or of no use any more
    sa.Column("useful_until", Moment, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_try_at", Moment, index=True),  # none: done
    sa.Column("sent_at", Moment),
)
