"""The stand-in for the 跨平台網頁元件, by itself: what it answers to what."""

import base64
import http.client
import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from kiosk.cardreader.virtual import web_component as codes
from kiosk.cardreader.virtual.card import Card
from kiosk.cardreader.virtual.scenarios import SCENARIOS
from kiosk.cardreader.virtual.web_component import WebComponent

MESSAGE = "雲端方案".encode()


@dataclass
class Reader:
    """The reader, in our hand."""

    card: Card | None = None
    connected: bool = True


@dataclass(frozen=True)
class Client:
    """A program that uses the component."""

    reader: Reader
    port: int

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if answer.status == 200 else None
        finally:
            connection.close()

    def information(self, query: str = "?withcert=true") -> Any:
        return self.ask("GET", f"/pkcs11info{query}")[1]

    def sign(self, **changed: Any) -> Any:
        """Ask for a signature over MESSAGE; a field changed to None is left out."""
        package = {
            "tbs": base64.b64encode(MESSAGE).decode(),
            "tbsEncoding": "base64",
            "hashAlgorithm": "SHA256",
            "signatureType": "PKCS1",
            "pin": "123456",
            "func": "MakeSignature",
            "slotDescription": codes.SLOT,
            "nonce": "0123456789",
            "withCardSN": True,
            "withSigningTime": False,
            "checkValidity": False,
        } | changed
        package = {name: value for name, value in package.items() if value is not None}
        return self.ask("POST", "/sign", "tbsPackage=" + quote_plus(json.dumps(package)))[1]


@pytest.fixture
def insert(training: Path) -> Callable[[str], Card]:
    return lambda scenario: SCENARIOS[scenario].make(training)


@pytest.fixture
def client(insert: Callable[[str], Card]) -> Iterator[Client]:
    reader = Reader(insert("hicos2-citizen"))
    with WebComponent(reader) as component:
        thread = threading.Thread(target=component.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield Client(reader, component.port)
        component.shutdown()
        thread.join(10)


def code(answer: Any) -> tuple[int, int]:
    return answer["ret_code"], answer["last_error"]


def tries(client: Client) -> int | None:
    assert client.reader.card is not None
    return client.reader.card.tries_left


@pytest.mark.parametrize(
    "scenario", ["hicos1-citizen", "hicos1-organisation", "hicos2-citizen", "hicos2-organisation"]
)
def test_tells_the_card_and_signs_with_it(
    client: Client, insert: Callable[[str], Card], scenario: str
) -> None:
    client.reader.card = insert(scenario)
    told = client.information()
    assert code(told) == (0, 0)
    (slot,) = told["slots"]
    first, second = slot["token"]["certs"]
    assert (first["label"], first["usage"]) == ("cert1", "digitalSignature")
    assert (second["label"], second["usage"]) == ("cert2", "keyEncipherment|dataEncipherment")
    signed = client.sign(slotDescription=slot["slotDescription"])
    assert code(signed) == (0, 0)
    assert signed["cardSN"] == slot["token"]["serialNumber"]
    assert signed["certb64"] == first["certb64"]
    certificate = x509.load_der_x509_certificate(base64.b64decode(first["certb64"]))
    assert first["issuerDN"] == certificate.issuer.rfc4514_string()
    key = certificate.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(base64.b64decode(signed["signature"]), MESSAGE, padding.PKCS1v15(), SHA256())


def test_tells_certificates_only_where_asked(client: Client) -> None:
    assert "certs" not in client.information("")["slots"][0]["token"]
    assert "certs" not in client.information("?withcert=false")["slots"][0]["token"]


def test_takes_plain_text_and_leaves_the_number_out(client: Client) -> None:
    signed = client.sign(tbs=MESSAGE.decode(), tbsEncoding="NONE", withCardSN=False)
    assert "cardSN" not in signed
    assert signed["signature"] == client.sign()["signature"]


def test_counts_wrong_pins_down_to_the_lock(client: Client) -> None:
    wrong = [code(client.sign(pin="654321")) for _ in range(4)]
    assert wrong == [
        (codes.LOGIN_FAILED, 0x80000002),
        (codes.LOGIN_FAILED, 0x80000001),
        (codes.LOGIN_FAILED, 0xA4),
        (codes.LOGIN_FAILED, 0xA4),
    ]
    assert code(client.sign()) == (codes.LOGIN_FAILED, 0xA4)
    assert tries(client) == 0


def test_the_right_pin_gives_all_tries_back(client: Client) -> None:
    client.sign(pin="654321")
    assert tries(client) == 2
    assert code(client.sign()) == (0, 0)
    assert tries(client) == 3


@pytest.mark.parametrize(
    ("changed", "answer"),
    [
        ({"pin": None}, (codes.NO_PIN, 0)),
        ({"pin": ""}, (codes.NO_PIN, 0)),
        ({"pin": "12345"}, (codes.LOGIN_FAILED, 0xA2)),
        ({"pin": "123456789"}, (codes.LOGIN_FAILED, 0xA2)),
        ({"slotDescription": "another reader"}, (codes.NO_CARD, 0)),
        ({"pin": 123456}, (codes.ARGUMENTS_BAD, 0)),
        ({"tbs": "§"}, (codes.ARGUMENTS_BAD, 0)),
        ({"tbs": None}, (codes.ARGUMENTS_BAD, 0)),
        ({"tbsEncoding": "hex"}, (codes.ARGUMENTS_BAD, 0)),
        ({"func": "Decrypt"}, (codes.ARGUMENTS_BAD, 0)),
        ({"signatureType": "PKCS7"}, (codes.ARGUMENTS_BAD, 0)),
        ({"hashAlgorithm": "SHA1"}, (codes.ARGUMENTS_BAD, 0)),
    ],
)
def test_refuses_without_costing_a_try(
    client: Client, changed: dict[str, Any], answer: tuple[int, int]
) -> None:
    assert code(client.sign(**changed)) == answer
    assert tries(client) == 3


@pytest.mark.parametrize(
    "body", ["", "tbsPackage=", "tbsPackage=%FF", "tbsPackage=1", "tbsPackage=[" + "[" * 100_000, "other=1"]
)
def test_a_request_without_sense(client: Client, body: str) -> None:
    assert code(client.ask("POST", "/sign", body)[1]) == (codes.ARGUMENTS_BAD, 0)


def test_a_request_beyond_all_size(client: Client) -> None:
    with socket.create_connection(("127.0.0.1", client.port), timeout=10) as line:
        line.sendall(b"POST /sign HTTP/1.0\r\nContent-Length: 999999999\r\n\r\n")
        assert f'"ret_code": {codes.ARGUMENTS_BAD}'.encode() in line.makefile("rb").read()


@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("GET", "/sign"), ("POST", "/pkcs11info")])
def test_there_is_nothing_else(client: Client, method: str, path: str) -> None:
    assert client.ask(method, path, "")[0] == 404


def test_what_is_missing_is_told(client: Client, insert: Callable[[str], Card]) -> None:
    client.reader.connected = False
    assert code(client.information()) == code(client.sign()) == (codes.NO_READER, 0)
    client.reader.card = insert("good-citizen")
    client.reader.connected = True
    assert code(client.information()) == code(client.sign()) == (codes.WRONG_KIND_OF_CARD, 0)
    client.reader.card = None
    assert code(client.information()) == code(client.sign()) == (codes.NO_CARD, 0)
