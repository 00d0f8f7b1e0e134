"""Records of a sealed bundle."""

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.contract.bundle import BundleFailure, BundleRefused
from kiosk.contract.bundle_content import (
    AnswersRecord,
    CommandsOpening,
    EventsPage,
    answer_record,
    read_record,
    read_sealing_key,
    sealing_text,
    written,
)

UUID = "00000000-0000-7000-8000-000000000001"
ANSWER = {"command_id": UUID, "status": "accepted", "code": "", "decided_at": "2026-03-02T02:00:00Z"}
EVENT = {
    "event_id": UUID, "membership_id": UUID, "membership_seq": 1, "command_id": UUID,
    "recorded_at": "2026-03-02T02:00:00Z", "kind": "points_granted", "body": {"points": 1},
}  # fmt: skip


def test_each_record_says_one_thing() -> None:
    answer = read_record(AnswersRecord, answer_record("0" * 64, json.dumps(ANSWER).encode()))
    assert (answer.of, answer.answer and answer.answer.code) == ("0" * 64, "")
    event = read_record(AnswersRecord, json.dumps({"event": EVENT}).encode())
    assert event.event is not None
    page = AnswersRecord(page=EventsPage(after="", cursor="7"))
    assert written(page) == b'{"page":{"after":"","cursor":"7"}}'
    assert read_record(AnswersRecord, written(page)) == page


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"answer": ANSWER},
        {"of": "0" * 64},
        {"event": EVENT, "page": {"after": "", "cursor": ""}},
        {"event": EVENT, "of": "0" * 64},
        {"something": "else"},
        "text",
    ],
)
def test_a_record_of_another_form(record: Any) -> None:
    with pytest.raises(BundleRefused) as refused:
        read_record(AnswersRecord, json.dumps(record).encode())
    assert refused.value.failure is BundleFailure.CONTENT_INVALID
    assert refused.value.__cause__ is None


def test_no_record_at_all() -> None:
    with pytest.raises(BundleRefused):
        read_record(CommandsOpening, b"")


def test_a_key_to_seal_for() -> None:
    key = X25519PrivateKey.generate()
    assert read_sealing_key(sealing_text(key)) == key.public_key()
    for text in ("", "!", "AAAA", base64.b64encode(bytes(32)).decode()):  # the last one hides nothing
        with pytest.raises(ValueError, match=r".+"):
            read_sealing_key(text)
