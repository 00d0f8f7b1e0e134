"""The 跨平台網頁元件: the training stand-in where it answers well, and a server that answers anything."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from kiosk.cardreader.card import CardReading
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.pin import Pin
from kiosk.cardreader.signers.web_component import WebComponentSigner
from kiosk.cardreader.virtual.card import Card
from kiosk.cardreader.virtual.hicos_card import HicosCard2
from kiosk.cardreader.virtual.web_component import WebComponent
from tests.cardreader.signers.conftest import NUMBER, holdings_of
from tests.cardreader.signers.contract import MESSAGE, PIN, WRONG, SignerContract, Subject, holds

Reading = Callable[[str], CardReading]

ODD = {"slotDescription": "", "token": {"serialNumber": "", "certs": [1, {}]}}


@dataclass
class Reader:
    """What the stand-in sees; counts the PINs that its card is given."""

    card: Card | None
    connected: bool = True
    presentations: int = 0

    def put(self, card: HicosCard2) -> None:
        self.card = card
        asked = card.sign_with_pin

        def counted(*given: Any) -> bytes:
            self.presentations += 1
            return asked(*given)

        card.sign_with_pin = counted  # type: ignore[assignment, method-assign]


@contextmanager
def serving(server: HTTPServer) -> Iterator[str]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class TestStandIn(SignerContract):
    @pytest.fixture
    def reader(self) -> Reader:
        return Reader(None)

    @pytest.fixture
    def address(self, reader: Reader) -> Iterator[str]:
        with serving(WebComponent(reader)) as address:
            yield address

    @pytest.fixture
    def subject(
        self,
        reader: Reader,
        address: str,
        hicos_card: Callable[..., HicosCard2],
        hicos_reading: Reading,
    ) -> Subject:
        reader.put(hicos_card("organisation"))
        return Subject(
            WebComponentSigner(address),
            hicos_reading("organisation"),
            lambda: reader.presentations,
            lambda: reader.put(hicos_card("citizen")),
        )

    def test_what_it_told_of_tries_is_relied_on_for_an_hour(self, subject: Subject, address: str) -> None:
        """A card that was locked may come back unlocked."""
        now = 1000.0
        subject.signer = WebComponentSigner(address, clock=lambda: now)
        for _ in range(3):
            subject.refusal(WRONG)
        assert subject.refusal().failure is CardFailure.PIN_BLOCKED
        assert subject.presentations() == 3
        now += 3600
        assert subject.signer.pin_policy(subject.reading).tries_left is None
        assert subject.refusal().failure is CardFailure.PIN_BLOCKED
        assert subject.presentations() == 4

    @pytest.mark.parametrize("pin", [b"a\"b\\c%&", b"+ =;/?:@"])
    def test_a_pin_of_any_characters_arrives_as_it_is(
        self, subject: Subject, reader: Reader, hicos_card: Callable[..., HicosCard2], pin: bytes
    ) -> None:
        reader.put(hicos_card("organisation", pin))
        assert holds(subject.reading, subject.sign(pin), "sha256")

    def test_it_signs_with_rsa_and_sha256_alone(self, subject: Subject, hicos_reading: Reading) -> None:
        subject.digest = "sha384"
        assert subject.refusal().failure is CardFailure.NO_SIGNING_COMPONENT
        subject.reading = hicos_reading("ec-citizen")
        with pytest.raises(CardError, match="NO_SIGNING_COMPONENT"):
            subject.signer.pin_policy(subject.reading)
        assert subject.presentations() == 0

    def test_no_card_and_no_reader(self, subject: Subject, reader: Reader) -> None:
        reader.connected = False
        assert subject.refusal().failure is CardFailure.NO_READER
        reader.card = None
        assert subject.refusal().failure is CardFailure.NO_CARD


@dataclass
class Hostile(HTTPServer):
    """Answers GET and POST with what it was given; keeps what it was sent."""

    information: bytes
    answer: bytes = b""
    stall: threading.Event | None = None
    sent: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: Hostile

    def do_GET(self) -> None:
        self._reply(self.server.information)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        (package,) = parse_qs(body, strict_parsing=True)["tbsPackage"]
        self.server.sent.append(json.loads(package))
        self._reply(self.server.answer)

    def _reply(self, body: bytes) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)
        if self.server.stall is not None:
            self.wfile.flush()
            self.server.stall.wait(10)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name in the library
        pass


def told(**values: Any) -> bytes:
    return json.dumps({"ret_code": 0, "last_error": 0} | values).encode()


@pytest.fixture
def shown(training: Path) -> dict[str, Any]:
    """The slot with the organisation's card, as the component shows it."""
    held = holdings_of(training, "organisation")
    certificates = [{"certb64": base64.encodebytes(each.der).decode()} for each in held]
    return {"slotDescription": "讀卡機 \"PIN\" 0", "token": {"serialNumber": NUMBER, "certs": certificates}}


