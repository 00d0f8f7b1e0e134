"""`GET /v1/device` and what else central tells a device of itself: its standing, its certificate."""

from typing import Annotated, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import APIRouter, Depends, Header
from fastapi.responses import Response

from central.api import examples
from central.api.operations import operation
from central.api.signed import DeviceSignature, SignedRequest
from central.certificates import Certify
from central.documents import Documents
from central.limits import LimitsDocument
from central.store.devices import Device
from kiosk.contract.api import CertificateAnswer, DeviceAnswer, StandingAnswer
from kiosk.contract.clock import Clock
from kiosk.contract.signed_documents import ANSWER_HEADER, sign_answer

RequestId = Annotated[str, Header(alias="X-Request-Id", max_length=100)]
"""What an answer is signed for."""

SIGNED_ANSWER: dict[str, Any] = {
    ANSWER_HEADER: {
        "schema": {"type": "string"},
        "description": "Ed25519, base64, by central's key, under the X-Request-Id and the body.",
    }
}


def device_router(
    signature: DeviceSignature,
    documents: Documents,
    limits: LimitsDocument,
    key: Ed25519PrivateKey,
    clock: Clock,
    certify: Certify,
) -> APIRouter:
    """Tell devices of themselves; `key` signs what has to be of this very moment."""
    router = APIRouter()

    @router.get("/v1/device", **operation(signed=True, answers={200: examples.DEVICE}))
    def device(request: Annotated[SignedRequest, Depends(signature)]) -> DeviceAnswer:
        """The device's office, whether it is in quarantine, and where its chain of commands ends."""
        return _answer(request.device)

    told = operation(signed=True, answers={200: examples.STANDING})
    told["responses"][200]["headers"] = SIGNED_ANSWER

    @router.get("/v1/standing", response_model=StandingAnswer, **told)
    def standing(
        request: Annotated[SignedRequest, Depends(signature)], x_request_id: RequestId = ""
    ) -> Response:
        """How central has the device, and which documents there are for its office, in one answer.

        It is signed for this request, so that nobody can give an older answer for it.
        """
        answer = StandingAnswer(
            device=_answer(request.device),
            documents=limits.among(documents.index(request.device.office)),
            central_time=clock(),
        )
        content = answer.model_dump_json().encode()
        signed = {ANSWER_HEADER: sign_answer(x_request_id, content, key)}
        return Response(content, media_type="application/json", headers=signed)

    @router.get("/v1/device/certificate", **operation(signed=True, answers={200: examples.CERTIFICATE}))
    def certificate(request: Annotated[SignedRequest, Depends(signature)]) -> CertificateAnswer:
        """The certificate that the QR codes of the device's papers bear."""
        one = request.device
        return CertificateAnswer(certificate=certify(one.device_id, one.terminal, one.public_key))

    return router


def _answer(one: Device) -> DeviceAnswer:
    return DeviceAnswer(
        office=one.office,
        terminal=one.terminal,
        quarantined=one.quarantined_at is not None,
        last_seq=one.last_seq,
        last_hash=one.last_hash,
    )
