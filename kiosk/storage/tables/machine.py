"""This machine: who it is, how far sync is, what central signed, what was deleted."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.storage.tables.base import Base


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
