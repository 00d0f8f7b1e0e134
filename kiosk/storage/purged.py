"""Deleting a finished membership's personal data, and remembering that it was deleted."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_, select, union, update
from sqlalchemy.orm import Session

from kiosk.contract.audit import AuditEvent
from kiosk.domain.founding.keeping import FOUNDING_KINDS
from kiosk.domain.inquiry import INQUIRY_KINDS
from kiosk.storage import audit, receipts
from kiosk.storage.tables import (
    DraftRow,
    EventRow,
    MembershipRow,
    OutboxRow,
    OutboxState,
    PurgedHistoryRow,
    PurgeRow,
    ReceiptRow,
)

_NOTHING = b""


def find(session: Session, membership_id: str) -> PurgedHistoryRow | None:
    """What is remembered of a membership whose history was purged; None where it was not."""
    return session.get(PurgedHistoryRow, membership_id)


def find_all(session: Session, membership_ids: Collection[str]) -> Mapping[str, PurgedHistoryRow]:
    """The same of many memberships, by id; what was not purged is not there."""
    query = select(PurgedHistoryRow).where(PurgedHistoryRow.membership_id.in_(membership_ids))
    return {row.membership_id: row for row in session.scalars(query)}


def expect(session: Session, membership_id: str) -> None:
    """Let the history of a membership that nothing is known of here be fetched, as if it had been purged."""
    if find(session, membership_id) is not None:
        return
    known = select(EventRow.event_id).where(EventRow.membership_id == membership_id).limit(1)
    if session.scalar(known) is None:
        session.add(PurgedHistoryRow(membership_id=membership_id, last_seq=0, wanted=True))


def begin_late(session: Session, membership_id: str, membership_seq: int) -> PurgedHistoryRow:
    """Central tells of a later event first, of a membership nothing is known of here: its holder came from
    another office to a counter of this one. The whole history is to be fetched.
    """
    row = PurgedHistoryRow(membership_id=membership_id, last_seq=membership_seq, wanted=True)
    session.add(row)
    return row


def told_of_more(gone: PurgedHistoryRow, membership_seq: int) -> None:
    """Central has told of the next event: it is not kept, for the whole history is to be fetched again."""
    gone.last_seq, gone.wanted = membership_seq, True


def wanted(session: Session, limit: int) -> Sequence[str]:
    """The first `limit` purged memberships whose history is to be fetched again."""
    return session.scalars(
        select(PurgedHistoryRow.membership_id)
        .where(PurgedHistoryRow.wanted)
        .order_by(PurgedHistoryRow.membership_id)
        .limit(limit)
    ).all()


def not_purged(session: Session, after: str, limit: int) -> Sequence[str]:
    """The first `limit` memberships past the id `after` of which there still is something to purge."""
    with_events = select(EventRow.membership_id).where(EventRow.membership_id > after)
    with_commands = select(OutboxRow.membership_id).where(
        OutboxRow.membership_id > after,
        OutboxRow.envelope != _NOTHING,
        OutboxRow.kind.not_in(FOUNDING_KINDS | INQUIRY_KINDS),  # they end by rules of their own
    )
    either = union(with_events, with_commands).order_by("membership_id").limit(limit)
    return session.scalars(either).all()


def is_quiet(session: Session, membership_id: str, since: datetime) -> bool:
    """Whether nothing has happened with the membership here or at central since `since` (UTC).

    Nor does anything wait: no command without an answer, no half-finished wizard.
    """
    happened = (
        select(EventRow.event_id).where(
            EventRow.membership_id == membership_id, EventRow.recorded_at >= since
        ),
        select(OutboxRow.command_id).where(
            OutboxRow.membership_id == membership_id,
            or_(
                OutboxRow.state == OutboxState.WAITING,
                OutboxRow.issued_at >= since,
                OutboxRow.decided_at >= since,
            ),
        ),
        select(DraftRow.draft_id).where(DraftRow.membership_id == membership_id),
        select(MembershipRow.membership_id).where(
            MembershipRow.membership_id == membership_id, MembershipRow.updated_at >= since
        ),
    )
    return all(session.scalar(one.limit(1)) is None for one in happened)


def purge(
    session: Session, membership_id: str, rule: str, at: datetime, *, but_waiting: bool = False
) -> None:
    """Delete the membership's events and what its commands say; log it under `rule` at `at` (UTC).

    The commands' places and hashes in the chain, their outcomes, the receipts and the index stay; and
    `but_waiting` what is still to be sent.
    """
    last = session.scalar(
        select(func.max(EventRow.membership_seq)).where(EventRow.membership_id == membership_id)
    )
    if last is not None:
        session.execute(delete(EventRow).where(EventRow.membership_id == membership_id))
        session.add(PurgedHistoryRow(membership_id=membership_id, last_seq=last, wanted=False))
        _log(session, membership_id, EventRow.__tablename__, last, rule, at)
    full = [OutboxRow.membership_id == membership_id, OutboxRow.envelope != _NOTHING]
    if but_waiting:
        full.append(OutboxRow.state != OutboxState.WAITING)
    commands = session.scalar(select(func.count()).select_from(OutboxRow).where(*full)) or 0
    if commands:
        emptied = {"envelope": _NOTHING, "signer_issuer": None, "signer_subject": None}
        session.execute(update(OutboxRow).where(*full).values(**emptied))
        _log(session, membership_id, OutboxRow.__tablename__, commands, rule, at)
    session.flush()


def end_papers(session: Session, before: datetime, limit: int, rule: str, at: datetime) -> int:
    """Delete what papers of before that moment say, `limit` at most, and log it; how many those are."""
    papers = receipts.over(session, before, limit)
    for membership_id, count in Counter(one.membership_id for one in papers).items():
        # A paper about no membership is the office's.
        _log(session, membership_id or "", ReceiptRow.__tablename__, count, rule, at)
    for one in papers:
        receipts.end(one)
    return len(papers)


def end_log(session: Session, before: datetime) -> None:
    """Delete what the log says of deletions before that moment (UTC)."""
    session.execute(delete(PurgeRow).where(PurgeRow.at < before))


def _log(session: Session, membership_id: str, what: str, rows: int, rule: str, at: datetime) -> None:
    session.add(PurgeRow(at=at, membership_id=membership_id, what=what, rows=rows, rule=rule))
    told: dict[str, str | int] = {"rows": rows, "rule": rule}
    audit.record(
        session, AuditEvent.DELETED, what, membership=membership_id or None, who=audit.PROGRAM, details=told
    )
