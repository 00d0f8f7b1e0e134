"""A cooperative's membership: what its events add up to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from kiosk.domain.events import CancelledBy
from kiosk.domain.identity import HolderId, IdentityKind
from kiosk.domain.plans import PlanTerms
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
    CANCELLED = "cancelled"  # 中小企業取消訂購
    REFUNDED = "refunded"  # 已退訂


class GrantState(StrEnum):
    """Where the points stand."""

    ISSUED = "issued"  # granted, not activated
    ACTIVE = "active"
    RETURNED = "returned"  # not activated in time; one may apply again
    EXPIRED = "expired"  # reclaimed; one may not apply again


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

    @property
    def available(self) -> int:
        """Points that may go into an order."""
        return self.points - self.reserved - self.used - self.reclaimed


@dataclass(frozen=True, slots=True)
class Order:
    """我的訂單: terms, price (NT$, points) and rules are those it was placed under. Days in Asia/Taipei."""

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


@dataclass(frozen=True, slots=True)
class Membership:
    """One cooperative at the programme. `version` counts the events behind it."""

    version: int = 0
    registration: Registration | None = None
    contact: Contact | None = None
    email_confirmed: bool = False
    eligibility: Eligibility = Eligibility.PENDING
    eligibility_reason: str = ""
    assessment: Assessment | None = None
    grant: Grant | None = None
    grant_lapsed: bool = False
    orders: Mapping[str, Order] = field(default_factory=dict)

    @property
    def activated(self) -> bool:
        """啟用: an order that uses points stands (docs/rules: activated)."""
        return any(order.points and order.state is not OrderState.CANCELLED for order in self.orders.values())

    def grant_state(self, today: date) -> GrantState | None:
        """Where the points stand on day `today` (Asia/Taipei); None before there were any."""
        if self.grant is None:
            return None
        if self.grant_lapsed or (not self.activated and today > self.grant.activate_by):
            return GrantState.RETURNED
        if today > self.grant.valid_to:
            return GrantState.EXPIRED
        return GrantState.ACTIVE if self.activated else GrantState.ISSUED

    def points_in_hand(self, today: date) -> int:
        """Points that may go into an order on day `today` (Asia/Taipei)."""
        if self.grant is None or self.grant_state(today) in {GrantState.RETURNED, GrantState.EXPIRED}:
            return 0
        return self.grant.available
