"""Every named card, put into the virtual reader of a real PC/SC service, comes to the end it promises."""

import base64
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384

from kiosk.cardreader.card import CardReading, Digest
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.pin import Pin
from kiosk.cardreader.reader import list_readers, read_card
from kiosk.cardreader.signers.card import CardSigner
from kiosk.cardreader.transport import PcscContext
from kiosk.cardreader.virtual.scenarios import GROUPS, SCENARIOS, TRAINING_PIN
from kiosk.contract.trust import TrustFailure, TrustStore, Untrusted
from tests.cardreader.conftest import Desk

AT = datetime(2026, 3, 2, tzinfo=UTC)
MESSAGE = "雲端方案".encode()
SOON = 2.0

SIGNS, REVOKED = "signs", "revoked"
ENDS: Mapping[str, object] = {
    **dict.fromkeys(GROUPS["good"], SIGNS),
    "slow": SIGNS,
    "revoked": REVOKED,
    "expired": TrustFailure.EXPIRED,
    "not-yet-valid": TrustFailure.NOT_YET_VALID,
    "wrong-ca": TrustFailure.UNKNOWN_ISSUER,
    "production": TrustFailure.PRODUCTION_CERTIFICATE,
    "wrong-usage": CardFailure.NO_SIGNING_CERTIFICATE,
    "blocked": CardFailure.PIN_BLOCKED,
    "nhi": CardFailure.NHI_CARD,
    "unknown": CardFailure.UNKNOWN_CARD,
    "pulled-out-at-read": CardFailure.CARD_REMOVED,
    "pulled-out-at-verify": CardFailure.CARD_REMOVED,
    "pulled-out-at-sign": CardFailure.CARD_REMOVED,
    "garbage": CardFailure.CARD_DATA,
    "mute": CardFailure.MUTE_CARD,
}
PROFILES = {"hicos1": "HiCOS 1", "hicos2": "HiCOS 2"}


@dataclass(frozen=True)
class Counter:
    """Does with a card what the counter does, and says what came of it."""

    training: Path
    web_component_url: str

    def ending(self) -> object:
        try:
            reading = read_card()
            self._look_at(reading)
            if self._is_revoked(reading):
                return REVOKED
            _verify(reading, self._sign(reading))
        except (CardError, Untrusted) as error:
            return error.failure
        return SIGNS

    def _look_at(self, reading: CardReading) -> None:
        store = TrustStore.from_folder(self.training / "trust", training=True)
        holder = store.check([reading.signing_certificate.der], AT)
        assert "訓練用" in holder.name

    def _is_revoked(self, reading: CardReading) -> bool:
        """By the lists alone, as any X.509 library reads them."""
        certificate = x509.load_der_x509_certificate(reading.signing_certificate.der)
        (point,) = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
        assert point.full_name is not None
        file = self.training / "revocation" / point.full_name[0].value.rsplit("/", 1)[1]
        crl = x509.load_der_x509_crl(file.read_bytes())
        return crl.get_revoked_certificate_by_serial_number(certificate.serial_number) is not None

    def _sign(self, reading: CardReading) -> bytes:
        if reading.profile == "ISO 7816-15":
            digest: Digest = "sha384" if _size_of_curve(reading) == 48 else "sha256"
            return CardSigner().sign(reading, MESSAGE, Pin(bytearray(TRAINING_PIN, "ascii")), digest)
        with httpx2.Client(base_url=self.web_component_url, trust_env=False) as http:
            (slot,) = http.get("/pkcs11info").json()["slots"]
            assert slot["token"]["serialNumber"] == reading.card_number
            package = {
                "tbs": base64.b64encode(MESSAGE).decode(),
                "tbsEncoding": "base64",
                "hashAlgorithm": "SHA256",
                "signatureType": "PKCS1",
                "pin": TRAINING_PIN,
                "func": "MakeSignature",
                "slotDescription": slot["slotDescription"],
            }
            answer = http.post("/sign", data={"tbsPackage": json.dumps(package)}).json()
        assert answer["ret_code"] == 0
        return base64.b64decode(answer["signature"])


def _size_of_curve(reading: CardReading) -> int:
    key = x509.load_der_x509_certificate(reading.signing_certificate.der).public_key()
    return key.curve.key_size // 8 if isinstance(key, ec.EllipticCurvePublicKey) else 0


def _verify(reading: CardReading, signature: bytes) -> None:
    key = x509.load_der_x509_certificate(reading.signing_certificate.der).public_key()
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, MESSAGE, padding.PKCS1v15(), SHA256())
        return
    assert isinstance(key, ec.EllipticCurvePublicKey)
    size = key.curve.key_size // 8
    assert len(signature) == 2 * size
    der = encode_dss_signature(int.from_bytes(signature[:size]), int.from_bytes(signature[size:]))
    key.verify(der, MESSAGE, ec.ECDSA(SHA384() if size == 48 else SHA256()))


@pytest.fixture
def ending(training: Path, web_component_url: str) -> Callable[[], object]:
    return Counter(training, web_component_url).ending


@pytest.mark.pcsc
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_it_ends_as_promised(desk: Desk, ending: Callable[[], object], scenario: str) -> None:
    desk.insert(scenario)
    assert ending() == ENDS[scenario]


@pytest.mark.pcsc
@pytest.mark.parametrize("scenario", GROUPS["good"])
def test_its_profile_is_found(desk: Desk, scenario: str) -> None:
    desk.insert(scenario)
    reading = read_card()
    assert reading.profile == PROFILES.get(scenario.partition("-")[0], "ISO 7816-15")
    assert (reading.pin.minimum, reading.pin.maximum) == (6, 8)


@pytest.mark.pcsc
def test_pulled_out_while_read_is_known_at_once(desk: Desk) -> None:
    desk.insert("pulled-out-at-read")
    begin = time.monotonic()
    with pytest.raises(CardError) as caught:
        read_card()
    assert time.monotonic() - begin < SOON
    assert caught.value.failure is CardFailure.CARD_REMOVED
    assert not desk.control.state().inserted
    desk.insert(None)  # the same card once more
    assert read_card().card_number == "TR00000000000001"


@pytest.mark.pcsc
def test_a_slow_card_takes_its_time(desk: Desk) -> None:
    desk.insert("slow")
    with PcscContext() as context, context.connect(list_readers()[0]) as connection:
        begin = time.monotonic()
        connection.transmit(bytes.fromhex("00A4000C023F00"))
        assert time.monotonic() - begin >= 0.2


@pytest.mark.pcsc
def test_a_slow_card_can_be_taken_out_at_any_time(desk: Desk) -> None:
    desk.insert("slow")
    begin = time.monotonic()
    desk.remove()
    assert time.monotonic() - begin < SOON


def test_every_card_is_told_in_both_languages() -> None:
    assert ENDS.keys() == SCENARIOS.keys()
    for texts in zip(*((scenario.zh, scenario.en) for scenario in SCENARIOS.values()), strict=True):
        assert all(texts)
        assert len(set(texts)) == len(texts)
