"""The certification authorities that are pinned: reading them, and telling what each of them has signed."""

import base64
import hashlib
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import TypeAdapter

from kiosk.contract.certificates import CertificateMalformed, load_certificate
from kiosk.contract.documents import DocumentInvalid

TRUST_ANCHORS = "trust-anchors"
"""The name of the document in which central gives out the authorities that it believes."""

UNREADABLE: tuple[type[Exception], ...] = (
    ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType, x509.InvalidVersion,
    UnsupportedAlgorithm,
)  # fmt: skip
"""What the library raises where fields of a certificate or of a list make no sense."""

_FILES = (".der", ".cer", ".crt")
_PEM = b"-----BEGIN CERTIFICATE-----"
_ANCHORS: TypeAdapter[dict[str, list[str]]] = TypeAdapter(dict[str, list[str]])
# SHA-1 and what is older no longer says that nobody else has written the same signature.
_STRONG = ("sha256", "sha384", "sha512")


def read_authorities(folder: Path) -> tuple[bytes, ...]:
    """The certificates (DER) in `folder`'s .der, .cer and .crt files, which may be DER or PEM, by file name.

    Raises OSError, and CertificateMalformed that names the file.
    """
    files = sorted(path for path in folder.glob("*") if path.suffix.lower() in _FILES)
    return tuple(_read(path) for path in files)


def _read(path: Path) -> bytes:
    content = path.read_bytes()
    try:
        if _PEM in content:
            return x509.load_pem_x509_certificate(content).public_bytes(Encoding.DER)
        load_certificate(content)
    except ValueError:
        raise CertificateMalformed(f"{path.name} holds no certificate") from None
    return content


def parse_anchors(content: bytes) -> tuple[bytes, ...]:
    """The certificates (DER), at least one, of central's `trust-anchors`. Raises `DocumentInvalid`."""
    try:
        texts: list[str] = _ANCHORS.validate_json(content)["certificates"]
        certificates = tuple(base64.b64decode(text, validate=True) for text in texts)
        for der in certificates:
            load_certificate(der)
    except (KeyError, ValueError) as error:
        raise DocumentInvalid(f"{TRUST_ANCHORS}: {type(error).__name__}") from None
    if not certificates:
        raise DocumentInvalid(f"{TRUST_ANCHORS}: none")
    return certificates


def key_name(authority: x509.Certificate) -> str:
    """What an authority's key is called: SHA-256 of its public key's DER, in lower-case hexadecimal.

    A new certificate for the same key keeps the name.
    """
    key = authority.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(key).hexdigest()


def claims(issued: x509.Certificate | x509.CertificateRevocationList, authority: x509.Certificate) -> bool:
    """Whether `issued` says of itself, by name and key identifier, that this authority signed it.

    Authorities of one name (MOICA G1, G2, G3) are told apart by the key identifier. It proves nothing.
    """
    if authority.subject != issued.issuer:
        return False
    try:
        wanted = issued.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value
        offered = authority.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    except x509.ExtensionNotFound:
        return True
    return wanted.key_identifier in (None, offered.digest)


def has_signed(authority: x509.Certificate, certificate: x509.Certificate) -> bool:
    """Whether the authority's key made the certificate's signature, by an algorithm that is still good."""
    try:
        certificate.verify_directly_issued_by(authority)
    except (InvalidSignature, UnsupportedAlgorithm, TypeError, ValueError):
        return False
    return is_strong(certificate)


def is_strong(issued: x509.Certificate | x509.CertificateRevocationList) -> bool:
    """Whether the signature is over a digest that nobody can forge."""
    digest = issued.signature_hash_algorithm
    return digest is not None and digest.name in _STRONG
