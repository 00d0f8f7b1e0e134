import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.contract import revocation
from kiosk.contract.authorities import key_name
from kiosk.contract.certificates import load_certificate
from kiosk.contract.revocation import (
    GRACE,
    ListFailure,
    ListRefused,
    ListStanding,
    RevocationLists,
    RevocationState,
    RevocationStatus,
)
from tests.contract.certification import Authority, key_usage, name
from tests.contract.revocation_lists import (
    DELTA,
    der_of,
    distribution_points,
    element,
    entry,
    extension,
    integer,
    many_entries,
    moment,
    reason,
    revocation_list,
)

HOLDER = name(CN="訓練用持卡人", SERIALNUMBER="0000000000000001")
UNIT = "測試內政部憑證管理中心"
MADE = datetime(2026, 1, 20, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEXT = MADE + DAY
PLACE, PLACE_2 = "http://crl.training.invalid/part-1.crl", "http://crl.training.invalid/part-2.crl"
MOST_SECONDS, MOST_BYTES, MOST_LOOK_UP_SECONDS = 2.0, 100_000_000, 0.005


def lists_of(*authorities: Authority) -> RevocationLists:
    return RevocationLists(load_certificate(one.der) for one in authorities)


def holder_of(authority: Authority, **changes: object) -> x509.Certificate:
    return load_certificate(authority.certify(HOLDER, **changes))  # type: ignore[arg-type]


def refusal(lists: RevocationLists, der: bytes) -> ListFailure:
    with pytest.raises(ListRefused) as caught:
        lists.put(der)
    assert str(caught.value) == caught.value.failure.value
    return caught.value.failure


@pytest.fixture(scope="module")
def moica() -> Authority:
    return Authority(UNIT)


@pytest.fixture(scope="module")
def holder(moica: Authority) -> x509.Certificate:
    return holder_of(moica)


def test_good_revoked_and_unknown(moica: Authority, holder: x509.Certificate) -> None:
    lists = lists_of(moica)
    assert lists.status(holder, MADE) == RevocationStatus(RevocationState.UNKNOWN)
    lists.put(revocation_list(moica, [entry(7, MADE)], MADE, NEXT))
    assert lists.status(holder, MADE + HOUR) == RevocationStatus(RevocationState.GOOD, as_of=MADE, age=HOUR)
    when = MADE - DAY
    lists.put(revocation_list(moica, [entry(holder.serial_number, when, reason(1))], MADE + HOUR, NEXT))
    assert lists.status(holder, MADE + 2 * HOUR) == RevocationStatus(
        RevocationState.REVOKED, "key_compromise", when, MADE + HOUR, HOUR
    )
    assert lists.status(holder, when - HOUR).state is RevocationState.GOOD


def test_a_list_that_a_library_wrote(moica: Authority, holder: x509.Certificate) -> None:
    builder = x509.CertificateRevocationListBuilder(load_certificate(moica.der).subject, MADE, NEXT)
    hold = x509.ReasonFlags.certificate_hold
    for number, flag in ((holder.serial_number, hold), (1, None), (2**159 - 1, None)):
        revoked = x509.RevokedCertificateBuilder(number, MADE)
        if flag is not None:
            revoked = revoked.add_extension(x509.CRLReason(flag), critical=False)
        builder = builder.add_revoked_certificate(revoked.build())
    lists = lists_of(moica)
    held = lists.put(der_of(builder.sign(moica.key, SHA256())))
    assert lists.status(holder, MADE).reason == "certificate_hold"
    assert all(held.find(number) is not None for number in (1, 2**159 - 1))
    assert held.find(2) is None


def test_a_list_of_nothing_and_one_without_extensions(moica: Authority, holder: x509.Certificate) -> None:
    for der in (
        revocation_list(moica, [], MADE, NEXT),
        revocation_list(moica, [], MADE, NEXT, identified=False),
        revocation_list(moica, [entry(7, MADE)], MADE, NEXT, identified=False),
    ):
        lists = lists_of(moica)
        lists.put(der)
        assert lists.status(holder, MADE).state is RevocationState.GOOD


def test_an_entry_without_sense_beside_its_number_counts_all_the_same(
    moica: Authority, holder: x509.Certificate
) -> None:
    lists = lists_of(moica)
    lists.put(revocation_list(moica, [entry(holder.serial_number, MADE, reason(77))], MADE, NEXT))
    assert lists.status(holder, MADE) == RevocationStatus(
        RevocationState.REVOKED, None, MADE, MADE, timedelta(0)
    )


def test_an_old_list_says_who_was_revoked_and_no_longer_who_was_not(
    moica: Authority, holder: x509.Certificate
) -> None:
    lists, other = lists_of(moica), holder_of(moica)
    lists.put(revocation_list(moica, [entry(holder.serial_number, MADE)], MADE, NEXT))
    last = NEXT + GRACE
    assert lists.status(other, last).state is RevocationState.GOOD
    assert lists.status(other, last + timedelta(seconds=1)).state is RevocationState.UNKNOWN
    assert lists.status(other, last + DAY).age == last + DAY - MADE
    assert lists.status(holder, last + 100 * DAY).state is RevocationState.REVOKED


def test_the_standing_of_each_authority(moica: Authority) -> None:
    xca = Authority("測試組織及團體憑證管理中心")
    lists = lists_of(moica, xca)
    lists.put(revocation_list(moica, [], MADE, NEXT))
    of_moica, of_xca = (load_certificate(one.der).subject.rfc4514_string() for one in (moica, xca))
    assert lists.standing(MADE + HOUR) == (
        ListStanding(of_moica, MADE, HOUR, current=True), ListStanding(of_xca, None, None, current=False),
    )  # fmt: skip
    assert [one.current for one in lists.standing(MADE + 3 * DAY)] == [False, False]
    assert lists.names() == tuple(key_name(load_certificate(one.der)) for one in (moica, xca))


def test_generations_of_one_name_keep_their_own_lists(moica: Authority, holder: x509.Certificate) -> None:
    younger = Authority(UNIT)
    lists, revoked = lists_of(moica, younger), entry(holder.serial_number, MADE)
    lists.put(revocation_list(younger, [revoked], MADE, NEXT))
    assert lists.status(holder, MADE).state is RevocationState.UNKNOWN
    lists.put(revocation_list(moica, [revoked], MADE, NEXT, identified=False))  # told apart by the signature
    assert lists.status(holder, MADE).state is RevocationState.REVOKED
    assert lists.status(holder_of(younger, identified=False), MADE).state is RevocationState.GOOD


def test_a_certificate_of_nobody_pinned_is_unknown(moica: Authority) -> None:
    impostor = Authority(UNIT)
    lists = lists_of(moica)
    lists.put(revocation_list(moica, [], MADE, NEXT))
    for stranger in (holder_of(impostor), holder_of(impostor, identified=False)):
        assert lists.status(stranger, MADE) == RevocationStatus(RevocationState.UNKNOWN)


def test_part_of_a_list_speaks_of_those_that_name_it(moica: Authority) -> None:
    part = element(0x30, element(0xA0, element(0xA0, element(0x86, PLACE.encode()))))
    lists = lists_of(moica)
    lists.put(revocation_list(moica, [], MADE, NEXT, extensions=[extension("551d1c", part, critical=True)]))
    named = holder_of(moica, extensions=[distribution_points(PLACE_2, PLACE)])
    other = holder_of(moica, extensions=[distribution_points(PLACE_2)])
    points = x509.CRLDistributionPoints([
        x509.DistributionPoint(None, x509.RelativeDistinguishedName([
            x509.NameAttribute(NameOID.COMMON_NAME, "part")
        ]), None, None)
    ])  # fmt: skip
    relative = holder_of(moica, extensions=[points])
    assert lists.status(named, MADE).state is RevocationState.GOOD
    for one in (other, relative, holder_of(moica)):
        assert lists.status(one, MADE).state is RevocationState.UNKNOWN


def _scope(*fields: bytes) -> bytes:
    return extension("551d1c", element(0x30, *fields), critical=True)


TRUE = b"\xff"
RELATIVE = element(0xA0, element(0xA1, element(0x30, bytes.fromhex("0603550403"), element(0x0C, b"part"))))


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(DELTA, id="changes alone"),
        pytest.param(extension("551d1b", integer(1)), id="changes alone, not even critical"),
        pytest.param(_scope(element(0x84, TRUE)), id="of several authorities"),
        pytest.param(_scope(element(0x82, TRUE)), id="of authorities"),
        pytest.param(_scope(element(0x85, TRUE)), id="of attributes"),
        pytest.param(_scope(element(0x83, b"\x01\x06")), id="of some reasons"),
        pytest.param(_scope(RELATIVE), id="a place relative to the issuer"),
        pytest.param(extension("8837", b"\x05\x00", critical=True), id="not understood"),
    ],
)
def test_what_is_no_complete_list(moica: Authority, said: bytes) -> None:
    lists = lists_of(moica)
    der = revocation_list(moica, [], MADE, NEXT, extensions=[said])
    assert refusal(lists, der) is ListFailure.NOT_COMPLETE
    lists.put(revocation_list(moica, [], MADE, NEXT, extensions=[_scope(element(0x81, TRUE))]))


