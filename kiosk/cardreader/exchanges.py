"""What goes to a card and comes back, for the log: cut, so that it tells nothing of anybody."""

import logging

_log = logging.getLogger(__name__)
TRACE = logging.getLogger("kiosk.cardreader.trace")
"""Where whole exchanges are told while a technician has turned the trace on, and to nobody else."""
TRACE.propagate = False
TRACE.setLevel(logging.CRITICAL)

_HEADER, _SHOWN = 4, 5
_WITH_PIN = frozenset({0x20, 0x21, 0x24, 0x25, 0x2C, 0x2D})
"""VERIFY, CHANGE REFERENCE DATA, RESET RETRY COUNTER (ISO 7816-4 §11.6), each in both its forms."""


def note(command: bytes | bytearray, answer: bytes, status: int) -> None:
    """An exchange: the command's first 5 bytes and the answer's last 2, which are its status word.

    Of what may carry a PIN, only the header is ever told, traced or not: neither PIN nor its length.
    """
    secret = len(command) > 1 and command[1] in _WITH_PIN
    if _log.isEnabledFor(logging.INFO):
        shown = bytes(command[: _HEADER if secret else _SHOWN]).hex()
        rest = "" if secret else f" ({len(command)} bytes)"
        _log.info("apdu %s%s, %d bytes back, %04x", shown, rest, len(answer), status)
    if TRACE.isEnabledFor(logging.DEBUG):
        whole = bytes(command[:_HEADER]).hex() + " (not shown)" if secret else bytes(command).hex()
        TRACE.debug("apdu %s, back %s %04x", whole, answer.hex(), status)
