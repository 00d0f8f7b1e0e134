"""A command whose words were deleted: its check sum stays, so that the same one sent again is known."""

from kiosk.contract.codec import sha256

_ERASED = b"erased:"  # no canonical JSON begins so


def erased(sent: bytes) -> bytes:
    """What is kept in the place of a command's bytes."""
    return sent if is_erased(sent) else _ERASED + sha256(sent).encode()


def is_erased(kept: bytes) -> bool:
    """Whether this is what was left of one."""
    return kept.startswith(_ERASED)


def hash_of(kept: bytes) -> str:
    """The SHA-256 of the command as it was sent, in hexadecimal."""
    return kept.removeprefix(_ERASED).decode() if is_erased(kept) else sha256(kept)


def are_same(kept: bytes, sent: bytes) -> bool:
    """Whether what was sent are the bytes that are kept, or were."""
    return kept == sent or (is_erased(kept) and hash_of(kept) == sha256(sent))
