"""Somebody else's programs read our virtual card and sign with it, through the PC/SC service."""

import hashlib
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from kiosk.cardreader.card import CardReading
from kiosk.cardreader.reader import read_card
from tests.cardreader.conftest import Desk
from tests.cardreader.opensc.programs import OpenSc, openssl

pytestmark = [pytest.mark.pcsc]

SIGNATURE = b"SIGN".hex()
MESSAGE = "雲端方案".encode()


def pem_of(reading: CardReading) -> bytes:
    return x509.load_der_x509_certificate(reading.signing_certificate.der).public_bytes(Encoding.PEM)


def sign(opensc: OpenSc, pin: str) -> tuple[int, Path]:
    digest, signature = opensc.folder / "digest", opensc.folder / "signature"
    digest.write_bytes(hashlib.sha256(MESSAGE).digest())
    command = ["pkcs15-crypt", "--sign", "--sha-256", "--pkcs1", "--key", SIGNATURE, "--pin", pin]
    return opensc.attempt(*command, "-i", str(digest), "-o", str(signature)).returncode, signature


@pytest.mark.parametrize(
    ("scenario", "key"),
    [
        ("good-organisation", "RSA"),
        ("good-citizen", "RSA"),
        ("t0-organisation", "RSA"),
        ("ec-citizen", "EC"),
        ("ec-organisation", "EC"),
    ],
)
def test_it_lists_what_is_on_the_card(desk: Desk, opensc: OpenSc, scenario: str, key: str) -> None:
    desk.insert(scenario)
    listed = opensc.run("pkcs15-tool", "-D").decode()
    for wanted in (
        "PKCS#15 Card [Training card]",
        f"Serial number  : {read_card().card_number.encode().hex()}",
        "min_len:6, max_len:8",
        f"Private {key} Key [Signature]",
        f"Private {key} Key [Encryption]",
        "X.509 Certificate [Signature]",
        "X.509 Certificate [Encryption]",
    ):
        assert wanted in listed, listed


@pytest.mark.parametrize("scenario", ["good-organisation", "t0-organisation", "ec-citizen"])
def test_it_reads_the_certificate_we_read(desk: Desk, opensc: OpenSc, scenario: str) -> None:
    desk.insert(scenario)
    printed = opensc.run("pkcs15-tool", "--read-certificate", SIGNATURE)
    assert printed.strip() == pem_of(read_card()).strip()


@pytest.mark.parametrize("scenario", ["good-organisation", "t0-organisation"])
def test_openssl_verifies_what_it_signs_with_the_card(desk: Desk, opensc: OpenSc, scenario: str) -> None:
    desk.insert(scenario)
    returned, signature = sign(opensc, "123456")
    assert returned == 0
    key, message = opensc.folder / "key.pem", opensc.folder / "message"
    key.write_bytes(openssl("x509", "-pubkey", "-noout", given=pem_of(read_card())))
    message.write_bytes(MESSAGE)
    openssl("dgst", "-sha256", "-verify", str(key), "-signature", str(signature), str(message))


def test_a_wrong_pin_costs_a_try_in_its_hands_too(desk: Desk, opensc: OpenSc) -> None:
    desk.insert("good-organisation")
    returned, signature = sign(opensc, "654321")
    assert returned != 0
    assert not signature.exists()
    assert read_card().pin.tries_left == 2
