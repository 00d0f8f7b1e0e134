"""The snapshots that papers are made from."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kiosk.services.receipts.papers import KINDS, OrderPaper, Paper, RefundPaper, RegistrationPaper
from kiosk.services.receipts.snapshot import _plain
from tests.services.receipts.samples import (
    ASSESSMENT,
    EVERY_KIND,
    LONG_ORDER,
    ORDER,
    PAYMENT,
    POINTS,
    REFUND,
    REGISTRATION,
)

STORED = Path(__file__).parent / "stored"


@pytest.mark.parametrize(
    "paper",
    [
        *EVERY_KIND,
        LONG_ORDER,
        replace(REFUND, invoice_number=None, service_started=None, points_valid_to=None),
        replace(REGISTRATION, check_by=date(2026, 1, 21)),
        replace(POINTS, movements=()),
    ],
    ids=str,
)
def test_a_snapshot_comes_back_from_json_as_it_was(paper: Paper) -> None:
    again = KINDS[paper.kind].from_json(paper.to_json())
    assert again == paper
    assert again.to_json() == paper.to_json()


@pytest.mark.parametrize(("kind", "paper"), [("order", ORDER), ("refund", REFUND)])
def test_what_the_first_version_stored_is_read_for_ever(kind: str, paper: Paper) -> None:
    """The files were written by the version that had these two kinds alone."""
    for file in sorted(STORED.glob(f"{kind}-*.json")):
        before = replace(paper, notice_shown_at=None)  # was not kept then
        assert KINDS[kind].from_json(file.read_text("utf-8").strip()) == before


@pytest.mark.parametrize(
    "text",
    [
        ORDER.to_json(),
        "[]",
        "{}",
        "no JSON",
        json.dumps(json.loads(REFUND.to_json()) | {"more": 1}),
        json.dumps(json.loads(REFUND.to_json()) | {"price": "60000"}),
        json.dumps(json.loads(REFUND.to_json()) | {"provisional": 1}),
        json.dumps({key: one for key, one in json.loads(REFUND.to_json()).items() if key != "price"}),
    ],
    ids=["another kind", "a list", "nothing", "no JSON", "more", "a text", "a number", "less"],
)
def test_what_is_no_such_snapshot_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong with it
        RefundPaper.from_json(text)


def test_a_snapshot_of_before_central_could_be_asked_has_no_code() -> None:
    older = json.loads(ORDER.to_json())
    del older["check_code"]
    assert OrderPaper.from_json(json.dumps(older)) == replace(ORDER, check_code="—")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"issued_at": datetime(2026, 1, 20, 6, 3)}, "UTC"),  # noqa: DTZ001 (the mistake under test)
        ({"issued_at": datetime(2026, 1, 20, 14, 3, tzinfo=ZoneInfo("Asia/Taipei"))}, "UTC"),
        ({"issued_at": datetime(2026, 1, 20, 16, 0, tzinfo=UTC)}, "Asia/Taipei"),
        ({"issued_on": date(2026, 1, 19)}, "Asia/Taipei"),
        ({"notice_shown_at": datetime(2026, 1, 15, 10, 30)}, "notice_shown_at"),  # noqa: DTZ001
        ({"receipt_number": 0}, "receipt_number"),
        ({"months": 0}, "months"),
        ({"vendor_name": ""}, "vendor_name must be filled in"),
        ({"vendor_name": " \u3000"}, "vendor_name must be filled in"),
        ({"price": 100_000_000, "own_payment": 99_970_000}, "price has more than eight digits"),
        ({"price": 60_001}, "sum"),
        ({"points": -1, "own_payment": 60_001}, "points must not be negative"),
        ({"lines": (LONG_ORDER.lines[0],)}, "lines"),
    ],
)
def test_a_paper_that_contradicts_itself_is_not_made(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        replace(ORDER, **changes)


@pytest.mark.parametrize(
    ("paper", "changes", "reason"),
    [
        (REFUND, {"months_used": 7}, "term"),
        (REFUND, {"months_used": -1}, "months_used"),
        (REFUND, {"own_refund": 20_001}, "sum"),
        (REFUND, {"points_kept": 9_999}, "sum"),
        (REFUND, {"service_started": date(1911, 12, 31)}, "service_started: .*1912"),
        (PAYMENT, {"paid_on": date(1911, 12, 31)}, "paid_on: .*1912"),
        (POINTS, {"in_hand": 12_001}, "sum"),
        (POINTS, {"movements": (replace(POINTS.movements[0], change=100_000_000),)}, "change"),
        (POINTS, {"movements": (replace(POINTS.movements[0], on=date(1900, 1, 1)),)}, "1912"),
        (ASSESSMENT, {"themes": ASSESSMENT.themes[:2]}, "themes"),
        (ASSESSMENT, {"themes": tuple(replace(one, score=101) for one in ASSESSMENT.themes)}, "themes"),
    ],
)
def test_the_other_papers_hold_what_can_be(paper: Paper, changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        replace(paper, **changes)


def test_a_paper_without_a_field_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="email"):
        RegistrationPaper(**{name: one for name, one in vars(REGISTRATION).items() if name != "email"})


def test_a_snapshot_holds_only_what_json_can_tell_exactly() -> None:
    with pytest.raises(TypeError, match="float"):
        _plain(0.5)
