"""The process that a PKCS#11 module runs in: one order on standard input, one answer, the end.

The order is a line of JSON, `{"do": "find" or "sign", "module", "certificate", …}` with bytes in base64; for
a signature the PIN follows, up to the end of the input. The answer is a line of JSON: `{"tries_left"}`,
`{"signature"}`, or `{"failure", "tries_left"}`.
"""

import base64
import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Mapping
from typing import Any

import pkcs11
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass, TokenFlag
from pkcs11.exceptions import (
    AnotherUserAlreadyLoggedIn,
    DeviceRemoved,
    PinIncorrect,
    PinInvalid,
    PinLenRange,
    PinLocked,
    PKCS11Error,
    SessionClosed,
    SessionHandleInvalid,
    TokenNotPresent,
    UserAlreadyLoggedIn,
)

from kiosk.cardreader.card import DIGEST_INFO, Digest
from kiosk.cardreader.failures import CardFailure

_HASHED_BY_TOKEN = {"sha256": Mechanism.SHA256_RSA_PKCS, "sha384": Mechanism.SHA384_RSA_PKCS}

_FAILURES: Mapping[type[PKCS11Error], CardFailure] = {
    PinIncorrect: CardFailure.PIN_WRONG,
    PinLocked: CardFailure.PIN_BLOCKED,
    PinLenRange: CardFailure.PIN_LENGTH,
    PinInvalid: CardFailure.PIN_LENGTH,
    DeviceRemoved: CardFailure.CARD_REMOVED,
    TokenNotPresent: CardFailure.CARD_REMOVED,
    SessionClosed: CardFailure.CARD_REMOVED,
    SessionHandleInvalid: CardFailure.CARD_REMOVED,
    UserAlreadyLoggedIn: CardFailure.CARD_BUSY,
    AnotherUserAlreadyLoggedIn: CardFailure.CARD_BUSY,
}


class _Failed(Exception):
    def __init__(self, failure: CardFailure) -> None:
        super().__init__(failure.name)
        self.failure = failure


def main() -> None:
    """Take the order, answer it."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the module itself prints is nobody's answer
    _leave_no_core()
    order = json.loads(sys.stdin.buffer.readline())
    with answers:
        answers.write(json.dumps(_answer(order, sys.stdin.buffer.read())).encode() + b"\n")


def _leave_no_core() -> None:
    """A module that crashes must not write the PIN to the disk. (Windows writes no core by itself.)"""
    if sys.platform != "win32":  # pragma: no branch
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(order: Mapping[str, Any], pin: bytes) -> Mapping[str, Any]:
    certificate = base64.b64decode(order["certificate"])
    try:
        slots = pkcs11.lib(order["module"]).get_slots(token_present=True)
    except (PKCS11Error, RuntimeError, AttributeError):
        return {"failure": CardFailure.NO_SIGNING_COMPONENT.name}  # no module, or one that does not start
    slot = next((slot for slot in slots if _shows(slot, certificate)), None)
    if slot is None:
        return {"failure": CardFailure.OTHER_CARD.name}
    if order["do"] == "find":
        return {"tries_left": _tries_left(slot)}
    try:
        message = base64.b64decode(order["message"])
        signature = _signature(slot, certificate, pin, message, order["digest"])
    except _Failed as failed:
        return {"failure": failed.failure.name}
    except PKCS11Error as error:
        return _failure(error, slot)
    return {"signature": base64.b64encode(signature).decode("ascii")}


def _shows(slot: Any, certificate: bytes) -> bool:
    """Whether the token in this slot holds the certificate. A slot that cannot be asked holds nothing."""
    try:
        with slot.get_token().open() as session:
            return _certificate_object(session, certificate) is not None
    except PKCS11Error:
        return False


def _certificate_object(session: Any, certificate: bytes) -> Any:
    """The token's object that is this certificate, byte for byte."""
    for found in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
        with contextlib.suppress(PKCS11Error):  # one object without a value hides no other
            if found[Attribute.VALUE] == certificate:
                return found
    return None


def _signature(slot: Any, certificate: bytes, pin: bytes, message: bytes, digest: Digest) -> bytes:
    """Log in, once, and sign. Raises _Failed and PKCS11Error."""
    token = slot.get_token()
    with token.open(user_pin=pin.decode("utf-8")):
        try:
            return _signed_with(token, certificate, message, digest, hashed_by_token=False)
        except PKCS11Error as error:
            if type(error) in _FAILURES:
                raise
        # One version of the vendor's module answers BUFFER_TOO_SMALL to some mechanisms, and others lack this
        # one. The other way needs no PIN any more.
        return _signed_with(token, certificate, message, digest, hashed_by_token=True)


def _signed_with(
    token: Any, certificate: bytes, message: bytes, digest: Digest, *, hashed_by_token: bool
) -> bytes:
    """Sign in a session of its own: an operation that failed may linger in its session."""
    with token.open() as session:
        key = _key_of(session, certificate)
        mechanism, data = _way(key, message, digest, hashed_by_token)
        return bytes(key.sign(data, mechanism=mechanism))


def _key_of(session: Any, certificate: bytes) -> Any:
    """The private key to the certificate, which must be there still. Raises _Failed."""
    found = _certificate_object(session, certificate)
    if found is None:
        raise _Failed(CardFailure.OTHER_CARD)
    key = _private_key(session, found)
    if key is None:
        raise _Failed(CardFailure.NO_SIGNING_CERTIFICATE)
    return key


def _private_key(session: Any, certificate: Any) -> Any:
    """The key that bears the certificate's identifier, else the token's only one."""
    keys = list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY}))
    keys = [key for key in keys if hasattr(key, "sign")]
    wanted = _identifier(certificate)
    same = [key for key in keys if wanted and _identifier(key) == wanted]
    if same:
        return same[0]
    return keys[0] if len(keys) == 1 else None


def _identifier(held: Any) -> bytes:
    try:
        return bytes(held[Attribute.ID])
    except PKCS11Error:
        return b""


def _way(key: Any, message: bytes, digest: Digest, hashed_by_token: bool) -> tuple[Mechanism, bytes]:
    """A mechanism, and what it is given to sign."""
    hashed = hashlib.new(digest, message).digest()
    if key.key_type == KeyType.EC:
        return Mechanism.ECDSA, hashed
    if hashed_by_token:
        return _HASHED_BY_TOKEN[digest], message
    return Mechanism.RSA_PKCS, DIGEST_INFO[digest] + hashed


def _failure(error: PKCS11Error, slot: Any) -> Mapping[str, Any]:
    failure = _FAILURES.get(type(error), CardFailure.SIGNATURE_REFUSED)
    if failure not in (CardFailure.PIN_WRONG, CardFailure.PIN_LENGTH, CardFailure.PIN_BLOCKED):
        return {"failure": failure.name}
    try:
        tries = _tries_left(slot)
    except PKCS11Error:
        tries = None
    if tries == 0 or failure is CardFailure.PIN_BLOCKED:
        return {"failure": CardFailure.PIN_BLOCKED.name, "tries_left": 0}
    return {"failure": failure.name, "tries_left": tries}


def _tries_left(slot: Any) -> int | None:
    """What the token's flags tell: of three tries the count is low once one was used; no flag, no news."""
    flags = slot.get_token().flags
    if TokenFlag.USER_PIN_LOCKED in flags:
        return 0
    if TokenFlag.USER_PIN_FINAL_TRY in flags:
        return 1
    return 2 if TokenFlag.USER_PIN_COUNT_LOW in flags else None


if __name__ == "__main__":  # pragma: no branch
    main()
