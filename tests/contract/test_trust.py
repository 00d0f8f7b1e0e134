from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA224
from cryptography.hazmat.primitives.serialization import Encoding

from kiosk.contract import trust
from kiosk.contract.certificates import CertificateMalformed, HolderCertificate, holder_of
from kiosk.contract.trust import RevocationUnknown, TrustFailure, TrustStore, Untrusted
from kiosk.domain.identity import IdentityKind
from tests.contract.certification import (
    VALID_FROM,
    VALID_UNTIL,
    Authority,
    key_usage,
    name,
    pem_of,
    policy,
    serial_of,
)
from tests.contract.revocation_lists import entry, revocation_list

HOLDER = name(CN="訓練用持卡人", SERIALNUMBER="0000000000000001")
MOICA = "測試內政部憑證管理中心"
CITIZEN = IdentityKind.CITIZEN_CERTIFICATE
AT = datetime(2026, 1, 20, tzinfo=UTC)


def store(*anchors: Authority, training: bool = True) -> TrustStore:
    return TrustStore([anchor.der for anchor in anchors], training=training)


def failure_of(store: TrustStore, chain: list[bytes], at: datetime = AT) -> TrustFailure:
    with pytest.raises(Untrusted) as caught:
        store.check(chain, at)
    return caught.value.failure


def test_believes_a_holder_of_a_pinned_authority(tmp_path: Path) -> None:
    moica = Authority(MOICA)
    (tmp_path / "moica.der").write_bytes(moica.der)
    (tmp_path / "readme.txt").write_bytes(b"no certificate")
    holder = TrustStore.from_folder(tmp_path, training=True).check([moica.certify(HOLDER)], AT)
    assert holder.holder_id.subject == "0000000000000001"


def test_believes_through_an_intermediate_authority() -> None:
    root = Authority("測試政府憑證總管理中心", path_length=1)
    moica = Authority(MOICA, root)
    holder = moica.certify(HOLDER)
    assert store(root).check([holder, moica.der], AT).name == "訓練用持卡人"
    assert failure_of(store(root), [holder]) is TrustFailure.UNKNOWN_ISSUER


def test_an_intermediate_beyond_the_path_length() -> None:
    root = Authority("測試政府憑證總管理中心", path_length=0)
    moica = Authority(MOICA, root)
    assert failure_of(store(root), [moica.certify(HOLDER), moica.der]) is TrustFailure.WRONG_USAGE


def test_generations_of_one_name_are_told_apart() -> None:
    first, second = Authority(MOICA), Authority(MOICA)
    assert store(first, second).check([second.certify(HOLDER)], AT).kind is CITIZEN
    unidentified = second.certify(HOLDER, identified=False)
    assert store(first, second).check([unidentified], AT).kind is CITIZEN


def test_the_name_of_an_authority_proves_nothing() -> None:
    moica, impostor = Authority(MOICA), Authority(MOICA)
    assert failure_of(store(moica), [impostor.certify(HOLDER)]) is TrustFailure.UNKNOWN_ISSUER
    assert failure_of(store(moica), [impostor.certify(HOLDER), impostor.der]) is TrustFailure.UNKNOWN_ISSUER
    unidentified = impostor.certify(HOLDER, identified=False)
    assert failure_of(store(moica), [unidentified]) is TrustFailure.BAD_SIGNATURE


def test_a_changed_certificate() -> None:
    moica = Authority(MOICA)
    changed = moica.certify(HOLDER).replace("持卡人".encode(), "他人名".encode())
    assert failure_of(store(moica), [changed]) is TrustFailure.BAD_SIGNATURE


def test_validity_is_reckoned_at_the_given_time() -> None:
    moica = Authority(MOICA)
    chain = [moica.certify(HOLDER)]
    second = timedelta(seconds=1)
    assert store(moica).check(chain, VALID_FROM).kind is CITIZEN
    assert store(moica).check(chain, VALID_UNTIL).kind is CITIZEN
    assert failure_of(store(moica), chain, VALID_FROM - second) is TrustFailure.NOT_YET_VALID
    assert failure_of(store(moica), chain, VALID_UNTIL + second) is TrustFailure.EXPIRED
    ended = Authority(MOICA, until=AT - second)
    assert failure_of(store(ended), [ended.certify(HOLDER)]) is TrustFailure.EXPIRED


