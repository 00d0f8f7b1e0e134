"""The sealed bundle: a file that one key opens and nobody else learns anything from, signed as a whole.

After a clear header (magic, version, direction, fingerprint of the key that opens it) come parts, each sealed
with HPKE (RFC 9180: X25519, HKDF-SHA256, AES-256-GCM) for that key and bound to the header, to its place, and
to whether it is the last. The last part is the writer's Ed25519 signature over header and parts.
"""

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import BinaryIO

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

MAGIC = b"kiosk bundle\n"
VERSION = 1
LARGEST_PART = 4 * 1024 * 1024
"""What a part may have at most, in bytes: so much memory a hostile file may ask for, and no more."""

_PART = 256 * 1024
_OVERHEAD = 32 + 16  # the sender's ephemeral key and the tag
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_HEADER = struct.Struct(">BB16s")
_PREFIX = struct.Struct(">I")
_PLACE = struct.Struct(">Q?")
_LAST = 1 << 31  # the bit of a part's length that marks the last one
_SIGNED = b"kiosk bundle signature\0"


class Kind(IntEnum):
    """Which way a bundle goes."""

    COMMANDS = 1  # from a kiosk to central
    ANSWERS = 2  # from central back to that kiosk


class BundleFailure(Enum):
    """Why a file is not taken, whole. The value is the code of its entry in the failure catalogue."""

    NOT_A_BUNDLE = "K-SYNC-60"
    CUT_OFF = "K-SYNC-61"
    DAMAGED = "K-SYNC-62"
    VERSION_NEWER = "K-SYNC-63"
    VERSION_OLDER = "K-SYNC-64"
    OTHER_DIRECTION = "K-SYNC-65"
    FOR_ANOTHER = "K-SYNC-66"
    SIGNATURE_WRONG = "K-SYNC-67"
    TOO_LARGE = "K-SYNC-68"
    CONTENT_INVALID = "K-SYNC-69"


class BundleRefused(Exception):
    """Nothing of the file is taken, for the reason in `failure`."""

    def __init__(self, failure: BundleFailure) -> None:
        super().__init__(failure.name)
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Header:
    """What anybody may see of a bundle: its direction, and the fingerprint of the key that opens it."""

    kind: Kind
    recipient: bytes

    def to_bytes(self) -> bytes:
        """As it stands at the beginning of the file."""
        return MAGIC + _HEADER.pack(VERSION, self.kind, self.recipient)


def fingerprint(key: X25519PublicKey) -> bytes:
    """Which key opens a bundle: 16 bytes."""
    return hashlib.sha256(key.public_bytes_raw()).digest()[:16]


def read_header(stream: BinaryIO) -> Header:
    """The header of the bundle that begins here. Raises `BundleRefused`."""
    magic = stream.read(len(MAGIC))
    if magic != MAGIC:
        raise BundleRefused(BundleFailure.CUT_OFF if MAGIC.startswith(magic) else BundleFailure.NOT_A_BUNDLE)
    rest = stream.read(_HEADER.size)
    if rest and rest[0] != VERSION:
        newer = rest[0] > VERSION
        raise BundleRefused(BundleFailure.VERSION_NEWER if newer else BundleFailure.VERSION_OLDER)
    if len(rest) < _HEADER.size:
        raise BundleRefused(BundleFailure.CUT_OFF)
    _, kind, recipient = _HEADER.unpack(rest)
    if kind not in set(Kind):
        raise BundleRefused(BundleFailure.DAMAGED)
    return Header(Kind(kind), recipient)


