"""The check code of a paper: whoever holds the paper can ask central by it whether it is genuine.

It is made from the statement that the holder signed: command id (which stands on no paper and cannot be
guessed), membership, time, kind and amounts. So a kiosk prints it without asking anybody, central makes the
same from what it received, and another amount has another code.
"""

import base64
import hashlib

from kiosk.contract.envelopes import Statement

_PREFIX = b"receipt\0"
_LENGTH, _BYTES = 16, 10  # 80 bits
_GROUP = 4

# RFC 4648's digits as Crockford's, which leave out I, L, O and U: what is read from paper has no doubles.
_RFC_4648 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_WRITE = str.maketrans(_RFC_4648, _CROCKFORD)
_MISREAD = str.maketrans("ILO", "110")

WITH_PAPER = frozenset(
    {
        "open_membership",
        "apply",
        "complete_assessment",
        "request_expert",
        "place_order",
        "cancel_order",
        "request_refund",
    }
)
"""The kinds of commands that a counter takes, each with a code: on a paper or slip, or on the screen."""


def receipt_code(statement: Statement) -> str:
    """The code of the paper about `statement`: sixteen digits, without the spaces of `for_people`."""
    return code_of_bytes(hashlib.sha256(_PREFIX + statement.canonical_bytes()).digest())


def code_of_bytes(content: bytes) -> str:
    """The sixteen digits that the first ten bytes of `content` make."""
    return base64.b32encode(content[:_BYTES]).decode().translate(_WRITE)


def for_people(code: str) -> str:
    """The code in groups, as a paper shows it: 7QK2-M0XV-93HT-AB4C."""
    return "-".join(code[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def typed_code(text: str) -> str | None:
    """The code that somebody typed, however grouped; None for what cannot be one."""
    code = "".join(text.upper().replace("-", " ").split()).translate(_MISREAD)
    return code if len(code) == _LENGTH and set(code) <= set(_CROCKFORD) else None