@pytest.mark.parametrize(
    "usage", [None, key_usage("key_encipherment"), key_usage("digital_signature", "key_cert_sign")]
)
def test_a_certificate_for_something_else(usage: x509.KeyUsage | None) -> None:
    moica = Authority(MOICA)
    assert failure_of(store(moica), [moica.certify(HOLDER, usage=usage)]) is TrustFailure.WRONG_USAGE


def test_an_authority_is_no_holder() -> None:
    moica = Authority(MOICA)
    told: list[x509.ExtensionType] = [x509.BasicConstraints(ca=True, path_length=None)]
    assert failure_of(store(moica), [moica.certify(HOLDER, extensions=told)]) is TrustFailure.WRONG_USAGE
    told = [x509.BasicConstraints(ca=False, path_length=None)]
    assert store(moica).check([moica.certify(HOLDER, critical=told)], AT).kind is CITIZEN


def weak_rsa() -> Any:
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)


@pytest.mark.parametrize("make", [weak_rsa, lambda: ec.generate_private_key(ec.SECP521R1())])
def test_a_key_that_no_signature_may_rest_on(make: Any) -> None:
    moica = Authority(MOICA)
    assert failure_of(store(moica), [moica.certify(HOLDER, key=make())]) is TrustFailure.WRONG_USAGE


def test_a_signature_by_an_algorithm_of_the_past() -> None:
    moica = Authority(MOICA)
    assert failure_of(store(moica), [moica.certify(HOLDER, digest=SHA224())]) is TrustFailure.BAD_SIGNATURE


ANY_POLICY, LEVEL_2, LEVEL_3, LEVEL_4 = (
    "2.5.29.32.0", "2.16.886.101.0.3.2", "2.16.886.101.0.3.3", "2.16.886.101.0.3.4",
)  # fmt: skip


@pytest.mark.parametrize("policies", [None, policy(LEVEL_2), policy(ANY_POLICY), policy("2.999.3")])
def test_a_certificate_of_too_low_a_level(policies: x509.CertificatePolicies | None) -> None:
    moica = Authority(MOICA)
    chain = [moica.certify(HOLDER, policies=policies)]
    assert failure_of(store(moica), chain) is TrustFailure.WRONG_POLICY


@pytest.mark.parametrize("policies", [policy(LEVEL_3), policy(LEVEL_4), policy(LEVEL_2, LEVEL_3)])
def test_levels_that_suffice(policies: x509.CertificatePolicies) -> None:
    moica = Authority(MOICA)
    assert store(moica).check([moica.certify(HOLDER, policies=policies)], AT).kind is CITIZEN


def test_a_critical_extension_that_nobody_here_understands() -> None:
    unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.999.1"), b"\x05\x00")
    odd: list[x509.ExtensionType] = [unknown]
    moica = Authority(MOICA)
    assert store(moica).check([moica.certify(HOLDER, extensions=odd)], AT).kind is CITIZEN
    assert failure_of(store(moica), [moica.certify(HOLDER, critical=odd)]) is TrustFailure.UNREADABLE
    root = Authority("測試政府憑證總管理中心", path_length=1)
    constraints = [x509.BasicConstraints(ca=True, path_length=0), key_usage("key_cert_sign")]
    between = Authority(MOICA, root, extensions=[*constraints, *odd])
    assert failure_of(store(root), [between.certify(HOLDER), between.der]) is TrustFailure.UNREADABLE


def test_non_repudiation_is_a_signature_too() -> None:
    moica = Authority(MOICA)
    assert (
        store(moica).check([moica.certify(HOLDER, usage=key_usage("content_commitment"))], AT).kind is CITIZEN
    )


@pytest.mark.parametrize(
    "extensions",
    [
        [],
        [x509.BasicConstraints(ca=True, path_length=None)],
        [x509.BasicConstraints(ca=False, path_length=None), key_usage("key_cert_sign")],
        [x509.BasicConstraints(ca=True, path_length=None), key_usage("crl_sign")],
    ],
)
def test_an_authority_that_may_not_certify(extensions: list[x509.ExtensionType]) -> None:
    moica = Authority(MOICA, extensions=extensions, identified=False)
    assert failure_of(store(moica), [moica.certify(HOLDER)]) is TrustFailure.WRONG_USAGE


