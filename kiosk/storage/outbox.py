"""The outbox: commands of this counter, in the order they were taken."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from kiosk.contract.api import CommandAnswer, Status
from kiosk.contract.envelopes import FIRST_IN_CHAIN, CommandEnvelope
from kiosk.domain.identity import HolderId
from kiosk.storage.tables import EventRow, OutboxRow, OutboxState

_AFTER = {
    Status.ACCEPTED: OutboxState.ACCEPTED,
    Status.REFUSED: OutboxState.REFUSED,
    Status.REJECTED: OutboxState.REJECTED,
}


def end_of_chain(session: Session) -> tuple[int, str]:
    """The last command's `device_seq` and hash; 0 and `FIRST_IN_CHAIN` before there is one."""
    last = session.execute(
        select(OutboxRow.device_seq, OutboxRow.chain_hash).order_by(OutboxRow.device_seq.desc()).limit(1)
    ).first()
    return (0, FIRST_IN_CHAIN) if last is None else (last.device_seq, last.chain_hash)


def append(session: Session, envelope: CommandEnvelope, signer: HolderId | None) -> None:
    """Put a command at the end, waiting. `signer` is who signed it, where somebody did."""
    statement = envelope.statement
    session.add(
        OutboxRow(
            command_id=statement.command_id,
            device_seq=envelope.device_seq,
            membership_id=statement.membership_id,
            kind=statement.kind,
            issued_at=statement.issued_at,
            signer_issuer=signer.issuer if signer else None,
            signer_subject=signer.subject if signer else None,
            envelope=envelope.canonical_bytes(),
            chain_hash=envelope.chain_hash(),
            state=OutboxState.WAITING,
            code="",
            decided_at=None,
        )
    )
    session.flush()


def signer_of(row: OutboxRow) -> HolderId | None:
    """Who signed the command; None where its kind asks for no signature."""
    if row.signer_issuer is None or row.signer_subject is None:
        return None
    return HolderId(row.signer_issuer, row.signer_subject)


def waiting(session: Session, limit: int, after: int = 0) -> Sequence[OutboxRow]:
    """The first `limit` commands past the `device_seq` `after` that central has not answered."""
    return session.scalars(
        select(OutboxRow)
        .where(OutboxRow.state == OutboxState.WAITING, OutboxRow.device_seq > after)
        .order_by(OutboxRow.device_seq)
        .limit(limit)
    ).all()


def backlog(session: Session) -> tuple[int, datetime | None]:
    """How many commands central has not answered, and when the oldest of them was issued (UTC)."""
    count, oldest = session.execute(
        select(func.count(), func.min(OutboxRow.issued_at)).where(OutboxRow.state == OutboxState.WAITING)
    ).one()
    return count, oldest


def settle(session: Session, answer: CommandAnswer) -> None:
    """Keep central's answer to a command. The first answer stays; `LATER` is none."""
    row = session.get_one(OutboxRow, answer.command_id)
    if row.state == OutboxState.WAITING and answer.status is not Status.LATER:
        row.state = _AFTER[answer.status]
        row.code = answer.code
        row.decided_at = answer.decided_at


def not_yet_in_events(session: Session, membership_id: str) -> Sequence[OutboxRow]:
    """The membership's commands that may yet hold and whose events have not come from central, in order.

    An accepted command belongs here until its events are pulled; one whose answer was lost no longer
    does once its events have come. One that was accepted and changed nothing has no events: it is over once
    something that happened to the membership later has come, for events come in order.
    """
    return session.scalars(_NOT_YET, {"membership": membership_id}).all()


_LATER = aliased(OutboxRow)
_OF_A_LATER_ONE = exists().where(
    _LATER.membership_id == bindparam("membership"),
    _LATER.device_seq > OutboxRow.device_seq,
    EventRow.command_id == _LATER.command_id,
)
_RECORDED_LATER = exists().where(
    EventRow.membership_id == bindparam("membership"), EventRow.recorded_at > OutboxRow.decided_at
)
_NOT_YET = (
    select(OutboxRow)
    .where(
        OutboxRow.membership_id == bindparam("membership"),
        or_(
            OutboxRow.state == OutboxState.WAITING,
            and_(OutboxRow.state == OutboxState.ACCEPTED, ~_OF_A_LATER_ONE, ~_RECORDED_LATER),
        ),
        ~exists().where(EventRow.command_id == OutboxRow.command_id),
    )
    .order_by(OutboxRow.device_seq)
)


def turned_down(session: Session, membership_id: str | None = None) -> Sequence[OutboxRow]:
    """Commands that central refused or rejected, of one membership or of all, in order."""
    query = select(OutboxRow).where(OutboxRow.state.in_((OutboxState.REFUSED, OutboxState.REJECTED)))
    if membership_id is not None:
        query = query.where(OutboxRow.membership_id == membership_id)
    return session.scalars(query.order_by(OutboxRow.device_seq)).all()
