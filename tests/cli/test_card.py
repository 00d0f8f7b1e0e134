"""What `kiosk card` does without a reader; with one, see tests/cardreader/test_card_command.py."""

import io
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from typer.testing import CliRunner

from kiosk.cardreader.card import CardCertificate, CardReading, PinPolicy
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.monitor import ReaderSlot, ReaderState
from kiosk.cardreader.pin import Pin
from kiosk.cardreader.virtual.scenarios import SCENARIOS
from kiosk.cli import application
from kiosk.cli.card_failures import EXIT_OF, EXITS
from kiosk.cli.card_ground import find_ground
from kiosk.cli.card_reading import describe, openssl_signature
from kiosk.cli.card_watch import events
from kiosk.cli.pin_input import read_pin
from tests.contract.certification import Authority, key_usage, name

ANSWERED = b"\x3b\x00"


@pytest.fixture(autouse=True)
def _no_set_up_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def ask(*words: str, code: int = 0) -> Any:
    result = CliRunner().invoke(application, ["card", *words], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def pinned(folder: Path, *authorities: Authority) -> Path:
    folder.mkdir(exist_ok=True)
    for number, authority in enumerate(authorities):
        (folder / f"{number}.der").write_bytes(authority.der)
    return folder


def test_every_failure_has_its_exit_code_and_help_lists_it() -> None:
    assert set(EXIT_OF) == set(CardFailure)
    assert set(EXIT_OF.values()) < set(EXITS)
    for command in ("show", "sign", "watch", "anchors"):
        words = " ".join(ask(command, "--help").output.split())
        for code, meaning in EXITS.items():
            assert f"{code}: {meaning}" in words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["message", "--out", "signature"], "--pin-stdin"),
        (["message", "--out", "nowhere/signature", "--pin-stdin"], "no folder nowhere"),
        (["no-file", "--out", "signature", "--pin-stdin"], "no-file"),
        (["message", "--pin-stdin"], "--out"),
        (["message", "--out", "signature", "--pin-stdin", "123456"], "123456"),
    ],
)
def test_signing_refuses_what_cannot_mean_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("message").write_bytes(b"")
    assert said in ask("sign", *words, code=2).output
    assert not Path("signature").exists()


def test_without_a_set_up_no_card_is_put_in() -> None:
    for words in (["insert", "good-citizen"], ["remove"]):
        assert "kiosk run --training" in ask(*words, code=3).output
    assert "no card is called gold" in ask("insert", "gold", code=2).output


def test_the_training_cards_are_told_with_what_they_are() -> None:
    told = json.loads(ask("scenarios", "--json").output)
    assert told["scenarios"] == list(SCENARIOS)
    assert set(told["descriptions"]) == set(SCENARIOS)
    assert f"expired: {SCENARIOS['expired'].zh} ({SCENARIOS['expired'].en})\n" in ask("scenarios").output


# The pinned authorities


def test_authorities_are_told_with_the_fingerprints_they_print(tmp_path: Path) -> None:
    authority = Authority("測試內政部憑證管理中心")
    folder = pinned(tmp_path / "trust", authority)
    certificate = x509.load_der_x509_certificate(authority.der)
    (folder / "again.crt").write_bytes(certificate.public_bytes(Encoding.PEM))
    told = json.loads(ask("anchors", "--trust", str(folder), "--json").output)
    assert (told["folder"], told["training"], len(told["anchors"])) == (str(folder), True, 2)
    (fingerprint,) = {one["sha256"] for one in told["anchors"]}
    assert len(fingerprint.split(":")) == 32
    said = ask("anchors", "--trust", str(folder)).output
    assert fingerprint in said
    assert "測試內政部憑證管理中心" in said
    assert "(training)" in said


def test_authorities_that_cannot_be_read(tmp_path: Path) -> None:
    folder = pinned(tmp_path / "trust")
    (folder / "torn.der").write_bytes(b"\x30\x03")
    assert "torn.der" in ask("anchors", "--trust", str(folder), code=7).output
    ask("anchors", "--trust", str(tmp_path / "nowhere"), code=2)


def test_without_a_set_up_the_products_own_authorities_count() -> None:
    ground = find_ground(None)
    assert ground.folder.parts[-2:] == ("resources", "trust")
    assert not ground.training


def test_one_authority_that_is_no_test_makes_it_no_training(tmp_path: Path) -> None:
    both = pinned(tmp_path / "trust", Authority("測試內政部憑證管理中心"), Authority("內政部憑證管理中心"))
    assert not find_ground(both).training


# What is shown of a card


def reading_of(der: bytes) -> CardReading:
    certificate = CardCertificate(der, "", for_signing=True)
    return CardReading("a reader", ANSWERED, "ISO 7816-15", "0001", (certificate,), PinPolicy(6, 8, None))


