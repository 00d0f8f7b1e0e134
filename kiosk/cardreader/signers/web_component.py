"""Signs through the 跨平台網頁元件 (HiPKI LocalSignServer): HTTP on this machine's loopback interface.

The component speaks with the card; here it is asked, and its answers are taken for hostile: bounded in size
and time, and checked for what they hold. The PIN goes from its own buffer through one more into the socket.
"""

import base64
import binascii
import contextlib
import http.client
import ipaddress
import json
import secrets
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote_plus, urlsplit

from cryptography.hazmat.primitives.asymmetric import rsa

from kiosk.cardreader.card import CardReading, Digest, PinPolicy
from kiosk.cardreader.failures import CardFailure
from kiosk.cardreader.pin import Pin, wipe
from kiosk.cardreader.signers.verified import failure_of, signing_key, verified

USUAL_ADDRESS = "http://localhost:61161"

_LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")
_LONGEST_ANSWER = 1024 * 1024
_MOST_SLOTS = 64
# How long what the component told of tries left is relied on: a card that was locked may come back unlocked.
_TOLD_HOLDS_SECONDS = 3600.0

_RET_CODES: Mapping[int, CardFailure] = {
    0x76000006: CardFailure.NO_CARD,
    0x7600000D: CardFailure.CARD_SLOW,
    0x7600000F: CardFailure.NO_SIGNING_COMPONENT,  # does not trust who asks
    0x76000031: CardFailure.NO_SIGNING_COMPONENT,
    0x76000998: CardFailure.PIN_NOT_TYPED,
    0x76000999: CardFailure.PIN_NOT_TYPED,
    0x76100003: CardFailure.NO_READER,
    0x76500002: CardFailure.SIGNATURE_REFUSED,  # the certificate has expired, which its own check says better
    0x83000101: CardFailure.OTHER_CARD,  # wrong kinds of card
    0x83000102: CardFailure.OTHER_CARD,
    0x83000103: CardFailure.OTHER_CARD,
    0x83000104: CardFailure.OTHER_CARD,
}
_LOGIN_FAILED = 0x76100006
_LOGIN_ERRORS: Mapping[int, tuple[CardFailure, int | None]] = {
    0xA0: (CardFailure.PIN_WRONG, None),
    0xA2: (CardFailure.PIN_LENGTH, None),
    0xA4: (CardFailure.PIN_BLOCKED, 0),
    0x80000001: (CardFailure.PIN_WRONG, 1),
    0x80000002: (CardFailure.PIN_WRONG, 2),
}


@dataclass(frozen=True)
class _Slot:
    """Where the component sees the card: the reader as it calls it, and the card's number."""

    description: str
    card_number: str


class _Unusable(Exception):
    """No component answers, or its answer makes no sense."""


