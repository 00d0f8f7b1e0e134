"""A stream that only the server's secret opens: AES-256-GCM in pieces, each bound to its place.

A piece cannot be changed, left out, moved, or the stream cut off, without the reader knowing.
"""

import os
import struct
from types import TracebackType
from typing import BinaryIO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_MAGIC = b"central backup 1\n"
_SALT = 32
_PIECE = 1024 * 1024
_TAG = 16


class SealBroken(Exception):
    """No such stream, one of another secret, or one that was changed or cut off."""


class SealedWriter:
    """Writes what is given to it into `stream`, sealed with `key` (32 bytes)."""

    def __init__(self, stream: BinaryIO, key: bytes) -> None:
        salt = os.urandom(_SALT)
        self._stream, self._cipher = stream, _cipher(key, salt)
        self._waiting, self._number = bytearray(), 0
        stream.write(_MAGIC + salt)

    def write(self, data: bytes) -> int:
        """Take some more."""
        self._waiting += data
        while len(self._waiting) > _PIECE:  # more than one: the last is known only at the end
            self._seal(bytes(self._waiting[:_PIECE]), last=False)
            del self._waiting[:_PIECE]
        return len(data)

    def close(self) -> None:
        """Write the end, without which the stream counts as cut off."""
        self._seal(bytes(self._waiting), last=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        self._stream.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, None))
        self._number += 1


class SealedReader:
    """Reads from `stream` what was sealed with `key`. Its methods raise `SealBroken`."""

    def __init__(self, stream: BinaryIO, key: bytes) -> None:
        if stream.read(len(_MAGIC)) != _MAGIC:
            raise SealBroken
        self._stream, self._cipher = stream, _cipher(key, stream.read(_SALT))
        self._opened, self._number = bytearray(), 0
        self._next = stream.read(_PIECE + _TAG)
        self._ended = False

    def read(self, size: int) -> bytes:
        """Up to `size` bytes more; none at the end."""
        while len(self._opened) < size and not self._ended:
            self._open_piece()
        found = bytes(self._opened[:size])
        del self._opened[:size]
        return found

    def require_end(self) -> None:
        """Raises `SealBroken` unless the stream goes on to its own end."""
        while not self._ended:
            self._open_piece()

    def _open_piece(self) -> None:
        piece, self._next = self._next, self._stream.read(_PIECE + _TAG)
        self._ended = not self._next
        try:
            self._opened += self._cipher.decrypt(_nonce(self._number, last=self._ended), piece, None)
        except InvalidTag:
            raise SealBroken from None
        self._number += 1


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, b"central backup").derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return struct.pack(">3xQ?", number, last)
