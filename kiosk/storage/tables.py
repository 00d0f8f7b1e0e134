"""The tables of the kiosk.

`outbox` and `draft` are what a person's action writes; `event` is what sync writes; `membership` is derived
from both and can be rebuilt; `receipt`, `paper_print`, `print_job`, `printer_choice` and `kind_printer` are
about paper; `attended`, `staff_account` and `shift` are the staff's; `audit` and `audit_end` are the audit
log; `document` holds what central signed; `founding_case` and `founding_card` are what founders have entered;
`inquiry` has what members asked the help desk, and its answers; `purge` and `purged_history` tell what was
deleted; `device` and `sync_state` have exactly one row.
"""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcMoment(TypeDecorator[datetime]):
    """An aware time, kept in UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Leave the zone out, since the database knows none."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Say again that it is UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """All tables."""

    type_annotation_map = {datetime: UtcMoment}  # noqa: RUF012 - SQLAlchemy's own form


class OutboxState(StrEnum):
    """What has become of a command of ours. Only central's answer ends the waiting."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    REJECTED = "rejected"


class OutboxRow(Base):
    """A command as it was taken at this counter. `envelope` is sent byte for byte; rows stay for ever.

    `signer_*` is the holder whose card signed, None where the kind asks for no signature. `time_unknown`:
    it was taken while this machine's clock was far from central's. Envelope and signer are empty once the
    case was purged; place, hash and outcome in the chain stay.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("outbox_by_state", "state", "device_seq"),
        CheckConstraint("state IN ('waiting', 'accepted', 'refused', 'rejected')", name="outbox_state"),
    )

    command_id: Mapped[str] = mapped_column(primary_key=True)
    device_seq: Mapped[int] = mapped_column(unique=True)
    membership_id: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    issued_at: Mapped[datetime]
    signer_issuer: Mapped[str | None]
    signer_subject: Mapped[str | None]
    envelope: Mapped[bytes] = mapped_column(LargeBinary)
    chain_hash: Mapped[str]
    state: Mapped[str]
    code: Mapped[str]
    decided_at: Mapped[datetime | None]
    time_unknown: Mapped[bool] = mapped_column(server_default="0")


class EventRow(Base):
    """What central says has happened. `body` is JSON."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("membership_id", "membership_seq", name="event_in_order"),)

    event_id: Mapped[str] = mapped_column(primary_key=True)
    membership_id: Mapped[str]
    membership_seq: Mapped[int]
    command_id: Mapped[str] = mapped_column(index=True)
    recorded_at: Mapped[datetime]
    kind: Mapped[str]
    body: Mapped[str]


class MembershipRow(Base):
    """Where to find a membership: by holder, by 統一編號, by when it last changed here."""

    __tablename__ = "membership"
    __table_args__ = (Index("membership_by_holder", "holder_issuer", "holder_subject"),)

    membership_id: Mapped[str] = mapped_column(primary_key=True)
    holder_issuer: Mapped[str]
    holder_subject: Mapped[str]
    ubn: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    updated_at: Mapped[datetime] = mapped_column(index=True)


class ReceiptRow(Base):
    """A paper as the snapshot of data it is drawn from. `number` has no gaps; a command has at most one.

    Past its time `snapshot` is empty, and the row only keeps the number. Without a command the paper was
    asked for by itself; without a membership it is the office's. `code` is what its QR code says, None where
    it has none; `printed` how often it was printed.
    """

    __tablename__ = "receipt"

    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    membership_id: Mapped[str | None] = mapped_column(index=True)
    command_id: Mapped[str | None] = mapped_column(ForeignKey("outbox.command_id"), unique=True)
    snapshot: Mapped[str]
    printed: Mapped[int]
    code: Mapped[str | None]


class PaperPrintRow(Base):
    """The log of prints: rows are only ever added. The first is the original, `nth` − 1 reprints follow."""

    __tablename__ = "paper_print"
    __table_args__ = (UniqueConstraint("number", "nth", name="paper_print_counted"),)

    row: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(ForeignKey("receipt.number"), index=True)
    nth: Mapped[int]
    at: Mapped[datetime]


class PrintState(StrEnum):
    """How far a print has come."""

    QUEUED = "queued"
    PRINTING = "printing"  # handed to the spooler, or on the way to it
    PRINTED = "printed"
    FAILED = "failed"
    GIVEN_UP = "given_up"


