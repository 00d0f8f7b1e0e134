"""Papers to try things on: the brochure's example of a refund after two months of six."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.contract.device_certificate import DeviceCertificate, issue_certificate
from kiosk.services.receipts.issue import Issue
from kiosk.services.receipts.layout import A4, Form
from kiosk.services.receipts.papers import (
    AssessmentPaper,
    CancelledPaper,
    DataRequestPaper,
    FoundingItem,
    FoundingPaper,
    FoundingStep,
    MemberPaper,
    OrderLine,
    OrderPaper,
    Paper,
    PaymentPaper,
    PointsMovement,
    PointsPaper,
    RecommendedPlan,
    RefundPaper,
    RegistrationPaper,
    ShiftPaper,
    ShiftRow,
    ThemeScore,
)
from kiosk.services.receipts.sealing import sealing

RARE = "堃喆㛢𡢕𠊎𤧟"

ORDER = OrderPaper(
    receipt_number=123,
    terminal="K01",
    handled_by="範例經辦",
    issued_on=date(2026, 1, 20),
    issued_at=datetime(2026, 1, 20, 6, 3, tzinfo=UTC),
    cooperative_name="有限責任範例消費合作社",
    ubn="12345675",
    order_number="20260120140301000001",
    plan_name="範例進銷存雲端方案",
    vendor_name="範例資訊服務廠商",
    months=6,
    price=60_000,
    points=30_000,
    own_payment=30_000,
    provisional=False,
    training=False,
    programme_version="2026-01",
    notice_version="1.0",
    notice_shown_at=datetime(2026, 1, 14, 1, 30, tzinfo=UTC),
    check_code="7QK2-M0XV-93HT-AB4C",
)

REFUND = RefundPaper(
    receipt_number=124,
    terminal="K01",
    handled_by="範例經辦",
    issued_on=date(2026, 3, 15),
    issued_at=datetime(2026, 3, 15, 2, 41, tzinfo=UTC),
    cooperative_name="有限責任範例消費合作社",
    ubn="12345675",
    order_number="20260120140301000001",
    plan_name="範例進銷存雲端方案",
    vendor_name="範例資訊服務廠商",
    months=6,
    price=60_000,
    points=30_000,
    own_payment=30_000,
    provisional=False,
    training=False,
    programme_version="2026-01",
    notice_version="1.0",
    notice_shown_at=datetime(2026, 1, 14, 1, 30, tzinfo=UTC),
    check_code="7QK2-M0XV-93HT-AB4C",
    invoice_number="範例-0001",
    service_started=date(2026, 1, 26),
    requested_on=date(2026, 3, 15),
    months_used=2,
    own_refund=20_000,
    points_refund=20_000,
    own_kept=10_000,
    points_kept=10_000,
    points_valid_to=date(2026, 4, 15),
    points_reclaimed=False,
)


def _about_order(paper: OrderPaper) -> dict[str, Any]:
    return {name: value for name, value in vars(paper).items() if name != "lines"}


def _about_member(paper: MemberPaper) -> dict[str, Any]:
    return {field.name: getattr(paper, field.name) for field in fields(MemberPaper)}


def _about_office(paper: Paper) -> dict[str, Any]:
    return {field.name: getattr(paper, field.name) for field in fields(Paper)}


CANCELLED = CancelledPaper(**_about_order(ORDER) | {"receipt_number": 125})
PAYMENT = PaymentPaper(
    **_about_order(ORDER) | {"receipt_number": 126},
    paid_on=date(2026, 1, 22),
    invoice_number="範例-0001",
    invoice_by=date(2026, 1, 26),
)
REGISTRATION = RegistrationPaper(
    **_about_member(ORDER) | {"receipt_number": 127},
    identity="組織及團體憑證",
    contact_name="林曉明",
    email="someone@example.com",
    phone="02-0000-0000",
    conditions=5,
    check_by=None,
)
POINTS = PointsPaper(
    **_about_member(ORDER) | {"receipt_number": 128},
    granted=30_000,
    granted_on=date(2026, 1, 15),
    activate_by=date(2026, 2, 15),
    valid_to=date(2026, 4, 15),
    in_hand=12_000,
    reserved=3_000,
    used=15_000,
    reclaimed=0,
    movements=(
        PointsMovement(on=date(2026, 1, 15), what="發給", what_en="granted", order_number="", change=30_000),
        PointsMovement(
            on=date(2026, 1, 16), what="訂購使用", what_en="ordered",
            order_number="20260116140301000001", change=-15_000,
        ),
        PointsMovement(
            on=date(2026, 1, 18), what="訂購使用", what_en="ordered",
            order_number="20260118091500000002", change=-3_000,
        ),
    ),
)  # fmt: skip
_THEMES = (
    ("內部日常營運", "Daily operations", 50), ("產品排程", "Scheduling of products", 42),
    ("遠距辦公", "Remote work", 67), ("線上協作", "Online collaboration", 75),
    ("資訊安全", "Information security", 25), ("銷售管理與通路", "Sales and channels", 83),
    ("電子支付", "Electronic payment", 33), ("客戶管理", "Customers", 58),
)  # fmt: skip
ASSESSMENT = AssessmentPaper(
    **_about_member(ORDER) | {"receipt_number": 129},
    questionnaire_version="2026-1",
    completed_on=date(2026, 1, 14),
    themes=tuple(ThemeScore(name=name, name_en=english, score=score) for name, english, score in _THEMES),
    plans=tuple(
        RecommendedPlan(
            plan_name=f"範例雲端方案{number}號（含行動支付）",
            vendor_name="範例資訊服務廠商",
            helps=f"{_THEMES[number][0]}（{_THEMES[number][2]}分）",
            months=12,
            price=12_000 * (number + 1),
        )
        for number in range(6)
    ),
)
_MORNING = datetime(2026, 1, 20, 0, 30, tzinfo=UTC)
SHIFT = ShiftPaper(
    **_about_office(ORDER) | {"receipt_number": 130},
    office="範例合作社服務處",
    began_at=_MORNING,
    ended_at=datetime(2026, 1, 20, 6, 3, tzinfo=UTC),
    accepted=6,
    waiting=1,
    turned_down_count=1,
    papers=5,
    reprints=1,
    rows=tuple(
        ShiftRow(
            at=_MORNING.replace(minute=30 + number),
            what=("註冊", "填寫自評", "訂購", "退訂")[number % 4],
            what_en=("registration", "self-assessment", "order", "refund")[number % 4],
            ubn="12345675",
            paper=0 if number % 4 == 0 else 118 + number,
            state="已確認" if number < 6 else "暫定",
        )
        for number in range(8)
    ),
)
FOUNDING = FoundingPaper(
    **_about_office(ORDER) | {"receipt_number": 131},
    name="有限責任範例消費合作社",
    authority="新北市政府",
    founders=6,
    members=42,
    capital="NT$84,000",
    steps=(
        FoundingStep(name="發起組織", name_en="Setting up", done_on=date(2026, 1, 5), due_by=None),
        FoundingStep(
            name="主管機關受理申請",
            name_en="The authority takes it up",
            done_on=date(2026, 1, 12),
            due_by=None,
        ),
        FoundingStep(name="成立籌備會", name_en="Preparatory meeting", done_on=None, due_by=None),
        FoundingStep(name="召開創立會", name_en="Founding meeting", done_on=None, due_by=date(2026, 3, 1)),
        FoundingStep(name="辦理登記、開展業務", name_en="Registration", done_on=None, due_by=None),
    ),
    items=(
        FoundingItem(
            title="發起人不足七人",
            article="合作社法 §8",
            remedy="再邀一人以上共同發起，目前六人。",
            grave=True,
        ),
        FoundingItem(
            title="社員名冊缺出生日期",
            article="合作社法 §9",
            remedy="請補社員第 17 位之出生日期。",
            grave=False,
        ),
    ),
)
DATA_REQUEST = DataRequestPaper(
    **_about_member(ORDER) | {"receipt_number": 131},
    request_id="0190b6f2-5c1e-7000-8000-0000000000a1",
    right="查詢、閱覽或複製本",
    right_en="see it, or a copy",
    received_on=date(2026, 1, 20),
    due_on=date(2026, 2, 4),
)
EVERY_KIND: tuple[Paper, ...] = (
    ORDER, REFUND, CANCELLED, PAYMENT, REGISTRATION, POINTS, ASSESSMENT, SHIFT, FOUNDING, DATA_REQUEST,
)  # fmt: skip
LONG_ORDER = replace(
    ORDER,
    lines=tuple(
        OrderLine(name=f"範例工具第{number}項" + "，含一年維護與教育訓練" * (number % 3), amount=1_500)
        for number in range(1, 41)
    ),
)

CENTRAL_KEY = Ed25519PrivateKey.from_private_bytes(b"central's document key of tests."[:32])
DEVICE_KEY = Ed25519PrivateKey.from_private_bytes(b"a device's key, of tests alone.."[:32])
PINNED = CENTRAL_KEY.public_key().public_bytes_raw()
CENTRAL_URL = "https://central.example.gov.tw"
CERTIFICATE = issue_certificate(
    DeviceCertificate(
        "0190b6f2-5c1e-7000-8000-000000000001", "K01", DEVICE_KEY.public_key().public_bytes_raw()
    ),
    CENTRAL_KEY,
)
SEAL = sealing(DEVICE_KEY, CENTRAL_URL, lambda: CERTIFICATE)


def issue_of(paper: Paper, form: Form = A4, *, reprint: int = 0, sealed: bool = True) -> Issue:
    """The paper as a counter has it, signed."""
    snapshot = paper.to_json()
    return Issue(paper, snapshot, SEAL(paper, snapshot) if sealed else "", reprint, form)


PaperT = TypeVar("PaperT", OrderPaper, RefundPaper)


def long_names(paper: PaperT) -> PaperT:
    """`paper` with names of sixty characters, rare ones among them, and offline: as full as a page gets."""
    return replace(
        paper,
        cooperative_name=("保證責任" + RARE * 9 + "合作社")[:60].ljust(60, "範"),
        plan_name="範例雲端方案（含行動支付、電子發票、POS integration suite）".ljust(60, "例"),
        vendor_name="範例資訊服務廠商股份有限公司".ljust(60, "範"),
        provisional=True,
    )
