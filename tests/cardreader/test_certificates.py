from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from kiosk.cardreader.certificates import CertificateUnreadable, read_certificate, verified_signature


def certificate(public_key: CertificatePublicKeyTypes, *extensions: x509.ExtensionType) -> bytes:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "訓練用")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(public_key)
    builder = builder.serial_number(1).not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
    builder = builder.not_valid_after(datetime(2045, 1, 1, tzinfo=UTC))
    for extension in extensions:
        builder = builder.add_extension(extension, critical=True)
    issuer = ec.generate_private_key(ec.SECP256R1())
    return builder.sign(issuer, SHA256()).public_bytes(Encoding.DER)


def usage(**uses: bool) -> x509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: uses.get(name, False) for name in names})


P256 = ec.generate_private_key(ec.SECP256R1())


@pytest.mark.parametrize(
    ("extensions", "may_sign", "authority"),
    [
        ([], None, False),
        ([usage(digital_signature=True)], True, False),
        ([usage(content_commitment=True)], True, False),
        ([usage(key_encipherment=True)], False, False),
        ([usage(digital_signature=True, key_cert_sign=True)], True, True),
        ([x509.BasicConstraints(ca=True, path_length=None)], None, True),
        ([x509.BasicConstraints(ca=False, path_length=None)], None, False),
    ],
)
def test_what_a_certificate_is_for(
    extensions: list[x509.ExtensionType], may_sign: bool | None, authority: bool
) -> None:
    read = read_certificate(certificate(P256.public_key(), *extensions))
    assert (read.may_sign, read.authority) == (may_sign, authority)
    assert isinstance(read.key, ec.EllipticCurvePublicKey)


def test_keys_of_which_the_kiosk_knows_nothing() -> None:
    others = (ec.generate_private_key(ec.SECP521R1()), ed25519.Ed25519PrivateKey.generate())
    assert [read_certificate(certificate(key.public_key())).key for key in others] == [None, None]


def test_bytes_that_are_no_certificate(training: Path) -> None:
    der = (training / "cards" / "citizen" / "sign.der").read_bytes()
    version_8 = der.replace(b"\x02\x01\x02", b"\x02\x01\x07", 1)
    one_extension_twice = der.replace(bytes.fromhex("0603551d0f"), bytes.fromhex("0603551d23"))
    for spoilt in (b"", b"\x30", der[:-1], der + b"\0", version_8, one_extension_twice):
        with pytest.raises(CertificateUnreadable):
            read_certificate(spoilt)


def test_signatures_are_given_out_in_one_form() -> None:
    signature = P256.sign(b"message", ec.ECDSA(SHA256()))
    raw = b"".join(number.to_bytes(32) for number in decode_dss_signature(signature))
    key = P256.public_key()
    assert verified_signature(key, signature, b"message", "sha256") == raw
    assert verified_signature(key, raw, b"message", "sha256") == raw
    assert verified_signature(key, raw, b"another", "sha256") is None
    assert verified_signature(key, raw, b"message", "sha384") is None
    assert verified_signature(key, raw + b"\0", b"message", "sha256") is None
    assert verified_signature(key, bytes(64), b"message", "sha256") is None


def test_rsa_signatures_are_what_they_are() -> None:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    signature = private.sign(b"message", padding.PKCS1v15(), SHA256())
    key = private.public_key()
    assert verified_signature(key, signature, b"message", "sha256") == signature
    for other in (b"", bytes(256), signature[:-1], signature + b"\0"):
        assert verified_signature(key, other, b"message", "sha256") is None