class PrintJobRow(Base):
    """A paper to be printed, and what became of it. `job_id` is a UUIDv7: in its order prints are made.

    `copy` counts the receipt's prints from 1. `pdf` is empty once it is printed or given up. `attempt` counts
    the times it went to a spooler from 1, `spooler_job` is the last one's name there until it has been
    cleared away, `why` the code of what is wrong now. `maybe_twice`: the one sent before may have
    come out as well.
    """

    __tablename__ = "print_job"
    __table_args__ = (
        CheckConstraint(
            "state IN ('queued', 'printing', 'printed', 'failed', 'given_up')", name="print_job_state"
        ),
    )

    job_id: Mapped[str] = mapped_column(primary_key=True)
    receipt_number: Mapped[int] = mapped_column(ForeignKey("receipt.number"), index=True)
    copy: Mapped[int]
    size: Mapped[str]
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
    printer: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    attempt: Mapped[int]
    spooler_job: Mapped[str | None]
    why: Mapped[str]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    maybe_twice: Mapped[bool] = mapped_column(default=False, server_default="0")


class KindPrinterRow(Base):
    """Which printer prints a kind of papers at this counter, and on which size, where that has its own."""

    __tablename__ = "kind_printer"

    kind: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[str]
    printer: Mapped[str]


class PrinterChoiceRow(Base):
    """Which printer prints a size of paper at this counter."""

    __tablename__ = "printer_choice"

    size: Mapped[str] = mapped_column(primary_key=True)
    printer: Mapped[str]


class DraftRow(Base):
    """A half-finished wizard. `data` is JSON."""

    __tablename__ = "draft"

    draft_id: Mapped[str] = mapped_column(primary_key=True)
    flow: Mapped[str]
    membership_id: Mapped[str | None]
    step: Mapped[str]
    data: Mapped[str]
    updated_at: Mapped[datetime] = mapped_column(index=True)


class AttendedRow(Base):
    """What the staff did about a command that central did not accept; rows are only ever added.

    `by` is who, `note` why. `draft_id` is the draft in which it is being corrected, or was.
    """

    __tablename__ = "attended"
    __table_args__ = (
        CheckConstraint("way IN ('correct', 'sent_again', 'withdraw', 'ask')", name="attended_way"),
    )

    row: Mapped[int] = mapped_column(primary_key=True)
    command_id: Mapped[str] = mapped_column(ForeignKey("outbox.command_id"), index=True)
    at: Mapped[datetime]
    way: Mapped[str]
    by: Mapped[str]
    note: Mapped[str]
    draft_id: Mapped[str | None] = mapped_column(index=True)


class Standing(StrEnum):
    """How this device stands with central, as last heard of. But for the first no new case is taken."""

    ACTIVE = "active"
    QUARANTINED = "quarantined"  # central found that its chain of commands parts
    COPIED = "copied"  # this database finds itself that it is an older or another copy
    REVOKED = "revoked"


class DeviceRow(Base):
    """Who this kiosk is. `database_id` is the database's own from the start; the rest comes by enrolment.

    `public_key` (base64) tells which key of the keyring is the device's, `document_key` what central signs
    with, `sealing_key` what is sealed for it; `certificate` is what central gave for the device's key.
    `restored_at`: it was gone back to from a backup then, and is another database to central since.
    """

    __tablename__ = "device"
    __table_args__ = (CheckConstraint("row = 1", name="device_one_row"),)

    row: Mapped[int] = mapped_column(primary_key=True)
    database_id: Mapped[str]
    device_id: Mapped[str | None]
    office: Mapped[str | None]
    terminal: Mapped[str | None]
    central_url: Mapped[str | None]
    public_key: Mapped[str | None]
    document_key: Mapped[str | None]
    sealing_key: Mapped[str | None]
    standing: Mapped[str] = mapped_column(server_default=Standing.ACTIVE.value)
    restored_at: Mapped[datetime | None]
    certificate: Mapped[bytes | None] = mapped_column(LargeBinary)


class DocumentRow(Base):
    """A document as central signed it, byte for byte; `tag` is its ETag."""

    __tablename__ = "document"

    name: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[str]
    tag: Mapped[str]
    fetched_at: Mapped[datetime]


