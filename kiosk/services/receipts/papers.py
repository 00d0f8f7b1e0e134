"""The papers a counter hands out, each as the snapshot of data it is made from.

A paper is stored as its snapshot and drawn from it, so that a reprint says what the first print said. What
the programme's data may change (a plan's name, a theme's) is in the snapshot; a kind of paper's own words
are not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from kiosk.services.receipts.failures import PaperError, PaperFailure
from kiosk.services.receipts.snapshot import Paper, require_sum

__all__ = [
    "KINDS",
    "AssessmentPaper",
    "CancelledPaper",
    "DataRequestPaper",
    "FoundingItem",
    "FoundingPaper",
    "FoundingStep",
    "MemberPaper",
    "OrderLine",
    "OrderPaper",
    "OrderedPaper",
    "Paper",
    "PaperError",
    "PaperFailure",
    "PaymentPaper",
    "PointsMovement",
    "PointsPaper",
    "RecommendedPlan",
    "RefundPaper",
    "RegistrationPaper",
    "ShiftPaper",
    "ShiftRow",
    "ThemeScore",
]


@dataclass(frozen=True, kw_only=True)
class MemberPaper(Paper):
    """A paper about one cooperative."""

    cooperative_name: str
    ubn: str


@dataclass(frozen=True, kw_only=True)
class OrderedPaper(MemberPaper):
    """A paper about one order. `price` and `own_payment` are NT$, `points` points; `price` is their sum."""

    order_number: str
    plan_name: str
    vendor_name: str
    months: int
    price: int
    points: int
    own_payment: int

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.months < 1:
            raise ValueError("months must be 1 or more")
        require_sum("price", self.price, self.points, self.own_payment)


@dataclass(frozen=True, kw_only=True)
class OrderLine:
    """One item of an order that has several; `amount` in NT$."""

    name: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class OrderPaper(OrderedPaper):
    """訂購收據（非統一發票）: an order was placed. `lines`, where it has several, add up to its price."""

    kind: ClassVar[str] = "order"

    lines: tuple[OrderLine, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.lines:
            require_sum("lines", self.price, *(line.amount for line in self.lines))


@dataclass(frozen=True, kw_only=True)
class CancelledPaper(OrderedPaper):
    """訂單取消通知單: the buyer cancelled an order before its payment; its points are free again."""

    kind: ClassVar[str] = "cancelled"


@dataclass(frozen=True, kw_only=True)
class PaymentPaper(OrderedPaper):
    """付款及發票通知單: the own payment reached the vendor on `paid_on`.

    `invoice_number` is None as long as the vendor has issued none, which is due by the end of `invoice_by`.
    """

    kind: ClassVar[str] = "payment"

    paid_on: date
    invoice_number: str | None
    invoice_by: date


@dataclass(frozen=True, kw_only=True)
class RefundPaper(OrderedPaper):
    """退訂退款通知單: a paid order was cancelled. The inherited fields tell of the original order.

    `invoice_number` and `service_started` are None when the vendor had not come so far.
    `own_refund` + `own_kept` = `own_payment` (NT$); `points_refund` + `points_kept` = `points`.
    `points_valid_to` is the last valid day of the returned points (None: no points were used);
    `points_reclaimed` says that it has passed and that they are reclaimed at once.
    """

    kind: ClassVar[str] = "refund"

    invoice_number: str | None
    service_started: date | None
    requested_on: date
    months_used: int
    own_refund: int
    points_refund: int
    own_kept: int
    points_kept: int
    points_valid_to: date | None
    points_reclaimed: bool

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.months_used > self.months:
            raise ValueError("months_used must lie within the term")
        require_sum("own_payment", self.own_payment, self.own_refund, self.own_kept)
        require_sum("points", self.points, self.points_refund, self.points_kept)


@dataclass(frozen=True, kw_only=True)
class RegistrationPaper(MemberPaper):
    """註冊受理回執: who joined, what was declared, whom to write to (personal data).

    `check_by` is the last day of the 稅籍 check, None while the e-mail address is to be confirmed first.
    """

    kind: ClassVar[str] = "registration"

    identity: str
    contact_name: str
    email: str
    phone: str
    conditions: int
    check_by: date | None


@dataclass(frozen=True, kw_only=True)
class PointsMovement:
    """Points that came or went on a day (Asia/Taipei), and why; `change` is signed."""

    on: date
    what: str
    what_en: str
    order_number: str
    change: int


@dataclass(frozen=True, kw_only=True)
class PointsPaper(MemberPaper):
    """數位點數明細表 as of the day of issue: granted = in hand + reserved + used + reclaimed."""

    kind: ClassVar[str] = "points"

    granted: int
    granted_on: date
    activate_by: date
    valid_to: date
    in_hand: int
    reserved: int
    used: int
    reclaimed: int
    movements: tuple[PointsMovement, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        require_sum("granted", self.granted, self.in_hand, self.reserved, self.used, self.reclaimed)


@dataclass(frozen=True, kw_only=True)
class ThemeScore:
    """A theme of the self-assessment and its score of 100."""

    name: str
    name_en: str
    score: int


@dataclass(frozen=True, kw_only=True)
class RecommendedPlan:
    """A plan that helps where the cooperative is weak; `price` in NT$ for `months`."""

    plan_name: str
    vendor_name: str
    helps: str
    months: int
    price: int


@dataclass(frozen=True, kw_only=True)
class AssessmentPaper(MemberPaper):
    """數位自評報告: three themes or more with their scores, and the plans that fit, best first."""

    kind: ClassVar[str] = "assessment"

    questionnaire_version: str
    completed_on: date
    themes: tuple[ThemeScore, ...]
    plans: tuple[RecommendedPlan, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.themes) < 3 or any(theme.score > 100 for theme in self.themes):
            raise ValueError("themes: three or more, each with a score of 0 to 100")


@dataclass(frozen=True, kw_only=True)
class DataRequestPaper(MemberPaper):
    """個人資料請求受理回執: what was asked about the own data on which day, and by when it is answered.

    `request_id` is what central knows it by; `right` and `right_en` what is asked.
    """

    kind: ClassVar[str] = "data_request"

    request_id: str
    right: str
    right_en: str
    received_on: date
    due_on: date


@dataclass(frozen=True, kw_only=True)
class ShiftRow:
    """One thing taken at the counter; `paper` is its paper's number, 0 where it has none."""

    at: datetime
    what: str
    what_en: str
    ubn: str
    paper: int
    state: str


