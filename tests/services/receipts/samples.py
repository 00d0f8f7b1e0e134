"""Papers to try things on: the brochure's example of a refund after two months of six."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar

from kiosk.services.receipts.papers import OrderPaper, RefundPaper

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
