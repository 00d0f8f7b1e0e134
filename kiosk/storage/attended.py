"""What the staff did about commands that central did not accept."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from kiosk.domain.commands import OpenMembership
from kiosk.domain.identity import HolderId
from kiosk.storage.tables import AttendedRow, DraftRow, OutboxRow, OutboxState


class Way(StrEnum):
    """What can be done about such a command."""

    CORRECT = "correct"  # it is being corrected in a draft
    SENT_AGAIN = "sent_again"  # what was corrected is in the outbox: this one is closed
    WITHDRAW = "withdraw"  # closed, as agreed with who asked for it
    ASK = "ask"  # central's review desk was asked


CLOSING = (Way.SENT_AGAIN, Way.WITHDRAW)


def add(session: Session, command_id: str, way: Way, at: datetime, *, by: str, note: str) -> None:
    """Keep what was done at `at` (UTC), by whom and why."""
    session.add(AttendedRow(command_id=command_id, at=at, way=way, by=by, note=note, draft_id=None))


def add_correction(session: Session, command_id: str, draft_id: str, at: datetime) -> None:
    """The command is being corrected in this draft, from `at` (UTC) on."""
    _add_of_draft(session, command_id, Way.CORRECT, at, draft_id)


def close_corrected(session: Session, draft_id: str, at: datetime) -> None:
    """What was corrected in this draft is in the outbox since `at` (UTC): what it corrects is closed."""
    begun = (AttendedRow.draft_id == draft_id, AttendedRow.way == Way.CORRECT)
    query = select(AttendedRow.command_id).where(*begun, ~_closed(AttendedRow.command_id)).distinct()
    corrected = session.scalars(query).all()
    for command_id in corrected:
        _add_of_draft(session, command_id, Way.SENT_AGAIN, at, draft_id)


def draft_of(session: Session, command_id: str) -> str | None:
    """The draft in which the command is being corrected, as long as there is one."""
    query = select(DraftRow.draft_id).join(AttendedRow, AttendedRow.draft_id == DraftRow.draft_id)
    return session.scalar(query.where(AttendedRow.command_id == command_id).limit(1))


def steps(session: Session, command_id: str) -> Sequence[AttendedRow]:
    """What was done about the command, in order."""
    query = select(AttendedRow).where(AttendedRow.command_id == command_id).order_by(AttendedRow.row)
    return session.scalars(query).all()


def count_open(session: Session) -> int:
    """How many commands wait for somebody to attend to them."""
    query = select(func.count()).select_from(OutboxRow)
    return session.scalar(query.where(_of_its_own(), ~_closed(OutboxRow.command_id))) or 0


def turned_down(session: Session, *, closed: bool, most: int) -> Sequence[OutboxRow]:
    """The first `most` commands that wait for somebody, oldest first; or those `closed`, newest first.

    What was asked for a membership whose registration was turned down is part of that one's case.
    """
    is_closed = _closed(OutboxRow.command_id)
    query = select(OutboxRow).where(_of_its_own(), is_closed if closed else ~is_closed).limit(most)
    order = OutboxRow.device_seq.desc() if closed else OutboxRow.device_seq
    return session.scalars(query.order_by(order)).all()


def _add_of_draft(session: Session, command_id: str, way: Way, at: datetime, draft_id: str) -> None:
    session.add(AttendedRow(command_id=command_id, at=at, way=way, by="", note="", draft_id=draft_id))


def registration_of(session: Session, holder: HolderId) -> OutboxRow | None:
    """The holder's newest registration that central did not accept and that nobody has closed."""
    return session.scalars(
        select(OutboxRow)
        .where(
            OutboxRow.kind == OpenMembership.kind,
            OutboxRow.signer_issuer == holder.issuer,
            OutboxRow.signer_subject == holder.subject,
            _is_turned_down(OutboxRow),
            ~_closed(OutboxRow.command_id),
        )
        .order_by(OutboxRow.device_seq.desc())
        .limit(1)
    ).first()


def followers(session: Session, row: OutboxRow) -> Sequence[OutboxRow]:
    """What was turned down together with a registration, in order; nothing for another kind of command."""
    if row.kind != OpenMembership.kind:
        return ()
    query = select(OutboxRow).where(
        OutboxRow.membership_id == row.membership_id,
        OutboxRow.command_id != row.command_id,
        _is_turned_down(OutboxRow),
    )
    return session.scalars(query.order_by(OutboxRow.device_seq)).all()


def _is_turned_down(row: type[OutboxRow]) -> ColumnElement[bool]:
    return row.state.in_((OutboxState.REFUSED, OutboxState.REJECTED))


def _of_its_own() -> ColumnElement[bool]:
    opening = aliased(OutboxRow)
    follows = exists().where(
        OutboxRow.kind != OpenMembership.kind,
        opening.membership_id == OutboxRow.membership_id,
        opening.kind == OpenMembership.kind,
        _is_turned_down(opening),
    )
    return and_(_is_turned_down(OutboxRow), ~follows)


def _closed(command_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    closing = aliased(AttendedRow)
    return exists().where(closing.command_id == command_id, closing.way.in_(CLOSING))
