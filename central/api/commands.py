"""`POST /v1/commands`: up."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from central.api import examples
from central.api.bodies import parse
from central.api.operations import operation
from central.api.problems import ApiError
from central.api.signed import DeviceSignature, SignedRequest
from central.metrics import Metrics
from central.processing import Processor
from kiosk.contract.api import ApiProblem, CommandsAnswer, CommandsRequest


def commands_router(signature: DeviceSignature, processor: Processor, metrics: Metrics) -> APIRouter:
    """Take commands."""
    router = APIRouter()

    @router.post(
        "/v1/commands",
        response_model=CommandsAnswer,
        **operation(
            ApiProblem.MALFORMED,
            ApiProblem.NOT_JSON,
            ApiProblem.REVOCATION_UNKNOWN,
            signed=True,
            body=CommandsRequest,
            example=examples.COMMANDS,
            answers={200: examples.ANSWERS, 409: examples.CONFLICT},
        ),
    )
    def receive(request: Annotated[SignedRequest, Depends(signature)]) -> Response:
        """Take commands, in the order of `device_seq`; 409 where one of the answers is K-SYNC-14.

        A command that was answered before gets its first answer again, byte for byte.
        """
        commands = parse(CommandsRequest, request.body).commands
        if any(one.device_id != request.device.device_id for one in commands):
            raise ApiError(ApiProblem.MALFORMED)
        received = processor.receive(request.device, commands)
        metrics.decided(received.answers)
        # The answers go out as the bytes that were kept, not as objects written anew.
        content = b'{"answers":[' + b",".join(received.answers) + b"]}"
        return Response(content, 409 if received.conflict else 200, media_type="application/json")

    return router
