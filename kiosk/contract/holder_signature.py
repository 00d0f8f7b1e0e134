"""The holder's signature under a command: a detached JWS with the chain in its header (RFC 7515, F)."""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384

from kiosk.contract.certificates import HolderCertificate
from kiosk.contract.codec import Malformed, canonical
from kiosk.contract.mobile_signature import is_mobile, is_signed_by, mobile_chain
from kiosk.contract.trust import TrustStore

_MOST_CERTIFICATES = 4
_PARTS = 3
_NOT_UNDERSTOOD = frozenset({"crit", "b64"})
"""What may not stand in the header: each would change what the signature covers, or what it means."""


class SignatureInvalid(Exception):
    """The signature does not belong to these bytes and this certificate."""


def _algorithm(certificate: x509.Certificate) -> str:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return "RS256"
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVES:
        return _CURVES[key.curve.name]
    raise Malformed("a key that is neither RSA nor P-256 nor P-384")


_CURVES = {"secp256r1": "ES256", "secp384r1": "ES384"}


Digest = Literal["sha256", "sha384"]
"""What the bytes are hashed with, as the key's algorithm wants it."""

_DIGESTS: Mapping[str, Digest] = {"RS256": "sha256", "ES256": "sha256", "ES384": "sha384"}
_HASHES = {"sha256": SHA256(), "sha384": SHA384()}


def sign_detached(payload: bytes, chain: Sequence[bytes], sign: Callable[[bytes, Digest], bytes]) -> str:
    """A detached JWS over `payload`. `chain` is the holder's certificate (DER) and what it hangs on.

    `sign` gets the bytes to be signed and what to hash them with, and gives the raw signature: RSA PKCS#1
    v1.5, or ECDSA as r and s, each of the curve's size. Raises `Malformed` for a key of another kind.
    """
    certificate = x509.load_der_x509_certificate(chain[0])
    algorithm = _algorithm(certificate)
    header = {
        "alg": algorithm,
        "x5c": [base64.b64encode(der).decode() for der in chain],
    }
    protected = _encode(canonical(header))
    signature = sign(f"{protected}.{_encode(payload)}".encode(), _DIGESTS[algorithm])
    return f"{protected}..{_encode(signature)}"


def verify_detached(token: str, payload: bytes, store: TrustStore, at: datetime) -> HolderCertificate:
    """Who signed `payload`, with card or phone, as the trusted certificate in `token` says.

    Raises `Malformed` for a token that is none, `SignatureInvalid`, and what `TrustStore.check` raises where
    the chain does not lead to a trust anchor at `at` (UTC).
    """
    if is_mobile(token):
        return _verify_mobile(token, payload, store, at)
    header, chain = _header(token)
    # Trust comes first: only a key that an authority vouches for gets to verify anything.
    believed = store.believe(chain, at)
    protected, _, signature = token.split(".")
    if header.get("alg") != _algorithm(believed.certificate) or not _NOT_UNDERSTOOD.isdisjoint(header):
        raise SignatureInvalid
    signed = f"{protected}.{_encode(payload)}".encode()
    try:
        _verify(_decode(signature), signed, believed.certificate.public_key())
    except (InvalidSignature, ValueError) as error:
        raise SignatureInvalid from error
    return believed.holder


def _verify(signature: bytes, signed: bytes, key: CertificatePublicKeyTypes) -> None:
    """A JWS's signature (RFC 7518 §3): RSA PKCS#1 v1.5, or ECDSA as r and s. Raises InvalidSignature."""
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, signed, PKCS1v15(), SHA256())
        return
    assert isinstance(key, ec.EllipticCurvePublicKey)
    half = (key.curve.key_size + 7) // 8
    if len(signature) != 2 * half:
        raise InvalidSignature
    r, s = (int.from_bytes(part, "big") for part in (signature[:half], signature[half:]))
    digest = _HASHES[_DIGESTS[_CURVES[key.curve.name]]]
    key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(digest))


def _verify_mobile(token: str, payload: bytes, store: TrustStore, at: datetime) -> HolderCertificate:
    chain = mobile_chain(token)
    holder = store.check(chain, at)
    if not is_signed_by(token, hashlib.sha256(payload).digest(), chain[0]):
        raise SignatureInvalid
    return holder


def _header(token: str) -> tuple[Mapping[str, object], list[bytes]]:
    """The protected header, and the chain in it."""
    parts = token.split(".")
    if len(parts) != _PARTS or parts[1]:
        raise Malformed("not a detached JWS")
    try:
        header = json.loads(_decode(parts[0]))
        encoded = header["x5c"]
        if not isinstance(encoded, list) or not 1 <= len(encoded) <= _MOST_CERTIFICATES:
            raise ValueError("x5c")
        return header, [base64.b64decode(one, validate=True) for one in encoded]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Malformed("not a detached JWS with x5c") from None


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    """What base64url without its padding stands for, and nothing else. Raises ValueError."""
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _encode(data) != text:
        raise ValueError("not base64url")
    return data
