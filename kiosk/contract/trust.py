"""Whether a holder's certificate may be believed: its chain up to the authorities pinned by us."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509.oid import NameOID

from kiosk.contract.certificates import (
    CertificateMalformed,
    HolderCertificate,
    load_certificate,
    parse_holder,
)

_LONGEST_CHAIN = 5
_TEST_AUTHORITY = "測試"


class TrustFailure(Enum):
    """Why a certificate is not believed; the value is its code in the failure catalogue."""

    UNKNOWN_ISSUER = "K-CERT-01"
    EXPIRED = "K-CERT-02"
    NOT_YET_VALID = "K-CERT-03"
    WRONG_USAGE = "K-CERT-04"
    TEST_CERTIFICATE = "K-CERT-05"
    PRODUCTION_CERTIFICATE = "K-CERT-06"
    BAD_SIGNATURE = "K-CERT-07"


class Untrusted(Exception):  # the name of what it is, not that it is an error
    """A certificate is not believed, for the reason in `failure`."""

    def __init__(self, failure: TrustFailure) -> None:
        super().__init__(failure.name)
        self.failure = failure


class TrustStore:
    """The pinned certificates of the authorities, as DER; `training` takes test authorities' holders alone.

    Raises CertificateMalformed when a pinned certificate is none.
    """

    def __init__(self, anchors: Iterable[bytes], *, training: bool) -> None:
        self._anchors = tuple(load_certificate(der) for der in anchors)
        self._training = training

    @classmethod
    def from_folder(cls, folder: Path, *, training: bool) -> Self:
        """The authorities in `folder`'s `*.der`. Raises OSError, CertificateMalformed."""
        return cls((path.read_bytes() for path in sorted(folder.glob("*.der"))), training=training)

    def check(self, chain: Sequence[bytes], at: datetime) -> HolderCertificate:
        """The holder of `chain` (the holder's DER first, then intermediate authorities') if believed at `at`.

        Trust comes from the signatures up to a pinned authority; names only route. Raises Untrusted, and
        CertificateMalformed for bytes that are no such certificates.
        """
        if not 1 <= len(chain) <= _LONGEST_CHAIN:
            raise CertificateMalformed("the chain is empty or beyond all length")
        holder = parse_holder(chain[0])
        certificate, *others = (load_certificate(der) for der in chain)
        # Authorities that vouch for themselves lead nowhere: only the pinned ones may.
        intermediates = [other for other in others if other.subject != other.issuer]
        try:
            self._require_right_world(certificate)
            self._require_path(certificate, intermediates, at)
            _require_valid(certificate, at)
            _require_signing(certificate)
        except (ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
            raise CertificateMalformed("an extension of the chain makes no sense") from None
        return holder

    def _require_right_world(self, certificate: x509.Certificate) -> None:
        units = certificate.issuer.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
        test = any(_TEST_AUTHORITY in str(unit.value) for unit in units)
        if test and not self._training:
            raise Untrusted(TrustFailure.TEST_CERTIFICATE)
        if self._training and not test:
            raise Untrusted(TrustFailure.PRODUCTION_CERTIFICATE)

    def _require_path(
        self, certificate: x509.Certificate, intermediates: list[x509.Certificate], at: datetime
    ) -> None:
        below = 0
        while (anchor := _issuer_among(self._anchors, certificate, below)) is None:
            between = _issuer_among(intermediates, certificate, below)
            if between is None:
                raise Untrusted(TrustFailure.UNKNOWN_ISSUER)
            _require_valid(between, at)
            intermediates = [other for other in intermediates if other is not between]
            certificate = between
            below += 1
        _require_valid(anchor, at)


def _issuer_among(
    candidates: Iterable[x509.Certificate], certificate: x509.Certificate, below: int
) -> x509.Certificate | None:
    """The authority that signed `certificate`, with `below` authorities beneath.

    Untrusted BAD_SIGNATURE where one should have, by name and key identifier, and did not.
    """
    forged = False
    for candidate in candidates:
        if candidate.subject != certificate.issuer or not _keys_agree(candidate, certificate):
            continue
        try:
            certificate.verify_directly_issued_by(candidate)
        except (InvalidSignature, UnsupportedAlgorithm, TypeError, ValueError):
            forged = True
            continue
        if not _may_certify(candidate, below):
            raise Untrusted(TrustFailure.WRONG_USAGE)
        return candidate
    if forged:
        raise Untrusted(TrustFailure.BAD_SIGNATURE)
    return None


def _keys_agree(authority: x509.Certificate, certificate: x509.Certificate) -> bool:
    """Authorities of one name (MOICA G1, G2, G3) are told apart by the key identifier."""
    try:
        wanted = certificate.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value
        offered = authority.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    except x509.ExtensionNotFound:
        return True
    return wanted.key_identifier in (None, offered.digest)


def _may_certify(authority: x509.Certificate, below: int) -> bool:
    try:
        constraints = authority.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = authority.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    deep_enough = constraints.path_length is None or constraints.path_length >= below
    return constraints.ca and deep_enough and usage.key_cert_sign


def _require_valid(certificate: x509.Certificate, at: datetime) -> None:
    if at < certificate.not_valid_before_utc:
        raise Untrusted(TrustFailure.NOT_YET_VALID)
    if at > certificate.not_valid_after_utc:
        raise Untrusted(TrustFailure.EXPIRED)


def _require_signing(certificate: x509.Certificate) -> None:
    """A holder's certificate for signatures: digitalSignature or nonRepudiation, and no authority's."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        raise Untrusted(TrustFailure.WRONG_USAGE) from None
    if not (usage.digital_signature or usage.content_commitment) or usage.key_cert_sign:
        raise Untrusted(TrustFailure.WRONG_USAGE)