@pytest.fixture
def hostile(shown: dict[str, Any], hicos_reading: Reading) -> Iterator[Callable[..., Subject]]:
    """Make a subject before such a server."""
    running = []

    def start(answer: bytes, information: bytes | None = None, **more: Any) -> Subject:
        server = Hostile(information or told(slots=[{}, None, {"token": None}, shown]), answer)
        context = serving(server)
        running.append(context)
        signer = WebComponentSigner(context.__enter__(), **more)
        subject = Subject(signer, hicos_reading("organisation"), lambda: len(server.sent), lambda: None)
        subject.server = server  # type: ignore[attr-defined]
        return subject

    yield start
    for context in running:
        context.__exit__(None, None, None)


Start = Callable[..., Subject]


def test_what_it_is_sent_is_what_is_published(hostile: Start) -> None:
    subject = hostile(told(ret_code=0x76000999))
    assert subject.refusal().failure is CardFailure.PIN_NOT_TYPED
    (sent,) = subject.server.sent  # type: ignore[attr-defined]
    assert len(sent.pop("nonce")) == 32
    assert sent == {
        "tbs": base64.b64encode(MESSAGE).decode(),
        "tbsEncoding": "base64",
        "hashAlgorithm": "SHA256",
        "signatureType": "PKCS1",
        "pin": PIN.decode(),
        "func": "MakeSignature",
        "slotDescription": "讀卡機 \"PIN\" 0",
        "withCardSN": True,
        "withSigningTime": False,
        "checkValidity": False,
    }


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        (0x76000006, CardFailure.NO_CARD),
        (0x7600000D, CardFailure.CARD_SLOW),
        (0x7600000F, CardFailure.NO_SIGNING_COMPONENT),
        (0x76000031, CardFailure.NO_SIGNING_COMPONENT),
        (0x76000998, CardFailure.PIN_NOT_TYPED),
        (0x76000999, CardFailure.PIN_NOT_TYPED),
        (0x76100003, CardFailure.NO_READER),
        (0x76500002, CardFailure.SIGNATURE_REFUSED),
        (0x83000101, CardFailure.OTHER_CARD),
        (0x83000104 - 2**32, CardFailure.OTHER_CARD),
        (0x12345678, CardFailure.SIGNATURE_REFUSED),
        ("0", CardFailure.SIGNATURE_REFUSED),
        (None, CardFailure.SIGNATURE_REFUSED),
        (False, CardFailure.SIGNATURE_REFUSED),
    ],
)
def test_its_codes(hostile: Start, code: object, failure: CardFailure) -> None:
    subject = hostile(told(ret_code=code))
    assert subject.refusal().failure is failure
    assert subject.presentations() == 1


