"""What the kiosk shows of a membership: what central confirmed, and on top what this counter took since."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from kiosk.contract.codec import command_from, event_from
from kiosk.contract.envelopes import EventEnvelope, Statement
from kiosk.contract.receipt_code import for_people, receipt_code
from kiosk.domain.commands import Command, RequestRefund
from kiosk.domain.deadlines import brought_by_time
from kiosk.domain.decide import decide
from kiosk.domain.events import Event, MembershipOpened
from kiosk.domain.evolve import fold
from kiosk.domain.membership import Membership
from kiosk.domain.programme import Programme
from kiosk.domain.refusals import Refused
from kiosk.services.failures import Failed, Trouble
from kiosk.storage import events, memberships, outbox, purged
from kiosk.storage.tables import OutboxRow, OutboxState


class PendingState(StrEnum):
    """Where a command stands that central's events do not show."""

    WAITING = "waiting"  # central has not answered, or its events are still to come
    CONFLICTING = "conflicting"  # waiting, and by what is known here now a rule speaks against it
    REFUSED = "refused"  # central's answer: a rule says no
    REJECTED = "rejected"  # central's answer: it never reached the rules


@dataclass(frozen=True, slots=True)
class PendingCommand:
    """A command that is not, or not yet, part of what central confirmed. `code` says why not.

    `check_code` is what central can be asked by what has become of it (`GET /receipts/…`).
    """

    command_id: str
    membership_id: str
    kind: str
    issued_at: datetime
    state: PendingState
    code: str
    check_code: str = ""

    @property
    def turned_down(self) -> bool:
        """Whether central has said no."""
        return self.state in {PendingState.REFUSED, PendingState.REJECTED}


@dataclass(frozen=True, slots=True)
class Happened:
    """An event and when it was (UTC): when central recorded it, or when it was taken here (`provisional`)."""

    event: Event
    at: datetime
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class MembershipView:
    """A membership as this kiosk knows it.

    `confirmed` is central's truth as far as it was pulled. `shown` adds the waiting commands, each as decided
    at the time it was issued (once accepted, at central's), and what time has made due since; `history` is
    what it all comes from. `provisional` (暫定): something waits.
    """

    membership_id: str
    confirmed: Membership
    shown: Membership
    history: tuple[Happened, ...]
    pending: tuple[PendingCommand, ...]
    provisional: bool

    def pending_of(self, command_id: str) -> PendingCommand | None:
        """The command, as long as central's events do not show it; None once they do."""
        return next((one for one in self.pending if one.command_id == command_id), None)


def view_of(session: Session, membership_id: str, programme: Programme, now: datetime) -> MembershipView:
    """The membership as it stands at `now` (UTC); an empty one where nothing is known of it.

    Raises `Failed` (HISTORY_PURGED) where what was known has been deleted here.
    """
    known = events.confirmed(session, membership_id)
    if not known and purged.find(session, membership_id) is not None:
        raise Failed(Trouble.HISTORY_PURGED)
    history = [Happened(one.event, one.recorded_at) for one in known]
    shown = confirmed = fold(one.event for one in known)
    waiting: list[PendingCommand] = []
    for row in outbox.not_yet_in_events(session, membership_id):
        command = command_of(row)
        at = _counts_from(row, command)
        try:
            brought = decide(shown, command, at, programme)
        except Refused as refused:
            waiting.append(_pending(row, PendingState.CONFLICTING, refused.refusal.value))
        else:
            if row.state == OutboxState.ACCEPTED and not brought:
                continue  # central had nothing to change either: no event of it will come
            waiting.append(_pending(row, PendingState.WAITING, ""))
            history.extend(Happened(event, at, provisional=True) for event in brought)
            shown = fold(brought, shown)
    by_time = brought_by_time(shown, now, programme)
    history.extend(Happened(event, now, provisional=True) for event in by_time)
    failed = [_turned_down(row) for row in outbox.turned_down(session, membership_id)]
    return MembershipView(
        membership_id=membership_id,
        confirmed=confirmed,
        shown=fold(by_time, shown),
        history=tuple(history),
        pending=(*failed, *waiting),
        provisional=bool(waiting),
    )


def to_attend(session: Session) -> tuple[PendingCommand, ...]:
    """The commands of all memberships that central refused or rejected, in the order they were taken."""
    return tuple(_turned_down(row) for row in outbox.turned_down(session))


def reindex(session: Session, membership_id: str, programme: Programme, now: datetime) -> None:
    """Let the index of memberships follow what is known of this one at `now` (UTC).

    Of a purged one it stays as it was: the index is what its holder is recognised by. Of one whose data were
    deleted as its holder had asked there is none.
    """
    if purged.find(session, membership_id) is not None:
        return
    shown = view_of(session, membership_id, programme, now).shown
    memberships.reindex(session, membership_id, None if shown.erased else shown.registration, now)


def follow(session: Session, news: Sequence[EventEnvelope], now: datetime) -> None:
    """Let the index of memberships follow new events of central's; `now` is in UTC.

    Only its opening tells whose a membership is, so that there is no need to look at the whole of it.
    """
    opened = {}
    for envelope in news:
        if envelope.kind == MembershipOpened.kind:
            joined = fold([event_from(envelope.kind, envelope.body)])
            assert joined.registration is not None
            if not joined.erased:
                opened[envelope.membership_id] = joined.registration
    others = {envelope.membership_id for envelope in news} - opened.keys()
    memberships.told_of(session, opened, others, now)


def command_of(row: OutboxRow) -> Command:
    """The command in an outbox row."""
    return command_from(row.kind, statement_of(row).body, outbox.signer_of(row))


def statement_of(row: OutboxRow) -> Statement:
    """The statement in an outbox row."""
    return Statement.model_validate(json.loads(row.envelope)["statement"])


def _counts_from(row: OutboxRow, command: Command) -> datetime:
    """When a command counts as given (UTC): once accepted as central has it, but a refund when signed."""
    if row.decided_at is None or isinstance(command, RequestRefund):
        return row.issued_at
    return max(row.issued_at, row.decided_at)


def _turned_down(row: OutboxRow) -> PendingCommand:
    return _pending(row, PendingState(row.state), row.code)


def _pending(row: OutboxRow, state: PendingState, code: str) -> PendingCommand:
    check_code = for_people(receipt_code(statement_of(row))) if row.envelope else ""  # purged
    return PendingCommand(row.command_id, row.membership_id, row.kind, row.issued_at, state, code, check_code)
