"""The interface's description is complete, its examples are right, and the service keeps to it."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import jsonschema_rs
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from pydantic import BaseModel
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from central.api import examples
from central.audit import COMMAND_LINE
from central.people import vendor_keys_of
from central.vendor_api import examples as vendor_examples
from central.vendor_api.plan_models import PlanKind, VendorPlanBody, VendorPlanRequest
from kiosk.contract import api
from kiosk.contract.calendar_document import read_calendar
from kiosk.contract.request_signature import sign_request
from kiosk.contract.staff_document import read_staff
from kiosk.domain.refusals import Refusal
from tests.central.conftest import Service
from tests.central.kiosk import Kiosk

EXAMPLES = 10
METHODS = {"get", "post", "put", "patch", "delete"}
MODELS: list[tuple[type[BaseModel], dict[str, Any]]] = [
    (api.EnrolmentRequest, examples.ENROLMENT),
    (api.EnrolmentAnswer, examples.ENROLLED),
    (api.CommandsRequest, examples.COMMANDS),
    (api.CommandsAnswer, examples.ANSWERS),
    (api.CommandsAnswer, examples.CONFLICT),
    (api.EventsAnswer, examples.EVENTS),
    (api.EmailCodeCheck, examples.EMAIL_CODE),
    (api.FidoTicketRequest, examples.FIDO_REQUEST),
    (api.FidoTicket, examples.FIDO_TICKET),
    (api.ReceiptAnswer, examples.RECEIPT),
    (api.DocumentsAnswer, examples.DOCUMENTS),
    (PlanKind, vendor_examples.KIND),
    (VendorPlanRequest, vendor_examples.PLAN_CONTENT),
    (VendorPlanBody, vendor_examples.PLAN),
]


@pytest.mark.parametrize(("model", "example"), MODELS)
def test_the_examples_are_what_they_claim_to_be(model: type[BaseModel], example: dict[str, Any]) -> None:
    assert model.model_validate(example).model_dump(mode="json").keys() >= example.keys()


def test_every_operation_tells_its_problems_by_example(kiosk: Kiosk) -> None:
    document = kiosk.http.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    told = 0
    for path, operations in document["paths"].items():
        for method in METHODS & operations.keys():
            one = operations[method]
            told += 1
            assert one.get("description") or one.get("summary"), path
            assert {"429", "500", "503"} <= one["responses"].keys(), path
            for status, response in one["responses"].items():
                if int(status) < 400 or (path == "/v1/commands" and status == "409"):
                    continue
                content = response["content"]["application/problem+json"]
                assert content["schema"]["$ref"].endswith("/Problem"), path
                for example in content["examples"].values():
                    assert api.Problem(**example["value"]).status == int(status)
            if method == "post" and path.startswith("/v1/") and not path.endswith("email-codes"):
                body = one["requestBody"]["content"]["application/json"]
                assert (
                    body["schema"]["$ref"].removeprefix("#/components/schemas/")
                    in document["components"]["schemas"]
                )
                assert body["example"]
    assert told >= 14
    text = str(document)
    assert "HTTPValidationError" not in text
    assert "/training" not in text


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, operations in document["paths"].items():
        for method in METHODS & operations.keys():
            yield f"{method.upper()} {path}", operations[method]


def test_everything_that_travels_has_its_form_and_an_example(kiosk: Kiosk) -> None:
    for name, one in _operations(kiosk.http.get("/openapi.json").json()):
        for parameter in one.get("parameters", ()):
            told = {*parameter, *parameter["schema"]}
            assert told & {"example", "examples"}, (name, parameter["name"])
        bodies = [response.get("content", {}) for response in one["responses"].values()]
        for body in (*bodies, one.get("requestBody", {}).get("content", {})):
            for content in body.values():
                assert content["schema"], name
                assert content.keys() & {"example", "examples"}, name
        told_ok = [response for status, response in one["responses"].items() if status == "200"]
        assert all(response["content"] for response in told_ok), name


def test_every_example_is_of_its_form(kiosk: Kiosk) -> None:
    """As it is served: what puts the document together leaves out nulls, and some forms demand them."""
    document = kiosk.http.get("/openapi.json").json()
    seen = 0
    for name, one in _operations(document):
        asked = one.get("requestBody", {}).get("content", {}).values()
        told = [c for response in one["responses"].values() for c in response.get("content", {}).values()]
        for content in (*one.get("parameters", ()), *asked, *told):
            form = jsonschema_rs.validator_for({**content["schema"], "components": document["components"]})
            for example in _examples(content):
                seen += 1
                assert [wrong.message for wrong in form.iter_errors(example)] == [], name
    assert seen > 100


def _examples(content: dict[str, Any]) -> list[Any]:
    if "example" in content:
        return [content["example"]]
    if "examples" in content:
        return [one["value"] for one in content["examples"].values()]
    found: list[Any] = content["schema"]["examples"]
    return found


def test_a_rule_s_no_is_described(kiosk: Kiosk) -> None:
    acts = dict(_operations(kiosk.http.get("/openapi.json").json()))
    confirm = acts["POST /vendor/v1/orders/{order_number}/confirm"]["responses"]
    assert confirm["409"]["content"]["application/problem+json"]["examples"].keys() >= {"ORDER_STATE"}
    (missing,) = confirm["404"]["content"]["application/problem+json"]["examples"].values()
    assert missing["value"]["code"] == Refusal.ORDER_UNKNOWN.value


def test_the_examples_of_documents_are_ones() -> None:
    assert read_calendar(examples.CALENDAR.encode())
    assert read_staff(examples.STAFF.encode(), "訓練用據點") == ()


class _DeviceAuth(requests.auth.AuthBase):
    """Signs whatever schemathesis sends, so that it gets past the door."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        body = request.body or b""
        assert isinstance(body, bytes | str)
        signed = sign_request(
            method=str(request.method),
            url=str(request.url),
            body=body if isinstance(body, bytes) else body.encode(),
            device_id=self._kiosk.device_id,
            key=self._kiosk.key,
            at=self._kiosk.clock(),
        )
        request.headers.update(signed)
        return request


