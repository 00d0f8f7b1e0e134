"""The device's signature under an HTTP request (RFC 9421, Ed25519) with Content-Digest (RFC 9530)."""

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    InvalidSignature,
    algorithms,
)

WINDOW = timedelta(minutes=5)
"""How far a request's time may lie from central's before it is taken for a replay."""

_TAG = "kiosk-request"
_COVERED = ("@method", "@authority", "@path", "@query")


class RequestSignatureInvalid(Exception):
    """The request is not signed by a known device, was changed, or is too old."""


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

    def resolve_private_key(self, key_id: str) -> Any:
        return self._private

    def resolve_public_key(self, key_id: str) -> Any:
        return self._public(key_id)


class _Verifier(HTTPMessageVerifier):
    """Judges the age of a signature by the clock it is given; the library reads the machine's."""

    def __init__(self, keys: HTTPSignatureKeyResolver, now: datetime) -> None:
        super().__init__(signature_algorithm=algorithms.ED25519, key_resolver=keys)
        self._now = now

    def validate_created_and_expires(self, sig_input: Any, max_age: timedelta | None = None) -> None:
        created = self._parse_integer_timestamp(  # type: ignore[no-untyped-call]
            sig_input.params.get("created"), field_name="created"
        )
        if abs(created - self._now) > WINDOW:
            raise InvalidSignature("outside of the window")


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
    verifier = _Verifier(_Keys(None, public_key), now)
    try:
        results = verifier.verify(
            _Request(method, url, headers),
            max_age=None,
            expect_tag=_TAG,
            require_components=_COVERED,
            body=body,
        )
    except Exception as error:  # whatever a hostile header brings about in the library is a refusal
        raise RequestSignatureInvalid from error
    return str(results[0].parameters["keyid"])
