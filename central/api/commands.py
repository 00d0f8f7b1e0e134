"""`POST /v1/commands`: up."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from central.api import examples
from central.api.bodies import limited_body, parse
from central.api.operations import of_model, operation
from central.api.problems import ApiError
from central.api.signed import DeviceSignature
from central.gathering import Gathering
from central.metrics import Metrics
from central.processing import DeviceRevoked, Sending
from kiosk.contract.api import ApiProblem, CommandsAnswer, CommandsRequest

_LONG = 32 * 1024  # bytes; other requests would wait for it


def commands_router(signature: DeviceSignature, gathering: Gathering, metrics: Metrics) -> APIRouter:
    """Take commands."""
    router = APIRouter()

    told = operation(
        ApiProblem.MALFORMED,
        ApiProblem.NOT_JSON,
        ApiProblem.REVOCATION_UNKNOWN,
        signed=True,
        body=CommandsRequest,
        example=examples.COMMANDS,
        answers={200: examples.ANSWERS},
    )
    conflict = "Answered, and one of the ids came with other bytes before (K-SYNC-14)"
    told["responses"][409] = {
        "description": conflict, "content": of_model(CommandsAnswer, examples.CONFLICT),
    }  # fmt: skip

    @router.post("/v1/commands", response_model=CommandsAnswer, **told)
    async def receive(request: Request, body: Annotated[bytes, Depends(limited_body)]) -> Response:
        """Take commands, in the order of `device_seq`; 409 where one of the answers is K-SYNC-14.

        A command that was answered before gets its first answer again, byte for byte.
        """
        device_id = await signature.sender(request, body)
        commands = (await _parsed(body)).commands
        if any(one.device_id != device_id for one in commands):
            raise ApiError(ApiProblem.MALFORMED)
        try:
            received = await gathering.receive(Sending(device_id, commands))
        except DeviceRevoked:
            raise ApiError(ApiProblem.DEVICE_REVOKED) from None
        metrics.decided(received.ends)
        # The answers go out as the bytes that were kept, not as objects written anew.
        content = b'{"answers":[' + b",".join(received.answers) + b"]}"
        return Response(content, 409 if received.conflict else 200, media_type="application/json")

    return router


async def _parsed(body: bytes) -> CommandsRequest:
    if len(body) < _LONG:
        return parse(CommandsRequest, body)
    return await run_in_threadpool(parse, CommandsRequest, body)
