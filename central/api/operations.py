"""How operations are documented in OpenAPI: what goes in and comes out, and every problem, with examples."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from central.api import examples
from central.api.problems import PROBLEM_TYPE, problem_of, status_of
from central.vendor_api.models import (
    VendorConfirmRequest,
    VendorInvoiceRequest,
    VendorPayoutRequest,
    VendorReasonRequest,
    VendorStartRequest,
)
from central.vendor_api.plan_models import VendorPlanRequest
from kiosk.contract.api import (
    ApiProblem,
    CommandsAnswer,
    CommandsRequest,
    EmailCodeCheck,
    EnrolmentRequest,
    FidoTicketRequest,
    PaperRequest,
    Problem,
    ReviewQuestion,
    VisitRequest,
)
from kiosk.contract.audit import AuditRequest
from kiosk.contract.condition import ConditionReport
from kiosk.domain.refusals import Refusal

SIGNED = (
    ApiProblem.UNSIGNED,
    ApiProblem.DEVICE_UNKNOWN,
    ApiProblem.SIGNATURE_WRONG,
    ApiProblem.REQUEST_TOO_OLD,
    ApiProblem.CLOCK_AHEAD,
    ApiProblem.DEVICE_REVOKED,
    ApiProblem.TOO_LARGE,
    ApiProblem.ENCODING_UNKNOWN,
)
"""What may come of any request that a device signs."""

_ALWAYS = (ApiProblem.TOO_MANY_REQUESTS, ApiProblem.INTERNAL, ApiProblem.NOT_READY)
_MODELS: tuple[type[BaseModel], ...] = (
    Problem, CommandsAnswer, CommandsRequest, EmailCodeCheck, EnrolmentRequest, FidoTicketRequest,
    AuditRequest, ConditionReport, PaperRequest, ReviewQuestion, VisitRequest,
    VendorConfirmRequest, VendorInvoiceRequest, VendorPayoutRequest, VendorReasonRequest, VendorStartRequest,
    VendorPlanRequest,
)  # fmt: skip
_REF = "#/components/schemas/{model}"
_DEVICE = "device"
_METHODS = ("get", "post", "put", "patch", "delete")

_ABOUT = """\
What the counters of 臺灣雲市集 and the people behind them speak with. Commands go up and are answered once
and for ever; events come down by an opaque cursor. Moments are UTC, money is whole NT$.

Every error is a problem of RFC 9457 whose `type`, relative to this address, leads to its page for people.
Requests of devices bear a signature of RFC 9421 (Ed25519, tag `kiosk-request`, over `@method`, `@authority`,
`@path`, `@query` and, with a body, the `Content-Digest` of RFC 9530), made no more than five minutes ago.
Bodies have 1 MiB at most and are never compressed. `X-Request-Id` is given back and stands in the log.
"""


def operation(
    *found: ApiProblem | Refusal,
    signed: bool = False,
    body: type[BaseModel] | None = None,
    example: object = None,
    answers: Mapping[int, object] | None = None,
) -> dict[str, Any]:
    """What a route is told of its documentation: `problems` it may answer with, beside those of every one.

    `signed`: by a device. `body` is the model of the request's body and `example` one such; `answers` has an
    example of what comes back, by status. Further keywords of the route go beside it.
    """
    responses: dict[int | str, dict[str, Any]] = _problem_responses((*(SIGNED if signed else ()), *found))
    for status, answer in (answers or {}).items():
        responses[status] = {"content": {"application/json": {"example": answer}}}
    extra: dict[str, Any] = {}
    if signed:
        extra["security"] = [{_DEVICE: []}]
    if body is not None:
        extra["requestBody"] = {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"$ref": _REF.format(model=body.__name__)},
                    "example": example,
                }
            },
        }
    return {"responses": responses, "openapi_extra": extra}


def texts(description: str, examples_of: Mapping[str, str]) -> dict[str, Any]:
    """A response that is no JSON of ours: an example of each media type."""
    kinds = {
        kind: {"schema": {"type": "string"}, "example": example} for kind, example in examples_of.items()
    }
    return {"description": description, "content": kinds}


def of_model(model: type[BaseModel], answer: object) -> dict[str, Any]:
    """The content of a response other than a route's first one, with its model."""
    return {"application/json": {"schema": {"$ref": _REF.format(model=model.__name__)}, "example": answer}}