class WebComponentSigner:
    """Signs with the card whose certificate the component shows, byte for byte.

    `address` is the component's, on this machine. `seconds` is how long one answer may take, and `clock`
    counts them. Raises ValueError for an address that leaves the machine.
    """

    def __init__(
        self,
        address: str = USUAL_ADDRESS,
        seconds: float = 20.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        place = urlsplit(address)
        if place.scheme != "http" or place.hostname not in _LOOPBACK_NAMES:
            raise ValueError("the component is asked on this machine alone")
        self._host, self._port = place.hostname, place.port or 80
        self._seconds = seconds
        self._clock = clock
        self._told: dict[bytes, tuple[int, float]] = {}

    def pin_policy(self, reading: CardReading) -> PinPolicy:
        """The card's own policy, with the tries left as the component told them when it last refused a PIN.

        Raises CardError NO_SIGNING_COMPONENT where none answers, or not for this kind of key; OTHER_CARD
        where it does not show the card.
        """
        self._find(reading)
        return self._policy(reading)

    def sign(self, reading: CardReading, message: bytes, pin: Pin | None, digest: Digest = "sha256") -> bytes:
        """As the port says; SHA-256 and RSA alone, which is what is known of the component."""
        if pin is None:
            raise failure_of(reading, CardFailure.PIN_NOT_TYPED)
        with pin:
            if digest != "sha256":
                raise failure_of(reading, CardFailure.NO_SIGNING_COMPONENT)
            slot = self._find(reading)
            self._policy(reading).require(len(pin))
            nonce = secrets.token_hex(16)
            body = _request_body(slot, message, nonce, pin)
            try:
                answer = self._ask("POST", "/sign", body)
            except _Unusable:
                raise failure_of(reading, CardFailure.SIGNATURE_REFUSED) from None
            finally:
                wipe(body)
        self._require_success(reading, answer)
        if answer.get("cardSN") != slot.card_number:
            raise failure_of(reading, CardFailure.OTHER_CARD)
        if answer.get("nonce", nonce) != nonce:
            raise failure_of(reading, CardFailure.SIGNATURE_REFUSED)
        return verified(reading, _octets(answer.get("signature")) or b"", message, digest)

    def _policy(self, reading: CardReading) -> PinPolicy:
        tries, until = self._told.get(reading.signing_certificate.der, (None, 0.0))
        return reading.pin if self._clock() >= until else replace(reading.pin, tries_left=tries)

    def _find(self, reading: CardReading) -> _Slot:
        """Where the component sees this card."""
        certificate = reading.signing_certificate.der
        if not isinstance(signing_key(reading), rsa.RSAPublicKey):
            raise failure_of(reading, CardFailure.NO_SIGNING_COMPONENT)
        try:
            answer = self._ask("GET", "/pkcs11info?withcert=true", None)
        except _Unusable:
            raise failure_of(reading, CardFailure.NO_SIGNING_COMPONENT) from None
        self._require_success(reading, answer)
        slots = answer.get("slots")
        for slot in slots[:_MOST_SLOTS] if isinstance(slots, list) else ():
            match slot:
                case {
                    "slotDescription": str(description),
                    "token": {"serialNumber": str(number), "certs": list(certificates)},
                } if certificate in map(_certificate, certificates):
                    return _Slot(description, number)
        raise failure_of(reading, CardFailure.OTHER_CARD)

    def _require_success(self, reading: CardReading, answer: Mapping[str, Any]) -> None:
        """Raise what `ret_code` and `last_error` say went wrong, and remember what they say of tries left."""
        code = _number(answer.get("ret_code"))
        if code == 0:
            if "signature" in answer:
                self._told.pop(reading.signing_certificate.der, None)
            return
        if code != _LOGIN_FAILED:
            raise failure_of(reading, _RET_CODES.get(code, CardFailure.SIGNATURE_REFUSED))
        unknown = CardFailure.SIGNATURE_REFUSED, None
        failure, tries = _LOGIN_ERRORS.get(_number(answer.get("last_error")), unknown)
        self._told.pop(reading.signing_certificate.der, None)
        if tries is not None:
            self._told[reading.signing_certificate.der] = tries, self._clock() + _TOLD_HOLDS_SECONDS
        raise failure_of(reading, failure, tries)

    def _ask(self, method: str, path: str, body: bytearray | None) -> Mapping[str, Any]:
        """The component's answer, a JSON object. Raises _Unusable."""
        connection = http.client.HTTPConnection(self._host, self._port, timeout=self._seconds)
        try:
            connection.connect()
            assert isinstance(connection.sock, socket.socket)
            if not ipaddress.ip_address(connection.sock.getpeername()[0]).is_loopback:
                raise _Unusable
            # One deadline for the whole answer, however slowly it comes.
            too_late = threading.Event()
            watchdog = threading.Timer(self._seconds, _hang_up, [connection.sock, too_late])
            watchdog.start()
            try:
                form = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
                connection.request(method, path, body, form)
                answer = connection.getresponse().read(_LONGEST_ANSWER + 1)
            finally:
                watchdog.cancel()
        except (OSError, http.client.HTTPException):
            raise _Unusable from None
        finally:
            connection.close()
        if too_late.is_set():
            raise _Unusable
        return _json_object(answer)


def _hang_up(connection: socket.socket, too_late: threading.Event) -> None:
    too_late.set()
    with contextlib.suppress(OSError):  # it may just have ended by itself
        connection.shutdown(socket.SHUT_RDWR)


def _request_body(slot: _Slot, message: bytes, nonce: str, pin: Pin) -> bytearray:
    """The form with the field `tbsPackage`, the PIN in its place; the caller's to wipe."""
    mark = "PIN"
    package = {
        "tbs": base64.b64encode(message).decode("ascii"),
        "tbsEncoding": "base64",
        "hashAlgorithm": "SHA256",
        "signatureType": "PKCS1",
        "pin": mark,
        "func": "MakeSignature",
        "slotDescription": slot.description,
        "nonce": nonce,
        "withCardSN": True,
        "withSigningTime": False,
        "checkValidity": False,
    }
    before, after = (
        quote_plus(part).encode("ascii") for part in json.dumps(package).split(f'"{mark}"', maxsplit=1)
    )
    before, after = b"tbsPackage=" + before + b"%22", b"%22" + after
    secret = _form_encoded(pin)
    try:
        body = bytearray(len(before) + len(secret) + len(after))
        body[: len(before)] = before
        body[len(before) : len(before) + len(secret)] = secret
        body[len(before) + len(secret) :] = after
        return body
    finally:
        wipe(secret)


def _form_encoded(pin: Pin) -> bytearray:
    """The PIN inside a JSON string inside a form: other characters than letters and digits as %5Cu00XX.

    Made in one piece of memory of the right size: what grows leaves copies behind.
    """
    characters = bytearray(len(pin))
    pin.write_into(characters, 0)
    try:
        plain = characters.isalnum()
        encoded = bytearray(len(characters) * (1 if plain else 8))
        if plain:
            encoded[:] = characters
            return encoded
        for position, character in enumerate(characters):
            encoded[position * 8 : position * 8 + 8] = b"%%5Cu00%02X" % character
        return encoded
    finally:
        wipe(characters)


def _json_object(answer: bytes) -> Mapping[str, Any]:
    """Raises _Unusable."""
    if len(answer) > _LONGEST_ANSWER:
        raise _Unusable
    try:
        told = json.loads(answer)
    except (ValueError, RecursionError):
        raise _Unusable from None
    if not isinstance(told, dict):
        raise _Unusable
    return told


def _certificate(told: Any) -> bytes | None:
    return _octets(told.get("certb64")) if isinstance(told, dict) else None


def _octets(told: Any) -> bytes | None:
    """Bytes from base64, with or without line ends; None where it is none."""
    if not isinstance(told, str):
        return None
    try:
        return base64.b64decode("".join(told.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _number(told: Any) -> int:
    """A code; -1 where it is none. The component's language may count below zero what has its top bit set."""
    return told & 0xFFFFFFFF if isinstance(told, int) and not isinstance(told, bool) else -1
