"""Whether a holder's certificate may be believed: its chain up to the authorities pinned by us.

The path is our own and not `cryptography.x509.verification`'s: that one says in prose alone why it does not
believe, and the person at the counter must be told (expired is mended elsewhere than revoked). What is
verified is RFC 5280 §6.1 without policy mappings and name constraints: who demands those is refused.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from threading import Lock
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtensionOID, NameOID

from kiosk.contract.authorities import UNREADABLE, claims, has_signed, key_name, read_authorities
from kiosk.contract.certificates import (
    CertificateMalformed,
    HolderCertificate,
    holder_of,
    load_certificate,
)
from kiosk.contract.clock import Clock
from kiosk.contract.revocation import RevocationLists, RevocationState

ACCEPTED_POLICIES = frozenset({"2.16.886.101.0.3.3", "2.16.886.101.0.3.4"})
"""Assurance levels of the government's certificate policy that a holder is taken with: 3, that of MOICA's,
XCA's and MOEACA's cards (keys inside of a card, handed out in person), and 4 above it."""

_LONGEST_CHAIN = 5
_TEST_AUTHORITY = "測試"
_UNDERSTOOD = (
    ExtensionOID.KEY_USAGE,
    ExtensionOID.BASIC_CONSTRAINTS,
    ExtensionOID.CERTIFICATE_POLICIES,
    ExtensionOID.SUBJECT_DIRECTORY_ATTRIBUTES,
    ExtensionOID.AUTHORITY_KEY_IDENTIFIER,
    ExtensionOID.SUBJECT_KEY_IDENTIFIER,
    ExtensionOID.CRL_DISTRIBUTION_POINTS,
)
_CURVES = ("secp256r1", "secp384r1")
_LEAST_RSA_BITS, _MOST_RSA_BITS = 2048, 8192
_REMEMBERED, _LONGEST_REMEMBERED = 64, 16 * 1024  # chains; bytes of one


class TrustFailure(Enum):
    """Why a certificate is not believed; the value is its code in the failure catalogue."""

    UNKNOWN_ISSUER = "K-CERT-01"
    EXPIRED = "K-CERT-02"
    NOT_YET_VALID = "K-CERT-03"
    WRONG_USAGE = "K-CERT-04"
    TEST_CERTIFICATE = "K-CERT-05"
    PRODUCTION_CERTIFICATE = "K-CERT-06"
    BAD_SIGNATURE = "K-CERT-07"
    WRONG_POLICY = "K-CERT-08"
    REVOKED = "K-CERT-09"
    UNREADABLE = "K-CERT-10"


class Untrusted(Exception):  # the name of what it is, not that it is an error
    """A certificate is not believed, for the reason in `failure`."""

    def __init__(self, failure: TrustFailure) -> None:
        super().__init__(failure.name)
        self.failure = failure


class RevocationUnknown(Exception):
    """Whether a certificate was revoked cannot be said now; it can once its authority's list is here."""


@dataclass(frozen=True, slots=True)
class Believed:
    """A chain that was found good, and the time in which all of its certificates are valid (UTC).

    `authority` signed the holder's `certificate`, and is named as by `key_name`; None: it is not pinned.
    """

    holder: HolderCertificate
    certificate: x509.Certificate
    authority: str | None
    not_before: datetime
    not_after: datetime


