from datetime import UTC, datetime, timedelta

import pytest

from kiosk.contract.codec import Malformed, needs_holder
from kiosk.contract.identification import IDENTIFY, identification, is_for
from kiosk.contract.signed_documents import (
    DocumentSignatureInvalid,
    public_text,
    require_answer,
    sign_answer,
    sign_document,
)
from tests.contract.test_signed_documents import KEY, OTHER

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
DEVICE, ANOTHER = "00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002"


def test_it_is_for_this_device_and_for_minutes() -> None:
    statement = identification(DEVICE, NOW)
    minutes = timedelta(minutes=1)
    assert [is_for(statement, DEVICE, NOW + late * minutes) for late in (-6, -5, 0, 5, 6)] == [
        False, True, True, True, False,
    ]  # fmt: skip
    assert not is_for(statement, ANOTHER, NOW)
    assert not is_for(statement.model_copy(update={"kind": "apply"}), DEVICE, NOW)
    assert not is_for(statement.model_copy(update={"body": {"device_id": DEVICE, "more": 1}}), DEVICE, NOW)


def test_a_registration_shows_who_signs_it_for_half_an_hour() -> None:
    registration = identification(DEVICE, NOW).model_copy(update={"kind": "open_membership", "body": {}})
    minutes = timedelta(minutes=1)
    assert [is_for(registration, DEVICE, NOW + late * minutes) for late in (-11, -10, 0, 30, 31)] == [
        False, True, True, True, False,
    ]  # fmt: skip


def test_no_command_is_of_its_kind() -> None:
    with pytest.raises(Malformed):
        needs_holder(IDENTIFY)


def test_an_answer_is_to_one_request_alone() -> None:
    signature, key = sign_answer("1", b"answer", KEY), public_text(KEY)
    require_answer("1", b"answer", signature, key)
    for request, content, given, pinned in (
        ("2", b"answer", signature, key),
        ("1", b"another", signature, key),
        ("1", b"answer", "", key),
        ("1", b"answer", signature, public_text(OTHER)),
        ("1", b"answer", sign_document("1", b"answer", KEY), key),  # signed for something else
    ):
        with pytest.raises(DocumentSignatureInvalid):
            require_answer(request, content, given, pinned)
