"""Requests signed by a device."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import Depends, Request
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from central.api.bodies import limited_body
from central.api.problems import ApiError
from central.limiting import RateLimits
from central.store.database import Database
from central.store.devices import Device, find_device
from kiosk.contract.api import ApiProblem
from kiosk.contract.clock import Clock
from kiosk.contract.request_signature import RequestSignatureInvalid, SignatureFailure, verify_request

_PROBLEMS = {
    SignatureFailure.UNSIGNED: ApiProblem.UNSIGNED,
    SignatureFailure.UNKNOWN_DEVICE: ApiProblem.DEVICE_UNKNOWN,
    SignatureFailure.WRONG: ApiProblem.SIGNATURE_WRONG,
    SignatureFailure.TOO_OLD: ApiProblem.REQUEST_TOO_OLD,
    SignatureFailure.AHEAD: ApiProblem.CLOCK_AHEAD,
}

_MOST_KEYS = 20_000


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """A request that is proven to come from `device`."""

    device: Device
    body: bytes


class DeviceSignature:
    """A dependency of FastAPI: the request's device and body, or a problem that says what is amiss."""

    def __init__(self, database: Database, clock: Clock, limits: RateLimits) -> None:
        self._database = database
        self._clock = clock
        self._limits = limits
        self._keys: dict[str, Ed25519PublicKey] = {}

    async def __call__(
        self, request: Request, body: Annotated[bytes, Depends(limited_body)]
    ) -> SignedRequest:
        """Verify a request."""
        return SignedRequest(await run_in_threadpool(self._verified, request, body), body)

    async def sender(self, request: Request, body: bytes) -> str:
        """The id of the device that has sent a request. Whether it was revoked is not looked up.

        A device's key stays the same for ever, so that it has to be read only once.
        """
        try:
            device_id = self._signer(request, body, self._keys.get)
        except ApiError as error:
            if error.problem is not ApiProblem.DEVICE_UNKNOWN:
                raise
            device = await run_in_threadpool(self._verified, request, body)
            if len(self._keys) >= _MOST_KEYS:
                self._keys.clear()
            self._keys[device.device_id] = _key(device)
            return device.device_id
        self._limits.require_device(device_id)
        return device_id

    def _verified(self, request: Request, body: bytes) -> Device:
        found: dict[str, Device] = {}
        away: list[SQLAlchemyError] = []

        def public_key(device_id: str) -> Ed25519PublicKey | None:
            try:
                with self._database.looking() as connection:
                    device = find_device(connection, device_id)
            except SQLAlchemyError as error:
                away.append(error)
                raise
            if device is None:
                return None
            found[device_id] = device
            return _key(device)

        try:
            device_id = self._signer(request, body, public_key)
        except ApiError:
            if away:  # nobody can say whether the signature is right: a kiosk must not take that for a no
                raise away[0] from None
            raise
        if found[device_id].revoked_at is not None:
            raise ApiError(ApiProblem.DEVICE_REVOKED)
        self._limits.require_device(device_id)
        return found[device_id]

    def _signer(
        self, request: Request, body: bytes, public_key: Callable[[str], Ed25519PublicKey | None]
    ) -> str:
        try:
            device_id = verify_request(
                method=request.method,
                url=str(request.url),
                headers=dict(request.headers),
                body=body,
                public_key=public_key,
                now=self._clock(),
            )
        except RequestSignatureInvalid as invalid:
            raise ApiError(_PROBLEMS[invalid.failure]) from None
        request.state.device_id = device_id  # for the log
        return device_id


def _key(device: Device) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(device.public_key)
