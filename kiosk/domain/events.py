"""What has happened to a membership. Events are facts: they carry every date and figure that was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from kiosk.domain.commands import Condition
from kiosk.domain.identity import HolderId, IdentityKind
from kiosk.domain.plans import PlanTerms
from kiosk.domain.refund import RefundQuote


class Deadline(StrEnum):
    """A last day that ends nothing when it is missed: it is told, and what was late may still be done."""

    ELIGIBILITY_CHECK = "eligibility_check"  # 相關資格確認約需1個工作天
    INVOICE = "invoice"  # 2個工作天內開立發票
    SERVICE = "service"  # 7個工作天內提供雲端方案服務


class CancelledBy(StrEnum):
    """What ended an order before its payment."""

    BUYER = "buyer"
    VENDOR = "vendor"
    VENDOR_DEADLINE = "vendor_deadline"
    PAYMENT_DEADLINE = "payment_deadline"


@dataclass(frozen=True, slots=True)
class MembershipOpened:
    """The holder identified with a certificate and consented."""

    kind: ClassVar[str] = "membership_opened"
    holder: HolderId
    identity: IdentityKind
    cooperative_name: str
    ubn: str
    notice_version: str
    notice_shown_at: datetime
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Applied:
    """Declaration, authorisation and contact are given.

    `check_by` is the last day of the 稅籍 check, None while the e-mail address is to be confirmed first.
    """

    kind: ClassVar[str] = "applied"
    declared: tuple[Condition, ...]
    contact_name: str
    email: str
    phone: str
    check_by: date | None = None


@dataclass(frozen=True, slots=True)
class EmailConfirmed:
    """The mailbox answers; it is the account's name. The 稅籍 check lasts to the end of `check_by`."""

    kind: ClassVar[str] = "email_confirmed"
    email: str
    check_by: date | None = None


@dataclass(frozen=True, slots=True)
class EligibilityApproved:
    """The authority found the conditions met."""

    kind: ClassVar[str] = "eligibility_approved"


@dataclass(frozen=True, slots=True)
class EligibilityRefused:
    """The authority found these conditions not met, for this reason in its own words."""

    kind: ClassVar[str] = "eligibility_refused"
    reason: str
    unmet: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class AssessmentCompleted:
    """The self-assessment's result: 0 to 100 for each theme."""

    kind: ClassVar[str] = "assessment_completed"
    questionnaire_version: str
    scores: Mapping[str, int]
    completed_on: date


@dataclass(frozen=True, slots=True)
class ExpertRequested:
    """Advice is wanted on these themes; the programme's experts write to the contact."""

    kind: ClassVar[str] = "expert_requested"
    themes: tuple[str, ...]
    requested_on: date


@dataclass(frozen=True, slots=True)
class PointsGranted:
    """發給點數. The last days on which they may be activated and used, in Asia/Taipei."""

    kind: ClassVar[str] = "points_granted"
    points: int
    granted_on: date
    activate_by: date
    valid_to: date
    programme_version: str


@dataclass(frozen=True, slots=True)
class PointsLapsed:
    """Not activated within the month: all points go back, one may apply again."""

    kind: ClassVar[str] = "points_lapsed"
    points: int


@dataclass(frozen=True, slots=True)
class PointsReclaimed:
    """Past their last day: what was left is taken back, one may not apply again."""

    kind: ClassVar[str] = "points_reclaimed"
    points: int


@dataclass(frozen=True, slots=True)
class OrderPlaced:
    """The order is made and its points are reserved; the vendor answers by the end of `confirm_by`."""

    kind: ClassVar[str] = "order_placed"
    order_number: str
    terms: PlanTerms
    points: int
    own: int
    placed_at: datetime
    confirm_by: date
    programme_version: str


@dataclass(frozen=True, slots=True)
class OrderConfirmed:
    """The vendor took the order; payment is due by the end of `pay_by`, service by `service_by`."""

    kind: ClassVar[str] = "order_confirmed"
    order_number: str
    payment_url: str
    confirmed_on: date
    pay_by: date
    service_by: date


@dataclass(frozen=True, slots=True)
class OrderCancelled:
    """The order ended before payment; its reserved points are free again."""

    kind: ClassVar[str] = "order_cancelled"
    order_number: str
    by: CancelledBy


@dataclass(frozen=True, slots=True)
class OrderPaid:
    """The own payment reached the vendor; the reserved points are used."""

    kind: ClassVar[str] = "order_paid"
    order_number: str
    paid_on: date
    invoice_by: date


@dataclass(frozen=True, slots=True)
class InvoiceIssued:
    """The vendor issued its invoice."""

    kind: ClassVar[str] = "invoice_issued"
    order_number: str
    invoice_number: str


@dataclass(frozen=True, slots=True)
class ServiceStarted:
    """The term runs from `started_on` to `last_day`, both used days."""

    kind: ClassVar[str] = "service_started"
    order_number: str
    started_on: date
    last_day: date


@dataclass(frozen=True, slots=True)
class OrderCompleted:
    """The term's last day is over: the order is done."""

    kind: ClassVar[str] = "order_completed"
    order_number: str


@dataclass(frozen=True, slots=True)
class DeadlineMissed:
    """What was due by the end of `due_on` is not done; `order_number` says for which order, None for none."""

    kind: ClassVar[str] = "deadline_missed"
    what: Deadline
    due_on: date
    order_number: str | None


@dataclass(frozen=True, slots=True)
class CheckMoved:
    """The last day of the 稅籍 check is a later one, `check_by`: offices are closed on the one before."""

    kind: ClassVar[str] = "check_moved"
    check_by: date


@dataclass(frozen=True, slots=True)
class LastDaysMoved:
    """Last days of an order are later ones, as offices are closed on a day that had counted; None: as it was.

    What each of them means is said where it was first told: `OrderPlaced`, `OrderConfirmed`, `OrderPaid`.
    """

    kind: ClassVar[str] = "last_days_moved"
    order_number: str
    confirm_by: date | None = None
    pay_by: date | None = None
    invoice_by: date | None = None
    service_by: date | None = None


@dataclass(frozen=True, slots=True)
class OrderRefunded:
    """退訂: the amounts agreed to.

    `points_valid_to` is the last day of the points that went into the order, None where none did.
    """

    kind: ClassVar[str] = "order_refunded"
    order_number: str
    quote: RefundQuote
    points_valid_to: date | None


Event = (
    MembershipOpened
    | Applied
    | EmailConfirmed
    | EligibilityApproved
    | EligibilityRefused
    | AssessmentCompleted
    | ExpertRequested
    | PointsGranted
    | PointsLapsed
    | PointsReclaimed
    | OrderPlaced
    | OrderConfirmed
    | OrderCancelled
    | OrderPaid
    | InvoiceIssued
    | ServiceStarted
    | OrderCompleted
    | DeadlineMissed
    | CheckMoved
    | LastDaysMoved
    | OrderRefunded
)