def document(app: FastAPI) -> None:
    """Let `/openapi.json` tell all of that (OpenAPI 3.1), also for routes that did not say it themselves."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _built(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way


def _built(app: FastAPI) -> dict[str, Any]:
    schema = get_openapi(
        title="臺灣雲市集 central service",
        version=app.version,
        summary="The side that decides.",
        description=_ABOUT,
        # Pages for people are no part of the interface.
        routes=[route for route in app.routes if getattr(route, "response_class", None) is not HTMLResponse],
    )
    components = schema.setdefault("components", {})
    components.setdefault("securitySchemes", {})[_DEVICE] = {
        "type": "apiKey", "in": "header", "name": "Signature", "description": "RFC 9421, as described above.",
    }  # fmt: skip
    _, models = models_json_schema([(model, "validation") for model in _MODELS], ref_template=_REF)
    schemas = components.setdefault("schemas", {})
    schemas.update(models["$defs"])
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for path in schema["paths"].values():
        for method in _METHODS:
            if method in path:
                _complete(path[method])
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, APIRoute) and route.path_format in schema["paths"]:
            _put_whole_examples(schema["paths"][route.path_format], route)
    return schema


def _put_whole_examples(path: dict[str, Any], route: RouteContext) -> None:
    """FastAPI leaves out every null, also those of examples, which then lack what their models require."""
    for method in route.methods or ():
        one = path[method.lower()]
        asked = (route.openapi_extra or {}).get("requestBody", {})
        pairs = [(asked, one.get("requestBody", {}))]
        pairs += [(told, one["responses"][str(status)]) for status, told in route.responses.items()]
        for told, described in pairs:
            for kind, content in told.get("content", {}).items():
                if "example" in content:
                    described["content"][kind]["example"] = content["example"]


def _complete(one: dict[str, Any]) -> None:
    """Every operation may answer with these, and with no other form of error."""
    responses = one["responses"]
    parsed = responses.get("422", {}).get("content", {}).get("application/json", {})
    if "HTTPValidationError" in parsed.get("schema", {}).get("$ref", ""):
        del responses["422"]
        responses.setdefault("400", _problem_responses((ApiProblem.MALFORMED,))[400])
    for status, response in _problem_responses(()).items():
        responses.setdefault(str(status), response)
    for parameter in one.get("parameters", ()):
        if "example" not in parameter and "examples" not in parameter["schema"]:
            parameter["example"] = examples.PARAMETERS[parameter["name"]]


def _problem_responses(found: tuple[ApiProblem | Refusal, ...]) -> dict[int | str, dict[str, Any]]:
    by_status: dict[int, list[ApiProblem | Refusal]] = defaultdict(list)
    for problem in dict.fromkeys((*found, *_ALWAYS)):
        by_status[status_of(problem)].append(problem)
    return {status: _problem_response(problems) for status, problems in by_status.items()}


def _problem_response(problems: list[ApiProblem | Refusal]) -> dict[str, Any]:
    examples = {
        problem.name: {
            "value": problem_of(problem.name, problem.value, status_of(problem)).model_dump(exclude_none=True)
        }
        for problem in problems
    }
    names = ", ".join(problem.name.replace("_", " ").lower() for problem in problems)
    return {
        "description": names.capitalize(),
        "content": {PROBLEM_TYPE: {"schema": {"$ref": _REF.format(model="Problem")}, "examples": examples}},
    }
