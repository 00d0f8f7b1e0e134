"""Requests signed by a device."""

from dataclasses import dataclass
from typing import Annotated

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from central.api.bodies import limited_body
from central.api.problems import ApiError
from central.store.database import Database
from central.store.devices import Device, find_device
from kiosk.contract.api import ApiProblem
from kiosk.contract.clock import Clock
from kiosk.contract.request_signature import RequestSignatureInvalid, verify_request


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """A request that is proven to come from `device`."""

    device: Device
    body: bytes


class DeviceSignature:
    """A dependency of FastAPI: the request's device and body, or 401."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def __call__(
        self, request: Request, body: Annotated[bytes, Depends(limited_body)]
    ) -> SignedRequest:
        """Verify a request."""
        return SignedRequest(await run_in_threadpool(self._verified, request, body), body)

    def _verified(self, request: Request, body: bytes) -> Device:
        found: dict[str, Device] = {}

        def public_key(device_id: str) -> Ed25519PublicKey | None:
            with self._database.reading() as connection:
                device = find_device(connection, device_id)
            if device is None:
                return None
            found[device_id] = device
            return Ed25519PublicKey.from_public_bytes(device.public_key)

        try:
            device_id = verify_request(
                method=request.method,
                url=str(request.url),
                headers=dict(request.headers),
                body=body,
                public_key=public_key,
                now=self._clock(),
            )
        except RequestSignatureInvalid:
            raise ApiError(ApiProblem.DEVICE_UNKNOWN) from None
        return found[device_id]
