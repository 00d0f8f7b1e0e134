"""A small programme, and a membership whose story a test tells command by command."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Self

import pytest

from kiosk.domain import commands as asked
from kiosk.domain.assessment import Question, Questionnaire, Theme
from kiosk.domain.calendar import TAIPEI, WorkCalendar
from kiosk.domain.decide import decide
from kiosk.domain.events import Event
from kiosk.domain.evolve import fold
from kiosk.domain.identity import HolderId, IdentityKind
from kiosk.domain.membership import Grant, Membership, Order
from kiosk.domain.ordering import refund_quote
from kiosk.domain.plans import Category, Kind, Plan, PlanTerms
from kiosk.domain.programme import Figures, Programme
from kiosk.domain.refusals import Refusal, Refused

FIGURES = Figures(
    version="first",
    holds_from=date(2023, 1, 1),
    grant=30_000,
    points_share=1,
    own_share=1,
    activation_months=1,
    validity_months=3,
    eligibility_working_days=1,
    vendor_confirms_days=2,
    vendor_confirms_in_working_days=False,
    payment_working_days=2,
    invoice_working_days=2,
    service_working_days=7,
    exactly_half_is_within=True,
)
# A later version with other figures throughout: what was made under the first one keeps the first one's.
LATER_FIGURES = replace(
    FIGURES,
    version="second",
    holds_from=date(2026, 7, 1),
    grant=10_000,
    own_share=4,
    vendor_confirms_days=5,
    payment_working_days=5,
    exactly_half_is_within=False,
)


# A kind of tools for each category, named as it is.
KINDS = tuple(Kind(category, category.value, category.value) for category in Category)


def plan(plan_id: str, price: int, months: int = 6, category: Category = Category.MANAGEMENT) -> Plan:
    terms = PlanTerms(plan_id, f"範例{plan_id}", "sample-vendor", "範例資訊服務廠商", months, price)
    return Plan(terms, category, (category.value,), "範例方案", "A sample plan")


def theme(theme_id: str, *kinds: str) -> Theme:
    questions = tuple(
        Question(f"{theme_id}_{number}", "題目", "A question", tuple("01234"), tuple("01234"))
        for number in (1, 2, 3)
    )
    return Theme(theme_id, theme_id, theme_id, kinds, questions)


QUESTIONNAIRE = Questionnaire(
    "questions", (theme("inside", Category.MANAGEMENT), theme("outside", Category.MARKETING))
)
ANSWERS = {question.question_id: 2 for theme in QUESTIONNAIRE.themes for question in theme.questions}
PLANS = {
    "example": plan("example", 60_000),
    "odd": plan("odd", 15_001, 12),
    "small": plan("small", 9_600),
}
CHECKED_BY = dict.fromkeys(asked.Condition, asked.Checker.AGENCY)
PROGRAMME = Programme((FIGURES, LATER_FIGURES), PLANS, KINDS, QUESTIONNAIRE, WorkCalendar(), CHECKED_BY)

HOLDER = HolderId("OU=測試組織及團體憑證管理中心,O=行政院,C=TW", "2.999.886.1")
SOMEBODY_ELSE = HolderId(HOLDER.issuer, "2.999.886.2")
EMAIL = "contact@example.com"
NUMBER = "20260115100000000001"


def noon(day: date) -> datetime:
    """Noon of `day` in Asia/Taipei, in UTC."""
    return datetime.combine(day, time(12), TAIPEI).astimezone(UTC)


OPEN = asked.OpenMembership(
    identity=IdentityKind.ORGANISATION_CERTIFICATE,
    cooperative_name="訓練用合作社",
    ubn="12345675",
    notice_version="notice",
    notice_shown_at=noon(date(2025, 12, 1)),
    signer=HOLDER,
)
APPLY = asked.Apply(tuple(asked.Condition), True, "訓練用聯絡人", EMAIL, "02-0000-0000")
CONFIRM_EMAIL = asked.ConfirmEmail(EMAIL)
APPROVE = asked.DecideEligibility((), "")
REFUSE = asked.DecideEligibility((asked.Condition.COOPERATIVE,), "非合作社")
ASSESS = asked.CompleteAssessment(QUESTIONNAIRE.version, ANSWERS)
ASK_EXPERT = asked.RequestExpert(("inside", "outside"))
PLACE = asked.PlaceOrder(NUMBER, PLANS["example"].terms, 30_000, 30_000, HOLDER)
CONFIRM = asked.ConfirmOrder(NUMBER, "https://pay.example.com/1")
PAY = asked.RecordPayment(NUMBER, 30_000)
INVOICE = asked.IssueInvoice(NUMBER, "範例00000000")
CANCEL = asked.CancelOrder(NUMBER, HOLDER)
DECLINE = asked.DeclineOrder(NUMBER)


class Story:
    """What happens to one membership, day by day."""

    def __init__(self, begins: date = date(2026, 1, 15), programme: Programme = PROGRAMME) -> None:
        self.programme = programme
        self.at = noon(begins)
        self.state = Membership()
        self.events: tuple[Event, ...] = ()

    def on(self, day: date) -> Self:
        """Let it be noon of `day`."""
        self.at = noon(day)
        return self

    def do(self, *commands: asked.Command) -> tuple[Event, ...]:
        """Do `commands` one after the other; what the last one brought about."""
        events: tuple[Event, ...] = ()
        for command in commands:
            events = decide(self.state, command, self.at, self.programme)
            self.events += events
            self.state = fold(events, self.state)
        return events

    def refusal(self, command: asked.Command) -> Refusal:
        """Why `command` is refused."""
        with pytest.raises(Refused) as caught:
            decide(self.state, command, self.at, self.programme)
        return caught.value.refusal

    def new(self) -> Self:
        return self

    def applied(self) -> Self:
        self.do(OPEN, APPLY)
        return self

    def not_eligible(self) -> Self:
        self.applied().do(CONFIRM_EMAIL, REFUSE)
        return self

    def granted(self) -> Self:
        self.applied().do(CONFIRM_EMAIL, APPROVE, ASSESS)
        return self

    def ordered(self) -> Self:
        self.granted().do(PLACE)
        return self

    def confirmed(self) -> Self:
        self.ordered().do(CONFIRM)
        return self

    def paid(self) -> Self:
        self.confirmed().do(PAY)
        return self

    def invoiced(self) -> Self:
        self.paid().do(INVOICE)
        return self

    def in_service(self) -> Self:
        self.invoiced().do(self.start())
        return self

    @property
    def grant(self) -> Grant:
        assert self.state.grant is not None
        return self.state.grant

    @property
    def order(self) -> Order:
        return self.state.orders[NUMBER]

    @property
    def today(self) -> date:
        return self.at.astimezone(TAIPEI).date()

    def start(self) -> asked.StartService:
        """The service starts today."""
        return asked.StartService(NUMBER, self.today)

    def refund(self) -> asked.RequestRefund:
        """A refund of exactly what it gives back today."""
        quote = refund_quote(self.order, self.today, self.programme)
        return asked.RequestRefund(NUMBER, quote.own_refund, quote.points_refund, HOLDER)
