import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import rfc8785
from pydantic import ValidationError

from kiosk.contract.codec import sha256
from kiosk.contract.envelopes import FIRST_IN_CHAIN, CommandEnvelope, EventEnvelope, Statement

ONE, OTHER = "01890a5d-ac96-774b-bcce-b302099a8057", "01890a5d-ac96-774b-bcce-b302099a8058"
STATEMENT = Statement(
    command_id=ONE,
    membership_id=OTHER,
    issued_at=datetime(2026, 1, 15, 2, 3, 4, tzinfo=UTC),
    kind="cancel_order",
    body={"order_number": "訓練"},
)
ENVELOPE = CommandEnvelope(
    statement=STATEMENT, device_id=ONE, device_seq=1, previous=FIRST_IN_CHAIN, signature="header..signature"
)


def envelope(**changes: Any) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(ENVELOPE.model_dump_json())
    return plain | changes


def nested(depth: int) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for _ in range(depth):
        body = {"a": body}
    return body


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-3.5))])
@pytest.mark.parametrize("microsecond", [0, 120_000, 999_999])
def test_the_bytes_are_those_of_the_whole_as_rfc_8785_has_them(zone: timezone, microsecond: int) -> None:
    at = datetime(2026, 1, 15, 2, 3, 4, microsecond, zone)
    statement = STATEMENT.model_copy(
        update={"issued_at": at, "body": {"é": 1.5, "合作": [None, {"a": True}]}}
    )
    for signature in (None, "header..signature"):
        whole = ENVELOPE.model_copy(update={"statement": statement, "signature": signature})
        assert statement.canonical_bytes() == rfc8785.dumps(statement.model_dump(mode="json"))
        assert whole.canonical_bytes() == rfc8785.dumps(whole.model_dump(mode="json"))


def test_the_bytes_that_the_holder_signs() -> None:
    assert STATEMENT.canonical_bytes() == (
        f'{{"body":{{"order_number":"訓練"}},"command_id":"{ONE}","issued_at":"2026-01-15T02:03:04Z",'
        f'"kind":"cancel_order","membership_id":"{OTHER}"}}'.encode()
    )


def test_bytes_outlive_the_way_to_central_and_back() -> None:
    arrived = CommandEnvelope.model_validate_json(ENVELOPE.model_dump_json())
    assert arrived == ENVELOPE
    assert arrived.canonical_bytes() == ENVELOPE.canonical_bytes()
    assert arrived.statement.canonical_bytes() == STATEMENT.canonical_bytes()


def test_order_and_space_in_the_json_do_not_matter() -> None:
    turned = json.dumps(dict(reversed(envelope().items())), indent=2)
    assert CommandEnvelope.model_validate_json(turned).chain_hash() == ENVELOPE.chain_hash()


def test_a_chain_hangs_on_every_byte() -> None:
    assert ENVELOPE.chain_hash() == sha256(ENVELOPE.canonical_bytes())
    others = [
        ENVELOPE.model_copy(update={"device_seq": 2}),
        ENVELOPE.model_copy(update={"signature": None}),
        ENVELOPE.model_copy(update={"previous": ENVELOPE.chain_hash()}),
        ENVELOPE.model_copy(update={"statement": STATEMENT.model_copy(update={"body": {}})}),
    ]
    assert len({ENVELOPE.chain_hash(), *(other.chain_hash() for other in others)}) == 5


@pytest.mark.parametrize(
    "changes",
    [
        {"device_seq": 0},
        {"device_seq": 2**53},
        {"device_seq": "first"},
        {"previous": "0" * 63},
        {"previous": "G" * 64},
        {"previous": "0" * 64 + "\n"},
        {"device_id": "kiosk-1"},
        {"signature": "x" * 32_769},
        {"extra": 1},
        {"statement": {}},
    ],
)
def test_an_envelope_has_its_form(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CommandEnvelope.model_validate(envelope(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"command_id": ONE.upper()},
        {"membership_id": ""},
        {"issued_at": "2026-01-15T02:03:04"},
        {"issued_at": "yesterday"},
        {"kind": "x" * 41},
        {"body": []},
        {"body": nested(16)},
        {"body": {"list": [nested(15)]}},
        {"body": nested(900)},
        {"body": {"number": float("nan")}},
        {"body": {"text": "\ud800"}},
        {"body": {"\ud800": 1}},
        {"body": {"number": 2**53}},
    ],
)
def test_a_statement_has_its_form(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CommandEnvelope.model_validate(envelope(statement=envelope()["statement"] | changes))


def test_a_body_may_hold_lists_and_objects() -> None:
    statement = envelope()["statement"] | {"body": {"list": [nested(13)], "text": "訓練", "number": -1}}
    assert CommandEnvelope.model_validate(envelope(statement=statement)).statement.body == statement["body"]


def test_an_event_counts_from_one() -> None:
    event = {
        "event_id": ONE, "membership_id": OTHER, "membership_seq": 1, "command_id": ONE,
        "recorded_at": "2026-01-15T02:03:04Z", "kind": "email_confirmed", "body": {"email": "a@example.com"},
    }  # fmt: skip
    assert EventEnvelope.model_validate(event).membership_seq == 1
    with pytest.raises(ValidationError):
        EventEnvelope.model_validate(event | {"membership_seq": 0})
