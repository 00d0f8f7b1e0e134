"""The holder's signature by phone: bound to statement, certificate and key."""

import base64
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key

from kiosk.cardreader.virtual.training_ca import make_training_cards
from kiosk.contract.codec import Malformed
from kiosk.contract.holder_signature import SignatureInvalid, verify_detached
from kiosk.contract.mobile_signature import is_signed_by, mobile_signing_input, mobile_token
from kiosk.contract.trust import TrustFailure, TrustStore, Untrusted
from tests.contract.certification import Authority, name

AT = datetime(2026, 1, 15, tzinfo=UTC)
PAYLOAD = b'{"statement":1}'
DIGEST = hashlib.sha256(PAYLOAD).digest()


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cards")
    make_training_cards(folder)
    return folder


@pytest.fixture(scope="module")
def store(cards: Path) -> TrustStore:
    return TrustStore.from_folder(cards / "trust", training=True)


def certificate(cards: Path, holder: str = "citizen") -> bytes:
    return (cards / "cards" / holder / "sign.der").read_bytes()


def token(cards: Path, holder: str = "citizen", *, certified: str = "", digest: bytes = DIGEST) -> str:
    key = load_der_private_key((cards / "cards" / holder / "sign.key").read_bytes(), password=None)
    assert isinstance(key, rsa.RSAPrivateKey)
    signature = key.sign(mobile_signing_input(digest), padding.PKCS1v15(), SHA256())
    return mobile_token(signature, [certificate(cards, certified or holder)])


def test_a_phone_signs_as_a_card_does(cards: Path, store: TrustStore) -> None:
    assert len(mobile_signing_input(DIGEST)) < 128
    assert verify_detached(token(cards), PAYLOAD, store, AT).rank == "primary"


def test_another_statement_and_another_certificate(cards: Path, store: TrustStore) -> None:
    with pytest.raises(SignatureInvalid):
        verify_detached(token(cards), PAYLOAD + b" ", store, AT)
    with pytest.raises(SignatureInvalid):
        verify_detached(token(cards, certified="organisation"), PAYLOAD, store, AT)
    with pytest.raises(Untrusted) as untrusted:
        verify_detached(token(cards, "expired"), PAYLOAD, store, AT)
    assert untrusted.value.failure is TrustFailure.EXPIRED


def test_another_algorithm(cards: Path, store: TrustStore) -> None:
    parts = json.loads(token(cards))
    parts["protected"] = base64.urlsafe_b64encode(b'{"alg":"none"}').decode()
    with pytest.raises(SignatureInvalid):
        verify_detached(json.dumps(parts), PAYLOAD, store, AT)


def test_a_key_of_another_kind() -> None:
    authority = Authority("測試內政部憑證管理中心")
    der = authority.certify(name(CN="訓練用"), key=ec.generate_private_key(ec.SECP256R1()))
    assert not is_signed_by(mobile_token(b"x", [der]), DIGEST, der)


@pytest.mark.parametrize(
    "changes",
    [
        {"header": None},
        {"header": {}},
        {"header": {"x5c": []}},
        {"header": {"x5c": "AAAA"}},
        {"header": {"x5c": ["AAAA"] * 5}},
        {"header": {"x5c": ["!"]}},
        {"header": {"x5c": [1]}},
        {"more": 1},
    ],
)
def test_what_is_no_signature_by_phone(cards: Path, store: TrustStore, changes: dict[str, Any]) -> None:
    parts = json.loads(token(cards)) | changes
    with pytest.raises(Malformed):
        verify_detached(json.dumps(parts), PAYLOAD, store, AT)


@pytest.mark.parametrize("text", ["{", "{}", "{" * 10_000, '{"header":{},"protected":1,"signature":2}'])
def test_texts_that_are_nothing(store: TrustStore, text: str) -> None:
    with pytest.raises(Malformed):
        verify_detached(text, PAYLOAD, store, AT)


@pytest.mark.parametrize("signature", [1, None, "A"])
def test_a_value_that_is_no_signature(cards: Path, store: TrustStore, signature: object) -> None:
    parts = json.loads(token(cards)) | {"signature": signature}
    with pytest.raises((Malformed, SignatureInvalid)):
        verify_detached(json.dumps(parts), PAYLOAD, store, AT)
