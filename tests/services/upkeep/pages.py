"""What truly lies on the disk under SQLCipher's encryption, free pages and log included."""

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

_PAGE, _RESERVED, _SALT, _IV = 4096, 80, 16, 16
_LOG_HEADER, _FRAME_HEADER = 32, 24


def decrypted(file: Path, key: bytes) -> bytes:
    """All pages of a database and of its write-ahead log in clear (SQLCipher 4 with a raw key)."""
    contents = file.read_bytes()
    pages = [contents[start : start + _PAGE] for start in range(0, len(contents), _PAGE)]
    log = file.with_name(f"{file.name}-wal")
    if log.exists():
        frames = log.read_bytes()[_LOG_HEADER:]
        size = _FRAME_HEADER + _PAGE
        pages += [frames[start + _FRAME_HEADER : start + size] for start in range(0, len(frames), size)]
    return b"".join(_clear(page, key, salted=number == 0) for number, page in enumerate(pages))


def _clear(page: bytes, key: bytes, *, salted: bool) -> bytes:
    begin = _SALT if salted else 0
    iv = page[_PAGE - _RESERVED :][:_IV]
    cipher = Cipher(AES256(key), CBC(iv)).decryptor()
    return cipher.update(page[begin : _PAGE - _RESERVED]) + cipher.finalize()
