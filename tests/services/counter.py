"""A counter for tests: its clock, its database, and commands as a cooperative would give them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from kiosk.contract.api import FoundingCaseAnswer, InquiriesAnswer
from kiosk.contract.documents import read_founding, read_programme
from kiosk.contract.founding_guide import read_guide
from kiosk.domain.commands import (
    Apply,
    CancelOrder,
    Command,
    CompleteAssessment,
    Condition,
    OpenMembership,
    PlaceOrder,
)
from kiosk.domain.identifiers import is_ubn, order_number
from kiosk.domain.identity import HolderId, IdentityKind
from kiosk.domain.programme import Programme
from kiosk.services.desk import Desk, PaperFacts, PaperMaker, Submitted
from kiosk.services.failures import Failed, Trouble
from kiosk.services.founding.desk import FoundingDesk, ToCentral
from kiosk.services.identity_device import DeviceIdentity
from kiosk.services.inquiries import Inquiries
from kiosk.services.receipts.papers import OrderPaper
from kiosk.storage.database import Database

ROOT = Path(__file__).parent.parent.parent
START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # a Monday, 10:00 in Asia/Taipei


def programme() -> Programme:
    return read_programme(ROOT / "resources")


class TestClock:
    """Stands still until it is moved."""

    __test__ = False

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


def holder(number: int = 1) -> HolderId:
    return HolderId("CN=測試組織及團體憑證管理中心,C=TW", f"2.999.886.{number}")


def ubn(number: int) -> str:
    """The first valid 統一編號 at or after `number` times 10."""
    return next(text for last in range(10) if is_ubn(text := f"{number:07d}{last}"))


def token(signer: HolderId) -> str:
    """Stands for a holder's signature where nobody verifies one."""
    return f"{signer.subject}..signed"


def _nowhere(_code_hash: str) -> FoundingCaseAnswer:
    raise Failed(Trouble.CENTRAL_UNREACHABLE)


def _nothing_answered(after: int, _membership_id: str | None) -> InquiriesAnswer:
    return InquiriesAnswer(inquiries=(), last=after, more=False)


@dataclass
class Counter:
    """One kiosk's desk with a person at it."""

    database: Database
    rules: Programme
    clock: TestClock
    device: DeviceIdentity
    on_submitted: Callable[[], None] = lambda: None
    founding_elsewhere: Callable[[str], FoundingCaseAnswer] = _nowhere
    answers_elsewhere: Callable[[int, str | None], InquiriesAnswer] = _nothing_answered
    tails: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.desk = Desk(self.database, self.rules, self.clock, self.device, self.on_submitted)

    def founding(self) -> FoundingDesk:
        """The desk of founding, with the rules as they are delivered."""
        folder = ROOT / "resources"
        return FoundingDesk(
            self.database,
            read_founding(folder),
            read_guide(folder),
            self.clock,
            self.device,
            ToCentral(self.founding_elsewhere, self.on_submitted),
        )

    def inquiries(self) -> Inquiries:
        """The way to the help desk; `answers_elsewhere` is what central would say."""
        return Inquiries(self.database, self.clock, self.device, self.answers_elsewhere, self.on_submitted)

    def submit(
        self,
        membership_id: str,
        command: Command,
        paper: PaperMaker | None = None,
        finishes_draft: str | None = None,
    ) -> Submitted:
        statement = self.desk.prepare(membership_id, command)
        signer = getattr(command, "signer", None)
        return self.desk.submit(
            statement,
            token(signer) if signer else None,
            signer=signer,
            paper=paper,
            finishes_draft=finishes_draft,
        )

    def opening(self, number: int = 1, name: str = "訓練用合作社𠊎") -> OpenMembership:
        return OpenMembership(
            identity=IdentityKind.ORGANISATION_CERTIFICATE,
            cooperative_name=name,
            ubn=ubn(number),
            notice_version="2026-1",
            notice_shown_at=self.clock() - timedelta(minutes=1),
            signer=holder(number),
        )

    def application(self) -> Apply:
        return Apply(tuple(Condition), True, "林曉明", "someone@example.com", "02-0000-0000")

    def assessment(self) -> CompleteAssessment:
        questions = self.rules.questionnaire
        answers = {question.question_id: 2 for theme in questions.themes for question in theme.questions}
        return CompleteAssessment(questions.version, answers)

    def order(self, number: int = 1, points: int = 0) -> PlaceOrder:
        terms = next(iter(self.rules.plans.values())).terms
        return PlaceOrder(
            order_number=order_number(self.clock(), next(self.tails)),
            terms=terms,
            points=points,
            own=terms.price - points,
            signer=holder(number),
        )

    def cancellation(self, order: PlaceOrder) -> CancelOrder:
        return CancelOrder(order.order_number, order.signer)

    def register(self, number: int = 1) -> str:
        """Join and apply; the new membership's id."""
        membership_id = self.desk.new_membership_id()
        self.submit(membership_id, self.opening(number))
        self.submit(membership_id, self.application())
        return membership_id


def order_receipt(facts: PaperFacts) -> OrderPaper:
    """The receipt of the one order that `facts` tell of."""
    (placed,) = (order for number, order in facts.after.orders.items() if number not in facts.before.orders)
    registration = facts.after.registration
    assert registration is not None
    return OrderPaper(
        receipt_number=facts.receipt_number,
        terminal=facts.terminal,
        handled_by="訓練員",
        issued_on=(facts.issued_at + timedelta(hours=8)).date(),
        issued_at=facts.issued_at,
        cooperative_name=registration.cooperative_name,
        ubn=registration.ubn,
        order_number=placed.order_number,
        plan_name=placed.terms.plan_name,
        vendor_name=placed.terms.vendor_name,
        months=placed.terms.months,
        price=placed.terms.price,
        points=placed.points,
        own_payment=placed.own,
        provisional=True,
        training=True,
        programme_version=placed.programme_version,
        notice_version=registration.notice_version,
        check_code=facts.check_code,
    )
