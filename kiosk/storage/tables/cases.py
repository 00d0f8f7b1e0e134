"""Cases: what persons did here, what central says of it, and what is half done."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.storage.tables.base import Base


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


class DraftRow(Base):
    """A half-finished wizard. `data` is JSON."""

    __tablename__ = "draft"

    draft_id: Mapped[str] = mapped_column(primary_key=True)
    flow: Mapped[str]
    membership_id: Mapped[str | None]
    step: Mapped[str]
    data: Mapped[str]
    updated_at: Mapped[datetime] = mapped_column(index=True)


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


class InquiryRow(Base):
    """What a member asked the help desk (`asked`: JSON), and its answer, None before there is one."""

    __tablename__ = "inquiry"

    inquiry_id: Mapped[str] = mapped_column(primary_key=True)
    membership_id: Mapped[str] = mapped_column(index=True)
    sent_at: Mapped[datetime]
    asked: Mapped[str]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