def _no_bug(_context: Any, response: Any, _case: Any) -> None:
    assert response.status_code != 500


CHECKS = [
    _no_bug,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.mark.no_cover  # being traced, what makes up the requests takes half as long again
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_a_vendors_program_gets_what_is_described(
    kiosk: Kiosk, service: Service, mode: GenerationMode
) -> None:
    central = service.central
    keys = vendor_keys_of(central.store.database, central.store.secret, central.clock)
    described = schemathesis.openapi.from_dict(kiosk.http.get("/openapi.json").json())
    with requests.Session() as session:
        session.trust_env = False
        session.headers["Authorization"] = f"Bearer {keys.add('sample-vendor-a', COMMAND_LINE)}"
        for result in described.include(path_regex="^/vendor/").get_all_operations():
            assert isinstance(result, Ok)
            _ask(result.ok(), mode, session, str(kiosk.http.base_url))


@pytest.mark.no_cover
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("signed", [True, False], ids=["signed", "unsigned"])
def test_whatever_is_asked_the_service_keeps_to_its_description(
    kiosk: Kiosk, mode: GenerationMode, signed: bool
) -> None:
    described = schemathesis.openapi.from_dict(kiosk.http.get("/openapi.json").json())
    asked: set[str] = set()
    with requests.Session() as session:
        session.trust_env = False
        session.auth = _DeviceAuth(kiosk) if signed else None
        for result in described.get_all_operations():
            assert isinstance(result, Ok)
            operation = result.ok()
            asked.add(operation.label)
            _ask(operation, mode, session, str(kiosk.http.base_url))
    assert {"POST /v1/commands", "GET /v1/events", "GET /receipts/{code}", "GET /metrics"} <= asked


def _ask(operation: Any, mode: GenerationMode, session: requests.Session, url: str) -> None:
    try:
        cases = operation.as_strategy(generation_mode=mode)
    except Unsatisfiable:  # nothing about it can be wrong
        return

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=cases)
    def ask(case: Any) -> None:
        case.call_and_validate(base_url=url, session=session, checks=CHECKS)

    with suppress(Unsatisfiable):
        ask()