class TrustStore:
    """The pinned certificates of the authorities, as DER; `training` takes test authorities' holders alone.

    Whatever is pinned is believed by itself: a root, or an issuing authority, and then nothing above it is
    asked. `revocation` holds the lists of the pinned authorities, none at first. Where `known_at` is given, a
    holder is believed only while a current list tells that nothing is revoked; else what no list tells counts
    as good for now, to be confirmed by who knows.

    Raises CertificateMalformed when a pinned certificate is none.
    """

    def __init__(self, anchors: Iterable[bytes], *, training: bool, known_at: Clock | None = None) -> None:
        self._anchors = tuple(load_certificate(der) for der in anchors)
        self._training = training
        self._known_at = known_at
        self.revocation = RevocationLists(self._anchors)
        self._believed: OrderedDict[tuple[bytes, ...], Believed] = OrderedDict()
        self._one_at_a_time = Lock()

    def pin(self, anchors: Iterable[bytes]) -> None:
        """Believe these authorities from now on and no other; their lists that are held stay.

        Raises CertificateMalformed when one is none, and then changes nothing.
        """
        pinned = tuple(load_certificate(der) for der in anchors)
        if pinned == self._anchors:
            return
        with self._one_at_a_time:
            self._anchors = pinned
            self._believed.clear()
        self.revocation.pin(pinned)

    @classmethod
    def from_folder(cls, folder: Path, *, training: bool, known_at: Clock | None = None) -> Self:
        """The authorities in `folder` (see `read_authorities`). Raises OSError, CertificateMalformed."""
        return cls(read_authorities(folder), training=training, known_at=known_at)

    def check(self, chain: Sequence[bytes], at: datetime) -> HolderCertificate:
        """The holder of `chain` (the holder's DER first, then intermediate authorities') if believed at `at`.

        `at` is when it signs, or signed. A signature made before the certificate was revoked is the holder's
        own and stays so: the holder answers for the card until the authority has been told of its loss
        (電子簽章法: a certificate counts while it is in force), and central learns of a command late where an
        office had no network. When that was, the kiosk says, in a chain of commands under its own signature.

        Trust comes from the signatures up to a pinned authority; names only route. Raises Untrusted, and
        RevocationUnknown where `known_at` was given.
        """
        return self.believe(chain, at).holder

    def believe(self, chain: Sequence[bytes], at: datetime) -> Believed:
        """The same, with the holder's certificate as it was loaded. Raises what `check` raises."""
        try:
            believed = self._remembered(tuple(chain), at)
            self._require_not_revoked(believed, at)
        except UNREADABLE:
            raise Untrusted(TrustFailure.UNREADABLE) from None
        return believed

    def is_good(self, der: bytes, at: datetime) -> bool:
        """Whether a current list tells at `at` that this believed certificate is not revoked."""
        return self.revocation.status(load_certificate(der), at).state is RevocationState.GOOD

    def _remembered(self, chain: tuple[bytes, ...], at: datetime) -> Believed:
        """A holder's chain is the same bytes each time: found good once, only time and lists deny it."""
        with self._one_at_a_time:
            anchors, believed = self._anchors, self._believed.get(chain)
        if believed is not None and believed.not_before <= at <= believed.not_after:
            return believed
        believed = self._examined(chain, at)
        if sum(map(len, chain)) <= _LONGEST_REMEMBERED:
            with self._one_at_a_time:
                if self._anchors is anchors:  # others may have been pinned in the meantime
                    self._believed[chain] = believed
                if len(self._believed) > _REMEMBERED:
                    self._believed.popitem(last=False)
        return believed

    def _examined(self, chain: Sequence[bytes], at: datetime) -> Believed:
        if not 1 <= len(chain) <= _LONGEST_CHAIN:
            raise CertificateMalformed("the chain is empty or beyond all length")
        certificate, *others = (load_certificate(der) for der in chain)
        # Authorities that vouch for themselves lead nowhere: only the pinned ones may.
        intermediates = [other for other in others if other.subject != other.issuer]
        self._require_right_world(certificate)
        above = self._path(certificate, intermediates, at)
        path = [certificate, *above]
        _require_valid(certificate, at)
        _require_understood(certificate)
        _require_signing(certificate)
        _require_policy(certificate)
        return Believed(
            holder_of(certificate),
            certificate,
            key_name(above[0]) if above[0] in self._anchors else None,
            max(one.not_valid_before_utc for one in path),
            min(one.not_valid_after_utc for one in path),
        )

    def _require_right_world(self, certificate: x509.Certificate) -> None:
        units = certificate.issuer.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
        test = any(_TEST_AUTHORITY in str(unit.value) for unit in units)
        if test and not self._training:
            raise Untrusted(TrustFailure.TEST_CERTIFICATE)
        if self._training and not test:
            raise Untrusted(TrustFailure.PRODUCTION_CERTIFICATE)

    def _path(
        self, certificate: x509.Certificate, intermediates: list[x509.Certificate], at: datetime
    ) -> list[x509.Certificate]:
        """The authorities above `certificate`, up to a pinned one."""
        path: list[x509.Certificate] = []
        while (anchor := _issuer_among(self._anchors, certificate, len(path))) is None:
            between = _issuer_among(intermediates, certificate, len(path))
            # An authority that is not pinned itself has no list here: what it signed could never be known.
            if between is None or self._known_at is not None:
                raise Untrusted(TrustFailure.UNKNOWN_ISSUER)
            _require_valid(between, at)
            _require_understood(between)
            intermediates = [other for other in intermediates if other is not between]
            certificate = between
            path.append(between)
        _require_valid(anchor, at)
        return [*path, anchor]

    def _require_not_revoked(self, believed: Believed, at: datetime) -> None:
        signed = believed.authority, believed.certificate
        if self.revocation.status_by(*signed, at).state is RevocationState.REVOKED:
            raise Untrusted(TrustFailure.REVOKED)
        if self._known_at is not None:
            known = self.revocation.status_by(*signed, self._known_at())
            if known.state is RevocationState.UNKNOWN:
                raise RevocationUnknown


