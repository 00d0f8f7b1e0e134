"""Which certificates their authorities have revoked: complete lists (RFC 5280 §5), verified and indexed.

A list comes from anywhere: only its authority's signature makes it one. Real ones hold up to 400,000 entries.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Self
from zlib import crc32

from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from kiosk.contract.authorities import UNREADABLE, claims, has_signed, is_strong, key_name
from kiosk.contract.codec import sha256

LARGEST_LIST = 64 * 1024 * 1024

GRACE = timedelta(hours=12)
"""How long past its announced successor a list still tells that a certificate is good.

MOICA renews every 12 hours: one list may fail to come, a second may not. What a list says is revoked stays
revoked however old the list is.
"""

_UNDERSTOOD = (
    ExtensionOID.ISSUING_DISTRIBUTION_POINT,
    ExtensionOID.AUTHORITY_KEY_IDENTIFIER,
    ExtensionOID.CRL_NUMBER,
)
_LONG_FORM = 0x80
_TIMES = (0x17, 0x18)  # UTCTime, GeneralizedTime
_SEQUENCE = 0x30


class ListFailure(Enum):
    """Why a list is not taken."""

    TOO_LARGE = "too large"
    MALFORMED = "malformed"
    UNKNOWN_ISSUER = "of no pinned authority"
    BAD_SIGNATURE = "wrongly signed"
    NOT_COMPLETE = "only part of a list, or more than one authority's"
    OLDER = "older than the one held"


class ListRefused(Exception):  # the name of what it is, not that it is an error
    """A list is not taken, for the reason in `failure`."""

    def __init__(self, failure: ListFailure) -> None:
        super().__init__(failure.value)
        self.failure = failure


class RevocationState(Enum):
    """What is known of a certificate."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RevocationStatus:
    """What the lists tell of a certificate.

    `reason` (as key_compromise, certificate_hold; None where the list gives none) and `revoked_at` are of a
    revoked one. `as_of` is when its authority's list was made (UTC), `age` how long ago; None without a list.
    """

    state: RevocationState
    reason: str | None = None
    revoked_at: datetime | None = None
    as_of: datetime | None = None
    age: timedelta | None = None


@dataclass(frozen=True, slots=True)
class ListStanding:
    """How the list of one pinned authority stands. `authority` is its name (RFC 4514).

    `as_of` and `age` are None where no list is held; `current`: it may tell that a certificate is good.
    """

    authority: str
    as_of: datetime | None
    age: timedelta | None
    current: bool


@dataclass(frozen=True, slots=True)
class _Revoked:
    at: datetime
    reason: str | None


