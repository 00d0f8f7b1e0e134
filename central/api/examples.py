"""One of everything that travels, for the documentation; the people and cooperatives in it do not exist."""

from typing import Any

_DEVICE = "01980a5d-ac96-774b-bcce-b302099a8057"
COMMAND = "01980a60-1c2e-7d7f-8a55-0d6a5c1f2b3c"
MEMBERSHIP = "01980a60-1c2e-7d7f-8a55-0d6a5c1f2b3d"
_EVENT = "01980a60-2a10-7e01-9b11-7a3a1d0c4e5f"
_AT = "2026-03-02T02:00:00Z"
_ORDER = "20260302100000000001"

ENROLMENT: dict[str, Any] = {
    "code": "ABCD-EFGH-JKLM-NPQR",
    "public_key": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
    "database_id": "01980a5c-0000-7000-8000-000000000001",
}
ENROLLED: dict[str, Any] = {
    "device_id": _DEVICE,
    "office": "訓練用據點",
    "terminal": "T1",
    "document_key": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
    "sealing_key": "3p7bfXt9wbTTW2HC7OQ1Nz+DQ8hbeGdNrfx+FG+IK08=",
}
DEVICE: dict[str, Any] = {
    "office": "訓練用據點",
    "terminal": "T1",
    "quarantined": False,
    "last_seq": 1,
    "last_hash": "0" * 64,
}
CERTIFICATE: dict[str, Any] = {"certificate": "AQGYCl2slndLvM6zAgmagFfXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWv"}
STATEMENT: dict[str, Any] = {
    "command_id": COMMAND,
    "membership_id": MEMBERSHIP,
    "issued_at": _AT,
    "kind": "request_expert",
    "body": {"themes": ["management"]},
}
COMMANDS: dict[str, Any] = {
    "commands": [
        {
            "statement": STATEMENT,
            "device_id": _DEVICE,
            "device_seq": 1,
            "previous": "0" * 64,
            "signature": None,
        }
    ]
}
ANSWERS: dict[str, Any] = {
    "answers": [{"command_id": COMMAND, "status": "accepted", "code": "", "decided_at": _AT}]
}
CONFLICT: dict[str, Any] = {
    "answers": [{"command_id": COMMAND, "status": "rejected", "code": "K-SYNC-14", "decided_at": _AT}]
}
EVENTS: dict[str, Any] = {
    "events": [
        {
            "event_id": _EVENT,
            "membership_id": MEMBERSHIP,
            "membership_seq": 3,
            "command_id": COMMAND,
            "recorded_at": _AT,
            "kind": "email_confirmed",
            "body": {"email": "office@coop.example"},
        }
    ],
    "cursor": "17",
    "more": False,
    "central_time": _AT,
}
FOUNDING_CASE: dict[str, Any] = {
    "case_id": MEMBERSHIP,
    "version": 2,
    "parts": {"case.name": '"有限責任訓練用消費合作社"'},
}
INQUIRIES: dict[str, Any] = {
    "inquiries": [
        {
            "inquiry_id": COMMAND,
            "membership_id": MEMBERSHIP,
            "sent_at": _AT,
            "asked": {
                "subject": "message",
                "text": "付款連結在哪裡？",
                "page": "order.done",
                "membership_id": MEMBERSHIP,
                "email": "",
                "themes": [],
                "preferred_on": None,
                "preferred_period": "any",
            },
            "answer": "廠商接單後，付款連結會出現在「我的訂單」。",
            "answered_at": _AT,
        }
    ],
    "last": 1,
    "more": False,
}
QUESTION: dict[str, Any] = {"question": "經辦人：這家合作社說只註冊過一次，請查明。"}
EMAIL_CODE: dict[str, Any] = {"code": "123456"}
FIDO_REQUEST: dict[str, Any] = {"statement": STATEMENT, "national_id": "A123456789"}
VISIT: dict[str, Any] = {
    "statement": {**STATEMENT, "kind": "identify_holder", "body": {"device_id": _DEVICE}},
    "signature": "eyJhbGciOiJSUzI1NiIsIng1YyI6WyJNSUlDLi4uIl19..c2lnbmVk",
}
AUDIT: dict[str, Any] = {"lines": [{"line": '{"appid":"cooperative-kiosk",…}', "signature": "c2lnbmVk"}]}
AUDITED: dict[str, Any] = {"seq": 1, "hash": "0" * 64}
CONDITION: dict[str, Any] = {
    "version": "1.2.0",
    "at": _AT,
    "last_sync": _AT,
    "waiting": 1,
    "oldest": _AT,
    "errors": ["K-SYNC-01"],
    "disk_free_mb": 48_000,
    "printer": None,
    "reader": None,
    "settings": _AT,
    "settings_refused": "",
    "restart_due": False,
    "update": "",
    "update_failed": "",
}
CONDITION_TAKEN: dict[str, Any] = {"taken_at": _AT}
VISITED: dict[str, Any] = {"membership_id": MEMBERSHIP}
FIDO_TICKET: dict[str, Any] = {
    "ticket_id": "01980a61-0000-7000-8000-000000000001",
    "state": "pending",
    "qr": "eyJzcF90aWNrZXRfaWQiOiIxIn0.Vx6TthZ5yDTTTj0kpWZ0lJf4MzXOPYLuqdGmDdV5C1s",
    "expires_at": "2026-03-02T02:05:00Z",
    "signature": None,
}
RECEIPT: dict[str, Any] = {
    "code": "7QK2-M0XV-93HT-AB4C",
    "kind": "order",
    "state": "current",
    "order_state": "in_service",
    "order_number": _ORDER,
    "cooperative": "訓○○○○社",
    "ubn": "12****75",
    "plan": "範例方案",
    "own": 30000,
    "points": 30000,
    "signed_at": _AT,
}
PAPER_LINK = "Jq0fZ8nV3sXb1tYw5LkR7mCg9dHpQeUa"
PAPER: dict[str, Any] = {
    "membership_id": MEMBERSHIP,
    "name": "訂購收據 Order receipt T1-000012",
    "pdf": "JVBERi0xLjcK",
    "mail": True,
}
PAPER_HANDED: dict[str, Any] = {
    "url": f"https://central.example/papers/{PAPER_LINK}",
    "kept_until": "2026-03-09T02:00:00Z",
    "mailed_to": "o***@coop.example",
}
DOCUMENTS: dict[str, Any] = {
    "key": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
    "documents": [{"name": "catalogue", "sha256": "0" * 64, "media_type": "application/toml"}],
}
CALENDAR = """\
[[days]]
day = 2026-07-10
working = false
reason = "颱風停班"
"""
STAFF = '{"office":"訓練用據點","staff":[]}'
METRICS = """\
# TYPE central_requests_total counter
central_requests_total{method="GET",route="/contact",status="200"} 1.0
"""
PROBLEM_PAGE = '<!doctype html><html lang="zh-Hant"><title>…</title><main><h2>K-API-01</h2>…</main></html>'
PARAMETERS: dict[str, Any] = {
    "after": "17",
    "authority": "0" * 64,
    "code_hash": "0" * 64,
    "if-none-match": f'"{"0" * 64}"',
    "limit": 50,
    "membership_id": MEMBERSHIP,
    "name": "catalogue",
    "order_number": _ORDER,
    "plan_id": "sample-plan",
    "skip": 0,
    "ticket_id": FIDO_TICKET["ticket_id"],
    "X-Request-Id": "01980000-0000-7000-8000-00000000000a",
}
"""One of each parameter that is in a path, a query or a header, by its name."""
STANDING: dict[str, Any] = {"device": DEVICE, "documents": DOCUMENTS, "central_time": _AT}
