"""Bodies of requests: never more than 1 MiB, as they are, and of the form that they should have."""

from typing import TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

from central.api.problems import ApiError
from kiosk.contract.api import ApiProblem

LARGEST = 1024 * 1024

_NO_JSON = "json_invalid"  # pydantic's name for it

_Model = TypeVar("_Model", bound=BaseModel)


async def limited_body(request: Request) -> bytes:
    """The request's body. One that is too large is refused before it is read to its end.

    A compressed one is refused unread: no request is large enough to need it, and a small one could become
    a very large one (a zip bomb).
    """
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise ApiError(ApiProblem.ENCODING_UNKNOWN)
    if _announced(request) > LARGEST:
        raise ApiError(ApiProblem.TOO_LARGE)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise ApiError(ApiProblem.TOO_LARGE)
    return bytes(body)


def parse(model: type[_Model], body: bytes) -> _Model:
    """The body as `model`; what is wrong with it is not repeated, for it may be personal."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        no_json = any(detail["type"] == _NO_JSON for detail in error.errors(include_input=False))
        raise ApiError(ApiProblem.NOT_JSON if no_json else ApiProblem.MALFORMED) from None


def _announced(request: Request) -> int:
    text = request.headers.get("content-length", "0")
    return int(text) if text.isascii() and text.isdigit() else 0
