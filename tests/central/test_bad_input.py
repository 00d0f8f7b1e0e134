"""Whatever comes, central answers with a problem and never with 500."""

import json
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.contract.api import ApiProblem
from kiosk.contract.codec import command_body
from tests.central.conftest import HandClock, Service
from tests.central.kiosk import Kiosk, SoftCard, application, new_id, opening

HOSTILE = [
    "'; DROP TABLE membership; --",
    "<script>alert(1)</script>",
    "\u0000\u202e𠮷",
    "%s%n{0}",
    "../../etc/passwd",
    "A" * 20_000,
    "",
]

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def _is_answer(answer: httpx2.Response) -> bool:
    if answer.is_success:
        return True
    return answer.status_code < 500 and ApiProblem(answer.json()["code"]) is not ApiProblem.INTERNAL


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", ApiProblem.NOT_JSON),
        (b"{", ApiProblem.NOT_JSON),
        (b"\xff\xfe", ApiProblem.NOT_JSON),
        (b"null", ApiProblem.MALFORMED),
        (b'{"commands":null}', ApiProblem.MALFORMED),
        (b'{"commands":[{}]}', ApiProblem.MALFORMED),
        (b'{"commands":[],"more":1}', ApiProblem.MALFORMED),
        (b'{"commands":' + b"[" * 100_000, ApiProblem.NOT_JSON),
        (b'{"commands":[' + b"{}," * 51 + b"{}]}", ApiProblem.MALFORMED),
    ],
)
def test_bodies_without_form(kiosk: Kiosk, body: bytes, problem: ApiProblem) -> None:
    answer = kiosk.request("POST", "/v1/commands", body)
    assert (answer.status_code, answer.json()["code"]) == (400, problem.value)
    answer = kiosk.http.post("/v1/enrolments", content=body)
    assert (answer.status_code, answer.json()["code"]) == (400, problem.value)


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/"), ("GET", "/v1/commands"), ("DELETE", "/v1/events")]
)
def test_paths_and_methods_that_there_are_not(kiosk: Kiosk, method: str, path: str) -> None:
    answer = kiosk.http.request(method, path)
    assert answer.status_code in {404, 405}
    assert answer.headers["content-type"] == "application/problem+json"


def _envelope(kiosk: Kiosk, **changes: Any) -> dict[str, Any]:
    statement = kiosk.statement(application(), new_id()).model_dump(mode="json")
    return {
        "statement": {**statement, **changes},
        "device_id": kiosk.device_id,
        "device_seq": kiosk.seq + 1,
        "previous": kiosk.previous,
        "signature": None,
    }


@pytest.mark.parametrize("number", [2**60, -(2**70)])
def test_numbers_that_have_no_canonical_form(kiosk: Kiosk, number: int) -> None:
    sent = json.dumps({"commands": [_envelope(kiosk, body={"n": number})]}).encode()
    assert kiosk.request("POST", "/v1/commands", sent).status_code == 400


def test_hostile_texts_in_every_field(kiosk: Kiosk, organisation: SoftCard, clock: HandClock) -> None:
    for number, text in enumerate(HOSTILE):
        for field in ("cooperative_name", "ubn", "notice_version", "notice_shown_at", "identity"):
            body = command_body(opening(organisation, clock())) | {field: text}
            statement = kiosk.statement(opening(organisation, clock()), new_id(), body=body)
            envelope = kiosk.envelope(statement, organisation.sign(statement.canonical_bytes()))
            assert _is_answer(kiosk.post(envelope)), (number, field)
    membership = kiosk.events()["events"][0]["membership_id"]
    for text in HOSTILE:
        for field in ("contact_name", "email", "phone", "declared"):
            body = command_body(application()) | {field: text}
            assert _is_answer(kiosk.post(kiosk.command(application(), membership, body=body)))
        assert _is_answer(kiosk.request("POST", f"/v1/memberships/{httpx2.QueryParams(a=text)}/email-codes"))
        assert _is_answer(kiosk.check_code(membership, text))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=ANY_JSON)
def test_any_json_in_any_place(kiosk: Kiosk, found: Any) -> None:
    for place in ("statement", "device_seq", "signature", "previous"):
        sent = json.dumps({"commands": [_envelope(kiosk) | {place: found}]}).encode()
        assert _is_answer(kiosk.request("POST", "/v1/commands", sent))
    for place in ("body", "kind", "issued_at", "command_id"):
        sent = json.dumps({"commands": [_envelope(kiosk, **{place: found})]}).encode()
        assert _is_answer(kiosk.request("POST", "/v1/commands", sent))


def test_a_bug_is_answered_without_a_word_of_it(
    service: Service,
    kiosk: Kiosk,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    expected_logs.allow("central.api.problems", "a request failed: ZeroDivisionError")

    text = "personal"

    def broken(*_: Any) -> Callable[[], None]:
        raise ZeroDivisionError(text)

    monkeypatch.setattr("central.api.events.events_after", broken)
    answer = kiosk.request("GET", "/v1/events")
    assert (answer.status_code, answer.json()["code"]) == (500, ApiProblem.INTERNAL.value)
    assert "personal" not in answer.text + caplog.text
