"""`GET /v1/device`: how central has the device that asks, and its certificate."""

from typing import Annotated

from fastapi import APIRouter, Depends

from central.api import examples
from central.api.operations import operation
from central.api.signed import DeviceSignature, SignedRequest
from central.certificates import Certify
from kiosk.contract.api import CertificateAnswer, DeviceAnswer


def device_router(signature: DeviceSignature, certify: Certify) -> APIRouter:
    """Tell devices of themselves."""
    router = APIRouter()

    @router.get("/v1/device", **operation(signed=True, answers={200: examples.DEVICE}))
    def device(request: Annotated[SignedRequest, Depends(signature)]) -> DeviceAnswer:
        """The device's office, whether it is in quarantine, and where its chain of commands ends."""
        one = request.device
        return DeviceAnswer(
            office=one.office,
            terminal=one.terminal,
            quarantined=one.quarantined_at is not None,
            last_seq=one.last_seq,
            last_hash=one.last_hash,
        )

    @router.get("/v1/device/certificate", **operation(signed=True, answers={200: examples.CERTIFICATE}))
    def certificate(request: Annotated[SignedRequest, Depends(signature)]) -> CertificateAnswer:
        """The certificate that the QR codes of the device's papers bear."""
        one = request.device
        return CertificateAnswer(certificate=certify(one.device_id, one.terminal, one.public_key))

    return router
