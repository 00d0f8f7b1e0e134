"""The outbox: commands of this counter, in the order they were taken."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased, defer

from kiosk.contract.api import CommandAnswer, Rejection, Status
from kiosk.contract.codec import sha256
from kiosk.contract.envelopes import FIRST_IN_CHAIN, CommandEnvelope
from kiosk.domain.identity import HolderId
from kiosk.storage.failures import StorageError, StorageFailure
from kiosk.storage.tables import DeviceRow, EventRow, OutboxRow, OutboxState, Standing

_ONLY = 1
_AT_ONCE = 500  # rows held in memory
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


def append(
    session: Session, envelope: CommandEnvelope, signer: HolderId | None, *, time_unknown: bool = False
) -> None:
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
            time_unknown=time_unknown,
        )
    )
    session.flush()


def signer_of(row: OutboxRow) -> HolderId | None:
    """Who signed the command; None where its kind asks for no signature."""
    if row.signer_issuer is None or row.signer_subject is None:
        return None
    return HolderId(row.signer_issuer, row.signer_subject)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A command that central has not answered, as it is sent."""

    command_id: str
    device_seq: int
    envelope: bytes


def waiting(session: Session, limit: int, after: int = 0) -> Sequence[Waiting]:
    """The first `limit` commands past the `device_seq` `after` that central has not answered.

    Raises `StorageError` (DATABASE_DAMAGED) where one is not what was kept: an outbox edited by hand is not
    sent.
    """
    rows = session.execute(
        select(OutboxRow.command_id, OutboxRow.device_seq, OutboxRow.envelope, OutboxRow.chain_hash)
        .where(OutboxRow.state == OutboxState.WAITING, OutboxRow.device_seq > after)
        .order_by(OutboxRow.device_seq)
        .limit(limit)
    ).all()
    if any(sha256(row.envelope) != row.chain_hash for row in rows):
        raise StorageError(StorageFailure.DATABASE_DAMAGED)
    return [Waiting(row.command_id, row.device_seq, row.envelope) for row in rows]


def backlog(session: Session) -> tuple[int, datetime | None]:
    """How many commands central has not answered, and when the first of them was issued (UTC).

    The index alone is counted: the rows of a long backlog are many megabytes.
    """
    waits = OutboxRow.state == OutboxState.WAITING
    count = session.scalar(select(func.count(OutboxRow.device_seq)).where(waits)) or 0
    first = select(OutboxRow.issued_at).where(waits).order_by(OutboxRow.device_seq).limit(1)
    return count, session.scalar(first)


def find(session: Session, command_ids: Sequence[str]) -> Mapping[str, OutboxRow]:
    """Commands of this kiosk by their ids, without their envelopes; held, they are not read again."""
    query = select(OutboxRow).where(OutboxRow.command_id.in_(command_ids))
    return {row.command_id: row for row in session.scalars(query.options(defer(OutboxRow.envelope)))}


def bytes_waiting(session: Session) -> int:
    """How many bytes the commands have together that central has not answered."""
    total = select(func.sum(func.length(OutboxRow.envelope))).where(OutboxRow.state == OutboxState.WAITING)
    return session.scalar(total) or 0


def hashes_of_waiting(session: Session, command_ids: Collection[str]) -> Mapping[str, str]:
    """The SHA-256 of the bytes of those of these commands that central has not answered, by id."""
    query = select(OutboxRow.command_id, OutboxRow.chain_hash).where(
        OutboxRow.command_id.in_(command_ids), OutboxRow.state == OutboxState.WAITING
    )
    return {row.command_id: row.chain_hash for row in session.execute(query)}


def settle(session: Session, answer: CommandAnswer) -> None:
    """Keep central's answer to a command. The first answer stays; `LATER` is none.

    Nor is CHAIN_BROKEN: it is about the device, which is in quarantine now. The command waits on. It is
    turned down if central lets the device go on and doubts the command still, or decided when the device is
    enrolled anew.
    """
    row = session.get_one(OutboxRow, answer.command_id)
    if row.state == OutboxState.WAITING and _is_first_doubt(session, row, answer):
        row.code = answer.code
    elif row.state == OutboxState.WAITING and answer.status is not Status.LATER:
        row.state = _AFTER[answer.status]
        row.code = answer.code
        row.decided_at = answer.decided_at


def _is_first_doubt(session: Session, row: OutboxRow, answer: CommandAnswer) -> bool:
    if answer.code != Rejection.CHAIN_BROKEN:
        return False
    device = session.get_one(DeviceRow, _ONLY)
    if row.code == Rejection.CHAIN_BROKEN and device.standing == Standing.ACTIVE:
        return False
    device.standing = Standing.QUARANTINED
    return True


def move_to_device(session: Session, device_id: str, last_seq: int, last_hash: str) -> None:
    """Put what waits, in its order, into the chain of another device, behind `last_seq` and `last_hash`.

    Statements and holders' signatures stay as they are.
    """
    waits = OutboxRow.state == OutboxState.WAITING
    moving = session.scalars(
        select(OutboxRow.command_id).where(waits).order_by(OutboxRow.device_seq)
    ).all()
    session.execute(update(OutboxRow).where(waits).values(device_seq=-OutboxRow.device_seq))  # out of the way
    for device_seq, command_id in enumerate(moving, last_seq + 1):
        row = session.get_one(OutboxRow, command_id)
        place = {"device_id": device_id, "device_seq": device_seq, "previous": last_hash}
        envelope = CommandEnvelope.model_validate_json(row.envelope).model_copy(update=place)
        row.envelope, row.chain_hash = envelope.canonical_bytes(), envelope.chain_hash()
        row.device_seq, row.code, last_hash = device_seq, "", row.chain_hash
        if device_seq % _AT_ONCE == 0:
            session.flush()
            session.expunge_all()


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
        OutboxRow.envelope != b"",  # purged with its events
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
