import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, HashAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_private_key

from kiosk.cardreader.virtual.training_ca import make_training_cards
from kiosk.contract.codec import Malformed
from kiosk.contract.holder_signature import Digest, SignatureInvalid, sign_detached, verify_detached
from kiosk.contract.trust import TrustFailure, TrustStore, Untrusted
from tests.contract.certification import Authority, name

AT = datetime(2026, 1, 15, tzinfo=UTC)
PAYLOAD = '{"own":30000,"plan":"範例"}'.encode()
HASHES: Mapping[Digest, HashAlgorithm] = {"sha256": SHA256(), "sha384": SHA384()}
HOLDER = name(CN="訓練用持卡人", SERIALNUMBER="0000000000000001")


def sign_rsa(key: rsa.RSAPrivateKey, data: bytes, digest: Digest) -> bytes:
    return key.sign(data, padding.PKCS1v15(), HASHES[digest])


def sign_ec(key: ec.EllipticCurvePrivateKey, data: bytes, digest: Digest) -> bytes:
    """As a JWS wants it: r and s, each as long as the curve's order (RFC 7518, 3.4)."""
    length = key.curve.key_size // 8
    numbers = decode_dss_signature(key.sign(data, ec.ECDSA(HASHES[digest])))
    return b"".join(number.to_bytes(length) for number in numbers)


def never(_data: bytes, _digest: Digest) -> bytes:
    raise AssertionError("there is nothing to sign with")


@dataclass(frozen=True)
class Signer:
    """A holder with a key in software, and the store that trusts it."""

    key: Any
    sign: Callable[[bytes, Digest], bytes]
    chain: tuple[bytes, ...]
    store: TrustStore

    def token(self, payload: bytes = PAYLOAD) -> str:
        return sign_detached(payload, self.chain, self.sign)

    def holder_of(self, token: str, payload: bytes = PAYLOAD, at: datetime = AT) -> str:
        return verify_detached(token, payload, self.store, at).name


def signer(kind: str) -> Signer:
    """A holder certified under an intermediate authority, with a key of this kind."""
    key: Any
    match kind:
        case "RS256":
            key = rsa.generate_private_key(65537, 2048)
            sign = lambda data, digest: sign_rsa(key, data, digest)  # noqa: E731
        case "ES256":
            key = ec.generate_private_key(ec.SECP256R1())
            sign = lambda data, digest: sign_ec(key, data, digest)  # noqa: E731
        case "ES384":
            key = ec.generate_private_key(ec.SECP384R1())
            sign = lambda data, digest: sign_ec(key, data, digest)  # noqa: E731
        case _:
            key = ec.generate_private_key(ec.SECP521R1())
            sign = never
    root = Authority("測試政府憑證總管理中心", path_length=1)
    moica = Authority("測試內政部憑證管理中心", root)
    chain = (moica.certify(HOLDER, key=key), moica.der)
    return Signer(key, sign, chain, TrustStore([root.der], training=True))


@pytest.fixture(scope="module")
def holder() -> Signer:
    return signer("ES256")


def header_of(token: str) -> dict[str, Any]:
    part = token.partition(".")[0]
    header: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return header


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def with_header(token: str, header: object) -> str:
    return f"{encode(json.dumps(header).encode())}..{token.rpartition('.')[2]}"


@pytest.mark.parametrize("kind", ["RS256", "ES256", "ES384"])
def test_what_was_signed_is_the_holders(kind: str) -> None:
    holder = signer(kind)
    token = holder.token()
    assert holder.holder_of(token) == "訓練用持卡人"
    assert header_of(token)["alg"] == kind
    assert len(header_of(token)["x5c"]) == 2
    with pytest.raises(SignatureInvalid):
        holder.holder_of(token, PAYLOAD.replace(b"3", b"4"))


