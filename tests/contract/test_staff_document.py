"""The document `staff` is read strictly, by the office it is for."""

import json
from typing import Any

import pytest

from kiosk.contract.documents import DocumentInvalid
from kiosk.contract.staff_document import CounterRole, StaffAccount, read_staff

OFFICE = "訓練用北區服務據點"
HASH = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA"
ONE: dict[str, Any] = {
    "staff_id": "a01", "name": "櫃檯人員甲", "role": "counter", "password_hash": HASH,
    "must_change": True, "disabled": False,
}  # fmt: skip


def _document(*staff: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"office": OFFICE, "staff": staff, **more}).encode()


def test_the_accounts_it_tells() -> None:
    (account,) = read_staff(_document(ONE), OFFICE)
    assert account == StaffAccount("a01", "櫃檯人員甲", CounterRole.COUNTER, HASH, True, False)
    assert HASH not in repr(account)
    assert read_staff(_document(), OFFICE) == ()


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"{", "unreadable"),
        (b"[" * 100_000, "unreadable"),
        (b"[]", "staff"),
        (_document(office="訓練用南區服務據點"), "another office"),
        (_document(version=1), "version"),
        (_document({**ONE, "staff_id": "../a"}), r"staff\.0\.staff_id"),
        (_document(ONE, ONE), r"staff\.1\.staff_id: a second time"),
        (_document({**ONE, "name": " "}), r"staff\.0\.name"),
        (_document({**ONE, "role": "boss"}), r"staff\.0\.role"),
        (_document({**ONE, "password_hash": "secret"}), r"staff\.0\.password_hash"),
        (_document({**ONE, "must_change": "yes"}), r"staff\.0\.must_change"),
        (_document({**ONE, "disabled": 1}), r"staff\.0\.disabled"),
        (_document({**ONE, "more": 1}), r"staff\.0\.more"),
    ],
)
def test_what_it_cannot_say(content: bytes, place: str) -> None:
    with pytest.raises(DocumentInvalid, match=place) as caught:
        read_staff(content, OFFICE)
    assert "secret" not in str(caught.value)