def _issuer_among(
    candidates: Iterable[x509.Certificate], certificate: x509.Certificate, below: int
) -> x509.Certificate | None:
    """The authority that signed `certificate`, with `below` authorities beneath.

    Untrusted BAD_SIGNATURE where one should have, by name and key identifier, and did not.
    """
    claimed = [candidate for candidate in candidates if claims(certificate, candidate)]
    for candidate in claimed:
        if has_signed(candidate, certificate):
            if not _may_certify(candidate, below):
                raise Untrusted(TrustFailure.WRONG_USAGE)
            return candidate
    if claimed:
        raise Untrusted(TrustFailure.BAD_SIGNATURE)
    return None


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


def _require_understood(certificate: x509.Certificate) -> None:
    """RFC 5280 §4.2: a critical extension that is not understood makes the certificate one that is not."""
    if any(one.critical and one.oid not in _UNDERSTOOD for one in certificate.extensions):
        raise Untrusted(TrustFailure.UNREADABLE)


def _require_signing(certificate: x509.Certificate) -> None:
    """A holder's certificate for signatures: digitalSignature or nonRepudiation, and no authority's.

    Its key is one that can still be relied on, and that the kiosk can sign with.
    """
    extensions, key = certificate.extensions, certificate.public_key()
    try:
        usage = extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        raise Untrusted(TrustFailure.WRONG_USAGE) from None
    signs = usage.digital_signature or usage.content_commitment
    if not signs or usage.key_cert_sign or _is_authority(extensions) or not _is_usable(key):
        raise Untrusted(TrustFailure.WRONG_USAGE)


def _is_authority(extensions: x509.Extensions) -> bool:
    try:
        return extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _is_usable(key: object) -> bool:
    if isinstance(key, rsa.RSAPublicKey):
        return _LEAST_RSA_BITS <= key.key_size <= _MOST_RSA_BITS
    return isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVES


def _require_policy(certificate: x509.Certificate) -> None:
    try:
        policies = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
    except x509.ExtensionNotFound:
        raise Untrusted(TrustFailure.WRONG_POLICY) from None
    if ACCEPTED_POLICIES.isdisjoint(policy.policy_identifier.dotted_string for policy in policies):
        raise Untrusted(TrustFailure.WRONG_POLICY)
