"""Who works here, and what was done: staff, shifts, cases attended to, the audit log."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.storage.tables.base import Base


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