def _unauthorised() -> Authority:
    constraints = x509.BasicConstraints(ca=True, path_length=None)
    return Authority(UNIT, extensions=[constraints, key_usage("key_cert_sign")])


def test_only_the_authority_signs_its_list(moica: Authority) -> None:
    impostor, unsaid = Authority(UNIT), Authority(UNIT, extensions=[])
    rsa = Authority(UNIT, rsa=True)
    forged: Callable[..., bytes] = lambda one, **how: revocation_list(one, [], MADE, NEXT, **how)  # noqa: E731
    lists = lists_of(moica)
    assert refusal(lists, forged(moica, signed_by=impostor)) is ListFailure.BAD_SIGNATURE
    assert refusal(lists, forged(moica, signed_by=rsa)) is ListFailure.BAD_SIGNATURE
    assert refusal(lists, forged(impostor)) is ListFailure.UNKNOWN_ISSUER
    assert refusal(lists, forged(impostor, identified=False)) is ListFailure.BAD_SIGNATURE
    assert refusal(lists, forged(Authority("測試工商憑證管理中心"))) is ListFailure.UNKNOWN_ISSUER
    unauthorised = _unauthorised()
    assert refusal(lists_of(unauthorised), forged(unauthorised)) is ListFailure.UNKNOWN_ISSUER
    lists_of(unsaid).put(forged(unsaid))
    lists_of(rsa).put(forged(rsa))


