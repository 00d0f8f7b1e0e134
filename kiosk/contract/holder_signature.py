"""The holder's signature under a command: a detached JWS with the chain in its header (RFC 7515, F)."""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from kiosk.contract.certificates import HolderCertificate, load_certificate
from kiosk.contract.codec import Malformed, canonical
from kiosk.contract.mobile_signature import is_mobile, is_signed_by, mobile_chain
from kiosk.contract.trust import TrustStore

_MOST_CERTIFICATES = 4
_PARTS = 3
_LONGEST_HEADER = 32_768
_LONGEST_PAYLOAD = 2**21


class SignatureInvalid(Exception):
    """The signature does not belong to these bytes and this certificate."""


class _Registry(jws.JWSRegistry):
    """Room for a header with certificates, which the library's 512 bytes do not give."""

    max_header_length = _LONGEST_HEADER
    max_payload_length = _LONGEST_PAYLOAD


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
    chain = _chain(token)
    # Trust comes first: only a key that an authority vouches for gets to verify anything.
    holder = store.check(chain, at)
    algorithm, key = _key(chain[0])
    header, _, signature = token.split(".")
    try:
        jws.deserialize_compact(
            f"{header}.{_encode(payload)}.{signature}", key, registry=_Registry(algorithms=[algorithm])
        )
    except (JoseError, ValueError) as error:
        raise SignatureInvalid from error
    return holder


@lru_cache(maxsize=256)  # a holder signs with the same certificate again and again
def _key(der: bytes) -> tuple[str, RSAKey | ECKey]:
    """What a signature by this certificate is called, and its public key."""
    certificate = load_certificate(der)
    algorithm = _algorithm(certificate)
    pem = certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return algorithm, RSAKey.import_key(pem) if algorithm == "RS256" else ECKey.import_key(pem)


def _verify_mobile(token: str, payload: bytes, store: TrustStore, at: datetime) -> HolderCertificate:
    chain = mobile_chain(token)
    holder = store.check(chain, at)
    if not is_signed_by(token, hashlib.sha256(payload).digest(), chain[0]):
        raise SignatureInvalid
    return holder


def _chain(token: str) -> list[bytes]:
    parts = token.split(".")
    if len(parts) != _PARTS or parts[1]:
        raise Malformed("not a detached JWS")
    try:
        header = json.loads(base64.urlsafe_b64decode(parts[0] + "=" * (-len(parts[0]) % 4)))
        encoded = header["x5c"]
        if not isinstance(encoded, list) or not 1 <= len(encoded) <= _MOST_CERTIFICATES:
            raise ValueError("x5c")
        return [base64.b64decode(one, validate=True) for one in encoded]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Malformed("not a detached JWS with x5c") from None


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
