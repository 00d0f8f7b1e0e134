"""`GET /v1/founding-cases/…`: a founding case, for another counter of the office where it was begun."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from central.api import examples
from central.api.operations import operation
from central.api.problems import ApiError
from central.api.signed import DeviceSignature, SignedRequest
from central.store.database import Database
from central.store.founding import case_of_code
from kiosk.contract.api import ApiProblem, FoundingCaseAnswer

_Code = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", examples=["0" * 64])]


def founding_router(signature: DeviceSignature, database: Database) -> APIRouter:
    """Give out founding cases."""
    router = APIRouter()

    @router.get(
        "/v1/founding-cases/{code_hash}",
        **operation(ApiProblem.FOUNDING_CASE_UNKNOWN, signed=True, answers={200: examples.FOUNDING_CASE}),
    )
    def founding_case(
        code_hash: _Code, request: Annotated[SignedRequest, Depends(signature)]
    ) -> FoundingCaseAnswer:
        """The case of this office whose code has this SHA-256."""
        with database.reading() as connection:
            found = case_of_code(connection, request.device.office, code_hash)
        if found is None:
            raise ApiError(ApiProblem.FOUNDING_CASE_UNKNOWN)
        return FoundingCaseAnswer(
            case_id=found.case_id, version=found.state.version, parts=dict(found.state.parts)
        )

    return router
