"""The check code of a paper: whoever holds the paper can ask central by it whether it is genuine.

It is made from the statement that the holder signed: command id (which stands on no paper and cannot be
guessed), membership, time, kind and amounts. So a kiosk prints it without asking anybody, central makes the
same from what it received, and another amount has another code.
"""

import hashlib

from kiosk.contract.envelopes import Statement

_PREFIX = b"receipt\0"
_LENGTH, _BYTES = 16, 10  # 80 bits
_DIGIT = 5  # bits
_GROUP = 4

# Crockford's digits, which leave out I, L, O and U: what is read from paper has no doubles.
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
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
    number = int.from_bytes(content[:_BYTES])
    places = range(_DIGIT * (_LENGTH - 1), -1, -_DIGIT)
    return "".join([_CROCKFORD[number >> place & (1 << _DIGIT) - 1] for place in places])


def for_people(code: str) -> str:
    """The code in groups, as a paper shows it: 7QK2-M0XV-93HT-AB4C."""
    return "-".join(code[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def typed_code(text: str) -> str | None:
    """The code that somebody typed, however grouped; None for what cannot be one."""
    code = "".join(text.upper().replace("-", " ").split()).translate(_MISREAD)
    return code if len(code) == _LENGTH and set(code) <= set(_CROCKFORD) else None
