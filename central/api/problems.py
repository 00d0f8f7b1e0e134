"""Answers to requests that are refused as a whole (RFC 9457), and to those that fail."""

import logging
import traceback

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from central.issuing import MembershipUnknown
from central.vendor import OrderUnknown
from kiosk.contract.api import ApiProblem, Problem
from kiosk.domain.refusals import Refusal, Refused

_log = logging.getLogger(__name__)

_STATUS = {
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
}


class ApiError(Exception):
    """Ends a request with a problem."""

    def __init__(self, problem: ApiProblem, tries_left: int | None = None) -> None:
        super().__init__(problem.name)
        self.problem = problem
        self.tries_left = tries_left


def problem_response(name: str, code: str, status: int, tries_left: int | None = None) -> Response:
    """A problem as it travels. `name` says in English what it is, for whoever reads the protocol."""
    title = name.replace("_", " ").lower()
    problem = Problem(
        type=f"urn:problem:{code.lower()}", title=title, status=status, code=code, tries_left=tries_left
    )
    content = problem.model_dump_json(exclude_none=True)
    return Response(content, status, media_type="application/problem+json")


def add_problem_handlers(app: FastAPI) -> None:
    """Let every refusal and every failure leave as a problem, without any text of an exception."""

    async def refused(_request: Request, error: Exception) -> Response:
        assert isinstance(error, ApiError)
        problem = error.problem
        return problem_response(problem.name, problem.value, _STATUS[problem], error.tries_left)

    async def malformed(_request: Request, _error: Exception) -> Response:
        return _of(ApiProblem.MALFORMED, _STATUS[ApiProblem.MALFORMED])

    async def by_status(_request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return _of(ApiProblem.MALFORMED, error.status_code)

    async def by_rule(_request: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)
        return problem_response(error.refusal.name, error.refusal.value, 409)

    async def no_order(_request: Request, _error: Exception) -> Response:
        return problem_response(Refusal.ORDER_UNKNOWN.name, Refusal.ORDER_UNKNOWN.value, 404)

    async def no_membership(_request: Request, _error: Exception) -> Response:
        return _of(ApiProblem.MEMBERSHIP_UNKNOWN, _STATUS[ApiProblem.MEMBERSHIP_UNKNOWN])

    app.add_exception_handler(ApiError, refused)
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
    return _of(ApiProblem.INTERNAL, _STATUS[ApiProblem.INTERNAL])


def _of(problem: ApiProblem, status: int) -> Response:
    return problem_response(problem.name, problem.value, status)
