"""Chinese capital numerals (大寫數字), as receipts and contracts write amounts."""

_DIGITS = "零壹貳參肆伍陸柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_GROUPS = ("兆", "億", "萬", "")
_LIMIT = 10**16


def capital_number(number: int) -> str:
    """`number` in capital numerals: 10 → 壹拾, 15005 → 壹萬伍仟零伍.

    Raises ValueError unless 0 ≤ number < 10**16.
    """
    if not 0 <= number < _LIMIT:
        raise ValueError("capital numerals are for 0 to 10**16 - 1")
    digits = f"{number:016}"
    words = ""
    for index, group in enumerate(_GROUPS):
        four = digits[4 * index : 4 * index + 4]
        if four == "0000":
            continue
        # A gap is told by one 零 wherever zeros stand right before the next digit of a lower place.
        if words and (four[0] == "0" or digits[4 * index - 4 : 4 * index] == "0000"):
            words += _DIGITS[0]
        words += _four_digits(four) + group
    return words or _DIGITS[0]


def capital_amount(amount: int) -> str:
    """`amount` of whole NT$ in words, as it stands on a receipt: 30000 → 新臺幣參萬元整.

    Raises ValueError unless 0 ≤ amount < 10**16.
    """
    return f"新臺幣{capital_number(amount)}元整"


def _four_digits(four: str) -> str:
    words = ""
    for position, digit in enumerate(four):
        if digit == "0":
            continue
        if words and four[position - 1] == "0":
            words += _DIGITS[0]
        words += _DIGITS[int(digit)] + _PLACES[position]
    return words
