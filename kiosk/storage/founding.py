"""Founding cases as rows: found by their code's hash or by a founder's card."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from kiosk.domain.founding.keeping import FOUNDING_KINDS, KeepFoundingCase
from kiosk.domain.identity import HolderId
from kiosk.storage.tables import FoundingCardRow, FoundingCaseRow, MembershipRow, OutboxRow, OutboxState


def add(session: Session, case_id: str, code_hash: str, content: str, at: datetime) -> None:
    """A new case."""
    session.add(
        FoundingCaseRow(
            case_id=case_id, code_hash=code_hash, content=content, updated_at=at, membership_id=None
        )
    )


def find(session: Session, case_id: str) -> FoundingCaseRow | None:
    """The case of this id."""
    return session.get(FoundingCaseRow, case_id)


def has_joined(session: Session, case_id: str) -> bool:
    """Whether the cooperative is a member, as far as this counter knows."""
    became = select(MembershipRow.membership_id).join(
        FoundingCaseRow, FoundingCaseRow.membership_id == MembershipRow.membership_id
    )
    return session.scalar(became.where(FoundingCaseRow.case_id == case_id)) is not None


def of_code(session: Session, code_hash: str) -> str | None:
    """The id of the case that this code opens."""
    return session.scalar(select(FoundingCaseRow.case_id).where(FoundingCaseRow.code_hash == code_hash))


def of_card(session: Session, holder: HolderId) -> str | None:
    """The id of the case that was worked on last of those that this card is a founder's of."""
    query = (
        select(FoundingCaseRow.case_id)
        .join(FoundingCardRow, FoundingCardRow.case_id == FoundingCaseRow.case_id)
        .where(
            FoundingCardRow.holder_issuer == holder.issuer, FoundingCardRow.holder_subject == holder.subject
        )
        .order_by(FoundingCaseRow.updated_at.desc())
        .limit(1)
    )
    return session.scalar(query)


def set_cards(session: Session, case_id: str, holders: Iterable[HolderId]) -> None:
    """These cards open the case from now on, and no others."""
    session.execute(delete(FoundingCardRow).where(FoundingCardRow.case_id == case_id))
    for holder in holders:
        session.add(
            FoundingCardRow(holder_issuer=holder.issuer, holder_subject=holder.subject, case_id=case_id)
        )


def waiting_parts(session: Session, case_id: str) -> Mapping[str, str]:
    """The parts that this counter has sent, or will send, and central has not answered for."""
    waiting = select(OutboxRow.envelope).where(
        OutboxRow.membership_id == case_id,
        OutboxRow.kind == KeepFoundingCase.kind,
        OutboxRow.state == OutboxState.WAITING,
    )
    parts: dict[str, str] = {}
    for envelope in session.scalars(waiting.order_by(OutboxRow.device_seq)):
        parts.update(json.loads(envelope)["statement"]["body"]["parts"])
    return parts


def has_waiting(session: Session, case_id: str) -> bool:
    """Whether central has yet to answer something about the case."""
    waiting = select(OutboxRow.command_id).where(
        OutboxRow.membership_id == case_id, OutboxRow.state == OutboxState.WAITING
    )
    return session.scalar(waiting.limit(1)) is not None


def quiet(session: Session, before: datetime, limit: int) -> Sequence[str]:
    """Cases that nobody worked on since that moment (UTC), and nothing of which waits for an answer."""
    unsettled = select(OutboxRow.membership_id).where(
        OutboxRow.kind.in_(FOUNDING_KINDS), OutboxRow.state != OutboxState.ACCEPTED
    )
    lately = select(OutboxRow.membership_id).where(
        OutboxRow.kind.in_(FOUNDING_KINDS), OutboxRow.decided_at >= before
    )
    old = select(FoundingCaseRow.case_id).where(
        FoundingCaseRow.updated_at < before,
        FoundingCaseRow.case_id.not_in(unsettled),
        FoundingCaseRow.case_id.not_in(lately),
    )
    return session.scalars(old.order_by(FoundingCaseRow.updated_at).limit(limit)).all()


def forget_commands(session: Session, case_id: str) -> None:
    """Empty the case's commands that central has accepted; their places in the chain stay."""
    accepted = (OutboxRow.membership_id == case_id, OutboxRow.state == OutboxState.ACCEPTED)
    session.execute(update(OutboxRow).where(*accepted).values(envelope=b""))


def remove(session: Session, case_id: str) -> None:
    """Delete the case and what opens it."""
    session.execute(delete(FoundingCardRow).where(FoundingCardRow.case_id == case_id))
    session.execute(delete(FoundingCaseRow).where(FoundingCaseRow.case_id == case_id))
