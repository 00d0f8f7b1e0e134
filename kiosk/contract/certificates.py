"""Who a certificate was issued to: MOICA's, XCA's and MOEACA's holders, from the certificate's bytes alone.

Nothing here says that the certificate is genuine: that is `trust`'s to say.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from asn1crypto import core  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from kiosk.domain.identity import HolderId, IdentityKind

LONGEST_CERTIFICATE = 64 * 1024

# Units in the issuer's name that route a certificate to its kind; test authorities put 測試 before.
_CITIZEN_AUTHORITY = "內政部憑證管理中心"
_ORGANISATION_AUTHORITIES = ("組織及團體憑證管理中心", "工商憑證管理中心")

_SUBJECT_DIRECTORY_ATTRIBUTES = x509.ObjectIdentifier("2.5.29.9")
_GPKI_ATTRIBUTE = "2.16.886.1.100.2."
_RANK, _ID_TAIL, _UBN, _ORGANISATION_OID = (f"{_GPKI_ATTRIBUTE}{number}" for number in (2, 51, 101, 102))

_CURVES = {"secp256r1": "EC-P256", "secp384r1": "EC-P384", "secp521r1": "EC-P521"}


class CertificateMalformed(ValueError):  # the name of what it is, not that it is an error
    """The bytes are no certificate, or none of a holder we know; the text holds nothing of the holder's."""


@dataclass(frozen=True)
class HolderCertificate:
    """What a holder's certificate tells.

    `issuer_dn` is RFC 4514 text. `name` is the citizen's name, or the organisation and its units.
    `id_tail` is the last four characters of the national ID (MOICA), `ubn` the 統一編號 (MOEACA),
    `organisation_oid` the organisation's OID (XCA), `rank` of a citizen's card (primary, secondary …).
    Times are UTC; `sha256` is that of the DER, in lower-case hexadecimal; `key` like RSA-2048, EC-P256.
    """

    kind: IdentityKind
    issuer_dn: str
    name: str
    holder_id: HolderId
    id_tail: str | None
    ubn: str | None
    organisation_oid: str | None
    rank: str | None
    not_before: datetime
    not_after: datetime
    serial: int
    sha256: str
    key: str


def parse_holder(der: bytes) -> HolderCertificate:
    """Read a holder's certificate. Raises CertificateMalformed."""
    certificate = load_certificate(der)
    try:
        return _holder(certificate, der)
    except CertificateMalformed:
        raise
    except (ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType, UnsupportedAlgorithm):
        raise CertificateMalformed("the certificate's fields make no sense") from None


def load_certificate(der: bytes) -> x509.Certificate:
    """Read a certificate of any kind. Raises CertificateMalformed."""
    if len(der) > LONGEST_CERTIFICATE:
        raise CertificateMalformed("the certificate is beyond all size")
    try:
        return x509.load_der_x509_certificate(der)
    except (ValueError, x509.InvalidVersion):
        raise CertificateMalformed("the bytes are no certificate") from None


def _holder(certificate: x509.Certificate, der: bytes) -> HolderCertificate:
    kind = _kind(certificate.issuer)
    attributes = _directory_attributes(certificate)
    ubn = attributes.get(_UBN)
    organisation_oid = attributes.get(_ORGANISATION_OID)
    if kind is IdentityKind.CITIZEN_CERTIFICATE:
        name = _only(certificate.subject, NameOID.COMMON_NAME)
        subject = _only(certificate.subject, NameOID.SERIAL_NUMBER)
    else:
        name = _organisation_name(certificate.subject)
        # 統一編號 first: where an authority gives it, it is what cooperatives are known by.
        subject = ubn or organisation_oid
    if not subject or not name:
        raise CertificateMalformed("the certificate does not tell its holder")
    issuer_dn = certificate.issuer.rfc4514_string()
    return HolderCertificate(
        kind=kind,
        issuer_dn=issuer_dn,
        name=name,
        holder_id=HolderId(issuer_dn, subject),
        id_tail=attributes.get(_ID_TAIL),
        ubn=ubn,
        organisation_oid=organisation_oid,
        rank=attributes.get(_RANK),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        serial=certificate.serial_number,
        sha256=hashlib.sha256(der).hexdigest(),
        key=_key(certificate),
    )


def _kind(issuer: x509.Name) -> IdentityKind:
    for unit in _texts(issuer, NameOID.ORGANIZATIONAL_UNIT_NAME):
        if unit.endswith(_ORGANISATION_AUTHORITIES):
            return IdentityKind.ORGANISATION_CERTIFICATE
        if unit.endswith(_CITIZEN_AUTHORITY):
            return IdentityKind.CITIZEN_CERTIFICATE
    raise CertificateMalformed("the issuer is none that certifies holders here")


def _organisation_name(subject: x509.Name) -> str:
    parts = _texts(subject, NameOID.ORGANIZATION_NAME) + _texts(subject, NameOID.ORGANIZATIONAL_UNIT_NAME)
    return " ".join(parts)


def _only(name: x509.Name, oid: x509.ObjectIdentifier) -> str | None:
    texts = _texts(name, oid)
    return texts[0] if len(texts) == 1 else None


def _texts(name: x509.Name, oid: x509.ObjectIdentifier) -> list[str]:
    return [text for part in name.get_attributes_for_oid(oid) if isinstance(text := part.value, str)]


def _key(certificate: x509.Certificate) -> str:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA-{key.key_size}"
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVES:
        return _CURVES[key.curve.name]
    raise CertificateMalformed("the key is of a kind unknown here")


class _Values(core.SetOf):  # type: ignore[misc]  # asn1crypto is untyped
    _child_spec = core.Any


class _Attribute(core.Sequence):  # type: ignore[misc]
    _fields: ClassVar[list[Any]] = [("type", core.ObjectIdentifier), ("values", _Values)]


class _Attributes(core.SequenceOf):  # type: ignore[misc]
    _child_spec = _Attribute


def _directory_attributes(certificate: x509.Certificate) -> dict[str, str]:
    """Subject directory attributes (RFC 5280 §4.2.1.8) with one value of text or OID each."""
    try:
        extension = certificate.extensions.get_extension_for_oid(_SUBJECT_DIRECTORY_ATTRIBUTES).value
    except x509.ExtensionNotFound:
        return {}
    attributes: dict[str, str] = {}
    try:
        for attribute in _Attributes.load(extension.public_bytes(), strict=True):
            if len(attribute["values"]) == 1:
                value = attribute["values"][0].parse()
                if isinstance(value, core.ObjectIdentifier | core.AbstractString):
                    attributes[attribute["type"].dotted] = _plain(value)
    except (ValueError, TypeError):
        raise CertificateMalformed("the holder's attributes make no sense") from None
    return attributes


def _plain(value: Any) -> str:
    text = value.dotted if isinstance(value, core.ObjectIdentifier) else value.native
    return re.sub(r"\s+", " ", text).strip()
