"""The desk: what a person asks for at this counter, taken for good in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time

import uuid_utils
from sqlalchemy import delete
from sqlalchemy.orm import Session

from kiosk.contract.clock import Clock
from kiosk.contract.codec import command_body, command_from, needs_holder
from kiosk.contract.envelopes import CommandEnvelope, Statement
from kiosk.contract.receipt_code import for_people, receipt_code
from kiosk.domain.calendar import TAIPEI, taipei_day
from kiosk.domain.commands import Command, OpenMembership
from kiosk.domain.decide import decide
from kiosk.domain.events import Event
from kiosk.domain.evolve import fold
from kiosk.domain.identity import HolderId
from kiosk.domain.membership import Membership
from kiosk.domain.programme import Programme
from kiosk.domain.refusals import Refusal, Refused
from kiosk.services.admission import Advice, advice, require_admission
from kiosk.services.audit.commands import record_command
from kiosk.services.central_time import clock_ahead, is_unknown
from kiosk.services.identity_device import DeviceIdentity
from kiosk.services.membership_view import (
    MembershipView,
    PendingCommand,
    PendingState,
    reindex,
    to_attend,
    view_of,
)
from kiosk.services.paper_keeping import (
    PaperFacts,
    PaperMaker,
    StoredReceipt,
    keep,
    same_of_today,
    stored,
)
from kiosk.services.receipts.sealing import Seal, new_check_code, unsealed
from kiosk.services.shift_report import shift_paper
from kiosk.storage import attended, memberships, outbox, receipts
from kiosk.storage.database import Database
from kiosk.storage.tables import DraftRow

__all__ = [
    "Desk",
    "MembershipView",
    "PaperFacts",
    "PaperMaker",
    "PendingCommand",
    "PendingState",
    "StoredReceipt",
    "Submitted",
]


@dataclass(frozen=True, slots=True)
class Submitted:
    """A command that is kept. `receipt_id` is its receipt's number, where it has one."""

    command_id: str
    receipt_id: int | None


