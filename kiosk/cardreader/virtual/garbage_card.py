"""A card out of order."""

from hashlib import shake_128


class GarbageCard:
    """Takes every command and answers nonsense, the same to the same command."""

    tries_left = None

    def __init__(self, atr: bytes) -> None:
        self.atr = atr

    def reset(self) -> None:
        """Nothing to lose."""

    def answer(self, apdu: bytes) -> bytes:
        """As many octets as a READ asks for, or a few; then the status that says all is well."""
        length = apdu[4] or 256 if len(apdu) == 5 else 24
        return shake_128(apdu).digest(length) + b"\x90\x00"
