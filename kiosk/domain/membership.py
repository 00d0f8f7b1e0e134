"""A cooperative's membership: what its events add up to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from kiosk.domain.calendar import months_later_clipped
from kiosk.domain.commands import Condition
from kiosk.domain.events import CancelledBy, Deadline
from kiosk.domain.identity import HolderId, IdentityKind
from kiosk.domain.plans import PlanTerms
from kiosk.domain.programme import Figures
from kiosk.domain.refund import RefundQuote


class Eligibility(StrEnum):
    """Where the authority's check stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"


class OrderState(StrEnum):
    """Where an order stands (brochure: 訂單狀態)."""

    AWAITING_VENDOR = "awaiting_vendor"  # 資訊服務廠商確認中
    AWAITING_PAYMENT = "awaiting_payment"  # 付款中
    PAID = "paid"  # 已付款
    IN_SERVICE = "in_service"  # 服務中
    COMPLETED = "completed"  # 期程已結束
    CANCELLED = "cancelled"  # 中小企業取消訂購
    REFUNDED = "refunded"  # 已退訂


class GrantState(StrEnum):
    """Where the points stand."""

    ISSUED = "granted"  # not activated yet
    ACTIVE = "active"
    RETURNED = "returned"  # not activated in time; one may apply again
    EXPIRED = "expired"  # reclaimed; one may not apply again

    @property
    def may_apply_again(self) -> bool:
        """Whether points may be granted anew (brochure: 可再次申請, 不得再次申請)."""
        return self is GrantState.RETURNED


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to write to. Personal data."""

    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Registration:
    """Who joined, how, and which notice was consented to when (UTC)."""

    holder: HolderId
    identity: IdentityKind
    cooperative_name: str
    ubn: str
    notice_version: str
    notice_shown_at: datetime
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Assessment:
    """The latest self-assessment: 0 to 100 for each theme."""

    questionnaire_version: str
    scores: Mapping[str, int]
    completed_on: date


@dataclass(frozen=True, slots=True)
class ExpertRequest:
    """The latest 申請專家服務: themes of the self-assessment, and the day (Asia/Taipei) it was asked for."""

    themes: tuple[str, ...]
    requested_on: date


@dataclass(frozen=True, slots=True)
class Grant:
    """數位點數: granted = available + reserved + used + reclaimed, at every moment. Days in Asia/Taipei."""

    points: int
    granted_on: date
    activate_by: date
    valid_to: date
    programme_version: str
    reserved: int = 0
    used: int = 0
    reclaimed: int = 0

    @classmethod
    def of(cls, figures: Figures, granted_on: date) -> Self:
        """The points granted on day `granted_on` by these figures, with their last days.

        Clipped to the month's end, not moved off a holiday (民法 §121; brochure: 2023-04-30, a Sunday).
        """
        return cls(
            points=figures.grant,
            granted_on=granted_on,
            activate_by=months_later_clipped(granted_on, figures.activation_months),
            valid_to=months_later_clipped(granted_on, figures.validity_months),
            programme_version=figures.version,
        )

    @property
    def available(self) -> int:
        """Points that may go into an order."""
        return self.points - self.reserved - self.used - self.reclaimed

    def state_on(self, today: date, *, activated: bool) -> GrantState:
        """Where the points stand on day `today` (Asia/Taipei); brochure: 點數有效期限說明."""
        if not activated and today > self.activate_by:
            return GrantState.RETURNED
        if today > self.valid_to:
            return GrantState.EXPIRED
        return GrantState.ACTIVE if activated else GrantState.ISSUED


@dataclass(frozen=True, slots=True)
class Order:
    """我的訂單: terms, price (NT$, points) and rules are those it was placed under. Days in Asia/Taipei.

    `late` is what the vendor has not done, or did not do, in time.
    """

    order_number: str
    terms: PlanTerms
    points: int
    own: int
    programme_version: str
    placed_at: datetime
    confirm_by: date
    state: OrderState = OrderState.AWAITING_VENDOR
    confirmed_on: date | None = None
    payment_url: str = ""
    pay_by: date | None = None
    service_by: date | None = None
    paid_on: date | None = None
    invoice_by: date | None = None
    invoice_number: str = ""
    started_on: date | None = None
    last_day: date | None = None
    cancelled_by: CancelledBy | None = None
    refund: RefundQuote | None = None
    late: frozenset[Deadline] = frozenset()


@dataclass(frozen=True, slots=True)
class Membership:
    """One cooperative at the programme. `version` counts the events behind it.

    `check_by` is the last day (Asia/Taipei) of the 稅籍 check that runs, None where none does; `check_late`:
    it has passed.
    """

    version: int = 0
    registration: Registration | None = None
    contact: Contact | None = None
    email_confirmed: bool = False
    eligibility: Eligibility = Eligibility.PENDING
    eligibility_unmet: tuple[Condition, ...] = ()
    eligibility_reason: str = ""
    check_by: date | None = None
    check_late: bool = False
    assessment: Assessment | None = None
    expert_request: ExpertRequest | None = None
    grant: Grant | None = None
    grant_lapsed: bool = False
    orders: Mapping[str, Order] = field(default_factory=dict)

    @property
    def erased(self) -> bool:
        """Whether its personal data were deleted, as its holder had asked (個資法 §11)."""
        return self.registration is not None and not self.registration.ubn

    def has_confirmed(self, email: str) -> bool:
        """Whether `email` is the address of the contact, and its mailbox has answered."""
        return self.email_confirmed and self.contact is not None and self.contact.email == email

    @property
    def activated(self) -> bool:
        """啟用: an order that uses points stands (docs/rules: activated)."""
        return any(order.points and order.state is not OrderState.CANCELLED for order in self.orders.values())

    def grant_state(self, today: date) -> GrantState | None:
        """Where the points stand on day `today` (Asia/Taipei); None before there were any."""
        if self.grant is None:
            return None
        if self.grant_lapsed:
            return GrantState.RETURNED
        return self.grant.state_on(today, activated=self.activated)

    def points_in_hand(self, today: date) -> int:
        """Points that may go into an order on day `today` (Asia/Taipei)."""
        if self.grant is None or self.grant_state(today) in {GrantState.RETURNED, GrantState.EXPIRED}:
            return 0
        return self.grant.available
