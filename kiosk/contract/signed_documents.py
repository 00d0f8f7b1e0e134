"""Documents that central signs: catalogue, figures with the calendar's exceptions, trust anchors.

A signature binds the document's name and every byte; the key is pinned by the kiosk when it is let in.
"""

import base64

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SIGNATURE_HEADER = "Document-Signature"
"""The header that a document's signature travels in."""

LARGEST_DOCUMENT = 4 * 1024 * 1024
"""Bytes that a document may have at most; the catalogue has 20 thousand."""

_PREFIX = b"document\0"
_ANSWER_PREFIX = b"answer\0"


class DocumentSignatureInvalid(Exception):
    """These bytes are not what central signed under this name."""


def sign_document(name: str, content: bytes, key: Ed25519PrivateKey) -> str:
    """Central's signature under a document: Ed25519, base64."""
    return base64.b64encode(key.sign(_signed(name, content))).decode()


def require_signed(name: str, content: bytes, signature: str, key: str) -> None:
    """Raises `DocumentSignatureInvalid` where the pinned `key` (base64) did not sign `content` as `name`."""
    _require(_signed(name, content), signature, key, name)


def _require(signed: bytes, signature: str, key: str, name: str) -> None:
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        public.verify(base64.b64decode(signature, validate=True), signed)
    except (ValueError, InvalidSignature):
        raise DocumentSignatureInvalid(name) from None


ANSWER_HEADER = "Answer-Signature"
"""The header with central's signature under an answer to one request: nobody can give that answer again."""


def sign_answer(request_id: str, content: bytes, key: Ed25519PrivateKey) -> str:
    """Central's signature under what it answers to the request of this id: Ed25519, base64."""
    return base64.b64encode(key.sign(_answered(request_id, content))).decode()


def require_answer(request_id: str, content: bytes, signature: str, key: str) -> None:
    """Raises `DocumentSignatureInvalid` where the pinned `key` did not sign this answer to this request."""
    _require(_answered(request_id, content), signature, key, "answer")


def public_text(key: Ed25519PrivateKey) -> str:
    """The public half of a key, as it is pinned: base64."""
    return base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def _signed(name: str, content: bytes) -> bytes:
    return _PREFIX + name.encode() + b"\0" + content


def _answered(request_id: str, content: bytes) -> bytes:
    return _ANSWER_PREFIX + request_id.encode() + b"\0" + content
