"""`PUT /v1/device/condition`: how a kiosk is, for the list of devices."""

from typing import Annotated

from fastapi import APIRouter, Depends

from central.api import examples
from central.api.bodies import parse
from central.api.operations import operation
from central.api.signed import DeviceSignature, SignedRequest
from central.conditions import Conditions
from kiosk.contract.api import ApiProblem
from kiosk.contract.condition import ConditionAnswer, ConditionReport


def condition_router(signature: DeviceSignature, conditions: Conditions) -> APIRouter:
    """Take reports."""
    router = APIRouter()

    @router.put(
        "/v1/device/condition",
        **operation(
            ApiProblem.MALFORMED,
            ApiProblem.NOT_JSON,
            signed=True,
            body=ConditionReport,
            example=examples.CONDITION,
            answers={200: examples.CONDITION_TAKEN},
        ),
    )
    def condition(request: Annotated[SignedRequest, Depends(signature)]) -> ConditionAnswer:
        """Keep the device's report, in the place of its last one. Nothing is decided by it."""
        return conditions.take(request.device, parse(ConditionReport, request.body))

    return router
