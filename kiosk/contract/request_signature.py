"""The device's signature under an HTTP request (RFC 9421, Ed25519) with Content-Digest (RFC 9530)."""

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    algorithms,
)

from kiosk.contract.plain_request_signature import Signed, plainly_signed

WINDOW = timedelta(minutes=5)
"""How far a request's time may lie from central's before it is taken for a replay."""

_TAG = "kiosk-request"
_COVERED = ("@method", "@authority", "@path", "@query")
_SIGNING = ("signature", "signature-input")


class SignatureFailure(Enum):
    """Why a request is not taken for a device's own."""

    UNSIGNED = auto()  # there is no signature
    UNKNOWN_DEVICE = auto()
    WRONG = auto()  # not made by this device's key, or the request was changed, or the headers make no sense
    TOO_OLD = auto()  # the device's own, but from before the window: sent again by somebody, or a slow clock
    AHEAD = auto()  # the device's own, from after the window: its clock is fast


class RequestSignatureInvalid(Exception):
    """The request is not taken for a device's own, for the reason in `failure`."""

    def __init__(self, failure: SignatureFailure) -> None:
        super().__init__(failure.name)
        self.failure = failure


@dataclass
class _Request:
    """The message interface that the library of RFC 9421 asks for."""

    method: str
    url: str
    headers: MutableMapping[str, str]


class _Keys(HTTPSignatureKeyResolver):
    def __init__(
        self, private: Ed25519PrivateKey | None, public: Callable[[str], Ed25519PublicKey | None]
    ) -> None:
        self._private, self._public = private, public
        self.unknown = False

    def resolve_private_key(self, key_id: str) -> Any:
        return self._private

    def resolve_public_key(self, key_id: str) -> Any:
        key = self._public(key_id)
        self.unknown = key is None
        return key


class _Verifier(HTTPMessageVerifier):
    """Reads when a signature was made; its age is judged once it is known to be genuine."""

    created: datetime

    def __init__(self, keys: HTTPSignatureKeyResolver) -> None:
        super().__init__(signature_algorithm=algorithms.ED25519, key_resolver=keys)

    def validate_created_and_expires(self, sig_input: Any, max_age: timedelta | None = None) -> None:
        self.created = self._parse_integer_timestamp(  # type: ignore[no-untyped-call]
            sig_input.params.get("created"), field_name="created"
        )


def sign_request(
    *, method: str, url: str, body: bytes, device_id: str, key: Ed25519PrivateKey, at: datetime
) -> dict[str, str]:
    """The headers that sign a request: Content-Digest (where there is a body), Signature-Input, Signature."""
    request = _Request(method, url, {})
    signer = HTTPMessageSigner(
        signature_algorithm=algorithms.ED25519, key_resolver=_Keys(key, lambda _: None)
    )
    signer.sign(
        request,
        key_id=device_id,
        created=at.astimezone(UTC),
        covered_component_ids=_COVERED,
        tag=_TAG,
        body=body or None,
    )
    return dict(request.headers)


def verify_request(
    *,
    method: str,
    url: str,
    headers: MutableMapping[str, str],
    body: bytes,
    public_key: Callable[[str], Ed25519PublicKey | None],
    now: datetime,
) -> str:
    """The device whose key signed the request. `public_key` gives a device's key, None for an unknown one.

    Raises `RequestSignatureInvalid`.
    """
    named = {name.lower(): value for name, value in headers.items()}
    if not any(name in named for name in _SIGNING):
        raise RequestSignatureInvalid(SignatureFailure.UNSIGNED)
    signed = plainly_signed(method, url, named, body, public_key) if len(named) == len(headers) else None
    if signed is None:
        signed = _signed(_Request(method, url, headers), body, public_key)
    if signed.created < now - WINDOW:
        raise RequestSignatureInvalid(SignatureFailure.TOO_OLD)
    if signed.created > now + WINDOW:
        raise RequestSignatureInvalid(SignatureFailure.AHEAD)
    return signed.device_id


def _signed(request: _Request, body: bytes, public_key: Callable[[str], Ed25519PublicKey | None]) -> Signed:
    """Who signed a request, in whatever way RFC 9421 has for it."""
    keys = _Keys(None, public_key)
    verifier = _Verifier(keys)
    try:
        results = verifier.verify(
            request,
            max_age=None,
            expect_tag=_TAG,
            require_components=_COVERED,
            body=body,
        )
    except Exception as error:  # whatever a hostile header brings about in the library is a refusal
        failure = SignatureFailure.UNKNOWN_DEVICE if keys.unknown else SignatureFailure.WRONG
        raise RequestSignatureInvalid(failure) from error
    return Signed(str(results[0].parameters["keyid"]), verifier.created)