class SyncStateRow(Base):
    """How far sync is and why it waits. `failures` counts those in a row, `why` is the last one's code.

    `clock_ahead_seconds` is how far this machine's clock was ahead of central's when last compared;
    `document_trouble` is the code of why a document of central's was not taken, None where all were;
    `documents_as_of` is central's time (UTC) when it said last which they are;
    `last_answer` is the number of the help desk's answer that came last.
    """

    __tablename__ = "sync_state"
    __table_args__ = (CheckConstraint("row = 1", name="sync_state_one_row"),)

    row: Mapped[int] = mapped_column(primary_key=True)
    cursor: Mapped[str]
    last_success: Mapped[datetime | None]
    failures: Mapped[int]
    next_try: Mapped[datetime | None]
    why: Mapped[str]
    clock_ahead_seconds: Mapped[int | None]
    document_trouble: Mapped[str | None]
    documents_as_of: Mapped[datetime | None]
    last_answer: Mapped[int] = mapped_column(server_default=text("0"))


class PurgeRow(Base):
    """The log of what was purged by which rule: it holds no personal data, and is kept for 5 years."""

    __tablename__ = "purge"

    row: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    membership_id: Mapped[str]
    what: Mapped[str]
    rows: Mapped[int]
    rule: Mapped[str]


class PurgedHistoryRow(Base):
    """A membership whose events were purged here. `last_seq` is the last that central has told of.

    `wanted`: something has happened since, so that its whole history has to be fetched again.
    """

    __tablename__ = "purged_history"

    membership_id: Mapped[str] = mapped_column(primary_key=True)
    last_seq: Mapped[int]
    wanted: Mapped[bool]


class FoundingCaseRow(Base):
    """A cooperative that is being founded. `content` is JSON; `code_hash` is of the code that opens it.

    `membership_id` is the membership that it has become, None before that.
    """

    __tablename__ = "founding_case"

    case_id: Mapped[str] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    content: Mapped[str]
    updated_at: Mapped[datetime]
    membership_id: Mapped[str | None]


class FoundingCardRow(Base):
    """A founder's card, which opens the case as well."""

    __tablename__ = "founding_card"

    holder_issuer: Mapped[str] = mapped_column(primary_key=True)
    holder_subject: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("founding_case.case_id"), primary_key=True)


class AuditRow(Base):
    """A line of the audit log, byte for byte as it was signed; a trigger lets none be changed or removed."""

    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[str]
    signature: Mapped[str]


class AuditEndRow(Base):
    """Where the audit log ends, signed, and how far central has it (`sent_…`)."""

    __tablename__ = "audit_end"
    __table_args__ = (CheckConstraint("row = 1", name="audit_end_one_row"),)

    row: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str]
    signature: Mapped[str]
    sent_seq: Mapped[int]
    sent_hash: Mapped[str]


class InquiryRow(Base):
    """What a member asked the help desk (`asked`: JSON), and its answer, None before there is one."""

    __tablename__ = "inquiry"

    inquiry_id: Mapped[str] = mapped_column(primary_key=True)
    membership_id: Mapped[str] = mapped_column(index=True)
    sent_at: Mapped[datetime]
    asked: Mapped[str]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]


class StaffAccountRow(Base):
    """What this machine knows of an account of central's staff list, beside what the list says.

    `key` is a hash of the id that was typed, whether there is such an account or not. `given_hash` is the
    list's password hash that all this belongs to: with another one in the list it counts no more.
    `password_hash` is the person's own password, `card` the SHA-256 of the certificate that signs in instead.
    `failures` counts wrong passwords in a row, `wait_seconds` is how long nobody may try again.
    """

    __tablename__ = "staff_account"

    key: Mapped[str] = mapped_column(primary_key=True)
    given_hash: Mapped[str]
    password_hash: Mapped[str | None]
    card: Mapped[str | None] = mapped_column(unique=True)
    failures: Mapped[int]
    wait_seconds: Mapped[int]


class ShiftRow(Base):
    """A shift: opened and closed by whom and when (UTC), with how many commands waiting to be sent.

    `receipt_number` is that of its report, made when it was closed, `last_seq` the last command in it.
    """

    __tablename__ = "shift"

    number: Mapped[int] = mapped_column(primary_key=True)
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    opened_waiting: Mapped[int]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    closed_waiting: Mapped[int | None]
    last_seq: Mapped[int | None]
    receipt_number: Mapped[int | None]
