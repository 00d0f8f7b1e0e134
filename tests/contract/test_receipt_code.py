"""The check code of a paper."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.contract.envelopes import Statement
from kiosk.contract.receipt_code import for_people, receipt_code, typed_code

STATEMENT = Statement(
    command_id="01980a60-1c2e-7d7f-8a55-0d6a5c1f2b3c",
    membership_id="01980a60-1c2e-7d7f-8a55-0d6a5c1f2b3d",
    issued_at=datetime(2026, 3, 2, 2, tzinfo=UTC),
    kind="place_order",
    body={"order_number": "20260302100000000001", "points": 30_000, "own": 30_000},
)


def test_it_stays_what_it_was() -> None:
    """Papers are kept for years: this very code must be made for ever."""
    assert for_people(receipt_code(STATEMENT)) == "02MS-T8S7-JWZE-W6K5"


@pytest.mark.parametrize(
    "changes",
    [
        {"command_id": "01980a60-1c2e-7d7f-8a55-0d6a5c1f2b3e"},
        {"kind": "request_refund"},
        {"body": {**STATEMENT.body, "own": 30_001}},
        {"issued_at": datetime(2026, 3, 2, 2, 0, 1, tzinfo=UTC)},
    ],
)
def test_another_statement_has_another_code(changes: dict[str, Any]) -> None:
    assert receipt_code(STATEMENT.model_copy(update=changes)) != receipt_code(STATEMENT)


@given(st.uuids())
def test_it_is_read_as_it_is_shown(command_id: object) -> None:
    code = receipt_code(STATEMENT.model_copy(update={"command_id": str(command_id)}))
    assert typed_code(for_people(code)) == code
    assert typed_code(f" {for_people(code).lower().replace('-', ' ')}\n") == code
    assert typed_code(code.replace("1", "l").replace("0", "o")) == code


@pytest.mark.parametrize("text", ["", "1234", "U" * 16, "0" * 17, "０" * 16, "<script>alert(1)", "\0" * 16])
def test_what_cannot_be_a_code(text: str) -> None:
    assert typed_code(text) is None
