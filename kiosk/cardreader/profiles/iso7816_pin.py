"""The PIN of an ISO 7816-15 card: the command that carries it, and what the card answers."""

from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.pin import Pin, wipe
from kiosk.cardreader.pkcs15 import PinCoding, PinEntry

VERIFY = 0x00200000
"""CLA INS P1 P2, to be completed by the PIN's reference. Without data it asks for the tries left."""

_HEADER = 5
_ISO_9564_SIZE = 8


def verify_command(entry: PinEntry, pin: Pin) -> bytearray:
    """VERIFY with the PIN as this card wants it coded and padded; the caller's to wipe.

    Raises CardError PIN_LENGTH where it holds other characters than the digits this card takes.
    """
    size = _block_size(entry, len(pin))
    header = (VERIFY | entry.reference).to_bytes(4) + bytes([size])
    command = bytearray(header + bytes([entry.padding]) * size)
    if entry.coding is PinCoding.TEXT:
        pin.write_into(command, _HEADER)
        return command
    digits = bytearray(len(pin))
    try:
        pin.write_into(digits, 0)
        if not digits.isdigit():
            raise CardError(CardFailure.PIN_LENGTH)
        _write_digits(entry, digits, command)
    finally:
        wipe(digits)
    return command


def tries_left(status: int) -> int | None:
    """What the answer to VERIFY tells: 63Cx tries left, 6983 none; None when it tells nothing."""
    if status >> 4 == 0x63C:
        return status & 0x0F
    return 0 if status == 0x6983 else None


def _block_size(entry: PinEntry, characters: int) -> int:
    if entry.coding is PinCoding.ISO_9564:
        return _ISO_9564_SIZE
    octets = (characters + 1) // 2 if entry.coding is PinCoding.PACKED else characters
    return max(octets, entry.padded_to or 0)


def _write_digits(entry: PinEntry, digits: bytearray, command: bytearray) -> None:
    start = _HEADER * 2  # in nibbles
    if entry.coding is PinCoding.HALF:
        for position, digit in enumerate(digits):
            command[_HEADER + position] = 0xF0 | digit & 0x0F
        return
    if entry.coding is PinCoding.ISO_9564:
        command[_HEADER:] = bytes([0x20 | len(digits)]) + b"\xff" * (_ISO_9564_SIZE - 1)
        start += 2
    for position, digit in enumerate(digits, start):
        octet, low = divmod(position, 2)
        kept = command[octet] & (0xF0 if low else 0x0F)
        command[octet] = kept | (digit & 0x0F) << (0 if low else 4)