def test_training_and_production_do_not_mix() -> None:
    test, official = Authority(MOICA), Authority("內政部憑證管理中心")
    assert failure_of(store(test, training=False), [test.certify(HOLDER)]) is TrustFailure.TEST_CERTIFICATE
    assert failure_of(store(official), [official.certify(HOLDER)]) is TrustFailure.PRODUCTION_CERTIFICATE
    assert store(official, training=False).check([official.certify(HOLDER)], AT).kind is CITIZEN


@pytest.mark.parametrize("length", [0, 6])
def test_a_chain_of_no_sensible_length(length: int) -> None:
    moica = Authority(MOICA)
    assert failure_of(store(moica), [moica.certify(HOLDER)] * length) is TrustFailure.UNREADABLE


def test_an_extension_without_sense() -> None:
    root = Authority("測試政府憑證總管理中心")
    odd = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.14"), b"\x01")
    moica = Authority(MOICA, root, extensions=[odd], identified=False)
    assert failure_of(store(root), [moica.certify(HOLDER), moica.der]) is TrustFailure.UNREADABLE


@pytest.mark.parametrize("der", [b"", b"\x30\x00", b"no certificate"])
def test_bytes_that_are_no_certificate(der: bytes) -> None:
    assert failure_of(store(Authority(MOICA)), [der]) is TrustFailure.UNREADABLE


def test_a_card_of_somebody_who_is_no_holder_here() -> None:
    """Told by who issued it, not by what it fails to say."""
    agencies = Authority("測試政府憑證管理中心")
    chain = [agencies.certify(name(O="訓練用機關"))]
    assert failure_of(store(Authority(MOICA)), chain) is TrustFailure.UNKNOWN_ISSUER
    assert failure_of(store(agencies), chain) is TrustFailure.UNREADABLE


def test_pinned_files_as_authorities_publish_them(tmp_path: Path) -> None:
    first, second, third = Authority(MOICA), Authority(MOICA), Authority(MOICA)
    (tmp_path / "first.cer").write_bytes(first.der)
    (tmp_path / "second.CRT").write_bytes(pem_of(second.der))
    (tmp_path / "third.pem").write_bytes(pem_of(third.der))
    pinned = TrustStore.from_folder(tmp_path, training=True)
    for one in (first, second):
        assert pinned.check([one.certify(HOLDER)], AT).kind is CITIZEN
    assert failure_of(pinned, [third.certify(HOLDER)]) is TrustFailure.UNKNOWN_ISSUER


