"""Training's authorities and holders, looked at with the X.509 library alone."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key
from cryptography.x509.oid import NameOID

from kiosk.cardreader.virtual.training_ca import make_training_cards
from kiosk.cardreader.virtual.training_holders import HOLDERS

PINNED = ("training-moeaca", "training-moica", "training-xca")
NOT_PINNED = ("impostor", "production")
TODAY = datetime(2026, 3, 2, tzinfo=UTC)


def certificate(file: Path) -> x509.Certificate:
    return x509.load_der_x509_certificate(file.read_bytes())


def unit(name: x509.Name) -> str:
    (attribute,) = name.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    return str(attribute.value)


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_they_are_made_once(training: Path) -> None:
    before = content(training)
    make_training_cards(training)
    assert content(training) == before
    assert sorted(path.stem for path in (training / "trust").iterdir()) == list(PINNED)
    assert sorted(path.stem for path in (training / "revocation").iterdir()) == list(PINNED)


@pytest.mark.parametrize("cut_short", [True, False])
def test_an_older_set_is_made_anew_and_its_cards_keep_their_keys(
    training: Path, tmp_path: Path, cut_short: bool
) -> None:
    folder = tmp_path / "cards"
    shutil.copytree(training, folder)
    if cut_short:
        (folder / "edition").unlink()
    else:
        (folder / "edition").write_text("1", encoding="ascii")
    shutil.rmtree(folder / "revocation")
    torn = folder / "cards" / "citizen" / "encrypt.key"
    torn.write_bytes(torn.read_bytes()[:100])
    make_training_cards(folder)
    kept, new = content(training), content(folder)
    assert kept.keys() == new.keys()
    assert {name for name in kept if name.endswith(".key") and kept[name] != new[name]} == {
        "cards/citizen/encrypt.key"
    }
    authority = certificate(folder / "trust" / "training-xca.der")
    certificate(folder / "cards" / "organisation" / "sign.der").verify_directly_issued_by(authority)


@pytest.mark.parametrize("folder", [holder.folder for holder in HOLDERS])
def test_a_holder(training: Path, folder: str) -> None:
    card = training / "cards" / folder
    issuer = certificate(card / "issuer.der")
    for use in ("sign", "encrypt"):
        own = certificate(card / f"{use}.der")
        own.verify_directly_issued_by(issuer)
        key = load_der_private_key((card / f"{use}.key").read_bytes(), None)
        assert isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
        assert key.public_key() == own.public_key()
        usage = own.extensions.get_extension_for_class(x509.KeyUsage).value
        assert usage.digital_signature == (use == "sign" and folder != "wrong-usage")
        policies = own.extensions.get_extension_for_class(x509.CertificatePolicies).value
        assert [policy.policy_identifier.dotted_string for policy in policies] == ["2.16.886.101.0.3.3"]
        (point,) = own.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
        assert point.full_name is not None
        assert point.full_name[0].value.endswith(".crl")
        valid = own.not_valid_before_utc <= TODAY <= own.not_valid_after_utc
        assert valid == (folder not in {"expired", "not-yet-valid"})


def test_the_kinds_of_key(training: Path) -> None:
    kinds = {}
    for card in (training / "cards").iterdir():
        key = certificate(card / "sign.der").public_key()
        kinds[card.name] = key.curve.name if isinstance(key, ec.EllipticCurvePublicKey) else "rsa"
    assert {name: kind for name, kind in kinds.items() if kind != "rsa"} == {
        "ec-citizen": "secp256r1",
        "ec-organisation": "secp384r1",
    }


def test_who_issued(training: Path) -> None:
    pinned = [certificate(file) for file in (training / "trust").iterdir()]
    for card in (training / "cards").iterdir():
        issuer = certificate(card / "issuer.der")
        assert (issuer in pinned) == (card.name not in NOT_PINNED)
        assert ("測試" in unit(issuer.subject)) == (card.name != "production")
    impostor = certificate(training / "cards" / "impostor" / "issuer.der")
    assert impostor.subject == certificate(training / "trust" / "training-xca.der").subject


def test_a_name_beyond_the_basic_plane(training: Path) -> None:
    subject = certificate(training / "cards" / "rare-name" / "sign.der").subject
    (name,) = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert max(map(ord, str(name.value))) > 0xFFFF


def test_the_lists_name_the_revoked_card_alone(training: Path) -> None:
    entries = {}
    for name in PINNED:
        crl = x509.load_der_x509_crl((training / "revocation" / f"{name}.crl").read_bytes())
        issuer = certificate(training / "trust" / f"{name}.der")
        key = issuer.public_key()
        assert isinstance(key, rsa.RSAPublicKey)
        assert crl.is_signature_valid(key)
        assert crl.next_update_utc == issuer.not_valid_after_utc
        entries[name] = {entry.serial_number for entry in crl}
        assert all(entry.revocation_date_utc < TODAY for entry in crl)
    revoked = {
        certificate(training / "cards" / "revoked" / f"{use}.der").serial_number
        for use in ("sign", "encrypt")
    }
    assert entries == {"training-xca": revoked, "training-moica": set(), "training-moeaca": set()}
