"""What a paper's QR code says: its essentials, signed by the kiosk, as an address at central.

    https://central.example/receipts/1834…

Digits alone, for a QR code packs them best and a scanner types them well. They are a number whose bytes are:
a one, the essentials, the device's Ed25519 signature under them, and the device's certificate, which central
has signed. So whoever has central's key checks a paper of any kiosk without asking anybody. The essentials
bind the address before the digits and, by a digest, all the data that the paper was made from.
"""

import hashlib
import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.contract.device_certificate import (
    DeviceCertificate,
    DeviceCertificateInvalid,
    read_certificate,
)

PAPER_KINDS = (
    "order",
    "refund",
    "cancelled",
    "payment",
    "registration",
    "points",
    "assessment",
    "shift",
    "founding",
    "data_request",
)
"""The kinds of papers, by their number in the code: one is only ever added at the end."""

DIGEST_BYTES = 16

_PREFIX = b"paper\0"
_FIRST = 1  # so that no zero at the start is lost
_VERSION = 1
_SIGNATURE, _ORIGIN = 64, 8
_HEAD = struct.Struct(">BBBIQII")  # version, kind, marks, number, seconds since 1970, NT$, points
_PROVISIONAL, _TRAINING = 1, 2
_MOST_OF_TEXT = 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = 2**37  # seconds: beyond every year that `datetime` knows
_ADDRESS = re.compile(r"(https?://[!-~]{1,200}?/receipts/)?([1-9][0-9]{299,1999})", re.ASCII)


class CodeFault(Enum):
    """Why a code was not taken. The value is the code of its entry in the failure catalogue."""

    NOT_OURS = "K-PAPER-10"  # nothing that a paper of ours bears
    DAMAGED = "K-PAPER-11"  # one of ours, but not whole
    NOT_GENUINE = "K-PAPER-12"  # not what a kiosk of this central has signed
    NEWER = "K-PAPER-13"  # signed, but of a version that is not known here


class CodeInvalid(Exception):
    """A code was not taken; `fault` says why."""

    def __init__(self, fault: CodeFault) -> None:
        super().__init__(fault.name)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class PaperEssentials:
    """What a paper tells, in short. `own` (NT$) and `points` mean what they do on that kind of paper.

    `issued_at` is in UTC, whole seconds. `ubn` and `order_number` are empty where the paper has none;
    `check_code` is that of `receipt_code`. `digest` stands for all the data that the paper was made from.
    """

    kind: str
    number: int
    issued_at: datetime
    ubn: str
    order_number: str
    own: int
    points: int
    check_code: str
    digest: bytes
    provisional: bool
    training: bool


@dataclass(frozen=True, slots=True)
class GenuinePaper:
    """A code that was checked: what it says, and which device has signed it."""

    said: PaperEssentials
    device: DeviceCertificate


def seal_paper(said: PaperEssentials, central_url: str, certificate: bytes, key: Ed25519PrivateKey) -> str:
    """The address that the paper's QR code says. Raises ValueError for what no code can hold."""
    address = f"{central_url.rstrip('/')}/receipts/"
    body = _written(said) + _origin(address)
    content = bytes([_FIRST]) + body + key.sign(_PREFIX + body) + certificate
    return f"{address}{int.from_bytes(content)}"


def is_paper_code(text: str) -> bool:
    """Whether this has the form of such a code, whatever it says."""
    return _ADDRESS.fullmatch(text.strip()) is not None


def open_paper_code(text: str, document_key: bytes) -> GenuinePaper:
    """What a code says that was scanned: the address, or its digits alone.

    `document_key` (32 bytes) is central's. Raises `CodeInvalid`.
    """
    found = _ADDRESS.fullmatch(text.strip())
    if found is None:
        raise CodeInvalid(CodeFault.NOT_OURS)
    address, digits = found.groups()
    number = int(digits)
    content = number.to_bytes((number.bit_length() + 7) // 8)
    if content[0] != _FIRST:
        raise CodeInvalid(CodeFault.DAMAGED)
    if content[1] != _VERSION:
        raise CodeInvalid(CodeFault.NEWER)
    said, length = _read(content[1:])
    body, rest = content[1 : 1 + length + _ORIGIN], content[1 + length + _ORIGIN :]
    device = _signed_by(body, rest[:_SIGNATURE], rest[_SIGNATURE:], document_key)
    if address is not None and _origin(address) != body[length:]:
        raise CodeInvalid(CodeFault.NOT_GENUINE)
    if said is None:
        raise CodeInvalid(CodeFault.NEWER)
    return GenuinePaper(said, device)


def _signed_by(body: bytes, signature: bytes, certificate: bytes, document_key: bytes) -> DeviceCertificate:
    try:
        device = read_certificate(certificate, document_key)
        Ed25519PublicKey.from_public_bytes(device.public_key).verify(signature, _PREFIX + body)
    except (DeviceCertificateInvalid, InvalidSignature):
        raise CodeInvalid(CodeFault.NOT_GENUINE) from None
    return device


def _origin(address: str) -> bytes:
    return hashlib.sha256(address.encode()).digest()[:_ORIGIN]


def _written(said: PaperEssentials) -> bytes:
    texts = [text.encode() for text in (said.ubn, said.order_number, said.check_code)]
    if any(len(text) > _MOST_OF_TEXT for text in texts) or len(said.digest) != DIGEST_BYTES:
        raise ValueError("a code holds texts of 60 bytes at most, and a digest of 16")
    marks = _PROVISIONAL * said.provisional | _TRAINING * said.training
    seconds = (said.issued_at - _EPOCH) // timedelta(seconds=1)
    try:
        head = _HEAD.pack(
            _VERSION, PAPER_KINDS.index(said.kind), marks, said.number, seconds, said.own, said.points
        )
    except struct.error:
        raise ValueError("a code holds whole numbers from 0 to 2**32 - 1, and times since 1970") from None
    return head + b"".join(bytes([len(text)]) + text for text in texts) + said.digest


def _read(content: bytes) -> tuple[PaperEssentials | None, int]:
    """The essentials at the start of `content` and their length; None for a kind that is not known here."""
    try:
        _, kind, marks, number, seconds, own, points = _HEAD.unpack_from(content)
        at, texts = _HEAD.size, list[str]()
        for _ in range(3):
            end = at + 1 + content[at]
            texts.append(content[at + 1 : end].decode())
            at = end
    except (struct.error, IndexError, UnicodeDecodeError):
        raise CodeInvalid(CodeFault.DAMAGED) from None
    digest, length = content[at : at + DIGEST_BYTES], at + DIGEST_BYTES
    if len(content) < length + _ORIGIN + _SIGNATURE or seconds >= _LATEST:
        raise CodeInvalid(CodeFault.DAMAGED)
    if kind >= len(PAPER_KINDS):
        return None, length
    return PaperEssentials(
        kind=PAPER_KINDS[kind],
        number=number,
        issued_at=_EPOCH + timedelta(seconds=seconds),
        ubn=texts[0],
        order_number=texts[1],
        own=own,
        points=points,
        check_code=texts[2],
        digest=digest,
        provisional=bool(marks & _PROVISIONAL),
        training=bool(marks & _TRAINING),
    ), length