@pytest.mark.parametrize("content", [b"", b"no certificate", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_a_pinned_file_that_is_none_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "moica.der").write_bytes(content)
    with pytest.raises(CertificateMalformed, match=r"moica\.der"):
        TrustStore.from_folder(tmp_path, training=True)


DAY = timedelta(days=1)


def test_a_revoked_certificate_signs_no_more_and_what_it_signed_before_stays() -> None:
    moica = Authority(MOICA)
    chain = [moica.certify(HOLDER)]
    believed = store(moica)
    believed.revocation.put(revocation_list(moica, [entry(serial_of(chain[0]), AT)], AT + DAY, AT + 2 * DAY))
    assert failure_of(believed, chain, AT) is TrustFailure.REVOKED
    assert failure_of(believed, chain, AT + DAY) is TrustFailure.REVOKED
    assert believed.check(chain, AT - timedelta(seconds=1)).kind is CITIZEN
    assert not believed.is_good(chain[0], AT)


def test_without_a_list_a_certificate_is_taken_for_now() -> None:
    moica = Authority(MOICA)
    believed, der = store(moica), moica.certify(HOLDER)
    assert believed.check([der], AT).kind is CITIZEN
    assert not believed.is_good(der, AT)
    believed.revocation.put(revocation_list(moica, [], AT, AT + DAY))
    assert believed.is_good(der, AT)


def test_who_must_know_does_not_guess() -> None:
    moica, now = Authority(MOICA), [AT]
    knowing = TrustStore([moica.der], training=True, known_at=lambda: now[0])
    chain = [moica.certify(HOLDER)]
    with pytest.raises(RevocationUnknown):
        knowing.check(chain, AT)
    knowing.revocation.put(revocation_list(moica, [], AT, AT + DAY))
    assert knowing.check(chain, AT - 30 * DAY).kind is CITIZEN
    now[0] += 3 * DAY
    with pytest.raises(RevocationUnknown):
        knowing.check(chain, AT)
    assert failure_of(knowing, chain, VALID_UNTIL + DAY) is TrustFailure.EXPIRED


def test_who_must_know_takes_holders_of_pinned_authorities_alone() -> None:
    root = Authority("測試政府憑證總管理中心", path_length=1)
    moica = Authority(MOICA, root)
    knowing = TrustStore([root.der], training=True, known_at=lambda: AT)
    assert failure_of(knowing, [moica.certify(HOLDER), moica.der]) is TrustFailure.UNKNOWN_ISSUER


def test_what_was_believed_once_is_believed_only_while_it_is_valid() -> None:
    root = Authority("測試政府憑證總管理中心", path_length=1)
    moica = Authority(MOICA, root, until=AT)
    chain, believing = [moica.certify(HOLDER), moica.der], store(root)
    before, after = AT - timedelta(days=1), AT + timedelta(seconds=1)
    assert believing.check(chain, before) == believing.check(chain, AT)
    assert failure_of(believing, chain, after) is TrustFailure.EXPIRED
    assert failure_of(believing, chain, VALID_FROM - timedelta(seconds=1)) is TrustFailure.NOT_YET_VALID
    assert believing.check(chain, before).name == "訓練用持卡人"


def test_what_was_believed_once_is_not_believed_after_its_revocation() -> None:
    moica = Authority(MOICA)
    holder, believing = moica.certify(HOLDER), store(moica)
    believing.check([holder], AT)
    revoked = [entry(serial_of(holder), AT)]
    believing.revocation.put(revocation_list(moica, revoked, AT, AT + timedelta(days=1)))
    assert failure_of(believing, [holder]) is TrustFailure.REVOKED


def test_what_is_remembered_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trust, "_REMEMBERED", 1)
    moica, examined = Authority(MOICA), list[bytes]()
    believing = store(moica)

    def parse(certificate: x509.Certificate) -> HolderCertificate:
        examined.append(certificate.public_bytes(Encoding.DER))
        return holder_of(certificate)

    monkeypatch.setattr(trust, "holder_of", parse)
    first, second = moica.certify(HOLDER), moica.certify(HOLDER)
    for holder in (first, first, second, second, first):
        believing.check([holder], AT)
    assert examined == [first, second, first]
    long = [second] * 5  # others are of no use, but may be there
    monkeypatch.setattr(trust, "_LONGEST_REMEMBERED", 4 * len(second))
    for _ in range(2):
        believing.check(long, AT)
    assert examined == [first, second, first, second, second]


def test_other_authorities_take_the_place_of_those_pinned() -> None:
    before, after = Authority(MOICA), Authority(MOICA)
    believed = store(before)
    lists = believed.revocation
    lists.put(revocation_list(before, [], AT, AT + DAY))
    holder = before.certify(HOLDER)
    believed.pin([before.der, after.der])
    assert believed.is_good(holder, AT)
    assert believed.check([holder], AT).kind is CITIZEN
    believed.pin([after.der])
    assert failure_of(believed, [holder]) is TrustFailure.UNKNOWN_ISSUER
    assert believed.check([after.certify(HOLDER)], AT).kind is CITIZEN
    assert believed.revocation is lists
    assert [lists.held(one) for one in lists.names()] == [None]
    with pytest.raises(CertificateMalformed):
        believed.pin([b"none"])
    assert believed.check([after.certify(HOLDER)], AT).kind is CITIZEN


def test_what_is_found_good_while_others_are_pinned_is_not_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, after = Authority(MOICA), Authority(MOICA)
    believed, holder = store(before), before.certify(HOLDER)

    def parse(certificate: x509.Certificate) -> HolderCertificate:
        believed.pin([after.der])
        return holder_of(certificate)

    monkeypatch.setattr(trust, "holder_of", parse)
    assert believed.check([holder], AT).kind is CITIZEN
    assert failure_of(believed, [holder]) is TrustFailure.UNKNOWN_ISSUER


def test_pinning_the_same_changes_nothing() -> None:
    moica = Authority(MOICA)
    believed = store(moica)
    believed.revocation.put(revocation_list(moica, [], AT, AT + DAY))
    believed.pin([moica.der])
    assert believed.is_good(moica.certify(HOLDER), AT)


def test_an_official_authority_that_is_pinned_in_training_helps_nobody() -> None:
    test, official = Authority(MOICA), Authority("內政部憑證管理中心")
    believed = store(test)
    believed.pin([test.der, official.der])
    assert failure_of(believed, [official.certify(HOLDER)]) is TrustFailure.PRODUCTION_CERTIFICATE
