"""Examples for the vendor interface's documentation; vendor, plan and buyer are invented."""

from typing import Any

ORDER: dict[str, Any] = {
    "order_number": "20260302100000000001",
    "state": "paid",
    "plan_id": "sample-plan",
    "plan_name": "範例方案",
    "months": 6,
    "price": 60000,
    "own": 30000,
    "points": 30000,
    "placed_at": "2026-03-02T02:00:00Z",
    "confirm_by": "2026-03-04",
    "payment_url": "https://pay.vendor.example/1",
    "pay_by": "2026-03-04",
    "paid_on": "2026-03-03",
    "invoice_by": "2026-03-05",
    "invoice_number": "",
    "service_by": "2026-03-11",
    "started_on": None,
    "last_day": None,
    "late": [],
    "buyer": {
        "cooperative_name": "訓練用合作社",
        "ubn": "12345675",
        "contact_name": "訓練用聯絡人",
        "contact_email": "office@coop.example",
        "contact_phone": "02-0000-0000",
    },
}
REFUND: dict[str, Any] = {
    "order_number": "20260302100000000001",
    "plan_name": "範例方案",
    "own_refund": 20000,
    "points_refund": 20000,
    "refunded_at": "2026-04-15T02:00:00Z",
    "paid_out_at": None,
    "reference": None,
}
KIND: dict[str, Any] = {
    "category": "management",
    "name": "進銷存系統",
    "name_en": "Purchase, sales and stock",
}
PLAN_CONTENT: dict[str, Any] = {
    "category": "management",
    "kinds": ["進銷存系統"],
    "plan_name": "範例方案",
    "summary": "進貨、銷貨與庫存一處管理。",
    "summary_en": "Purchases, sales and stock in one place.",
    "months": 6,
    "price": 60000,
}
PLAN: dict[str, Any] = {
    "plan_id": "sample-plan",
    "state": "change_pending",
    "offered": {**PLAN_CONTENT, "price": 58000},
    "submitted": PLAN_CONTENT,
    "submitted_at": "2026-03-02T02:00:00Z",
    "decided_at": None,
    "answer": "",
}
