"""`POST /v1/commands`: up."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from central.api.bodies import parse
from central.api.problems import ApiError
from central.api.signed import DeviceSignature, SignedRequest
from central.processing import Processor
from kiosk.contract.api import ApiProblem, CommandsAnswer, CommandsRequest


def commands_router(signature: DeviceSignature, processor: Processor) -> APIRouter:
    """Take commands."""
    router = APIRouter()

    @router.post("/v1/commands", response_model=CommandsAnswer)
    def receive(request: Annotated[SignedRequest, Depends(signature)]) -> Response:
        commands = parse(CommandsRequest, request.body).commands
        if any(one.device_id != request.device.device_id for one in commands):
            raise ApiError(ApiProblem.MALFORMED)
        received = processor.receive(request.device, commands)
        # The answers go out as the bytes that were kept, not as objects written anew.
        content = b'{"answers":[' + b",".join(received.answers) + b"]}"
        return Response(content, 409 if received.conflict else 200, media_type="application/json")

    return router
