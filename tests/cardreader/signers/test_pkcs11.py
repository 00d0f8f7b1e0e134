"""SoftHSM2 in the vendor's place: plainly, and behind a module that counts tries and can be out of order."""

import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import psutil
import pytest

from kiosk.cardreader.card import CardReading, Digest
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.pin import Pin
from kiosk.cardreader.signers import pkcs11
from kiosk.cardreader.signers.pkcs11 import MODULE_SETTING, Pkcs11Signer, usual_modules
from tests.cardreader.signers.contract import MESSAGE, PIN, WRONG, SignerContract, Subject, holds
from tests.cardreader.signers.softhsm import MODULE, new_token

Reading = Callable[[str], CardReading]
PutToken = Callable[..., None]


class TestVendorModule(SignerContract):
    @pytest.fixture
    def subject(
        self,
        hicos_reading: Reading,
        put_token: PutToken,
        vendor_module: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> Subject:
        logins = tmp_path / "logins"
        monkeypatch.setenv("LOGINS", str(logins))
        monkeypatch.setenv("TRIES", str(tmp_path / "tries"))
        put_token("organisation")
        return Subject(
            Pkcs11Signer([vendor_module]),
            hicos_reading("organisation"),
            lambda: logins.stat().st_size if logins.exists() else 0,
            lambda: put_token("citizen"),
        )

    def test_a_module_that_prints_is_not_taken_for_an_answer(
        self, subject: Subject, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("FAULT", "noise")
        assert holds(subject.reading, subject.sign(), "sha256")

    def test_a_mechanism_out_of_order_is_gone_round_without_the_pin(
        self, subject: Subject, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("FAULT", "small")
        assert holds(subject.reading, subject.sign(), "sha256")
        assert subject.presentations() == 1

    @pytest.mark.parametrize(
        ("fault", "failure"),
        [
            ("crash", CardFailure.SIGNATURE_REFUSED),
            ("removed", CardFailure.CARD_REMOVED),
            ("busy", CardFailure.CARD_BUSY),
            ("swapped", CardFailure.OTHER_CARD),
            ("nameless", CardFailure.NO_SIGNING_CERTIFICATE),
        ],
    )
    def test_a_module_that_fails_gets_the_pin_once(
        self, subject: Subject, monkeypatch: pytest.MonkeyPatch, fault: str, failure: CardFailure
    ) -> None:
        monkeypatch.setenv("FAULT", fault)
        assert subject.refusal().failure is failure
        assert subject.presentations() == 1

    @pytest.mark.parametrize(
        ("fault", "failure"),
        [("closed", CardFailure.OTHER_CARD), ("dead", CardFailure.NO_SIGNING_COMPONENT)],
    )
    def test_a_module_that_does_not_work_gets_no_pin(
        self, subject: Subject, monkeypatch: pytest.MonkeyPatch, fault: str, failure: CardFailure
    ) -> None:
        monkeypatch.setenv("FAULT", fault)
        assert subject.refusal().failure is failure
        assert subject.presentations() == 0

    def test_a_token_that_goes_with_a_wrong_pin_tells_no_tries(
        self, subject: Subject, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("FAULT", "gone")
        refusal = subject.refusal(WRONG)
        assert (refusal.failure, refusal.tries_left) == (CardFailure.PIN_WRONG, None)

    def test_a_module_that_hangs_is_ended(
        self, subject: Subject, vendor_module: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("FAULT", "hang")
        subject.signer = Pkcs11Signer([vendor_module], seconds=3)
        before = set(psutil.Process().children(recursive=True))
        started = time.monotonic()
        assert subject.refusal().failure is CardFailure.CARD_SLOW
        assert time.monotonic() - started < 10
        assert set(psutil.Process().children(recursive=True)) <= before


class TestSoftHsm(SignerContract):
    """It tells that a PIN was wrong, but locks no token, however often."""

    test_a_blocked_card_gets_no_pin = None  # type: ignore[assignment]

    @pytest.fixture(params=["organisation", "ec-citizen", "ec-organisation"])
    def subject(
        self, request: pytest.FixtureRequest, hicos_reading: Reading, put_token: PutToken
    ) -> Subject:
        put_token(request.param)
        signer = CountingSigner([MODULE])
        digest: Digest = "sha384" if request.param == "ec-organisation" else "sha256"
        return Subject(
            signer,
            hicos_reading(request.param),
            lambda: signer.given,
            lambda: put_token("citizen"),
            told=(2, 2),
            digest=digest,
        )


class CountingSigner(Pkcs11Signer):
    """Counts the processes that were given a PIN."""

    given = 0

    def _ask(self, module, reading, order, pin):
        self.given += pin is not None
        return super()._ask(module, reading, order, pin)


def test_the_token_is_found_by_its_certificate_among_others(
    hicos_reading: Reading, put_token: PutToken
) -> None:
    """They all bear the same label."""
    put_token("citizen", "organisation", "ec-citizen")
    subject = Subject(Pkcs11Signer([MODULE]), hicos_reading("organisation"), int, lambda: None)
    assert holds(subject.reading, subject.sign(), "sha256")


def test_the_module_that_shows_the_card_is_taken(
    hicos_reading: Reading, put_token: PutToken, tmp_path: Path
) -> None:
    put_token("organisation")
    no_module = tmp_path / "no-module.so"
    no_module.write_bytes(b"\x7fELF")
    missing = tmp_path / "missing.so"
    subject = Subject(
        Pkcs11Signer([missing, no_module, MODULE]), hicos_reading("organisation"), int, lambda: None
    )
    assert holds(subject.reading, subject.sign(), "sha256")


@pytest.mark.parametrize(
    ("keys", "failure"),
    [
        ({}, CardFailure.NO_SIGNING_CERTIFICATE),
        ({"sign": "01"}, None),  # the token's only key, under another identifier
        ({"sign": ""}, None),
        ({"sign": "01", "encrypt": "02"}, CardFailure.NO_SIGNING_CERTIFICATE),
        ({"encrypt": "5349474e"}, CardFailure.SIGNATURE_REFUSED),  # what it signs does not verify
    ],
)
def test_the_key_to_the_certificate(
    hicos_reading: Reading,
    training: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    keys: Mapping[str, str],
    failure: CardFailure | None,
) -> None:
    folder = tmp_path / "token"
    folder.mkdir()
    token = new_token(folder, training / "cards" / "organisation", PIN, keys)
    monkeypatch.setenv("SOFTHSM2_CONF", str(token.settings))
    subject = Subject(Pkcs11Signer([MODULE]), hicos_reading("organisation"), int, lambda: None)
    if failure is None:
        assert holds(subject.reading, subject.sign(), "sha256")
    else:
        assert subject.refusal().failure is failure


def test_without_a_module(hicos_reading: Reading, tmp_path: Path) -> None:
    reading = hicos_reading("organisation")
    no_module = tmp_path / "no-module.so"
    no_module.write_bytes(b"\x7fELF")
    for modules in ([], [tmp_path / "missing.so"], [no_module]):
        with pytest.raises(CardError) as caught:
            Pkcs11Signer(modules).pin_policy(reading)
        assert caught.value.failure is CardFailure.NO_SIGNING_COMPONENT


def test_without_a_pin(hicos_reading: Reading) -> None:
    with pytest.raises(CardError) as caught:
        Pkcs11Signer([MODULE]).sign(hicos_reading("organisation"), MESSAGE, None)
    assert caught.value.failure is CardFailure.PIN_NOT_TYPED


def test_a_process_that_is_gone_is_told_nothing() -> None:
    process = subprocess.Popen(["true"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
    process.wait()
    typed = bytearray(PIN)
    with Pin(typed) as pin:
        assert pkcs11._converse(process, b"{}\n", pin) == b""
    pkcs11._end(process)


def test_a_process_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pkcs11, "_ENDS_WITHIN", 0.05)
    process = subprocess.Popen(["sleep", "60"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
    pkcs11._end(process)
    assert process.returncode == -signal.SIGKILL


def test_the_setting_names_the_one_module() -> None:
    assert usual_modules({MODULE_SETTING: "/opt/vendor.so"}, "linux") == (Path("/opt/vendor.so"),)
    assert Path("/usr/lib/libHicos_p11v1.so") in usual_modules({}, "linux")
    assert all(module.name == "libHicos_p11v1.dylib" for module in usual_modules({}, "darwin"))
    assert all(module.name == "HiCOSPKCS11.dll" for module in usual_modules({}, "win32"))
    assert usual_modules({}, "plan9") == ()
