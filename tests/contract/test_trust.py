from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from kiosk.contract.certificates import CertificateMalformed
from kiosk.contract.trust import TrustFailure, TrustStore, Untrusted
from kiosk.domain.identity import IdentityKind
from tests.contract.certification import VALID_FROM, VALID_UNTIL, Authority, key_usage, name

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
    with pytest.raises(CertificateMalformed):
        store(moica).check([moica.certify(HOLDER)] * length, AT)


def test_an_extension_without_sense() -> None:
    root = Authority("測試政府憑證總管理中心")
    odd = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.14"), b"\x01")
    moica = Authority(MOICA, root, extensions=[odd], identified=False)
    with pytest.raises(CertificateMalformed):
        store(root).check([moica.certify(HOLDER), moica.der], AT)
