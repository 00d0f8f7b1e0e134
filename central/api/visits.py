"""`POST /v1/visits`: a holder has come to a counter with the card; which membership is it."""

from typing import Annotated

from fastapi import APIRouter, Depends

from central.api import examples
from central.api.bodies import parse
from central.api.operations import operation
from central.api.problems import ApiError
from central.api.signed import DeviceSignature, SignedRequest
from central.visits import HolderNotProven, Visits
from kiosk.contract.api import ApiProblem, VisitAnswer, VisitRequest


def visits_router(signature: DeviceSignature, visits: Visits) -> APIRouter:
    """Take visits."""
    router = APIRouter()

    @router.post(
        "/v1/visits",
        **operation(
            ApiProblem.MALFORMED,
            ApiProblem.NOT_JSON,
            ApiProblem.HOLDER_NOT_PROVEN,
            ApiProblem.REVOCATION_UNKNOWN,
            signed=True,
            body=VisitRequest,
            example=examples.VISIT,
            answers={200: examples.VISITED},
        ),
    )
    def visit(request: Annotated[SignedRequest, Depends(signature)]) -> VisitAnswer:
        """The membership of the holder who signed at this device just now; null where there is none.

        From then on the counters of the device's office get its events, and may send commands for it.
        """
        proof = parse(VisitRequest, request.body)
        try:
            return VisitAnswer(membership_id=visits.take(request.device, proof))
        except HolderNotProven:
            raise ApiError(ApiProblem.HOLDER_NOT_PROVEN) from None

    return router
