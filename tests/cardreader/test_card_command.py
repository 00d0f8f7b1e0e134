"""`kiosk card` as a program of its own, with a real PC/SC service."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from kiosk.cardreader.reader import list_readers, read_card
from kiosk.cardreader.transport import PcscContext
from kiosk.cardreader.virtual.scenarios import SCENARIOS
from kiosk.services.folders import Folders
from kiosk.services.training.set_up import Running
from tests.cardreader.conftest import Desk, Service
from tests.cardreader.opensc.programs import openssl
from tests.cardreader.slot import Slot

pytestmark = [pytest.mark.pcsc]

PIN = b"123456\n"
KEYS = [
    "reader",
    "atr",
    "profile",
    "card_number",
    "holder",
    "certificate",
    "trust",
    "pin",
    "apdus",
    "milliseconds",
]


class Program:
    """Runs `kiosk card` with the training authorities and no set-up running."""

    def __init__(self, trust: Path, home: Path) -> None:
        self._trust = trust
        self.environment = os.environ | {"XDG_DATA_HOME": str(home)}

    def run(self, *words: str, code: int = 0, given: bytes = b"") -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "kiosk", "card", *words],
            env=self.environment,
            input=given,
            capture_output=True,
            timeout=60,
            check=False,
        )
        told = subprocess.CompletedProcess(words, done.returncode, done.stdout.decode(), done.stderr.decode())
        assert told.returncode == code, told
        return told

    def show(self, *words: str, code: int = 0) -> dict[str, Any]:
        told = self.run("show", "--json", "--trust", str(self._trust), *words, code=code)
        shown: dict[str, Any] = json.loads(told.stdout)
        return shown

    @contextmanager
    def watch(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "card", "watch", *words],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        with process:
            try:
                yield process
            finally:
                process.terminate()


@pytest.fixture
def program(training: Path, tmp_path: Path) -> Program:
    return Program(training / "trust", tmp_path / "home")


def next_event(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout is not None
    event = json.loads(process.stdout.readline())
    event.pop("at")
    return list(event.values())


# show


def test_it_shows_a_card(desk: Desk, program: Program, training: Path) -> None:
    desk.insert("good-organisation")
    shown = program.show()
    reading = read_card()
    assert list(shown) == KEYS
    assert (shown["reader"], shown["profile"], shown["card_number"]) == (
        reading.reader,
        "ISO 7816-15",
        "TR00000000000001",
    )
    assert bytes.fromhex(shown["atr"]) == reading.atr
    assert list(shown["holder"]) == ["kind", "name", "id_tail", "organisation_oid", "ubn", "rank"]
    assert shown["holder"]["name"] == "訓練用𠮷祥合作社"
    assert list(shown["certificate"]) == ["serial", "issuer", "not_after", "sha256", "key"]
    assert shown["certificate"]["key"] == "RSA-2048"
    assert shown["trust"] == {"status": "trusted", "reason": None}
    assert shown["pin"] == {"min": 6, "max": 8, "tries_left": 3}
    assert shown["apdus"] == reading.apdus
    assert shown["milliseconds"] > 0
    lines = program.run("show", "--trust", str(training / "trust")).stdout
    assert "holder.name: 訓練用𠮷祥合作社\n" in lines
    assert "holder.ubn" not in lines


@pytest.mark.parametrize(
    ("scenario", "profile", "tries_left"),
    [
        ("hicos1-citizen", "HiCOS 1", None),
        ("hicos2-organisation", "HiCOS 2", None),
        ("t0-organisation", "ISO 7816-15", 3),
        ("ec-organisation", "ISO 7816-15", 3),
    ],
)
def test_it_shows_every_kind_of_card(
    desk: Desk, program: Program, scenario: str, profile: str, tries_left: int | None
) -> None:
    desk.insert(scenario)
    shown = program.show()
    assert (shown["profile"], shown["trust"]["status"]) == (profile, "trusted")
    assert shown["pin"]["tries_left"] == tries_left
    assert shown["certificate"]["key"] == ("EC-P384" if scenario.startswith("ec-") else "RSA-2048")


def test_outside_training_a_training_card_is_not_believed(desk: Desk, program: Program) -> None:
    desk.insert("good-citizen")
    shown = json.loads(program.run("show", "--json").stdout)
    assert shown["trust"] == {"status": "untrusted", "reason": "K-CERT-05"}


@pytest.mark.parametrize(
    ("scenario", "reason"),
    [
        ("expired", "K-CERT-02"),
        ("not-yet-valid", "K-CERT-03"),
        ("wrong-ca", None),
        ("production", "K-CERT-06"),
        ("revoked", "K-CERT-09"),
    ],
)
def test_it_says_why_a_card_is_not_believed(
    desk: Desk, program: Program, scenario: str, reason: str | None
) -> None:
    desk.insert(scenario)
    trust = program.show()["trust"]
    assert trust["status"] == "untrusted"
    assert trust["reason"] in ({"K-CERT-01", "K-CERT-07"} if reason is None else {reason})


@pytest.mark.parametrize(
    ("scenario", "failure", "code"),
    [
        (None, "K-CARD-03", 4),
        ("nhi", "K-CARD-04", 5),
        ("unknown", "K-CARD-05", 5),
        ("mute", "K-CARD-06", 5),
        ("wrong-usage", "K-CARD-13", 5),
        ("pulled-out-at-read", "K-CARD-07", 9),
    ],
)
def test_its_exit_code_tells_the_kind_of_failure(
    desk: Desk, program: Program, scenario: str | None, failure: str, code: int
) -> None:
    if scenario is not None:
        desk.insert(scenario)
    failed = program.show(code=code)
    assert failed["failure"] == failure
    assert failed["title"]
    assert failed["remedy"]
    if scenario == "unknown":
        assert failed["reader"] in list_readers()
        assert b"UNKNOWN" in bytes.fromhex(failed["atr"])
        assert failed["tried"]


def test_a_failure_is_one_line_for_people(desk: Desk, program: Program) -> None:
    told = program.run("show", code=4)
    assert told.stdout == ""
    assert told.stderr.startswith("NO_CARD (K-CARD-03)")
    assert told.stderr.count("\n") == 1


def test_a_card_in_another_programs_use(desk: Desk, program: Program) -> None:
    desk.insert("good-organisation")
    with PcscContext() as other, other.connect(list_readers()[0]):
        assert program.show(code=9)["failure"] == "K-CARD-08"


def test_a_reader_by_its_name(desk: Desk, program: Program, training: Path) -> None:
    cards = [SCENARIOS[name].make(training) for name in ("good-organisation", "good-citizen")]
    with Slot(0) as left, Slot(1) as right:
        for slot, card in zip((left, right), cards, strict=True):
            slot.insert(card)
        assert program.show("--reader", left.name)["card_number"] == "TR00000000000001"
        assert program.show("--reader", right.name)["card_number"] == "TR00000000000002"
        assert program.show()["card_number"] == "TR00000000000001"
        left.remove()
        right.remove()
    assert program.show("--reader", "no reader of ours", code=3)["failure"] == "K-CARD-02"


def test_without_a_service(desk: Desk, program: Program, service: Service) -> None:
    if not service.is_ours:
        pytest.skip("the PC/SC service running here is not ours to stop")
    service.stop()
    try:
        assert program.show(code=3)["failure"] == "K-CARD-01"
    finally:
        service.start()


# sign


@pytest.fixture
def message(tmp_path: Path) -> Path:
    file = tmp_path / "message"
    file.write_bytes("雲端方案".encode() * 5000)
    return file


def signed(program: Program, message: Path, *words: str, code: int = 0, pin: bytes = PIN) -> Path:
    out = message.with_name("signature")
    program.run("sign", str(message), "--out", str(out), "--pin-stdin", *words, code=code, given=pin)
    return out


def require_openssl_agrees(message: Path, signature: Path) -> None:
    beside = signature.with_name("signature.cer")
    key = message.with_name("key.pem")
    key.write_bytes(openssl("x509", "-in", str(beside), "-noout", "-pubkey"))
    openssl("dgst", "-sha256", "-verify", str(key), "-signature", str(signature), str(message))


@pytest.mark.parametrize("scenario", ["good-organisation", "good-citizen", "ec-citizen", "ec-organisation"])
def test_openssl_verifies_what_it_signs(desk: Desk, program: Program, message: Path, scenario: str) -> None:
    desk.insert(scenario)
    require_openssl_agrees(message, signed(program, message))


@pytest.fixture
def running(desk: Desk, program: Program, web_component_url: str, monkeypatch: pytest.MonkeyPatch) -> Program:
    """The program beside a training set-up, as far as signing needs one."""
    port = urlsplit(web_component_url).port
    assert port is not None
    monkeypatch.setenv("XDG_DATA_HOME", program.environment["XDG_DATA_HOME"])
    record = Folders.of_training().running
    record.parent.mkdir(parents=True)
    parts = Running(os.getpid(), "http://127.0.0.1:1", desk.control.port, port, 1)
    record.write_text(json.dumps(asdict(parts)), encoding="utf-8")
    return program


@pytest.mark.parametrize("scenario", ["hicos1-citizen", "hicos2-organisation"])
def test_a_card_of_the_vendors_signs_through_its_component(
    desk: Desk, running: Program, message: Path, scenario: str
) -> None:
    desk.insert(scenario)
    signed(running, message, code=6, pin=b"654321\n")
    assert desk.control.state().tries_left == 2
    require_openssl_agrees(message, signed(running, message))


def test_without_its_component_a_card_of_the_vendors_cannot_sign(
    desk: Desk, program: Program, message: Path
) -> None:
    desk.insert("hicos1-citizen")
    assert not signed(program, message, code=8).exists()
    assert desk.control.state().tries_left == 3


@pytest.mark.parametrize(
    ("pin", "failure", "tries_left"),
    [
        (b"12345\n", "K-CARD-11", 3),
        (b"\n", "K-CARD-11", 3),
        (b"", "K-CARD-11", 3),
        (b"654321\n", "K-CARD-10", 2),
    ],
)
def test_a_pin_that_is_none(
    desk: Desk, program: Program, message: Path, pin: bytes, failure: str, tries_left: int
) -> None:
    desk.insert("good-organisation")
    out = message.with_name("signature")
    told = program.run("sign", str(message), "--out", str(out), "--pin-stdin", "--json", code=6, given=pin)
    failed = json.loads(told.stdout)
    assert (failed["failure"], failed["tries_left"]) == (failure, tries_left)
    assert desk.control.state().tries_left == tries_left
    assert not out.exists()


def test_the_last_try_is_used_only_when_told_to(desk: Desk, program: Program, message: Path) -> None:
    desk.insert("last-try")
    signed(program, message, code=6, pin=b"654321\n")
    assert desk.control.state().tries_left == 1
    require_openssl_agrees(message, signed(program, message, "--last-try"))
    assert desk.control.state().tries_left == 3


def test_a_blocked_card_gets_no_pin(desk: Desk, program: Program, message: Path) -> None:
    desk.insert("blocked")
    told = program.run(
        "sign", str(message), "--out", str(message.with_name("s")), "--pin-stdin", "--json", code=6
    )
    assert json.loads(told.stdout)["failure"] == "K-CARD-12"


def test_a_card_pulled_out_while_it_signs_leaves_no_file(desk: Desk, program: Program, message: Path) -> None:
    desk.insert("pulled-out-at-sign")
    assert not signed(program, message, code=9).exists()


def test_a_signature_that_cannot_be_written(desk: Desk, program: Program, message: Path) -> None:
    desk.insert("good-organisation")
    message.with_name("signature.cer").mkdir()
    signed(program, message, code=2)


# anchors


def test_the_authorities_fingerprints_are_openssls(program: Program, training: Path) -> None:
    trust = training / "trust"
    told = json.loads(program.run("anchors", "--trust", str(trust), "--json").stdout)
    printed = {
        openssl("x509", "-inform", "DER", "-in", str(file), "-noout", "-fingerprint", "-sha256")
        .decode()
        .strip()
        for file in trust.iterdir()
    }
    assert {f"sha256 Fingerprint={one['sha256']}" for one in told["anchors"]} == printed


# watch


def test_it_tells_what_happens_at_the_readers(desk: Desk, program: Program) -> None:
    first, second = list_readers()
    with program.watch() as watching:
        assert next_event(watching) == ["reader_plugged", first]
        assert next_event(watching) == ["reader_plugged", second]
        desk.insert("good-organisation")
        kind, reader, atr = next_event(watching)
        assert (kind, reader) == ("card_in", first)
        assert b"TRAINING" in bytes.fromhex(atr)
        desk.remove()
        assert next_event(watching) == ["card_out", first]


def test_it_tells_of_one_reader_and_of_the_service(desk: Desk, program: Program, service: Service) -> None:
    if not service.is_ours:
        pytest.skip("the PC/SC service running here is not ours to stop")
    _first, second = list_readers()
    with program.watch("--reader", second) as watching:
        assert next_event(watching) == ["reader_plugged", second]
        desk.insert("good-organisation")
        service.stop()
        assert next_event(watching) == ["service_lost"]
        assert next_event(watching) == ["reader_unplugged", second]
        service.start()
        assert next_event(watching) == ["service_back"]
        assert next_event(watching) == ["reader_plugged", second]


def _nobody_reads(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    process.stdout.close()


@pytest.mark.parametrize(
    "end",
    [lambda process: process.send_signal(signal.SIGINT), lambda process: process.terminate(), _nobody_reads],
    ids=["interrupted", "terminated", "nobody reads"],
)
def test_it_ends_well(desk: Desk, program: Program, end: Callable[[subprocess.Popen[str]], None]) -> None:
    with program.watch() as watching:
        next_event(watching)
        end(watching)
        assert watching.wait(10) == 0
        assert watching.stderr is not None
        assert watching.stderr.read() == ""


def test_a_pipe_closed_in_the_middle_of_its_news(desk: Desk, program: Program) -> None:
    with program.watch() as watching:
        next_event(watching)
        _nobody_reads(watching)
        desk.insert("good-organisation")
        assert watching.wait(10) == 0