@dataclass(frozen=True, kw_only=True)
class ShiftFigures:
    """What a shift came to (NT$ and points), and what it hands over: all that waits to be sent, and cases.

    What central did not accept is in none of the sums.
    """

    opened_by: str
    orders: int
    orders_own: int
    orders_points: int
    refunds: int
    refunds_own: int
    refunds_points: int
    unsent_at_opening: int
    unsent: int
    attend: int


@dataclass(frozen=True, kw_only=True)
class ShiftPaper(Paper):
    """值班報表: what this counter took between two moments (UTC), and its papers' numbers."""

    kind: ClassVar[str] = "shift"

    office: str
    began_at: datetime
    ended_at: datetime
    accepted: int
    waiting: int
    turned_down_count: int
    papers: int
    reprints: int
    rows: tuple[ShiftRow, ...]
    figures: ShiftFigures | None = None  # of a shift that was closed


@dataclass(frozen=True, kw_only=True)
class FoundingStep:
    """One of the five steps, done on a day or due by one (Asia/Taipei), None where that is open."""

    name: str
    name_en: str
    done_on: date | None
    due_by: date | None


@dataclass(frozen=True, kw_only=True)
class FoundingItem:
    """Something that is missing or breaks a rule: what, by which article, and what would satisfy it."""

    title: str
    article: str
    remedy: str
    grave: bool


@dataclass(frozen=True, kw_only=True)
class FoundingPaper(Paper):
    """合作社設立檢核表: how far a founding is, and what it lacks; `authority` decides on it."""

    kind: ClassVar[str] = "founding"

    name: str
    authority: str
    founders: int
    members: int
    capital: str
    steps: tuple[FoundingStep, ...]
    items: tuple[FoundingItem, ...]


KINDS: Mapping[str, type[Paper]] = {
    kind.kind: kind
    for kind in (
        OrderPaper,
        RefundPaper,
        CancelledPaper,
        PaymentPaper,
        RegistrationPaper,
        PointsPaper,
        AssessmentPaper,
        ShiftPaper,
        FoundingPaper,
        DataRequestPaper,
    )
}
"""Each kind of paper by the name that its snapshots bear."""
