"""The holder's signature by phone (行動自然人憑證), in the form of a JWS with its certificate beside it.

The phone signs no more than 1,024 bytes, and which certificate signs is known only afterwards. So the payload
is the SHA-256 of the statement's canonical bytes, and the certificate stands in the unprotected header of a
flattened JWS (RFC 7515 §7.2.2) whose payload is left out (appendix F). No other certificate can be put
there: its key would have had to sign.
"""

import base64
import json
from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from kiosk.contract.certificates import load_certificate
from kiosk.contract.codec import Malformed, canonical

_PROTECTED = {"alg": "RS256", "typ": "statement-sha256"}
_PARTS = {"header", "protected", "signature"}
_MOST_CERTIFICATES = 4


def is_mobile(token: str) -> bool:
    """Whether a holder's signature claims to be one by phone."""
    return token.startswith("{")


def mobile_signing_input(digest: bytes) -> bytes:
    """What the phone signs for a statement whose canonical bytes have this SHA-256: about a hundred bytes.

    With RSA PKCS#1 v1.5 and SHA-256.
    """
    return f"{_encode(canonical(_PROTECTED))}.{_encode(digest)}".encode()


def mobile_token(signature: bytes, chain: Sequence[bytes]) -> str:
    """The signature as it goes into a command's envelope; `chain` (DER) begins with the holder's."""
    token = {
        "protected": _encode(canonical(_PROTECTED)),
        "header": {"x5c": [base64.b64encode(der).decode() for der in chain]},
        "signature": _encode(signature),
    }
    return canonical(token).decode()


def mobile_chain(token: str) -> list[bytes]:
    """The certificates (DER) in a token, the holder's first. Raises `Malformed`."""
    try:
        encoded = _parsed(token)["header"]["x5c"]
        if not isinstance(encoded, list) or not 1 <= len(encoded) <= _MOST_CERTIFICATES:
            raise ValueError("x5c")
        return [base64.b64decode(one, validate=True) for one in encoded]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Malformed("not a signature by phone") from None


def is_signed_by(token: str, digest: bytes, certificate: bytes) -> bool:
    """Whether the key of `certificate` (DER) signed the statement of this SHA-256.

    Raises `Malformed`, and CertificateMalformed.
    """
    try:
        parts = _parsed(token)
        signature = base64.urlsafe_b64decode(parts["signature"] + "==")
    except (ValueError, TypeError, RecursionError):
        raise Malformed("not a signature by phone") from None
    key = load_certificate(certificate).public_key()
    if parts["protected"] != _encode(canonical(_PROTECTED)) or not isinstance(key, RSAPublicKey):
        return False
    try:
        key.verify(signature, mobile_signing_input(digest), PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


def _parsed(token: str) -> dict[str, Any]:
    parts = json.loads(token)
    if not isinstance(parts, dict) or set(parts) != _PARTS:
        raise ValueError("parts")
    return parts


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