class BundleWriter:
    """Writes a bundle into `stream`: `add` its records, then `close`, without which it counts as cut off.

    A record is a line of bytes: the first says what the bundle is about. Memory holds one part at a time.
    """

    def __init__(
        self, stream: BinaryIO, kind: Kind, recipient: X25519PublicKey, signer: Ed25519PrivateKey
    ) -> None:
        self._stream, self._recipient, self._signer = stream, recipient, signer
        self._header = Header(kind, fingerprint(recipient)).to_bytes()
        self._waiting, self._number = bytearray(), 0
        self._transcript = hashlib.sha256(self._header)
        stream.write(self._header)

    def add(self, record: bytes) -> None:
        """Take one more record. Raises ValueError for one with a line break, or one that fits in no part."""
        if b"\n" in record or len(record) >= LARGEST_PART:
            raise ValueError("no record")
        if self._waiting and len(self._waiting) + len(record) >= _PART:
            self._seal_waiting()
        self._waiting += record + b"\n"

    def close(self) -> None:
        """Seal what waits, and sign all of it."""
        self._seal_waiting()
        self._seal(self._signer.sign(_SIGNED + self._transcript.digest()), last=True)

    def _seal_waiting(self) -> None:
        part = bytes(self._waiting)
        self._transcript.update(hashlib.sha256(part).digest())
        self._seal(part, last=False)
        self._waiting.clear()

    def _seal(self, part: bytes, *, last: bool) -> None:
        sealed = _SUITE.encrypt(part, self._recipient, self._header + _PLACE.pack(self._number, last))
        self._stream.write(_PREFIX.pack(len(sealed) | (_LAST if last else 0)) + sealed)
        self._number += 1


class BundleReader:
    """Reads the bundle in `stream`, which can go back to its beginning.

    Everything is opened once before anything is given out: a file that is cut off or damaged is refused as a
    whole. Nothing counts before `require_signed`. Raises `BundleRefused`, and OSError of the stream.
    """

    def __init__(self, stream: BinaryIO, kind: Kind, key: X25519PrivateKey) -> None:
        self._stream, self._key = stream, key
        self._begin = stream.tell()
        header = read_header(stream)
        if header.kind is not kind:
            raise BundleRefused(BundleFailure.OTHER_DIRECTION)
        if header.recipient != fingerprint(key.public_key()):
            raise BundleRefused(BundleFailure.FOR_ANOTHER)
        self._header = header.to_bytes()
        self._signature, self._trusted = b"", False
        self._parts: list[bytes] = []  # the SHA-256 of each: what is read later must be what was signed
        self.opening = b""
        for part, last in self._opened():
            if last:
                self._signature = part
            else:
                self.opening = self.opening or part.partition(b"\n")[0]
                self._parts.append(hashlib.sha256(part).digest())

    def require_signed(self, signer: Ed25519PublicKey) -> None:
        """Let it count as written by the owner of this key. Raises `BundleRefused` where it was not."""
        transcript = hashlib.sha256(self._header + b"".join(self._parts))
        try:
            signer.verify(self._signature, _SIGNED + transcript.digest())
        except InvalidSignature:
            raise BundleRefused(BundleFailure.SIGNATURE_WRONG) from None
        self._trusted = True

    def records(self) -> Iterator[bytes]:
        """The records after the opening one, read anew from the stream each time this is called.

        Raises `BundleRefused` where the file has been changed since it was opened.
        """
        if not self._trusted:
            raise ValueError("not known to be signed")
        self._stream.seek(self._begin + len(self._header))
        expected = [*self._parts, hashlib.sha256(self._signature).digest()]
        for number, (part, last) in enumerate(self._opened()):
            if last is not (number == len(self._parts)) or hashlib.sha256(part).digest() != expected[number]:
                raise BundleRefused(BundleFailure.DAMAGED)
            if not last:
                yield from part.split(b"\n")[0 if number else 1 : -1]

    def _opened(self) -> Iterator[tuple[bytes, bool]]:
        """The parts from here on, and whether each is the last; behind that one the file must end."""
        number, last = 0, False
        while not last:
            prefix = self._stream.read(_PREFIX.size)
            if len(prefix) < _PREFIX.size:
                raise BundleRefused(BundleFailure.CUT_OFF)
            (length,) = _PREFIX.unpack(prefix)
            last, length = bool(length & _LAST), length & ~_LAST
            if length > LARGEST_PART + _OVERHEAD:
                raise BundleRefused(BundleFailure.TOO_LARGE)
            sealed = self._stream.read(length)
            if len(sealed) < length:
                raise BundleRefused(BundleFailure.CUT_OFF)
            try:
                part = _SUITE.decrypt(sealed, self._key, self._header + _PLACE.pack(number, last))
            except InvalidTag:
                raise BundleRefused(BundleFailure.DAMAGED) from None
            if last and self._stream.read(1):
                raise BundleRefused(BundleFailure.DAMAGED)
            yield part, last
            number += 1