class Desk:
    """Takes commands into the outbox and shows memberships. Every method raises `StorageError`.

    Whatever needs a membership's history raises `Failed` (HISTORY_PURGED) where it was deleted here.
    `on_submitted` is called after each commit, on the thread that submitted; `seal` signs papers.
    """

    def __init__(
        self,
        database: Database,
        programme: Programme,
        clock: Clock,
        device: DeviceIdentity,
        on_submitted: Callable[[], None],
        seal: Seal = unsealed,
    ) -> None:
        self._database, self._programme, self._clock, self._device = database, programme, clock, device
        self._on_submitted, self._seal = on_submitted, seal

    @staticmethod
    def new_membership_id() -> str:
        """An id for a membership to be opened (UUIDv7)."""
        return str(uuid_utils.uuid7())

    def find(self, holder: HolderId) -> str | None:
        """The holder's membership, where this kiosk knows of one, confirmed or not."""
        with self._database.snapshot() as session:
            return memberships.of_holder(session, holder)

    def memberships(self) -> tuple[MembershipView, ...]:
        """The day's cases: what has changed here since midnight in Asia/Taipei, newest first."""
        now = self._clock()
        midnight = datetime.combine(taipei_day(now), time.min, TAIPEI)
        with self._database.snapshot() as session:
            known = memberships.changed_since(session, midnight)
            return tuple(view_of(session, membership_id, self._programme, now) for membership_id in known)

    def view(self, membership_id: str) -> MembershipView:
        """The membership as it stands now; an empty one where nothing is known of it."""
        with self._database.snapshot() as session:
            return view_of(session, membership_id, self._programme, self._clock())

    def prepare(self, membership_id: str, command: Command) -> Statement:
        """What is to be signed and submitted, decided on what is known; nothing is kept yet.

        Raises `Refused` where a rule says no, and `Failed` as `require_admission` does.
        """
        now = self._clock()
        with self._database.snapshot() as session:
            require_admission(session, command.kind)
            self._decide(session, membership_id, command, now)
        return Statement(
            command_id=str(uuid_utils.uuid7()),
            membership_id=membership_id,
            issued_at=now,
            kind=command.kind,
            body=command_body(command),
        )

    def submit(
        self,
        statement: Statement,
        signature: str | None,
        *,
        signer: HolderId | None = None,
        finishes_draft: str | None = None,
        of_draft: str | None = None,
        paper: PaperMaker | None = None,
        beside: Callable[[Session], None] | None = None,
    ) -> Submitted:
        """Keep a command for good: when this returns, no power cut loses it.

        In one transaction: the decision again, outbox, the receipt that `paper` makes, the end of the draft
        (`finishes_draft`, or none where `of_draft` goes on), the end of the case that the draft corrects, and
        what `beside` keeps.
        `signature` (detached JWS) and `signer` go with a kind that a holder signs, and only with one.
        Raises `Refused`, where in the meantime a rule says no; then nothing has changed.
        """
        if not (needs_holder(statement.kind) == (signature is not None) == (signer is not None)):
            raise ValueError("signature and signer go with a kind that a holder signs")
        command = command_from(statement.kind, statement.body, signer)
        with self._database.session() as session:
            before, events = self._decide(session, statement.membership_id, command, statement.issued_at)
            append_command(session, self._device, statement, signature, signer)
            if beside is not None:
                beside(session)
            receipt_id = None
            if paper is not None:
                facts = PaperFacts(
                    receipt_number=receipts.next_number(session),
                    check_code=for_people(receipt_code(statement)),
                    terminal=self._device.terminal,
                    issued_at=statement.issued_at,
                    before=before,
                    after=fold(events, before),
                    events=events,
                )
                ids = statement.membership_id, statement.command_id
                receipt_id = keep(session, self._seal, paper(facts), *ids)
            draft = finishes_draft or of_draft
            if draft is not None:
                attended.close_corrected(session, draft, self._clock())
            if finishes_draft is not None:
                session.execute(delete(DraftRow).where(DraftRow.draft_id == finishes_draft))
            reindex(session, statement.membership_id, self._programme, self._clock())
        self._on_submitted()
        return Submitted(statement.command_id, receipt_id)

    def receipt(self, receipt_id: int) -> StoredReceipt:
        """The receipt of this number. Raises LookupError where there is none."""
        with self._database.snapshot() as session:
            return stored(*receipts.with_state(session, receipt_id))

    def receipts(self, membership_id: str) -> tuple[StoredReceipt, ...]:
        """The membership's receipts, newest first."""
        with self._database.snapshot() as session:
            return tuple(stored(*row) for row in receipts.of_membership(session, membership_id))

    def issue(
        self,
        membership_id: str | None,
        make: PaperMaker,
        *,
        beside: Callable[[Session], None] | None = None,
    ) -> int:
        """Make a paper about how a membership stands now, and keep it in one transaction; its number.

        What `beside` keeps goes into the same transaction: a message whose receipt this is.

        One that says just what the newest of its kind said today is that one. Raises as `make` does. None is
        for a paper about no member, as of founders.
        """
        now = self._clock()
        with self._database.session() as session:
            view = view_of(session, membership_id or "", self._programme, now)
            facts = PaperFacts(
                receipt_number=receipts.next_number(session),
                check_code=for_people(new_check_code()),
                terminal=self._device.terminal,
                issued_at=now,
                before=view.shown,
                after=view.shown,
                events=(),
                history=view.history,
                provisional=view.provisional,
            )
            paper = make(facts)
            if beside is not None:
                beside(session)
            known = same_of_today(session, paper, membership_id)
            number = keep(session, self._seal, paper, membership_id, None) if known is None else known
        if beside is not None:
            self._on_submitted()
        return number

    def report_shift(self, *, training: bool) -> int:
        """Make the 值班報表 of what was taken since the last one of today, and keep it; its number."""
        now = self._clock()
        version = self._programme.figures_on(taipei_day(now)).version
        with self._database.session() as session:
            paper = shift_paper(session, self._device, version, now, training=training)
            return keep(session, self._seal, paper, None, None)

    def things_to_attend(self) -> tuple[PendingCommand, ...]:
        """What central refused or rejected, oldest first, whatever was done about it since."""
        with self._database.snapshot() as session:
            return to_attend(session)

    def under(self, programme: Programme) -> "Desk":
        """The same desk, deciding by another version of the documents."""
        return Desk(self._database, programme, self._clock, self._device, self._on_submitted, self._seal)

    def require_admission(self, kind: str) -> None:
        """Before a person starts on a command of this kind. Raises `Failed`; see `admission`."""
        with self._database.snapshot() as session:
            require_admission(session, kind)

    def advice(self) -> tuple[Advice, ...]:
        """What is to be said before anybody begins, the gravest first."""
        with self._database.snapshot() as session:
            return advice(session)

    def _decide(
        self, session: Session, membership_id: str, command: Command, at: datetime
    ) -> tuple[Membership, tuple[Event, ...]]:
        if isinstance(command, OpenMembership):
            _require_new(session, command)
        state = view_of(session, membership_id, self._programme, at).shown
        return state, decide(state, command, at, self._programme)


def append_command(
    session: Session,
    device: DeviceIdentity,
    statement: Statement,
    signature: str | None = None,
    signer: HolderId | None = None,
) -> None:
    """Put a command at the end of this device's chain, inside of the caller's transaction."""
    last_seq, previous = outbox.end_of_chain(session)
    envelope = CommandEnvelope(
        statement=statement,
        device_id=device.device_id,
        device_seq=last_seq + 1,
        previous=previous,
        signature=signature,
    )
    outbox.append(session, envelope, signer, time_unknown=is_unknown(clock_ahead(session)))
    record_command(session, envelope)


def _require_new(session: Session, command: OpenMembership) -> None:
    """One membership for a holder and for a 統一編號, as far as this kiosk knows; central knows of all."""
    if memberships.of_holder(session, command.signer) or memberships.of_ubn(session, command.ubn):
        raise Refused(Refusal.ALREADY_REGISTERED)
