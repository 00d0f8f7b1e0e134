"""Answers to requests that are refused as a whole (RFC 9457), and to those that fail."""

import logging
import traceback
from collections.abc import Mapping

import sqlalchemy as sa
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from central.audit import ReasonMissing
from central.issuing import MembershipUnknown
from central.vendor import OrderUnknown, PaymentLinkInvalid
from kiosk.contract.api import ApiProblem, Problem
from kiosk.contract.trust import RevocationUnknown
from kiosk.domain.refusals import Refusal, Refused

_log = logging.getLogger(__name__)

PROBLEM_TYPE = "application/problem+json"

STATUS: Mapping[ApiProblem, int] = {
    ApiProblem.MALFORMED: 400,
    ApiProblem.DEVICE_UNKNOWN: 401,
    ApiProblem.TOO_LARGE: 413,
    ApiProblem.ENROLMENT_CODE: 403,
    ApiProblem.MEMBERSHIP_UNKNOWN: 404,
    ApiProblem.EMAIL_CODE_WRONG: 422,
    ApiProblem.EMAIL_CODE_EXPIRED: 410,
    ApiProblem.EMAIL_CODE_USED_UP: 410,
    ApiProblem.EMAIL_CODE_TOO_OFTEN: 429,
    ApiProblem.MAIL_NOT_SENT: 503,
    ApiProblem.INTERNAL: 500,
    ApiProblem.REVOCATION_UNKNOWN: 503,
    ApiProblem.UNSIGNED: 401,
    ApiProblem.SIGNATURE_WRONG: 401,
    ApiProblem.REQUEST_TOO_OLD: 401,
    ApiProblem.CLOCK_AHEAD: 401,
    ApiProblem.DEVICE_REVOKED: 403,
    ApiProblem.ENCODING_UNKNOWN: 415,
    ApiProblem.NOT_JSON: 400,
    ApiProblem.VERSION_UNKNOWN: 404,
    ApiProblem.NOTHING_HERE: 404,
    ApiProblem.METHOD_UNKNOWN: 405,
    ApiProblem.TOO_MANY_REQUESTS: 429,
    ApiProblem.NOT_READY: 503,
    ApiProblem.RECEIPT_UNKNOWN: 404,
    ApiProblem.DOCUMENT_UNKNOWN: 404,
    ApiProblem.NOT_ALLOWED: 403,
    ApiProblem.FIDO_NOT_SET_UP: 503,
    ApiProblem.FIDO_NOT_REGISTERED: 422,
    ApiProblem.FIDO_TROUBLE: 502,
    ApiProblem.FIDO_TICKET_UNKNOWN: 404,
    ApiProblem.ADDRESS_NOT_CONFIRMED: 409,
    ApiProblem.REVIEW_UNKNOWN: 404,
    ApiProblem.FOUNDING_CASE_UNKNOWN: 404,
    ApiProblem.VENDOR_KEY_UNKNOWN: 401,
    ApiProblem.PAYMENT_LINK: 422,
    ApiProblem.REASON_MISSING: 422,
    ApiProblem.PLAN_INVALID: 422,
    ApiProblem.PLAN_ID_TAKEN: 409,
    ApiProblem.PLAN_UNCHANGED: 409,
    ApiProblem.LAST_PLAN: 409,
    ApiProblem.PLAN_UNKNOWN: 404,
    ApiProblem.HOLDER_NOT_PROVEN: 403,
    ApiProblem.AUDIT_FORKED: 409,
}
"""The HTTP status that each problem travels with."""

_CONFLICT, _NOT_FOUND, _UNAUTHORIZED = 409, 404, 401


def status_of(problem: ApiProblem | Refusal) -> int:
    """The HTTP status that a problem, or what a rule says no with, travels with."""
    if isinstance(problem, Refusal):
        return _NOT_FOUND if problem is Refusal.ORDER_UNKNOWN else _CONFLICT
    return STATUS[problem]


_BY_STATUS = {
    403: ApiProblem.NOT_ALLOWED,
    404: ApiProblem.NOTHING_HERE,
    405: ApiProblem.METHOD_UNKNOWN,
    413: ApiProblem.TOO_LARGE,
}
_VERSION = "/v1/"


class ApiError(Exception):
    """Ends a request with a problem; `retry_after` says in seconds when it may be sent again.

    `places` are the fields that it is about.
    """

    def __init__(
        self,
        problem: ApiProblem,
        tries_left: int | None = None,
        *,
        retry_after: int | None = None,
        places: tuple[str, ...] | None = None,
    ) -> None:
        super().__init__(problem.name)
        self.problem = problem
        self.tries_left = tries_left
        self.retry_after = retry_after
        self.places = places


