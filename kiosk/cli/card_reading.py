"""A card that was read, as `kiosk card` shows it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from kiosk.cardreader.card import CardReading
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.contract.authorities import UNREADABLE
from kiosk.contract.certificates import CertificateMalformed, HolderCertificate, parse_holder
from kiosk.contract.trust import TrustStore
from kiosk.services.card_trust import card_trust


def describe(reading: CardReading, trust: TrustStore, at: datetime) -> dict[str, Any]:
    """Reader, card, holder, certificate, PIN, and whether the certificate is believed at `at` (UTC).

    Raises CardError: NO_SIGNING_CERTIFICATE, and CARD_DATA where the certificate makes no sense.

    The holder of a certificate that no authority here issues is known by the certificate's subject alone.
    """
    try:
        return _described(reading, reading.signing_certificate.der, trust, at)
    except UNREADABLE:
        raise CardError(CardFailure.CARD_DATA, reader=reading.reader, atr=reading.atr) from None


def as_lines(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values for people: `holder.name` for what lies in `holder`; nothing for what is not known."""
    flat: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            flat |= {f"{name}.{inner}": told for inner, told in value.items() if told is not None}
        else:
            flat[name] = value
    return flat


def describe_authority(authority: x509.Certificate) -> dict[str, str]:
    """An authority's subject, fingerprint as authorities print it, and last day."""
    return {
        "subject": authority.subject.rfc4514_string(),
        "sha256": authority.fingerprint(SHA256()).hex(":").upper(),
        "not_after": authority.not_valid_after_utc.isoformat(),
    }


def openssl_signature(certificate: bytes, signature: bytes) -> bytes:
    """The raw signature of a card in the form openssl verifies."""
    key = x509.load_der_x509_certificate(certificate).public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return signature
    half = len(signature) // 2
    return encode_dss_signature(int.from_bytes(signature[:half]), int.from_bytes(signature[half:]))


def certificate_pem(der: bytes) -> bytes:
    """A certificate as text."""
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)


def _described(reading: CardReading, der: bytes, trust: TrustStore, at: datetime) -> dict[str, Any]:
    return {
        "reader": reading.reader,
        "atr": reading.atr.hex(" ").upper(),
        "profile": reading.profile,
        "card_number": reading.card_number,
        "holder": _holder(der),
        "certificate": _certificate(x509.load_der_x509_certificate(der)),
        "trust": asdict(card_trust(der, trust, at)),
        "pin": {
            "min": reading.pin.minimum,
            "max": reading.pin.maximum,
            "tries_left": reading.pin.tries_left,
        },
        "apdus": reading.apdus,
    }


def _holder(der: bytes) -> dict[str, Any]:
    try:
        holder: HolderCertificate | None = parse_holder(der)
    except CertificateMalformed:
        holder = None
    return {
        "kind": holder and holder.kind.value,
        "name": holder.name if holder else x509.load_der_x509_certificate(der).subject.rfc4514_string(),
        "id_tail": holder and holder.id_tail,
        "organisation_oid": holder and holder.organisation_oid,
        "ubn": holder and holder.ubn,
        "rank": holder and holder.rank,
    }


def _certificate(certificate: x509.Certificate) -> dict[str, Any]:
    return {
        "serial": certificate.serial_number,
        "issuer": certificate.issuer.rfc4514_string(),
        "not_after": certificate.not_valid_after_utc.isoformat(),
        "sha256": certificate.fingerprint(SHA256()).hex(),
        "key": _key(certificate),
    }


def _key(certificate: x509.Certificate) -> str:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA-{key.key_size}"
    return f"EC-P{key.key_size}" if isinstance(key, ec.EllipticCurvePublicKey) else "unknown"
