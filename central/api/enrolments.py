"""`POST /v1/enrolments`: the one request that no device signs."""

from typing import Annotated

from fastapi import APIRouter, Depends

from central.api import examples
from central.api.bodies import limited_body, parse
from central.api.operations import operation
from central.api.problems import ApiError
from central.enrolment import CodeRefused, Enrolment, KeyMalformed
from kiosk.contract.api import ApiProblem, EnrolmentAnswer, EnrolmentRequest


def enrolments_router(enrolment: Enrolment) -> APIRouter:
    """Let kiosks in."""
    router = APIRouter()

    @router.post(
        "/v1/enrolments",
        **operation(
            ApiProblem.MALFORMED,
            ApiProblem.NOT_JSON,
            ApiProblem.ENROLMENT_CODE,
            ApiProblem.TOO_LARGE,
            ApiProblem.ENCODING_UNKNOWN,
            body=EnrolmentRequest,
            example=examples.ENROLMENT,
            answers={200: examples.ENROLLED},
        ),
    )
    def enrol(body: Annotated[bytes, Depends(limited_body)]) -> EnrolmentAnswer:
        """Let a kiosk in: the one request that no device signs. The same kiosk may ask again."""
        try:
            return enrolment.enrol(parse(EnrolmentRequest, body))
        except CodeRefused:
            raise ApiError(ApiProblem.ENROLMENT_CODE) from None
        except KeyMalformed:
            raise ApiError(ApiProblem.MALFORMED) from None

    return router