def problem_of(name: str, code: str, status: int, tries_left: int | None = None) -> Problem:
    """A problem. `name` says in English what it is, for whoever reads the protocol."""
    title = name.replace("_", " ").lower()
    return Problem(type=f"/problems/{code}", title=title, status=status, code=code, tries_left=tries_left)


def problem_response(
    name: str,
    code: str,
    status: int,
    tries_left: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem as it travels; see `problem_of`."""
    content = problem_of(name, code, status, tries_left).model_dump_json(exclude_none=True)
    return Response(content, status, headers=headers, media_type=PROBLEM_TYPE)


def api_problem(error: ApiError) -> Response:
    """The answer that `error` ends a request with."""
    problem = error.problem
    headers = {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}
    if STATUS[problem] == _UNAUTHORIZED:  # RFC 9110, section 11.6.1
        headers["WWW-Authenticate"] = "Bearer" if problem is ApiProblem.VENDOR_KEY_UNKNOWN else "Signature"
    told = problem_of(problem.name, problem.value, STATUS[problem], error.tries_left)
    content = told.model_copy(update={"places": error.places}).model_dump_json(exclude_none=True)
    return Response(content, told.status, headers=headers, media_type=PROBLEM_TYPE)


def add_problem_handlers(app: FastAPI) -> None:
    """Let every refusal and every failure leave as a problem, without any text of an exception."""

    async def refused(_request: Request, error: Exception) -> Response:
        assert isinstance(error, ApiError)
        return api_problem(error)

    async def malformed(_request: Request, _error: Exception) -> Response:
        return _of(ApiProblem.MALFORMED)

    async def by_status(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        problem = _BY_STATUS.get(error.status_code, ApiProblem.MALFORMED)
        if problem is ApiProblem.NOTHING_HERE and _is_of_another_version(request.url.path):
            problem = ApiProblem.VERSION_UNKNOWN
        return problem_response(problem.name, problem.value, error.status_code, headers=error.headers)

    async def by_rule(_request: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)
        return _of(error.refusal)

    async def no_order(_request: Request, _error: Exception) -> Response:
        return _of(Refusal.ORDER_UNKNOWN)

    async def no_membership(_request: Request, _error: Exception) -> Response:
        return _of(ApiProblem.MEMBERSHIP_UNKNOWN)

    async def undecided(_request: Request, _error: Exception) -> Response:
        return _of(ApiProblem.REVOCATION_UNKNOWN)

    async def no_database(_request: Request, error: Exception) -> Response:
        _log.warning("the database did not answer: %s", type(getattr(error, "orig", error)).__name__)
        return _of(ApiProblem.NOT_READY)

    async def no_link(_request: Request, _error: Exception) -> Response:
        return _of(ApiProblem.PAYMENT_LINK)

    async def no_reason(_request: Request, _error: Exception) -> Response:
        return _of(ApiProblem.REASON_MISSING)

    app.add_exception_handler(PaymentLinkInvalid, no_link)
    app.add_exception_handler(ReasonMissing, no_reason)
    for away in (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError):
        app.add_exception_handler(away, no_database)
    app.add_exception_handler(sa.exc.DataError, malformed)  # U+0000, say, in what is looked up
    app.add_exception_handler(ApiError, refused)
    app.add_exception_handler(RevocationUnknown, undecided)
    app.add_exception_handler(Refused, by_rule)
    app.add_exception_handler(OrderUnknown, no_order)
    app.add_exception_handler(MembershipUnknown, no_membership)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(HTTPException, by_status)


def internal_problem(error: Exception) -> Response:
    """The answer to a request that met a bug. The log gets where it happened, not the error's text.

    That text may quote what a person has entered.
    """
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error("a request failed: %s\n%s", type(error).__name__, frames)
    return _of(ApiProblem.INTERNAL)


def _is_of_another_version(path: str) -> bool:
    """Whether `path` asks the kiosks' interface in a version that there is not: /v2/commands."""
    version = path.strip("/").partition("/")[0]
    return version[:1] == "v" and version[1:].isdecimal() and not path.startswith(_VERSION)


def _of(problem: ApiProblem | Refusal) -> Response:
    return problem_response(problem.name, problem.value, status_of(problem))
