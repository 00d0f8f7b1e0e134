"""What a profile needs to know of a certificate from a card, and signatures made under it.

Cards are hostile: whatever their bytes are, nothing but `CertificateUnreadable` leaves this module.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    Prehashed,
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, HashAlgorithm

from kiosk.cardreader.card import Digest

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey

_HASHES: Mapping[Digest, HashAlgorithm] = {"sha256": SHA256(), "sha384": SHA384()}
_CURVES = (ec.SECP256R1, ec.SECP384R1)
# All that the library raises over bytes it cannot make sense of.
_UNREADABLE = (
    ValueError,
    TypeError,
    OverflowError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)


class CertificateUnreadable(ValueError):  # the name of what it is, not that it is an error
    """The bytes are no X.509 certificate, or one beyond understanding."""


@dataclass(frozen=True)
class CardKey:
    """A certificate's public side, as far as cards are concerned.

    `may_sign`: its KeyUsage allows digitalSignature or nonRepudiation; None where it has no KeyUsage.
    `authority`: it is a CA's. `key` is None where it is neither RSA nor ECDSA on P-256 or P-384.
    """

    may_sign: bool | None
    authority: bool
    key: PublicKey | None


def read_certificate(der: bytes) -> CardKey:
    """Take a certificate apart. Raises CertificateUnreadable."""
    try:
        certificate = x509.load_der_x509_certificate(der)
        usage = _usage(certificate)
        authority = bool(usage and usage.key_cert_sign) or _is_authority(certificate)
        may_sign = None if usage is None else usage.digital_signature or usage.content_commitment
        return CardKey(may_sign, authority, _public_key(certificate))
    except _UNREADABLE:
        raise CertificateUnreadable from None


def verified_signature(key: PublicKey, answer: bytes, message: bytes, digest: Digest) -> bytes | None:
    """The raw signature over `message` that a card's `answer` is, once it is seen to be one under `key`.

    RSA PKCS#1 v1.5 as it is; ECDSA as r and s, each of the curve's size, from that form or from DER.
    None when it is no signature of this key over this message.
    """
    hashed, algorithm = hashlib.new(digest, message).digest(), Prehashed(_HASHES[digest])
    if isinstance(key, rsa.RSAPublicKey):
        try:
            key.verify(answer, hashed, padding.PKCS1v15(), algorithm)
        except (InvalidSignature, ValueError):
            return None
        return answer
    size = (key.key_size + 7) // 8
    for r, s in _candidates(answer, size):
        try:
            key.verify(encode_dss_signature(r, s), hashed, ec.ECDSA(algorithm))
        except (InvalidSignature, ValueError):
            continue
        return r.to_bytes(size) + s.to_bytes(size)
    return None


def _candidates(answer: bytes, size: int) -> Iterator[tuple[int, int]]:
    """What r and s may be: a card answers with both of the curve's size, or with DER."""
    if len(answer) == 2 * size:
        yield int.from_bytes(answer[:size]), int.from_bytes(answer[size:])
    try:
        yield decode_dss_signature(answer)
    except ValueError:
        return


def _usage(certificate: x509.Certificate) -> x509.KeyUsage | None:
    try:
        return certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return None


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _public_key(certificate: x509.Certificate) -> PublicKey | None:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return key
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, _CURVES):
        return key
    return None
