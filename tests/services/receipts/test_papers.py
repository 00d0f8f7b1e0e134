"""The snapshots that papers are made from."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kiosk.services.receipts.papers import OrderPaper, Paper, RefundPaper, _plain
from tests.services.receipts.samples import ORDER, REFUND


@pytest.mark.parametrize(
    "paper",
    [ORDER, REFUND, replace(REFUND, invoice_number=None, service_started=None, points_valid_to=None)],
)
def test_a_snapshot_comes_back_from_json_as_it_was(paper: Paper) -> None:
    assert type(paper).from_json(paper.to_json()) == paper


def test_a_snapshot_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="refund"):
        RefundPaper.from_json(ORDER.to_json())


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
        ({"receipt_number": 0}, "start at 1"),
        ({"months": 0}, "start at 1"),
        ({"vendor_name": ""}, "filled in"),
        ({"price": 100_000_000, "own_payment": 99_970_000}, "eight digits"),
        ({"price": 60_001}, "sum"),
        ({"points": -1, "own_payment": 60_001}, "sum"),
    ],
)
def test_a_paper_that_contradicts_itself_is_not_made(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        replace(ORDER, **changes)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"months_used": 7}, "term"),
        ({"months_used": -1}, "term"),
        ({"own_refund": 20_001}, "sum"),
        ({"points_kept": 9_999}, "sum"),
    ],
)
def test_a_refund_that_does_not_add_up_is_not_made(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        replace(REFUND, **changes)


def test_a_snapshot_holds_only_what_json_can_tell_exactly() -> None:
    with pytest.raises(TypeError, match="float"):
        _plain(0.5)
