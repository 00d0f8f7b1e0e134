"""Requests signed in the very words that our kiosks write: verified straight.

The library of RFC 9421 reads every way in which a signature may be written, which takes it six times as long
as the signature itself. What is written in any other way, or is not right, is the library's to judge.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_INPUT = re.compile(
    r'pyhms=(\("@method" "@authority" "@path" "@query"( "content-digest")?\);created=([0-9]{10});'
    r'keyid="([0-9a-f-]{36})";alg="ed25519";tag="kiosk-request")'
)
_SIGNATURE = re.compile(r"pyhms=:([A-Za-z0-9+/]{86}==):")
_METHOD = re.compile("[A-Z]+")
# Without what a URL may leave to be worked out: another case, a port that goes without saying, an empty path.
_URL = re.compile(
    r"https?://([a-z0-9.-]+(?::(?!0|80[/?]|443[/?])[0-9]+)?)(/[A-Za-z0-9._~/-]*)(\?[A-Za-z0-9._~=&%-]*)?"
)


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed a request, and when (UTC)."""

    device_id: str
    created: datetime


def plainly_signed(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    public_key: Callable[[str], Ed25519PublicKey | None],
) -> Signed | None:
    """Who signed the request, body included; None where it is not signed so, or not rightly.

    The names of `headers` are in lower case. Raises what `public_key` raises.
    """
    told = _INPUT.fullmatch(headers.get("signature-input", ""))
    signature = _SIGNATURE.fullmatch(headers.get("signature", ""))
    place = _URL.fullmatch(url)
    if told is None or signature is None or place is None or not _METHOD.fullmatch(method):
        return None
    digest = headers.get("content-digest")
    if digest != (_digest(body) if told[2] else None) or (body and not told[2]):
        return None
    key = public_key(told[4])
    if key is None:
        return None
    lines = [
        f'"@method": {method}',
        f'"@authority": {place[1]}',
        f'"@path": {place[2]}',
        f'"@query": {place[3] or "?"}',
        *([f'"content-digest": {digest}'] if told[2] else ()),
        f'"@signature-params": {told[1]}',
    ]
    try:
        key.verify(b64decode(signature[1]), "\n".join(lines).encode("ascii"))
    except InvalidSignature:
        return None
    return Signed(told[4], datetime.fromtimestamp(int(told[3]), UTC))


def _digest(body: bytes) -> str:
    return f"sha-256=:{b64encode(sha256(body).digest()).decode()}:"
