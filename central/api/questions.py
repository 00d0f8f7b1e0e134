"""`POST /v1/commands/{id}/questions`: a counter asks the review desk about one that was not accepted."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from central.api import examples
from central.api.bodies import parse
from central.api.operations import operation
from central.api.problems import ApiError
from central.api.signed import DeviceSignature, SignedRequest
from central.store.database import Database
from central.store.review_questions import add_question
from kiosk.contract.api import ApiProblem, ReviewQuestion
from kiosk.contract.clock import Clock

_Command = Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$", examples=[examples.COMMAND])]


def questions_router(signature: DeviceSignature, database: Database, clock: Clock) -> APIRouter:
    """Take questions of counters."""
    router = APIRouter(prefix="/v1/commands/{command_id}/questions")

    @router.post(
        "",
        status_code=204,
        **operation(
            ApiProblem.MALFORMED,
            ApiProblem.NOT_JSON,
            ApiProblem.REVIEW_UNKNOWN,
            signed=True,
            body=ReviewQuestion,
            example=examples.QUESTION,
        ),
    )
    def ask(command_id: _Command, request: Annotated[SignedRequest, Depends(signature)]) -> None:
        """Put a question beside a command of this office that was not accepted, at the review desk."""
        question = parse(ReviewQuestion, request.body).question
        with database.writing() as connection:
            if not add_question(connection, request.device.office, command_id, question, clock()):
                raise ApiError(ApiProblem.REVIEW_UNKNOWN)

    return router
