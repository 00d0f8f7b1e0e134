"""What may be asked of a membership. Each command says who may ask it; `decide` says what becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from kiosk.domain.identity import HolderId, IdentityKind
from kiosk.domain.plans import PlanTerms


class Actor(StrEnum):
    """Who a command comes from."""

    HOLDER = "holder"  # signed with the holder's card at a kiosk
    COUNTER = "counter"  # entered at a kiosk, for a holder whose card opened the membership
    VENDOR = "vendor"  # 資訊服務廠商
    AGENCY = "agency"  # 主辦及執行單位
    CENTRAL = "central"  # the central service itself


class Condition(StrEnum):
    """The five conditions one declares to meet (brochure: 誰可以申請)."""

    COOPERATIVE = "cooperative"
    NO_BREACH = "no_breach"
    NO_VIOLATION = "no_violation"
    NOT_EXCLUDED = "not_excluded"
    NO_OTHER_SUBSIDY = "no_other_subsidy"


class Checker(StrEnum):
    """Who checks a condition; which checks which is data (`conditions` in resources/programme.toml)."""

    TAX_REGISTRATION = "tax_registration"  # the 稅籍登記 that the applicant authorised to look up
    AGENCY = "agency"  # the records of 主辦及執行單位
    PLATFORM = "platform"  # the records of 臺灣雲市集 itself


@dataclass(frozen=True, slots=True)
class OpenMembership:
    """加入會員: the holder identifies and consents to the notice (個資法 §8) of this version, shown then."""

    kind: ClassVar[str] = "open_membership"
    actor: ClassVar[Actor] = Actor.HOLDER
    identity: IdentityKind
    cooperative_name: str
    ubn: str
    notice_version: str
    notice_shown_at: datetime
    signer: HolderId


@dataclass(frozen=True, slots=True)
class Apply:
    """授權資料查詢及同意聲明事項, 輸入基本資料: the declared conditions and whom to write to."""

    kind: ClassVar[str] = "apply"
    actor: ClassVar[Actor] = Actor.COUNTER
    declared: tuple[Condition, ...]
    lookup_authorised: bool
    contact_name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class ConfirmEmail:
    """驗證Email: the code mailed to `email` came back."""

    kind: ClassVar[str] = "confirm_email"
    actor: ClassVar[Actor] = Actor.CENTRAL
    email: str


@dataclass(frozen=True, slots=True)
class DecideEligibility:
    """The authority's answer (brochure: 相關資格確認約需1個工作天): the conditions that are not met, and why.

    With none unmet the application is approved.
    """

    kind: ClassVar[str] = "decide_eligibility"
    actor: ClassVar[Actor] = Actor.AGENCY
    unmet: tuple[Condition, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class CompleteAssessment:
    """數位自評檢測, answered in full: 0 to 4 for each question of the version."""

    kind: ClassVar[str] = "complete_assessment"
    actor: ClassVar[Actor] = Actor.COUNTER
    questionnaire_version: str
    answers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RequestExpert:
    """申請專家服務: the themes of the self-assessment, by their ids, for which advice is wanted."""

    kind: ClassVar[str] = "request_expert"
    actor: ClassVar[Actor] = Actor.COUNTER
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceOrder:
    """訂單成立並送出: terms, points and own payment (NT$) exactly as they were shown and signed."""

    kind: ClassVar[str] = "place_order"
    actor: ClassVar[Actor] = Actor.HOLDER
    order_number: str
    terms: PlanTerms
    points: int
    own: int
    signer: HolderId


@dataclass(frozen=True, slots=True)
class CancelOrder:
    """The buyer cancels before the payment (中小企業取消訂購)."""

    kind: ClassVar[str] = "cancel_order"
    actor: ClassVar[Actor] = Actor.HOLDER
    order_number: str
    signer: HolderId


@dataclass(frozen=True, slots=True)
class ConfirmOrder:
    """資訊服務廠商接單, with the link at which the own payment is made."""

    kind: ClassVar[str] = "confirm_order"
    actor: ClassVar[Actor] = Actor.VENDOR
    order_number: str
    payment_url: str


@dataclass(frozen=True, slots=True)
class DeclineOrder:
    """The vendor does not take the order."""

    kind: ClassVar[str] = "decline_order"
    actor: ClassVar[Actor] = Actor.VENDOR
    order_number: str


@dataclass(frozen=True, slots=True)
class RecordPayment:
    """The vendor has received the own payment of `own` NT$."""

    kind: ClassVar[str] = "record_payment"
    actor: ClassVar[Actor] = Actor.VENDOR
    order_number: str
    own: int


@dataclass(frozen=True, slots=True)
class IssueInvoice:
    """The vendor has issued the 統一發票 of this number."""

    kind: ClassVar[str] = "issue_invoice"
    actor: ClassVar[Actor] = Actor.VENDOR
    order_number: str
    invoice_number: str


@dataclass(frozen=True, slots=True)
class StartService:
    """開通: the plan may be used from day `started_on` (Asia/Taipei), its first day."""

    kind: ClassVar[str] = "start_service"
    actor: ClassVar[Actor] = Actor.VENDOR
    order_number: str
    started_on: date


@dataclass(frozen=True, slots=True)
class RequestRefund:
    """申請退訂, agreeing to exactly these amounts (NT$ and points)."""

    kind: ClassVar[str] = "request_refund"
    actor: ClassVar[Actor] = Actor.HOLDER
    order_number: str
    own_refund: int
    points_refund: int
    signer: HolderId


@dataclass(frozen=True, slots=True)
class ApplyDeadlines:
    """Whatever has become due by now takes effect."""

    kind: ClassVar[str] = "apply_deadlines"
    actor: ClassVar[Actor] = Actor.CENTRAL


Command = (
    OpenMembership
    | Apply
    | ConfirmEmail
    | DecideEligibility
    | CompleteAssessment
    | RequestExpert
    | PlaceOrder
    | CancelOrder
    | ConfirmOrder
    | DeclineOrder
    | RecordPayment
    | IssueInvoice
    | StartService
    | RequestRefund
    | ApplyDeadlines
)
