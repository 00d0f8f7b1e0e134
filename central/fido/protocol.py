"""The forms of TW FidO's interface for services (SP API v2.9 of 2026-03-18): check sums, tickets, errors."""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_IV = 12


class FidoFailure(Enum):
    """Why TW FidO did not do what it was asked."""

    PENDING = auto()  # the person has not signed yet
    CANCELLED = auto()
    EXPIRED = auto()
    NOT_REGISTERED = auto()  # no phone is bound to this national ID
    DUPLICATE = auto()  # the transaction's id was used before
    CHECKSUM = auto()  # it does not take our check sum: wrong key, or altered on the way
    MALFORMED = auto()  # its answer makes no sense, or its check sum is not its own
    AWAY = auto()  # no answer
    OTHER = auto()


class FidoRefused(Exception):
    """TW FidO said no, for the reason in `failure`."""

    def __init__(self, failure: FidoFailure) -> None:
        super().__init__(failure.name)
        self.failure = failure


_ENDINGS = {
    "INV_SP_CHECKSUM": FidoFailure.CHECKSUM,
    "SPTKT_OVD": FidoFailure.EXPIRED,
    "APP_USER_CANCEL": FidoFailure.CANCELLED,
    "IDNUM_DEVPROF_NF": FidoFailure.NOT_REGISTERED,
    "TXNLOG_INS_ERR": FidoFailure.DUPLICATE,
    "SPTKTID_TXNLOG_NF": FidoFailure.PENDING,
}
_STILL_PENDING = ("20002", "20003")


class CheckSums:
    """Makes and verifies check sums: IV ‖ AES-256-GCM(key, SHA-256 of the payload in hexadecimal) ‖ tag."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def of(self, *parts: str) -> str:
        """The check sum of these parts, joined, in lower-case hexadecimal."""
        iv = secrets.token_bytes(_IV)
        return (iv + self._cipher.encrypt(iv, _digest(parts), None)).hex()

    def require(self, check_sum: str, *parts: str) -> None:
        """Raises `FidoRefused` MALFORMED where this is not the check sum of the parts."""
        try:
            raw = bytes.fromhex(check_sum)
            told = self._cipher.decrypt(raw[:_IV], raw[_IV:], None)
        except (ValueError, InvalidTag):
            raise FidoRefused(FidoFailure.MALFORMED) from None
        if not hmac.compare_digest(told, _digest(parts)):
            raise FidoRefused(FidoFailure.MALFORMED)


@dataclass(frozen=True, slots=True)
class SpTicket:
    """A ticket: `text` is what the QR code says, `ticket_id` what the result is asked by."""

    text: str
    ticket_id: str


def read_ticket(text: str) -> SpTicket:
    """The ticket in base64url(JSON) "." base64url(SHA-256 of what is before the dot).

    Raises `FidoRefused`.
    """
    head, _, tail = text.partition(".")
    digest = hashlib.sha256(head.encode()).digest()
    try:
        if not hmac.compare_digest(_decoded(tail), digest):
            raise FidoRefused(FidoFailure.MALFORMED)
        ticket_id = json.loads(_decoded(head))["sp_ticket_id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise FidoRefused(FidoFailure.MALFORMED) from None
    if not isinstance(ticket_id, str) or not 1 <= len(ticket_id) <= 200:
        raise FidoRefused(FidoFailure.MALFORMED)
    return SpTicket(text, ticket_id)


def require_done(answer: dict[str, Any]) -> dict[str, Any]:
    """The `result` of an answer that says it was done. Raises `FidoRefused`."""
    code = str(answer.get("error_code", ""))
    result = answer.get("result")
    if code.strip("0"):
        raise FidoRefused(_failure(code))
    if not isinstance(result, dict):
        raise FidoRefused(FidoFailure.MALFORMED)
    return result


def texts(result: dict[str, Any], *names: str) -> tuple[str, ...]:
    """These fields of a result, all of them texts. Raises `FidoRefused` MALFORMED."""
    found = tuple(result.get(name) for name in names)
    if not all(isinstance(one, str) and one for one in found):
        raise FidoRefused(FidoFailure.MALFORMED)
    return tuple(str(one) for one in found)


def _failure(code: str) -> FidoFailure:
    """`code` is {interface}-{code}, or a number."""
    if code in _STILL_PENDING:
        return FidoFailure.PENDING
    ending = code.rpartition("-")[2]
    return FidoFailure.PENDING if ending in _STILL_PENDING else _ENDINGS.get(ending, FidoFailure.OTHER)


def _digest(parts: tuple[str, ...]) -> bytes:
    return hashlib.sha256("".join(parts).encode()).hexdigest().encode()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
