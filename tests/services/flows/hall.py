"""A counter's services for tests: a real desk; hand-written parts where card and central would be."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

from kiosk.cardreader.card import CardReading, PinPolicy
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.monitor import ReaderSlot, ReaderState
from kiosk.cardreader.pin import Pin
from kiosk.contract.api import ApiProblem, CommandAnswer, Status
from kiosk.contract.certificates import HolderCertificate
from kiosk.contract.codec import event_body
from kiosk.contract.envelopes import EventEnvelope, Statement
from kiosk.contract.identification import identification
from kiosk.domain import commands as asked
from kiosk.domain.decide import decide
from kiosk.domain.events import Event
from kiosk.domain.identity import IdentityKind
from kiosk.domain.inquiry import INQUIRY_KINDS
from kiosk.domain.refusals import Refusal, Refused
from kiosk.services.attending import Attending
from kiosk.services.drafts import Drafts
from kiosk.services.failures import Failed, FailureCatalogue, Trouble
from kiosk.services.flows.cards import PresentCard
from kiosk.services.flows.notice import read_notice
from kiosk.services.flows.services import Services
from kiosk.services.membership_view import command_of, reindex
from kiosk.services.receipts.render import render
from kiosk.services.sync.report import SyncReport, SyncStatus
from kiosk.storage import events, memberships, outbox
from kiosk.storage.tables import OutboxRow
from tests.services.counter import ROOT, Counter, holder, token
from tests.services.printing.memory_spooler import printing_with

PIN = b"123456"
EMAIL_CODE = "246810"
LONG_AGO, FAR_OFF = datetime(2020, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC)
NO_CARD = ReaderState(service=True, readers=(ReaderSlot("reader", card_present=False, atr=b""),))
CARD_IN = ReaderState(service=True, readers=(ReaderSlot("reader", card_present=True, atr=b"atr"),))


@dataclass
class PaperCard:
    """A card on paper: its holder, and the tries that are left. `pulled_out` happens at the next PIN."""

    number: int = 1
    kind: IdentityKind = IdentityKind.ORGANISATION_CERTIFICATE
    name: str = "訓練用合作社"
    tries: int = 3
    pulled_out: bool = False
    confirmed: bool = True
    failure: Exception | None = None

    def reading(self) -> CardReading:
        if self.failure is not None:
            raise self.failure
        return CardReading("reader", b"atr", "paper", str(self.number), (), PinPolicy(6, 8, self.tries))

    def certificate(self) -> HolderCertificate:
        return HolderCertificate(
            kind=self.kind,
            issuer_dn=holder(self.number).issuer,
            name=self.name,
            holder_id=holder(self.number),
            id_tail=None,
            ubn=None,
            organisation_oid=None,
            rank=None,
            not_before=LONG_AGO,
            not_after=FAR_OFF,
            serial=self.number,
            sha256="0" * 64,
            key="RSA-2048",
        )

    def present(self) -> PresentCard:
        return PresentCard(self.reading(), self.certificate(), self.confirmed)

    def sign(self, pin: Pin) -> str:
        if self.pulled_out:
            raise CardError(CardFailure.CARD_REMOVED)
        typed = bytearray(len(pin))
        with pin:  # sent once and wiped, as a real one is
            pin.write_into(typed, 0)
        if bytes(typed) != PIN:
            self.tries -= 1
            raise CardError(CardFailure.PIN_WRONG, tries_left=self.tries)
        return token(holder(self.number))


@dataclass
class Hall:
    """The counter with a card in (or None), and a central that decides at once when it is reached."""

    counter: Counter
    card: PaperCard | None = field(default_factory=PaperCard)
    online: bool = True
    mails_sent: int = 0
    pins_seen: int = 0
    on_training: Callable[[], None] = lambda: None
    found: tuple[str, ...] = ()
    refetched: Callable[[str], None] = lambda _membership_id: None
    elsewhere: Callable[[], str | None] = lambda: None  # has the holder's membership fetched
    shown: Callable[[Statement], object] = lambda _statement: None  # hears what central is asked by
    refuses: dict[str, str] = field(default_factory=dict)  # by kind: with which code central will say no

    def __post_init__(self) -> None:
        nothing = cast(Any, None)
        self.services = Services(
            desk=self.counter.desk,
            attending=Attending(self.counter.database, self.counter.rules, self.counter.clock),
            drafts=Drafts(self.counter.database, self.counter.clock),
            sync=cast(Any, self),
            sticks=cast(Any, SimpleNamespace(volumes=lambda: ())),
            printing=printing_with(self.counter.database, self.counter.clock),
            central=cast(Any, self),
            visiting=cast(Any, self),
            read_card=self._read,
            identify=lambda _reading: self._there().certificate(),
            is_confirmed=lambda _reading: self._there().confirmed,
            sign=self._sign,
            render=render,
            failures=FailureCatalogue(ROOT / "resources" / "failures.toml"),
            founding=self.counter.founding(),
            inquiries=self.counter.inquiries(),
            programme=self.counter.rules,
            notice=read_notice(ROOT / "resources" / "notice.toml"),
            clock=self.counter.clock,
            upkeep=cast(Any, self),
            training=nothing,
        )

    def present(self) -> PresentCard:
        return self._there().present()

    def require_room(self) -> None:
        if Trouble.DISK_LOW.value in self.found:
            raise Failed(Trouble.DISK_LOW)

    def troubles(self) -> tuple[str, ...]:
        return self.found

    def fetch_history(self, membership_id: str) -> None:
        self._reach()
        self.refetched(membership_id)

    def statement(self) -> Statement:
        return identification(self.counter.device.device_id, self.counter.clock())

    def look_up(self, statement: Statement, _signature: str) -> str | None:
        self._reach()
        self.shown(statement)
        return self.elsewhere()

    def type(self, pin: bytes = PIN) -> bytearray:
        return bytearray(pin)

    def approve(self, membership_id: str) -> None:
        """The authority says yes."""
        self._decide(membership_id, asked.DecideEligibility(unmet=(), reason=""))

    def cancel(self) -> None:
        """No round takes long here."""

    def once(self, cancelled: Any = None, progress: Any = None) -> SyncReport:
        """Sync: what waits is decided by central, the events come back."""
        if not self.online:
            return SyncReport(0, 0, 0, 0, Trouble.CENTRAL_UNREACHABLE.value, None)
        with self.counter.database.snapshot() as session:
            ids = [one.command_id for one in outbox.waiting(session, 50)]
            rows = [session.get_one(OutboxRow, command_id) for command_id in ids]
        refused = 0
        for row in rows:
            if row.kind in INQUIRY_KINDS:
                self._take_message(row.command_id)
                continue
            try:
                if code := self.refuses.pop(row.kind, None):
                    raise Refused(Refusal(code))
                self._decide(row.membership_id, command_of(row), row.command_id, row.issued_at)
            except Refused as no:
                refused += 1
                self._turn_down(row.command_id, row.membership_id, no.refusal.value)
        return SyncReport(len(rows) - refused, refused, 0, len(rows) - refused, None, None)

    def _take_message(self, command_id: str) -> None:
        at = self.counter.clock()
        answer = CommandAnswer(command_id=command_id, status=Status.ACCEPTED, code="", decided_at=at)
        with self.counter.database.session() as session:
            outbox.settle(session, answer)

    def _turn_down(self, command_id: str, membership_id: str, code: str) -> None:
        at = self.counter.clock()
        answer = CommandAnswer(command_id=command_id, status=Status.REFUSED, code=code, decided_at=at)
        with self.counter.database.session() as session:
            outbox.settle(session, answer)
            session.flush()
            reindex(session, membership_id, self.counter.rules, at)

    def status(self) -> SyncStatus:
        with self.counter.database.snapshot() as session:
            waiting, oldest = outbox.backlog(session)
        why = "" if self.online else Trouble.CENTRAL_UNREACHABLE.value
        return SyncStatus(self.counter.clock(), waiting, oldest, None, why)

    def send_email_code(self, _membership_id: str) -> None:
        self._reach()
        self.mails_sent += 1

    def check_email_code(self, membership_id: str, code: str) -> None:
        self._reach()
        if code != EMAIL_CODE:
            raise Failed(ApiProblem.EMAIL_CODE_WRONG, tries_left=4)
        contact = self.counter.desk.view(membership_id).shown.contact
        assert contact is not None
        self._decide(membership_id, asked.ConfirmEmail(contact.email))

    def _reach(self) -> None:
        if not self.online:
            raise Failed(Trouble.CENTRAL_UNREACHABLE)

    def _there(self) -> PaperCard:
        if self.card is None:
            raise CardError(CardFailure.NO_CARD)
        return self.card

    def _read(self) -> CardReading:
        return self._there().reading()

    def _sign(self, _statement: Statement, _reading: CardReading, pin: Pin | None) -> str:
        assert pin is not None
        self.pins_seen += 1
        with pin:  # as every signer does
            return self._there().sign(pin)

    def _decide(
        self,
        membership_id: str,
        command: asked.Command,
        command_id: str | None = None,
        at: datetime | None = None,
    ) -> None:
        at = at or self.counter.clock()
        state = self.counter.desk.view(membership_id).confirmed
        happened = decide(state, command, at, self.counter.rules)
        new_id = self.counter.desk.new_membership_id
        with self.counter.database.session() as session:
            if command_id is not None:
                answer = CommandAnswer(command_id=command_id, status=Status.ACCEPTED, code="", decided_at=at)
                outbox.settle(session, answer)
            self._keep(session, membership_id, happened, command_id or new_id())
            registration = self.counter.desk.view(membership_id).shown.registration
            memberships.reindex(session, membership_id, registration, at)

    def _keep(self, session: Any, membership_id: str, happened: tuple[Event, ...], command_id: str) -> None:
        known = len(events.confirmed(session, membership_id))
        for seq, event in enumerate(happened, start=known + 1):
            envelope = EventEnvelope(
                event_id=self.counter.desk.new_membership_id(),
                membership_id=membership_id,
                membership_seq=seq,
                command_id=command_id,
                recorded_at=self.counter.clock(),
                kind=event.kind,
                body=event_body(event),
            )
            assert events.store(session, [envelope])


def member_of(hall: Hall, *, assessed: bool = True, approved: bool = True) -> str:
    """A member of the hall, whose mailbox is confirmed."""
    counter = hall.counter
    membership_id = counter.desk.new_membership_id()
    counter.submit(membership_id, counter.opening())
    counter.submit(membership_id, counter.application())
    hall.once()
    hall.check_email_code(membership_id, EMAIL_CODE)
    if assessed:
        counter.submit(membership_id, counter.assessment())
        hall.once()
    if approved:
        hall.approve(membership_id)
    return membership_id
