"""`POST /v1/enrolments`: the one request that no device signs."""

from typing import Annotated

from fastapi import APIRouter, Depends

from central.api.bodies import limited_body, parse
from central.api.problems import ApiError
from central.enrolment import CodeRefused, Enrolment, KeyMalformed
from kiosk.contract.api import ApiProblem, EnrolmentAnswer, EnrolmentRequest


def enrolments_router(enrolment: Enrolment) -> APIRouter:
    """Let kiosks in."""
    router = APIRouter()

    @router.post("/v1/enrolments")
    def enrol(body: Annotated[bytes, Depends(limited_body)]) -> EnrolmentAnswer:
        try:
            return enrolment.enrol(parse(EnrolmentRequest, body))
        except CodeRefused:
            raise ApiError(ApiProblem.ENROLMENT_CODE) from None
        except KeyMalformed:
            raise ApiError(ApiProblem.MALFORMED) from None

    return router
