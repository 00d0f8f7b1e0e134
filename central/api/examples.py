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
ENROLLED: dict[str, Any] = {"device_id": _DEVICE, "office": "訓練用據點", "terminal": "T1"}
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
QUESTION: dict[str, Any] = {"question": "經辦人：這家合作社說只註冊過一次，請查明。"}
EMAIL_CODE: dict[str, Any] = {"code": "123456"}
FIDO_REQUEST: dict[str, Any] = {"statement": STATEMENT, "national_id": "A123456789"}
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
DOCUMENTS: dict[str, Any] = {
    "key": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
    "documents": [{"name": "catalogue", "sha256": "0" * 64, "media_type": "application/toml"}],
}