class RevocationList:
    """One authority's list. `authority` is `key_name` of who signed it, `sha256` that of `der`.

    `as_of` is when it was made, `next_update` when its successor was to come (UTC).
    """

    def __init__(self, der: bytes, crl: x509.CertificateRevocationList, authority: str) -> None:
        made, following = crl.last_update_utc, crl.next_update_utc
        if following is None or following < made:
            raise ListRefused(ListFailure.MALFORMED)
        self.der, self.sha256, self.authority = der, sha256(der), authority
        self.as_of, self.next_update = made, following
        _asn1()
        self._places = _scope(crl)
        self._index = _index(der)

    @classmethod
    def load(cls, der: bytes, authorities: Iterable[x509.Certificate]) -> Self:
        """The list in `der`, if one of `authorities` signed it. Raises ListRefused."""
        if len(der) > LARGEST_LIST:
            raise ListRefused(ListFailure.TOO_LARGE)
        try:
            crl = x509.load_der_x509_crl(der)
            return cls(der, crl, key_name(_signer(crl, authorities)))
        except UNREADABLE:
            raise ListRefused(ListFailure.MALFORMED) from None

    def covers(self, certificate: x509.Certificate) -> bool:
        """Whether it speaks of this certificate of its authority: a part does of those that name it."""
        if self._places is None:
            return True
        try:
            points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
        except x509.ExtensionNotFound:
            return False
        named = {name.value for point in points for name in point.full_name or ()}
        return not named.isdisjoint(self._places)

    def find(self, serial: int) -> _Revoked | None:
        """The entry of the certificate with this serial number."""
        wanted = serial.to_bytes(serial.bit_length() // 8 + 1, "big", signed=True)
        key = crc32(wanted) << 32
        at = bisect_left(self._index, key)
        while at < len(self._index) and self._index[at] >> 32 == key >> 32:
            entry = self._index[at] & 0xFFFFFFFF
            begin, end = _element(self.der, entry)
            number, after = _element(self.der, begin)
            if self.der[number:after] == wanted:
                return _revoked(self.der[entry:end])
            at += 1
        return None


class RevocationLists:
    """The lists of the pinned authorities, one each. May be used from several threads."""

    def __init__(self, authorities: Iterable[x509.Certificate]) -> None:
        self._authorities = {key_name(authority): authority for authority in authorities}
        self._lists: dict[str, RevocationList] = {}

    def pin(self, authorities: Iterable[x509.Certificate]) -> None:
        """Hold lists of these authorities from now on; those of others are let go."""
        pinned = {key_name(authority): authority for authority in authorities}
        self._authorities = pinned
        self._lists = {name: held for name, held in self._lists.items() if name in pinned}

    def names(self) -> tuple[str, ...]:
        """`key_name` of each authority."""
        return tuple(self._authorities)

    def held(self, authority: str) -> RevocationList | None:
        """The list of the authority with this `key_name`."""
        return self._lists.get(authority)

    def put(self, der: bytes) -> RevocationList:
        """Take a list in place of the one held of its authority. Takes up to two seconds. Raises ListRefused.

        A list from the future is genuine and says more, not less: it is this machine's clock that is late.
        """
        new = RevocationList.load(der, self._authorities.values())
        held = self._lists.get(new.authority)
        if held is not None and new.as_of < held.as_of:
            raise ListRefused(ListFailure.OLDER)
        self._lists[new.authority] = new
        return new

    def authority_of(self, certificate: x509.Certificate) -> str | None:
        """`key_name` of the authority that signed it; None where it is none of these."""
        for name, authority in self._authorities.items():
            if claims(certificate, authority) and has_signed(authority, certificate):
                return name
        return None

    def status(self, certificate: x509.Certificate, at: datetime) -> RevocationStatus:
        """What is known of it at `at` (UTC): revoked by then, good by a current list, or unknown."""
        return self.status_by(self.authority_of(certificate), certificate, at)

    def status_by(
        self, authority: str | None, certificate: x509.Certificate, at: datetime
    ) -> RevocationStatus:
        """The same, of a certificate of which `authority_of` is known."""
        held = None if authority is None else self._lists.get(authority)
        if held is None or not held.covers(certificate):
            return RevocationStatus(RevocationState.UNKNOWN)
        age = max(at - held.as_of, timedelta(0))
        found = held.find(certificate.serial_number)
        if found is not None and found.at <= at:
            return RevocationStatus(RevocationState.REVOKED, found.reason, found.at, held.as_of, age)
        state = RevocationState.GOOD if _is_current(held, at) else RevocationState.UNKNOWN
        return RevocationStatus(state, as_of=held.as_of, age=age)

    def standing(self, at: datetime) -> tuple[ListStanding, ...]:
        """How the list of each authority stands at `at` (UTC)."""
        return tuple(
            _standing(authority, self._lists.get(name), at) for name, authority in self._authorities.items()
        )


def _is_current(held: RevocationList, at: datetime) -> bool:
    return at <= held.next_update + GRACE


def _standing(authority: x509.Certificate, held: RevocationList | None, at: datetime) -> ListStanding:
    name = authority.subject.rfc4514_string()
    if held is None:
        return ListStanding(name, None, None, current=False)
    return ListStanding(name, held.as_of, max(at - held.as_of, timedelta(0)), _is_current(held, at))


def _signer(
    crl: x509.CertificateRevocationList, authorities: Iterable[x509.Certificate]
) -> x509.Certificate:
    claimed = [one for one in authorities if claims(crl, one) and _may_sign_lists(one)]
    if not claimed:
        raise ListRefused(ListFailure.UNKNOWN_ISSUER)
    for authority in claimed:
        # Another kind of key than the signature's is a TypeError.
        with suppress(TypeError):
            if is_strong(crl) and crl.is_signature_valid(authority.public_key()):  # type: ignore[arg-type]
                return authority
    raise ListRefused(ListFailure.BAD_SIGNATURE)


def _may_sign_lists(authority: x509.Certificate) -> bool:
    try:
        return authority.extensions.get_extension_for_class(x509.KeyUsage).value.crl_sign
    except x509.ExtensionNotFound:
        return True


def _scope(crl: x509.CertificateRevocationList) -> frozenset[str] | None:
    """The places of which the list is part; None for one of all its authority's certificates of holders.

    Raises ListRefused for changes to a list alone, a list of several authorities, of authorities, of some
    reasons, and what a list demands to be understood and is not.
    """
    for extension in crl.extensions:
        if extension.oid == ExtensionOID.DELTA_CRL_INDICATOR or (
            extension.critical and extension.oid not in _UNDERSTOOD
        ):
            raise ListRefused(ListFailure.NOT_COMPLETE)
    try:
        scope = crl.extensions.get_extension_for_class(x509.IssuingDistributionPoint).value
    except x509.ExtensionNotFound:
        return None
    if (
        scope.indirect_crl
        or scope.only_contains_ca_certs
        or scope.only_contains_attribute_certs
        or scope.only_some_reasons is not None
        or scope.relative_name is not None
    ):
        raise ListRefused(ListFailure.NOT_COMPLETE)
    return None if scope.full_name is None else frozenset(name.value for name in scope.full_name)


def _index(der: bytes) -> "array[int]":
    """Where each entry begins, beneath 32 bits of its serial number's check sum, in order: 8 bytes an entry.

    The library finds an entry by reading all before it, and objects for all of them would take 200 MB.
    It has read `der` before, so that its form is known to be right.
    """
    at, end = _entries(der)
    keys = []
    while at < end:
        number, after = _element(der, at)
        length = der[number + 1]
        if length >= _LONG_FORM:
            raise ListRefused(ListFailure.MALFORMED)  # no serial number has so many digits
        keys.append(crc32(der[number + 2 : number + 2 + length]) << 32 | at)
        at = after
    keys.sort()
    return array("Q", keys)


def _entries(der: bytes) -> tuple[int, int]:
    """Where the entries begin and end: behind the times of the list's first part, if there are any."""
    outer, _ = _element(der, 0)
    at, end = _element(der, outer)
    while der[at] not in _TIMES:
        _, at = _element(der, at)
    while at < end and der[at] in _TIMES:
        _, at = _element(der, at)
    if at < end and der[at] == _SEQUENCE:
        return _element(der, at)
    return at, at


def _element(der: bytes, at: int) -> tuple[int, int]:
    """Where the content of the element at `at` begins and ends."""
    length, begin = der[at + 1], at + 2
    if length >= _LONG_FORM:
        begin += length - _LONG_FORM
        length = int.from_bytes(der[at + 2 : begin], "big")
    return begin, begin + length


def _asn1() -> Any:
    """What reads an entry. It takes 4 MB, and a moment, which only those who hold a list have to spend."""
    from asn1crypto import crl  # type: ignore[import-untyped]

    return crl


def _revoked(entry: bytes) -> _Revoked:
    parsed = _asn1().RevokedCertificate.load(entry)
    reason = None
    # An entry whose extensions make no sense is an entry all the same.
    with suppress(ValueError, TypeError, KeyError):
        value = parsed.crl_reason_value
        reason = None if value is None else value.native
    return _Revoked(parsed["revocation_date"].native, reason)
