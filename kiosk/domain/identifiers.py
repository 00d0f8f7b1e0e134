"""Numbers that name a cooperative, a person, an order or a mailbox, and their checks."""

import re
from datetime import datetime

from kiosk.domain.calendar import TAIPEI

_UBN_WEIGHTS = (1, 2, 1, 2, 1, 2, 4, 1)
_ID_LETTERS = dict(zip("ABCDEFGHJKLMNPQRSTUVXYWZIO", range(10, 36), strict=True))
_ID_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_EMAIL_LONGEST = 254  # RFC 5321, section 4.5.3.1.3
_ORDER_NUMBER_TAIL = 1_000_000


def is_ubn(text: str) -> bool:
    """Whether `text` is a 統一編號 whose check digit holds.

    Source: the Ministry of Finance's rule in force since 2023-04-01: the digit sums of the weighted products
    add up to a multiple of 5; where the 7th digit is 7, one more may be added.
    """
    if not re.fullmatch(r"[0-9]{8}", text):
        return False
    products = (int(digit) * weight for digit, weight in zip(text, _UBN_WEIGHTS, strict=True))
    total = sum(sum(divmod(product, 10)) for product in products)
    return total % 5 == 0 or (text[6] == "7" and (total + 1) % 5 == 0)


def is_national_id(text: str) -> bool:
    """Whether `text` is a national ID or a resident ID (new or old form) whose check digit holds."""
    if not re.fullmatch(r"[A-Z](?:[1289][0-9]{8}|[A-D][0-9]{8})", text):
        return False
    second = str(_ID_LETTERS[text[1]] % 10) if text[1].isalpha() else text[1]
    digits = f"{_ID_LETTERS[text[0]]}{second}{text[2:]}"
    return sum(int(digit) * weight for digit, weight in zip(digits, _ID_WEIGHTS, strict=True)) % 10 == 0


def is_email(text: str) -> bool:
    """Whether `text` is a plain mailbox address that mail can go to (RFC 5321, no quoting, no comments)."""
    if len(text) > _EMAIL_LONGEST or not _EMAIL.fullmatch(text):
        return False
    local = text.partition("@")[0]
    return not (local.startswith(".") or local.endswith(".") or ".." in local)


def order_number(at: datetime, tail: int) -> str:
    """A 20-digit order number: the moment in Asia/Taipei, then six digits given in.

    `at` is an aware time, `tail` is 0 to 999,999; raises ValueError for a tail outside of that.
    Source: brochure, 20230131170117763814.
    """
    if not 0 <= tail < _ORDER_NUMBER_TAIL:
        raise ValueError(tail)
    return f"{at.astimezone(TAIPEI):%Y%m%d%H%M%S}{tail:06d}"
