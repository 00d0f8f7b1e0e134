"""Capital numerals: the amounts of the rules, and every other one by reading it back."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.domain.numerals import capital_amount, capital_number

_DIGITS = {word: value for value, word in enumerate("零壹貳參肆伍陸柒捌玖")}
_PLACES = {"拾": 10, "佰": 100, "仟": 1000}
_GROUPS = {"萬": 10**4, "億": 10**8, "兆": 10**12}


def read_back(words: str) -> int:
    """The number that capital numerals stand for."""
    number = group = digit = 0
    for word in words:
        if word in _DIGITS:
            digit = _DIGITS[word]
        elif word in _PLACES:
            group += digit * _PLACES[word]
            digit = 0
        else:
            number += (group + digit) * _GROUPS[word]
            group = digit = 0
    return number + group + digit


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "新臺幣零元整"),
        (1, "新臺幣壹元整"),
        (10, "新臺幣壹拾元整"),
        (105, "新臺幣壹佰零伍元整"),
        (1_010, "新臺幣壹仟零壹拾元整"),
        (10_500, "新臺幣壹萬零伍佰元整"),
        (15_005, "新臺幣壹萬伍仟零伍元整"),
        (30_000, "新臺幣參萬元整"),
        (105_000, "新臺幣壹拾萬伍仟元整"),
        (100_003_000, "新臺幣壹億零參仟元整"),
        (12_345_678, "新臺幣壹仟貳佰參拾肆萬伍仟陸佰柒拾捌元整"),
        (1_000_000_000_000, "新臺幣壹兆元整"),
    ],
)
def test_amounts_in_words(amount: int, words: str) -> None:
    assert capital_amount(amount) == words


@given(st.integers(0, 10**16 - 1) | st.integers(0, 10**6))
@example(10**16 - 1)
def test_words_read_back_as_the_same_number(number: int) -> None:
    assert read_back(capital_number(number)) == number


@given(st.integers(1, 10**16 - 1))
def test_zeros_stand_single_and_never_at_an_end(number: int) -> None:
    words = capital_number(number)
    assert "零零" not in words
    assert not words.startswith("零")
    assert not words.endswith("零")
    assert not any(f"零{unit}" in words for unit in "拾佰仟萬億兆")


@pytest.mark.parametrize("amount", [-1, 10**16])
def test_other_amounts_have_no_words(amount: int) -> None:
    with pytest.raises(ValueError, match="capital numerals"):
        capital_amount(amount)
