"""The tables. Moments are UTC, days Asia/Taipei, money NT$."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import Dialect

from central.store.transactions import this_transaction

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
    sa.Column("branch", sa.Integer, nullable=False, server_default="0"),  # a chain that was let go on anew
    sa.Column("quarantined_at", Moment),
    sa.Column("quarantine_reason", sa.String(20)),
    sa.Column("revoked_at", Moment),  # shut out: nothing is taken from it any more
)

device_bundle = sa.Table(
    "device_bundle",  # the sealed bundle that was taken last: what its answer is about
    metadata,
    sa.Column("device_id", _UUID, sa.ForeignKey("device.device_id"), primary_key=True),
    sa.Column("sealing_key", sa.LargeBinary, nullable=False),  # X25519, what the answer is sealed for
    sa.Column("cursor", sa.String(40), nullable=False),  # how far the kiosk had events
    sa.Column("first_seq", sa.BigInteger, nullable=False),
    sa.Column("last_seq", sa.BigInteger, nullable=False),  # less than the first: no commands
    sa.Column("taken_at", Moment, nullable=False),
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
    sa.Column("branch", sa.Integer, nullable=False, server_default="0"),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("sent", sa.LargeBinary, nullable=False),  # the canonical bytes as they came
    sa.Column("answer", sa.LargeBinary),  # the first answer, for ever; none: it is not decided yet
    sa.Column("decided_at", Moment),
    sa.UniqueConstraint("device_id", "branch", "device_seq"),
)
sa.Index(
    "ix_command_undecided",
    command.c.device_id,
    postgresql_where=command.c.answer.is_(None),
    sqlite_where=command.c.answer.is_(None),
)

doubted_command = sa.Table(
    "doubted_command",  # came from a device whose chain is broken: kept beside the commands that were taken
    metadata,
    sa.Column("device_id", _UUID, sa.ForeignKey("device.device_id"), primary_key=True),
    sa.Column("command_id", _UUID, primary_key=True),
    sa.Column("branch", sa.Integer, nullable=False),
    sa.Column("device_seq", sa.BigInteger, nullable=False),
    sa.Column("chain_hash", _HASH, nullable=False),
    sa.Column("sent", sa.LargeBinary, nullable=False),
    sa.Column("answer", sa.LargeBinary, nullable=False),
    sa.Column("received_at", Moment, nullable=False),
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
    sa.Column("eligibility", sa.String(20), nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("look_on", sa.Date, index=True),  # the first day on which time alone may change something
    sa.UniqueConstraint("holder_issuer", "holder_subject"),
)

event = sa.Table(
    "event",
    metadata,
    sa.Column("position", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("transaction_id", sa.BigInteger, nullable=False, default=this_transaction()),
    sa.Column("event_id", _UUID, nullable=False, unique=True),
    sa.Column("office", sa.String(200), nullable=False),
    sa.Column("membership_id", _UUID, sa.ForeignKey("membership.membership_id"), nullable=False),
    sa.Column("membership_seq", sa.Integer, nullable=False),
    sa.Column("command_id", _UUID, nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
    sa.UniqueConstraint("membership_id", "membership_seq"),
    sa.Index("ix_event_office_transaction_id_position", "office", "transaction_id", "position"),
)

visit = sa.Table(
    "visit",  # an office beside the membership's own, to which its holder came with the card
    metadata,
    sa.Column("office", sa.String(200), primary_key=True),
    sa.Column("membership_id", _UUID, sa.ForeignKey("membership.membership_id"), primary_key=True),
    sa.Column("device_id", _UUID, sa.ForeignKey("device.device_id"), nullable=False),  # the last one there
    sa.Column("at", Moment, nullable=False),
)

counter = sa.Table(
    "counter",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.BigInteger, nullable=False),
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
    sa.Column("html", sa.Text, nullable=False, server_default=""),  # the same, for those who read HTML
    sa.Column("useful_until", Moment, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_try_at", Moment, index=True),  # none: done
    sa.Column("sent_at", Moment),
)

staff = sa.Table(
    "staff",
    metadata,
    sa.Column("staff_id", _UUID, primary_key=True),
    sa.Column("name", sa.String(80), nullable=False, unique=True),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("vendor_id", sa.String(40)),  # whose orders a vendor's staff sees
    sa.Column("password_hash", sa.Text, nullable=False),  # Argon2id
    sa.Column("must_change", sa.Boolean, nullable=False),  # the password was made for one use
    sa.Column("totp_sealed", sa.LargeBinary, nullable=False),
    sa.Column("totp_step", sa.BigInteger, nullable=False),  # the last that was taken: none is taken twice
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("locked_until", Moment),
    sa.Column("disabled_at", Moment),
    sa.Column("added_at", Moment, nullable=False),
)

staff_session = sa.Table(
    "staff_session",
    metadata,
    sa.Column("token_hash", _HASH, primary_key=True),
    sa.Column("staff_id", _UUID, sa.ForeignKey("staff.staff_id"), nullable=False, index=True),
    sa.Column("begun_at", Moment, nullable=False),
    sa.Column("seen_at", Moment, nullable=False),
)

vendor_key = sa.Table(
    "vendor_key",
    metadata,
    sa.Column("key_id", sa.String(16), primary_key=True),
    sa.Column("vendor_id", sa.String(40), nullable=False, index=True),
    sa.Column("secret_hash", _HASH, nullable=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("revoked_at", Moment),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("who", sa.String(120), nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("act", sa.String(40), nullable=False),
    sa.Column("subject", sa.String(120), nullable=False, index=True),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("details", sa.JSON, nullable=False),
    sa.Column("hash", _HASH, nullable=False),  # over this entry and the hash of the one before
)

payout = sa.Table(
    "payout",  # refunds that the vendor has paid out
    metadata,
    sa.Column("order_number", sa.String(20), sa.ForeignKey("orders.order_number"), primary_key=True),
    sa.Column("paid_out_at", Moment, nullable=False),
    sa.Column("reference", sa.Text, nullable=False),
)

programme_change = sa.Table(
    "programme_change",  # the latest takes the place of pauses and budget in resources/programme.toml
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("pauses", sa.JSON, nullable=False),  # [first day, last day] of each
    sa.Column("budget", sa.BigInteger),
)

review = sa.Table(
    "review",  # commands that were not accepted, for the review desk
    metadata,
    sa.Column("review_id", _UUID, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("device_id", _UUID, sa.ForeignKey("device.device_id"), nullable=False),
    sa.Column("device_seq", sa.BigInteger, nullable=False),
    sa.Column("command_id", _UUID, nullable=False),
    sa.Column("membership_id", _UUID, nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("code", sa.String(20), nullable=False),  # of the failure catalogue
    sa.Column("sent", sa.LargeBinary, nullable=False),  # the canonical bytes as they came
    sa.Column("settled_at", Moment, index=True),
    sa.Column("sent_hash", _HASH, nullable=False),
    sa.Column("decision", sa.String(20)),  # what the desk has come to
    sa.Column("words", sa.Text),  # to the cooperative
    sa.Column("settled_by", sa.String(120)),
    sa.UniqueConstraint("command_id", "code", "sent_hash"),  # the same bytes again are the same case
)

review_question = sa.Table(
    "review_question",  # what a counter asks the review desk about such a command
    metadata,
    sa.Column("question_id", _UUID, primary_key=True),
    sa.Column("review_id", _UUID, sa.ForeignKey("review.review_id"), nullable=False, index=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("question", sa.String(300), nullable=False),
)

receipt = sa.Table(
    "receipt",  # papers that a kiosk hands out for a signed command
    metadata,
    sa.Column("code", sa.String(16), primary_key=True),  # as kiosk.contract.receipt_code makes it
    sa.Column("command_id", _UUID, sa.ForeignKey("command.command_id"), nullable=False, index=True),
)

handed_paper = sa.Table(
    "handed_paper",  # a paper's file, to be fetched by a link
    metadata,
    sa.Column("token_hash", _HASH, primary_key=True),  # of what the link says; that itself is kept nowhere
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("file", sa.LargeBinary),  # encrypted, its key made from the link; emptied after its time
    sa.Column("device_id", _UUID, sa.ForeignKey("device.device_id"), nullable=False),
    sa.Column("membership_id", _UUID),
    sa.Column("mailed", sa.Boolean, nullable=False),
    sa.Column("handed_at", Moment, nullable=False),
    sa.Column("kept_until", Moment, nullable=False, index=True),
)

fido_ticket = sa.Table(
    "fido_ticket",  # signing by 行動自然人憑證
    metadata,
    sa.Column("ticket_id", _UUID, primary_key=True),
    sa.Column("device_id", _UUID, sa.ForeignKey("device.device_id"), nullable=False),
    sa.Column("command_id", _UUID, nullable=False, index=True),
    sa.Column("statement_hash", _HASH, nullable=False),
    sa.Column("transaction_id", _UUID, nullable=False, unique=True),  # what TW FidO knows it by
    sa.Column("sp_ticket", sa.Text, nullable=False),
    sa.Column("sp_ticket_id", sa.String(200), nullable=False),
    sa.Column("person", _HASH, nullable=False),  # a keyed hash: who must have signed
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("asked_at", Moment),  # when TW FidO was asked last
    sa.Column("signature", sa.Text),
)

founding_case = sa.Table(
    "founding_case",
    metadata,
    sa.Column("case_id", _UUID, primary_key=True),
    sa.Column("office", sa.String(200), nullable=False),
    sa.Column("code_hash", _HASH, nullable=False, index=True),
    sa.Column("parts", sa.Text, nullable=False),  # JSON
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("dropped", sa.Boolean, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
)

founding_event = sa.Table(
    "founding_event",
    metadata,
    sa.Column("case_id", _UUID, sa.ForeignKey("founding_case.case_id"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("command_id", _UUID, nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("parts", sa.Text, nullable=False),  # JSON; emptied when the case is dropped
)

audit_copy = sa.Table(
    "audit_copy",  # counters' audit logs, as they were signed; lines are only ever added
    metadata,
    sa.Column("device_id", _UUID, sa.ForeignKey("device.device_id"), primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("line", sa.Text, nullable=False),
    sa.Column("signature", sa.String(100), nullable=False),
    sa.Column("hash", _HASH, nullable=False),
    sa.Column("received_at", Moment, nullable=False),
)

privacy_request = sa.Table(
    "privacy_request",  # what a person asked about the own data, and what came of it; days of Asia/Taipei
    metadata,
    sa.Column("request_id", _UUID, primary_key=True),
    sa.Column("membership_id", _UUID, sa.ForeignKey("membership.membership_id"), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("received_on", sa.Date, nullable=False),
    sa.Column("due_on", sa.Date, nullable=False),
    sa.Column("extended", sa.Boolean, nullable=False),
    sa.Column("answered_on", sa.Date),
    sa.Column("outcome", sa.String(20), nullable=False),  # empty: it waits
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("reminded", sa.Integer, nullable=False, server_default="0"),  # 1: due soon, 2: late
)

inquiry = sa.Table(
    "inquiry",  # messages to the help desk, and requests for a consultant
    metadata,
    sa.Column("inquiry_id", _UUID, primary_key=True),
    sa.Column("office", sa.String(200), nullable=False),
    sa.Column("terminal", sa.String(40), nullable=False),
    sa.Column("sent_at", Moment, nullable=False),
    sa.Column("subject", sa.String(20), nullable=False),
    sa.Column("membership_id", _UUID, index=True),  # whose answer it is, known with the answer
    sa.Column("asked", sa.Text, nullable=False),  # JSON, as `kiosk.contract.inquiry` reads it
    sa.Column("answer", sa.Text),
    sa.Column("answer_number", sa.BigInteger, unique=True),  # the order in which kiosks fetch answers
    sa.Column("answered_at", Moment),
    sa.Column("answered_by", sa.String(120)),
)