def test_a_changed_list(moica: Authority) -> None:
    der = revocation_list(moica, [entry(7, MADE)], MADE, NEXT)
    changed = der.replace(moment(NEXT), moment(NEXT + 300 * DAY))
    assert refusal(lists_of(moica), changed) is ListFailure.BAD_SIGNATURE


def test_an_older_list_does_not_take_the_place_of_a_newer(moica: Authority, holder: x509.Certificate) -> None:
    lists = lists_of(moica)
    newer = revocation_list(moica, [entry(holder.serial_number, MADE)], MADE + HOUR, NEXT)
    held = lists.put(newer)
    assert refusal(lists, revocation_list(moica, [], MADE, NEXT)) is ListFailure.OLDER
    assert lists.held(held.authority) is held
    assert lists.status(holder, NEXT).state is RevocationState.REVOKED
    assert lists.put(newer).sha256 == held.sha256


@pytest.mark.parametrize(
    "der", [b"", b"\x30\x00", b"\x30\x82", b"-----BEGIN X509 CRL-----", bytes(1000), element(0x30, bytes(9))]
)
def test_bytes_that_are_no_list(moica: Authority, der: bytes) -> None:
    assert refusal(lists_of(moica), der) is ListFailure.MALFORMED


def test_a_list_with_odd_times_or_numbers(moica: Authority) -> None:
    lists = lists_of(moica)
    assert refusal(lists, revocation_list(moica, [], MADE, None)) is ListFailure.MALFORMED
    assert refusal(lists, revocation_list(moica, [], MADE, MADE - HOUR)) is ListFailure.MALFORMED
    long = entry(2**1040, MADE)
    assert refusal(lists, revocation_list(moica, [long], MADE, NEXT)) is ListFailure.MALFORMED


