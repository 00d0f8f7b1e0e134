"""Who a certificate was issued to: MOICA's, XCA's and MOEACA's holders, from the certificate's bytes alone.

Nothing here says that the certificate is genuine: that is `trust`'s to say.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from unicodedata import category

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from kiosk.contract import der
from kiosk.domain.identifiers import is_ubn
from kiosk.domain.identity import HolderId, IdentityKind

LONGEST_CERTIFICATE = 64 * 1024
_LONGEST_NAME = 256

# Units in the issuer's name that route a certificate to its kind; test authorities write 測試 into them.
_CITIZEN_AUTHORITY = "內政部憑證管理中心"
_COMPANY_AUTHORITY = "工商憑證管理中心"
_ORGANISATION_AUTHORITIES = (_COMPANY_AUTHORITY, "組織及團體憑證管理中心")
_TEST = re.compile("測試用?")

_SUBJECT_DIRECTORY_ATTRIBUTES = x509.ObjectIdentifier("2.5.29.9")
_GPKI_ATTRIBUTE = "2.16.886.1.100.2."
_RANK, _ID_TAIL, _UBN, _ORGANISATION_OID = (f"{_GPKI_ATTRIBUTE}{number}" for number in (2, 51, 101, 102))

# Unicode's control and format characters, some of which turn the direction of writing. Characters for private
# use and those assigned after this Python stay: rare names are written with them.
_UNSEEN = ("Cc", "Cf", "Cs")

_CURVES = {"secp256r1": "EC-P256", "secp384r1": "EC-P384", "secp521r1": "EC-P521"}


class CertificateMalformed(ValueError):  # the name of what it is, not that it is an error
    """The bytes are no certificate, or none of a holder we know; the text holds nothing of the holder's."""


@dataclass(frozen=True)
class HolderCertificate:
    """What a holder's certificate tells.

    `issuer_dn` is RFC 4514 text. `name` is the citizen's name, or the organisation and all of its units.
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


def parse_holder(content: bytes) -> HolderCertificate:
    """Read a holder's certificate (DER). Raises CertificateMalformed."""
    return holder_of(load_certificate(content))


def holder_of(certificate: x509.Certificate) -> HolderCertificate:
    """What a certificate that was loaded tells of its holder. Raises CertificateMalformed."""
    try:
        return _holder(certificate)
    except CertificateMalformed:
        raise
    except (ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType, UnsupportedAlgorithm):
        raise CertificateMalformed("the certificate's fields make no sense") from None


def load_certificate(content: bytes) -> x509.Certificate:
    """Read a certificate of any kind (DER). Raises CertificateMalformed."""
    if len(content) > LONGEST_CERTIFICATE:
        raise CertificateMalformed("the certificate is beyond all size")
    try:
        return x509.load_der_x509_certificate(content)
    except (ValueError, x509.InvalidVersion):
        raise CertificateMalformed("the bytes are no certificate") from None


def _holder(certificate: x509.Certificate) -> HolderCertificate:
    issuer, of_whom = certificate.issuer, certificate.subject  # read from the bytes at each asking
    authority = _authority(issuer)
    kind = _kind(authority)
    attributes = _directory_attributes(certificate)
    ubn = _ubn(authority, of_whom, attributes)
    organisation_oid = _identity(attributes, _ORGANISATION_OID)
    if kind is IdentityKind.CITIZEN_CERTIFICATE:
        name = _only(of_whom, NameOID.COMMON_NAME)
        subject = _only(of_whom, NameOID.SERIAL_NUMBER)
    else:
        name = _organisation_name(of_whom)
        # 統一編號 first: where an authority gives it, it is what cooperatives are known by.
        subject = ubn or organisation_oid
    if not subject or not name or len(name) > _LONGEST_NAME:
        raise CertificateMalformed("the certificate does not tell its holder")
    issuer_dn = issuer.rfc4514_string()
    return HolderCertificate(
        kind=kind,
        issuer_dn=issuer_dn,
        name=name,
        holder_id=HolderId(issuer_dn, subject),
        id_tail=_single(attributes, _ID_TAIL),
        ubn=ubn,
        organisation_oid=organisation_oid,
        rank=_single(attributes, _RANK),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        serial=certificate.serial_number,
        sha256=certificate.fingerprint(SHA256()).hex(),
        key=_key(certificate),
    )


