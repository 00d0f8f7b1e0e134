"""Stands in for the 跨平台網頁元件 (HiPKI LocalSignServer): HTTP on loopback, for the virtual reader's card.

Requests, answers and codes are those that are published of it; where they are silent, the code is PKCS#11's.
The real one signs with HiCOS cards through the vendor's middleware; here the virtual card's own door is used.
"""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.x509.oid import NameOID

from kiosk.cardreader.virtual.card import Card
from kiosk.cardreader.virtual.contents import Holding
from kiosk.cardreader.virtual.hicos_card import HicosCard1, HicosCard2, PinBlocked, PinRefused

_HicosCard = HicosCard1 | HicosCard2

SLOT = "Virtual PCD 00 00"

NO_CARD = 0x76000006
NO_PIN = 0x76000998
NO_READER = 0x76100003
LOGIN_FAILED = 0x76100006
WRONG_KIND_OF_CARD = 0x83000101
ARGUMENTS_BAD = 0x00000007  # CKR_ARGUMENTS_BAD: no code is published for a request that makes no sense

PIN_WRONG = 0xA0
PIN_LENGTH = 0xA2
PIN_LOCKED = 0xA4
_TRIES_LEFT = {1: 0x80000001, 2: 0x80000002}

_PIN_LENGTHS = range(6, 9)
_LONGEST_REQUEST = 256 * 1024
_SECONDS = 5


class Reader(Protocol):
    """What the component sees of the reader: the card that is put in, and whether the reader has taken it."""

    @property
    def card(self) -> Card | None:
        """The card, None without one."""

    @property
    def connected(self) -> bool:
        """False where there is no reader that could take a card."""


class Refused(Exception):
    """A request is answered with these codes, and nothing else."""

    def __init__(self, ret_code: int, last_error: int = 0) -> None:
        super().__init__(f"{ret_code:#010x} {last_error:#x}")
        self.ret_code = ret_code
        self.last_error = last_error


@dataclass(frozen=True)
class _Package:
    """What a request for a signature asks for."""

    message: bytes
    pin: str
    slot: str
    with_card_number: bool


class WebComponent(HTTPServer):
    """Listens on loopback `port` (0: a free one), for one request after the other: so tries are counted."""

    allow_reuse_address = True

    def __init__(self, reader: Reader, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _RequestHandler)
        self._reader = reader

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])

    def information(self, *, with_certificates: bool) -> dict[str, Any]:
        """The answer to GET /pkcs11info."""
        card = self._card()
        token: dict[str, Any] = {"serialNumber": card.card_number}
        if with_certificates:
            holdings = enumerate(_signature_first(card), 1)
            token["certs"] = [_described(f"cert{number}", holding.der) for number, holding in holdings]
        return _answer(slots=[{"slotDescription": SLOT, "token": token}])

    def sign(self, fields: Mapping[str, list[str]]) -> dict[str, Any]:
        """The answer to POST /sign with these form fields."""
        package = _package(fields)
        card = self._card()
        if package.slot != SLOT:
            raise Refused(NO_CARD)
        if not package.pin:
            raise Refused(NO_PIN)
        if len(package.pin) not in _PIN_LENGTHS:
            raise Refused(LOGIN_FAILED, PIN_LENGTH)
        try:
            signature = card.sign_with_pin(package.pin.encode(), package.message, "sha256")
        except PinBlocked:
            raise Refused(LOGIN_FAILED, PIN_LOCKED) from None
        except PinRefused as refused:
            raise Refused(LOGIN_FAILED, _TRIES_LEFT.get(refused.tries_left, PIN_WRONG)) from None
        answer = _answer(signature=_base64(signature), certb64=_base64(_signature_first(card)[0].der))
        return answer | ({"cardSN": card.card_number} if package.with_card_number else {})

    def _card(self) -> _HicosCard:
        card = self._reader.card
        if card is None:
            raise Refused(NO_CARD)
        if not self._reader.connected:
            raise Refused(NO_READER)
        if not isinstance(card, _HicosCard):
            raise Refused(WRONG_KIND_OF_CARD)
        return card


class _RequestHandler(BaseHTTPRequestHandler):
    timeout = _SECONDS

    def do_GET(self) -> None:
        """The card's number, and its certificates where they are asked for."""
        place = urlsplit(self.path)
        if place.path != "/pkcs11info":
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        with_certificates = parse_qs(place.query).get("withcert") == ["true"]
        self._reply(lambda component: component.information(with_certificates=with_certificates))

    def do_POST(self) -> None:
        """A signature."""
        if urlsplit(self.path).path != "/sign":
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self._reply(lambda component: component.sign(self._fields()))

    def _reply(self, ask: Callable[[WebComponent], dict[str, Any]]) -> None:
        assert isinstance(self.server, WebComponent)
        try:
            answer = ask(self.server)
        except Refused as refused:
            answer = {"ret_code": refused.ret_code, "last_error": refused.last_error}
        body = json.dumps(answer).encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _fields(self) -> Mapping[str, list[str]]:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > _LONGEST_REQUEST:
            raise Refused(ARGUMENTS_BAD)
        try:
            return parse_qs(self.rfile.read(int(length)).decode(), errors="strict")
        except ValueError:
            raise Refused(ARGUMENTS_BAD) from None

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name in the library
        """Keep quiet: the process's output belongs to others."""


def _answer(**more: Any) -> dict[str, Any]:
    return {"ret_code": 0, "last_error": 0, **more}


def _package(fields: Mapping[str, list[str]]) -> _Package:
    """What the field `tbsPackage` says. Refused ARGUMENTS_BAD where it makes no sense or is not done here."""
    try:
        (text,) = fields["tbsPackage"]
        match json.loads(text):
            case {
                "func": "MakeSignature",
                "signatureType": "PKCS1",
                "hashAlgorithm": "SHA256",
                "tbs": str(tbs),
                "tbsEncoding": str(encoding),
                "slotDescription": str(slot),
            } as package:
                pin = package.get("pin", "")
                if isinstance(pin, str):
                    return _Package(_decoded(tbs, encoding), pin, slot, bool(package.get("withCardSN")))
    except (KeyError, ValueError, RecursionError):
        pass  # answered as every other request that makes no sense
    raise Refused(ARGUMENTS_BAD)


def _decoded(tbs: str, encoding: str) -> bytes:
    """Raises ValueError."""
    match encoding:
        case "NONE":
            return tbs.encode()
        case "base64":
            return base64.b64decode(tbs, validate=True)
    raise ValueError(encoding)


def _signature_first(card: _HicosCard) -> list[Holding]:
    """The pairs in the vendor's order: cert1 is for signatures, cert2 for encryption."""
    return sorted(card.holdings, key=lambda holding: holding.identifier != b"SIGN")


def _described(label: str, der: bytes) -> dict[str, str]:
    certificate = x509.load_der_x509_certificate(der)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    uses = {
        "digitalSignature": usage.digital_signature,
        "keyEncipherment": usage.key_encipherment,
        "dataEncipherment": usage.data_encipherment,
    }
    numbers = certificate.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
    return {
        "label": label,
        "usage": "|".join(name for name, allowed in uses.items() if allowed),
        "subjectDN": certificate.subject.rfc4514_string(),
        "issuerDN": certificate.issuer.rfc4514_string(),
        "subjectID": "".join(str(number.value) for number in numbers),
        "certb64": _base64(der),
    }


def _base64(octets: bytes) -> str:
    return base64.b64encode(octets).decode("ascii")
