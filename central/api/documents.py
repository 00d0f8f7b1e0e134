"""`GET /v1/documents` and `GET /v1/documents/{name}`: signed, with ETags."""

from typing import Annotated, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import APIRouter, Depends, Header
from fastapi.responses import Response

from central.api import examples
from central.api.device import SIGNED_ANSWER, RequestId
from central.api.etags import is_held
from central.api.operations import operation, texts
from central.api.problems import ApiError
from central.api.signed import DeviceSignature, SignedRequest
from central.documents import Documents
from central.limits import LimitsDocument
from kiosk.contract.api import ApiProblem, DocumentsAnswer
from kiosk.contract.programme_changes import LIMITS
from kiosk.contract.signed_documents import ANSWER_HEADER, SIGNATURE_HEADER, sign_answer

_HEADERS: dict[str, Any] = {
    "ETag": {"schema": {"type": "string"}, "description": "The SHA-256 of the bytes."},
    SIGNATURE_HEADER: {"schema": {"type": "string"}, "description": "Ed25519, base64, by central's key."},
    **SIGNED_ANSWER,
}


def documents_router(
    signature: DeviceSignature, documents: Documents, limits: LimitsDocument, key: Ed25519PrivateKey
) -> APIRouter:
    """Give out documents; `key` signs each answer for its request, beside the document's own signature."""
    router = APIRouter(prefix="/v1/documents")

    @router.get("", **operation(signed=True, answers={200: examples.DOCUMENTS}))
    def index(request: Annotated[SignedRequest, Depends(signature)]) -> DocumentsAnswer:
        """What there is for the device's office."""
        return limits.among(documents.index(request.device.office))

    told = operation(ApiProblem.DOCUMENT_UNKNOWN, signed=True)
    given = {"application/toml": examples.CALENDAR, "application/json": examples.STAFF}
    told["responses"][200] = {**texts("The document", given), "headers": _HEADERS}
    told["responses"][304] = {"description": "It is the one of If-None-Match", "headers": _HEADERS}

    @router.get("/{name}", response_class=Response, **told)
    def document(
        name: str,
        request: Annotated[SignedRequest, Depends(signature)],
        if_none_match: Annotated[str, Header()] = "",
        x_request_id: RequestId = "",
    ) -> Response:
        """A document's bytes; nothing where they are those of `If-None-Match`.

        `staff` is the one of the device's own office.
        """
        found = limits.now() if name == LIMITS else documents.find(name, request.device.office)
        if found is None:
            raise ApiError(ApiProblem.DOCUMENT_UNKNOWN)
        tag = f'"{found.tag}"'
        headers = {"ETag": tag, SIGNATURE_HEADER: found.signature, "Cache-Control": "private, no-cache"}
        if is_held(tag, if_none_match):
            return Response(status_code=304, headers=headers)
        headers[ANSWER_HEADER] = sign_answer(x_request_id, found.content, key)
        return Response(found.content, media_type=found.media_type, headers=headers)

    return router