@pytest.mark.parametrize(
    ("error", "failure", "tries"),
    [
        (0xA0, CardFailure.PIN_WRONG, None),
        (0xA2, CardFailure.PIN_LENGTH, None),
        (0xA4, CardFailure.PIN_BLOCKED, 0),
        (0x80000001, CardFailure.PIN_WRONG, 1),
        (0x80000002 - 2**32, CardFailure.PIN_WRONG, 2),
        (0x5, CardFailure.SIGNATURE_REFUSED, None),
        (None, CardFailure.SIGNATURE_REFUSED, None),
    ],
)
def test_why_a_login_failed(hostile: Start, error: object, failure: CardFailure, tries: int | None) -> None:
    subject = hostile(told(ret_code=0x76100006, last_error=error))
    refusal = subject.refusal()
    assert (refusal.failure, refusal.tries_left) == (failure, tries)
    assert subject.signer.pin_policy(subject.reading).tries_left == tries


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (b"", CardFailure.SIGNATURE_REFUSED),
        (b"[]", CardFailure.SIGNATURE_REFUSED),
        (b"[" * 100_000, CardFailure.SIGNATURE_REFUSED),
        (b"\xff", CardFailure.SIGNATURE_REFUSED),
        (b" " * (1024 * 1024 + 1), CardFailure.SIGNATURE_REFUSED),
        (told(signature="AAAA"), CardFailure.OTHER_CARD),
        (told(signature="AAAA", cardSN="TR00000000000001"), CardFailure.OTHER_CARD),
        (told(signature="AAAA", cardSN=NUMBER, nonce="another"), CardFailure.SIGNATURE_REFUSED),
        (told(signature="AAAA", cardSN=NUMBER), CardFailure.SIGNATURE_REFUSED),
        (told(signature="not base64", cardSN=NUMBER), CardFailure.SIGNATURE_REFUSED),
        (told(signature="é", cardSN=NUMBER), CardFailure.SIGNATURE_REFUSED),
        (told(signature=[1], cardSN=NUMBER), CardFailure.SIGNATURE_REFUSED),
        (told(cardSN=NUMBER), CardFailure.SIGNATURE_REFUSED),
    ],
)
def test_answers_that_are_no_signature(hostile: Start, answer: bytes, failure: CardFailure) -> None:
    subject = hostile(answer)
    assert subject.refusal().failure is failure
    assert subject.presentations() == 1


@pytest.mark.parametrize(
    ("information", "failure"),
    [
        (b"<html>", CardFailure.NO_SIGNING_COMPONENT),
        (told(slots=None), CardFailure.OTHER_CARD),
        (told(slots=[]), CardFailure.OTHER_CARD),
        (told(slots=[{}] * 65), CardFailure.OTHER_CARD),
        (told(slots=[ODD]), CardFailure.OTHER_CARD),
    ],
)
def test_it_does_not_show_the_card(hostile: Start, information: bytes, failure: CardFailure) -> None:
    subject = hostile(b"", information)
    assert subject.refusal().failure is failure
    assert subject.presentations() == 0


def test_a_server_that_never_ends_its_answer(hostile: Start) -> None:
    subject = hostile(told(), seconds=0.5)
    subject.server.stall = threading.Event()  # type: ignore[attr-defined]
    assert subject.refusal().failure is CardFailure.NO_SIGNING_COMPONENT
    subject.server.stall.set()  # type: ignore[attr-defined]


def test_nobody_answers(hicos_reading: Reading) -> None:
    with serving(Hostile(b"")) as gone:
        pass
    with pytest.raises(CardError, match="NO_SIGNING_COMPONENT"):
        WebComponentSigner(gone).pin_policy(hicos_reading("organisation"))


def test_a_certificate_beyond_understanding(hicos_reading: Reading) -> None:
    from dataclasses import replace

    reading = hicos_reading("organisation")
    certificates = tuple(replace(each, der=b"\x30\x00") for each in reading.certificates)
    with pytest.raises(CardError, match="NO_SIGNING_CERTIFICATE"):
        WebComponentSigner().sign(replace(reading, certificates=certificates), b"", Pin(bytearray(PIN)))


def test_without_a_pin(hicos_reading: Reading) -> None:
    with pytest.raises(CardError, match="PIN_NOT_TYPED"):
        WebComponentSigner().sign(hicos_reading("organisation"), MESSAGE, None)


@pytest.mark.parametrize(
    "address", ["https://localhost:61161", "http://192.0.2.1:61161", "http://localhost.example", "localhost"]
)
def test_the_pin_never_leaves_the_machine(address: str) -> None:
    with pytest.raises(ValueError, match="on this machine"):
        WebComponentSigner(address)


def test_not_even_by_a_name_that_lies(
    hicos_reading: Reading, monkeypatch: pytest.MonkeyPatch, hostile: Start
) -> None:
    """Where "localhost" has been made to mean another machine, nothing is asked there."""
    subject = hostile(told())

    class Elsewhere(type(subject.server.socket)):  # type: ignore[misc]
        def getpeername(self) -> tuple[str, int]:
            return "192.0.2.1", 61161

    monkeypatch.setattr("socket.socket", Elsewhere)
    assert subject.refusal().failure is CardFailure.NO_SIGNING_COMPONENT
