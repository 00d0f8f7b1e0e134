"""`POST /v1/audit`: the other copy of a counter's audit log."""

from typing import Annotated

from fastapi import APIRouter, Depends

from central.api import examples
from central.api.bodies import parse
from central.api.operations import operation
from central.api.problems import ApiError
from central.api.signed import DeviceSignature, SignedRequest
from central.audit_copies import AuditCopies, AuditForked
from kiosk.contract.api import ApiProblem
from kiosk.contract.audit import AuditAnswer, AuditRequest
from kiosk.contract.codec import Malformed


def audit_router(signature: DeviceSignature, copies: AuditCopies) -> APIRouter:
    """Take lines."""
    router = APIRouter()

    @router.post(
        "/v1/audit",
        **operation(
            ApiProblem.MALFORMED,
            ApiProblem.NOT_JSON,
            ApiProblem.AUDIT_FORKED,
            signed=True,
            body=AuditRequest,
            example=examples.AUDIT,
            answers={200: examples.AUDITED},
        ),
    )
    def audit(request: Annotated[SignedRequest, Depends(signature)]) -> AuditAnswer:
        """Keep the next lines of the device's audit log; the same ones again change nothing.

        Lines are chained and signed one by one, so that neither side can change what was told once.
        """
        try:
            return copies.take(request.device, parse(AuditRequest, request.body).lines)
        except Malformed:
            raise ApiError(ApiProblem.MALFORMED) from None
        except AuditForked:
            raise ApiError(ApiProblem.AUDIT_FORKED) from None

    return router