def test_a_strangers_certificate_is_shown_and_not_believed(tmp_path: Path) -> None:
    authority = Authority("測試內政部憑證管理中心")
    stranger = Authority("測試某某公司")
    ground = find_ground(pinned(tmp_path / "trust", authority))
    key = ec.generate_private_key(ec.SECP256R1())
    shown = describe(reading_of(stranger.certify(name(CN="someone"), key=key)), ground.trust(), ground.at)
    assert shown["holder"] == {
        "kind": None,
        "name": "CN=someone,C=TW",
        "id_tail": None,
        "organisation_oid": None,
        "ubn": None,
        "rank": None,
    }
    assert shown["certificate"]["key"] == "EC-P256"
    assert shown["trust"] == {"status": "untrusted", "reason": "K-CERT-01"}
    assert shown["pin"] == {"min": 6, "max": 8, "tries_left": None}


def test_a_key_of_another_kind_is_unknown(tmp_path: Path) -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    der = Authority("測試某某公司").certify(name(CN="someone"), key=key)
    ground = find_ground(pinned(tmp_path / "trust"))
    assert describe(reading_of(der), ground.trust(), ground.at)["certificate"]["key"] == "unknown"


def test_a_certificate_that_makes_no_sense_is_the_cards_failure(tmp_path: Path) -> None:
    der = Authority("測試某某公司").certify(
        name(CN="someone"), key=ec.generate_private_key(ec.SECP256R1()), usage=key_usage("digital_signature")
    )
    ground = find_ground(pinned(tmp_path / "trust"))
    for broken in (der[:-1], der.replace(b"\x03\x42\x00\x04", b"\x03\x42\x00\x09")):
        with pytest.raises(CardError) as caught:
            describe(reading_of(broken), ground.trust(), ground.at)
        assert caught.value.failure is CardFailure.CARD_DATA


def test_openssl_takes_ecdsa_as_der_and_rsa_as_it_is() -> None:
    authority = Authority("測試某某公司")
    curve = authority.certify(name(CN="someone"), key=ec.generate_private_key(ec.SECP384R1()))
    assert openssl_signature(curve, bytes(47) + b"\x05" + bytes(47) + b"\x09") == encode_dss_signature(5, 9)
    large = authority.certify(name(CN="someone"), key=rsa.generate_private_key(65537, 2048))
    assert openssl_signature(large, b"raw") == b"raw"


# The PIN from standard input


class Pieces:
    """A stream that gives what it has piece by piece, and keeps the memory it wrote to."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = list(pieces)
        self.memory: memoryview | None = None

    def readinto(self, buffer: memoryview, /) -> int:
        if self.memory is None:
            assert isinstance(buffer.obj, bytearray)
            self.memory = memoryview(buffer.obj)
        piece = self._pieces.pop(0)[: len(buffer)] if self._pieces else b""
        buffer[: len(piece)] = piece
        return len(piece)


def characters(pin: Pin) -> bytes:
    command = bytearray(len(pin))
    pin.write_into(command, 0)
    return bytes(command)


@pytest.mark.parametrize(
    ("pieces", "wanted"),
    [
        ([b"123456\n"], b"123456"),
        ([b"123456\r\n"], b"123456"),
        ([b"123456"], b"123456"),
        ([b"12", b"34", b"56\nrest"], b"123456"),
        ([b"\n"], b""),
        ([], b""),
        ([b"9" * 200, b"9" * 200], b"9" * 256),
    ],
)
def test_one_line_is_the_pin_and_nothing_of_it_stays(pieces: list[bytes], wanted: bytes) -> None:
    source = Pieces(*pieces)
    assert characters(read_pin(source)) == wanted
    assert source.memory is not None
    assert source.memory == bytes(len(source.memory))


def test_the_pin_comes_straight_from_a_pipe() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"A1b2C3d4\n")
    os.close(writing)
    with io.FileIO(reading) as source:
        assert characters(read_pin(source)) == b"A1b2C3d4"


# What happens at the readers

EMPTY = ReaderSlot("one", card_present=False, atr=b"")
HOLDING = replace(EMPTY, card_present=True, atr=ANSWERED)
NOTHING = ReaderState(service=True, readers=())
LOST = ReaderState(service=False, readers=())


def told(before: ReaderState, *readers: ReaderSlot) -> list[str]:
    now = ReaderState(service=True, readers=readers)
    return [" ".join(event.values()) for event in events(before, now)]


def test_events() -> None:
    empty, holding = ReaderState(True, (EMPTY,)), ReaderState(True, (HOLDING,))
    assert told(NOTHING, EMPTY) == ["reader_plugged one"]
    assert told(NOTHING, HOLDING) == ["reader_plugged one", "card_in one 3B 00"]
    assert told(empty, HOLDING) == ["card_in one 3B 00"]
    assert told(holding, EMPTY) == ["card_out one"]
    assert told(holding, replace(HOLDING, atr=b"")) == ["card_out one", "card_in one "]
    assert told(holding) == ["card_out one", "reader_unplugged one"]
    assert told(empty, replace(EMPTY, name="two")) == ["reader_unplugged one", "reader_plugged two"]
    assert told(LOST, HOLDING) == ["service_back", "reader_plugged one", "card_in one 3B 00"]
    assert [event["event"] for event in events(holding, LOST)] == [
        "service_lost",
        "card_out",
        "reader_unplugged",
    ]
    assert told(holding, HOLDING) == []