def test_a_training_card_signs(tmp_path: Path) -> None:
    make_training_cards(tmp_path)
    card = tmp_path / "cards" / "organisation"
    key = load_der_private_key((card / "sign.key").read_bytes(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    chain = [(card / "sign.der").read_bytes()]
    token = sign_detached(PAYLOAD, chain, lambda data, digest: sign_rsa(key, data, digest))
    store = TrustStore.from_folder(tmp_path / "trust", training=True)
    assert verify_detached(token, PAYLOAD, store, AT).name == "訓練用𠮷祥合作社"
    with pytest.raises(Untrusted) as caught:
        verify_detached(token, PAYLOAD, TrustStore.from_folder(tmp_path / "trust", training=False), AT)
    assert caught.value.failure is TrustFailure.TEST_CERTIFICATE


def test_the_payload_does_not_travel_with_the_token(holder: Signer) -> None:
    header, payload, signature = holder.token().split(".")
    assert header
    assert payload == ""
    assert len(signature) == 86


@pytest.mark.parametrize("payload", [b"", PAYLOAD + b" ", PAYLOAD[:-1]])
def test_another_payload(holder: Signer, payload: bytes) -> None:
    with pytest.raises(SignatureInvalid):
        holder.holder_of(holder.token(), payload)


@pytest.mark.parametrize("signature", ["", "AAAA", "é", "A" * 86])
def test_another_signature(holder: Signer, signature: str) -> None:
    with pytest.raises(SignatureInvalid):
        holder.holder_of(f"{holder.token().rpartition('.')[0]}.{signature}")


def test_every_byte_of_the_signature_counts(holder: Signer) -> None:
    head, _, signature = holder.token().rpartition(".")
    raw = bytearray(base64.urlsafe_b64decode(signature + "=="))
    raw[7] ^= 1
    with pytest.raises(SignatureInvalid):
        holder.holder_of(f"{head}.{encode(bytes(raw))}")


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS256", "ES384", "", None])
def test_the_key_says_the_algorithm_not_the_token(holder: Signer, algorithm: str | None) -> None:
    token = holder.token()
    with pytest.raises(SignatureInvalid):
        holder.holder_of(with_header(token, header_of(token) | {"alg": algorithm}))


def test_a_header_is_signed_too(holder: Signer) -> None:
    token = holder.token()
    with pytest.raises(SignatureInvalid):
        holder.holder_of(with_header(token, header_of(token) | {"kid": "1"}))


def signed_with(holder: Signer, also: Mapping[str, object]) -> str:
    """A token whose header says that too, under the holder's own signature."""
    header = encode(json.dumps({**header_of(holder.token()), **also}).encode())
    return f"{header}..{encode(holder.sign(f'{header}.{encode(PAYLOAD)}'.encode(), 'sha256'))}"


def test_a_header_may_say_more_but_not_that_the_signature_means_something_else(holder: Signer) -> None:
    assert holder.holder_of(signed_with(holder, {"typ": "JOSE"})) == "訓練用持卡人"
    for also in ({"crit": ["exp"]}, {"b64": False}, {"b64": True}):
        with pytest.raises(SignatureInvalid):
            holder.holder_of(signed_with(holder, also))


def test_one_signature_is_written_in_one_way(holder: Signer) -> None:
    token = holder.token()
    for other in (f"{token}==", f"{token[:-1]}{chr(ord(token[-1]) + 1)}", f"{token}!"):
        with pytest.raises(SignatureInvalid):
            holder.holder_of(other)


def test_long_texts_are_signed_as_well(holder: Signer) -> None:
    payload = PAYLOAD * 20_000
    assert holder.holder_of(holder.token(payload), payload) == "訓練用持卡人"


def test_another_holders_certificate_does_not_fit(holder: Signer) -> None:
    """Certified by the same authority, but not the one who signed."""
    other = signer("ES256")
    both = replace(other, sign=holder.sign)
    with pytest.raises(SignatureInvalid):
        both.holder_of(both.token())


def test_a_holder_nobody_vouches_for(holder: Signer) -> None:
    stranger = replace(signer("ES256"), store=holder.store)
    with pytest.raises(Untrusted) as caught:
        stranger.holder_of(stranger.token())
    assert caught.value.failure in {TrustFailure.UNKNOWN_ISSUER, TrustFailure.BAD_SIGNATURE}


def test_a_certificate_is_judged_at_the_time_that_is_given(holder: Signer) -> None:
    token = holder.token()
    for at, failure in (
        (datetime(2019, 12, 31, tzinfo=UTC), TrustFailure.NOT_YET_VALID),
        (datetime(2045, 1, 2, tzinfo=UTC), TrustFailure.EXPIRED),
    ):
        with pytest.raises(Untrusted) as caught:
            holder.holder_of(token, at=at)
        assert caught.value.failure is failure


def test_keys_that_a_token_has_no_algorithm_for() -> None:
    holder = signer("P-521")
    with pytest.raises(Malformed, match="neither"):
        holder.token()
    moica = Authority("測試內政部憑證管理中心")
    edwards = moica.certify(HOLDER, key=ed25519.Ed25519PrivateKey.generate())
    with pytest.raises(Malformed, match="neither"):
        sign_detached(PAYLOAD, [edwards], never)


def test_a_token_over_such_a_key_is_not_believed() -> None:
    holder = signer("P-521")
    x5c = [base64.b64encode(der).decode() for der in holder.chain]
    with pytest.raises(Untrusted) as caught:
        holder.holder_of(with_header("..AAAA", {"alg": "ES512", "x5c": x5c}))
    assert caught.value.failure is TrustFailure.WRONG_USAGE


@pytest.mark.parametrize(
    "token",
    [
        "",
        "a.b",
        "..",
        "a..b..c",
        "!!!..AAAA",
        "é..AAAA",
        f"{encode(b'not json')}..AAAA",
        f"{encode(bytes([0xFF]))}..AAAA",
        f"{encode(b'[' * 20_000)}..AAAA",
        f"{encode(b'[1]')}..AAAA",
        f"{encode(b'null')}..AAAA",
        f"{encode(b'{}')}..AAAA",
        with_header("..AAAA", {"x5c": []}),
        with_header("..AAAA", {"x5c": "AAAA"}),
        with_header("..AAAA", {"x5c": ["AAAA"] * 5}),
        with_header("..AAAA", {"x5c": [1]}),
        with_header("..AAAA", {"x5c": ["!"]}),
    ],
)
def test_what_is_no_token(holder: Signer, token: str) -> None:
    with pytest.raises(Malformed):
        holder.holder_of(token)


def test_a_token_that_carries_its_payload_is_not_detached(holder: Signer) -> None:
    header, _, signature = holder.token().split(".")
    with pytest.raises(Malformed, match="detached"):
        holder.holder_of(f"{header}.{encode(PAYLOAD)}.{signature}")


def test_certificates_that_are_none(holder: Signer) -> None:
    with pytest.raises(Untrusted) as caught:
        holder.holder_of(with_header("..AAAA", {"alg": "ES256", "x5c": ["AAAA"]}))
    assert caught.value.failure is TrustFailure.UNREADABLE