def _authority(issuer: x509.Name) -> str:
    """The one of our authorities whose name the issuer bears; CertificateMalformed where it bears none."""
    units = [_TEST.sub("", unit) for unit in _texts(issuer, NameOID.ORGANIZATIONAL_UNIT_NAME)]
    for authority in (*_ORGANISATION_AUTHORITIES, _CITIZEN_AUTHORITY):
        if any(authority in unit for unit in units):
            return authority
    raise CertificateMalformed("the issuer is none that certifies holders here")


def _kind(authority: str) -> IdentityKind:
    citizens = authority == _CITIZEN_AUTHORITY
    return IdentityKind.CITIZEN_CERTIFICATE if citizens else IdentityKind.ORGANISATION_CERTIFICATE


def _ubn(authority: str, subject: x509.Name, attributes: dict[str, set[str]]) -> str | None:
    """統一編號, as the authority gives it; MOEACA's holders bear it as their name's serial number too."""
    told = _identity(attributes, _UBN)
    if told is not None or authority != _COMPANY_AUTHORITY:
        return told
    number = _only(subject, NameOID.SERIAL_NUMBER)
    return number if number is not None and is_ubn(number) else None


def _identity(attributes: dict[str, set[str]], oid: str) -> str | None:
    """The attribute's value; None where there is none. Who is two at once is nobody: CertificateMalformed."""
    if len(attributes.get(oid, ())) > 1:
        raise CertificateMalformed("the certificate tells two holders")
    return _single(attributes, oid)


def _single(attributes: dict[str, set[str]], oid: str) -> str | None:
    """The attribute's value; None where there is none, or more than one."""
    values = attributes.get(oid, set())
    return next(iter(values)) if len(values) == 1 else None


def _organisation_name(subject: x509.Name) -> str:
    parts = _texts(subject, NameOID.ORGANIZATION_NAME) + _texts(subject, NameOID.ORGANIZATIONAL_UNIT_NAME)
    return " ".join(part for part in parts if part)


def _only(name: x509.Name, oid: x509.ObjectIdentifier) -> str | None:
    texts = _texts(name, oid)
    return texts[0] if len(texts) == 1 else None


def _texts(name: x509.Name, oid: x509.ObjectIdentifier) -> list[str]:
    return [_line(text) for part in name.get_attributes_for_oid(oid) if isinstance(text := part.value, str)]


def _line(text: str) -> str:
    """A text as one line of characters that can be seen: no name rearranges the screen."""
    if text.isprintable() and "  " not in text:  # most are; among printable white space is the space alone
        return text.strip()
    line = re.sub(r"\s+", " ", text)
    if line.isprintable():  # as nearly all are: none of the unseen is among them
        return line.strip()
    return "".join(character for character in line if category(character) not in _UNSEEN).strip()


def _key(certificate: x509.Certificate) -> str:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA-{key.key_size}"
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVES:
        return _CURVES[key.curve.name]
    raise CertificateMalformed("the key is of a kind unknown here")


def _directory_attributes(certificate: x509.Certificate) -> dict[str, set[str]]:
    """Subject directory attributes (RFC 5280 §4.2.1.8): the values of each that are text or OIDs."""
    try:
        extension = certificate.extensions.get_extension_for_oid(_SUBJECT_DIRECTORY_ATTRIBUTES).value
    except x509.ExtensionNotFound:
        return {}
    attributes: dict[str, set[str]] = {}
    try:
        for tag, attribute in der.elements(der.only(extension.public_bytes(), der.SEQUENCE)):
            kind, values = _attribute(tag, attribute)
            attributes.setdefault(kind, set()).update(values)
    except ValueError:
        raise CertificateMalformed("the holder's attributes make no sense") from None
    return attributes


def _attribute(tag: int, attribute: bytes) -> tuple[str, list[str]]:
    """An attribute's OID and values. Raises ValueError."""
    parts = list(der.elements(attribute))
    if tag != der.SEQUENCE or [part[0] for part in parts] != [der.OBJECT_IDENTIFIER, der.SET]:
        raise ValueError("no attribute")
    values = []
    for kind, content in der.elements(parts[1][1]):
        value = der.dotted(content) if kind == der.OBJECT_IDENTIFIER else der.text(kind, content)
        if value is not None:
            values.append(_line(value))
    return der.dotted(parts[0][1]), values