def test_a_list_beyond_all_size(moica: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    der = revocation_list(moica, many_entries(10, MADE), MADE, NEXT)
    assert revocation.LARGEST_LIST == 64 * 1024 * 1024
    monkeypatch.setattr(revocation, "LARGEST_LIST", len(der) - 1)
    assert refusal(lists_of(moica), der) is ListFailure.TOO_LARGE
    monkeypatch.setattr(revocation, "LARGEST_LIST", len(der))
    lists_of(moica).put(der)


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@settings(max_examples=300)
@given(at=st.integers(0, 400), octets=st.binary(min_size=1, max_size=4))
def test_a_damaged_list_is_refused(at: int, octets: bytes) -> None:
    der = _SMALL
    damaged = der[:at] + octets + der[at + len(octets) :]
    try:
        _SMALL_LISTS().put(damaged)
    except ListRefused:
        return
    assert damaged == der


_FUZZED = Authority(UNIT)
_SMALL = revocation_list(_FUZZED, many_entries(4, MADE), MADE, NEXT)


def _SMALL_LISTS() -> RevocationLists:  # noqa: N802
    return lists_of(_FUZZED)


@settings(max_examples=50)
@given(
    numbers=st.sets(st.integers(1, 2**159 - 1) | st.integers(1, 300), max_size=40),
    other=st.integers(1, 400),
)
def test_every_entry_is_found_and_no_other(numbers: set[int], other: int) -> None:
    written = [entry(number, MADE, reason(number % 2 + 3)) for number in sorted(numbers)]
    held = _SMALL_LISTS().put(revocation_list(_FUZZED, written, MADE, NEXT))
    for number in numbers:
        found = held.find(number)
        assert found is not None
        assert found.reason == ("affiliation_changed", "superseded")[number % 2]
    assert (held.find(other) is None) is (other not in numbers)


def test_numbers_of_one_check_sum_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revocation, "crc32", len)  # all numbers of one length collide
    held = _SMALL_LISTS().put(
        revocation_list(_FUZZED, [entry(number, MADE) for number in (5, 300, 4, 6)], MADE, NEXT)
    )
    assert [number for number in range(400) if held.find(number)] == [4, 5, 6, 300]


_LOAD = """
import resource, sys, time
from cryptography import x509
from kiosk.contract.revocation import RevocationLists
authority, file, number = sys.argv[1:]
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
lists = RevocationLists([x509.load_der_x509_certificate(open(authority, "rb").read())])
before, began = peak(), time.process_time()
held = lists.put(open(file, "rb").read())
seconds, took = time.process_time() - began, peak() - before
began = time.process_time()
assert held.find(int(number)) is not None and held.find(1) is None
print(seconds, took, time.process_time() - began)
"""


def test_four_hundred_thousand_entries(tmp_path: Path) -> None:
    """As long as MOICA's longest, signed with RSA; time is the processor's, for the machine may be busy."""
    big = Authority(UNIT, rsa=True)
    entries = many_entries(400_000, MADE)
    (tmp_path / "authority").write_bytes(big.der)
    (tmp_path / "list").write_bytes(revocation_list(big, entries, MADE, NEXT))
    number = int.from_bytes(entries[200_000][4:20], "big")
    unwatched = {name: text for name, text in os.environ.items() if not name.startswith("COV")}
    told = subprocess.run(
        [sys.executable, "-c", _LOAD, str(tmp_path / "authority"), str(tmp_path / "list"), str(number)],
        check=True, capture_output=True, text=True, env=unwatched,
    )  # fmt: skip
    seconds, took, look_up = (float(figure) for figure in told.stdout.split())
    assert seconds < MOST_SECONDS
    assert took < MOST_BYTES
    assert look_up < MOST_LOOK_UP_SECONDS
