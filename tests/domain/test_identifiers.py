from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.identifiers import is_email, is_national_id, is_ubn, order_number


@pytest.mark.parametrize("ubn", ["12345675", "00501503", "04595257", "22099131", "12345676", "12345670"])
def test_business_numbers_that_hold(ubn: str) -> None:
    assert is_ubn(ubn)


@pytest.mark.parametrize(
    "ubn", ["12345678", "1234567", "123456755", "1234567a", "", "12345675\n", "１２３４５６７５"]
)
def test_business_numbers_that_do_not(ubn: str) -> None:
    assert not is_ubn(ubn)


@given(st.from_regex(r"[0-9]{8}", fullmatch=True))
def test_the_check_digit_reckoned_another_way(ubn: str) -> None:
    """Digit sums of products below 40: twice a digit above 4 loses 9, four times a digit loses 9 a ten."""
    first, second, third, fourth, fifth, sixth, seventh, eighth = map(int, ubn)
    doubled = sum(2 * digit - 9 * (digit > 4) for digit in (second, fourth, sixth))
    total = first + third + fifth + eighth + doubled + 4 * seventh - 9 * (4 * seventh // 10)
    assert is_ubn(ubn) == (total % 5 == 0 or (seventh == 7 and total % 5 == 4))


@pytest.mark.parametrize("number", ["A123456789", "A800000014", "AC01234567"])
def test_personal_numbers_that_hold(number: str) -> None:
    assert is_national_id(number)


@pytest.mark.parametrize(
    "number", ["A123456788", "A323456789", "a123456789", "AE01234567", "A12345678", "AC01234568", ""]
)
def test_personal_numbers_that_do_not(number: str) -> None:
    assert not is_national_id(number)


@pytest.mark.parametrize("address", ["a@example.com", "first.last+tag@mail.example.com.tw", "x_1@a-b.tw"])
def test_mailboxes(address: str) -> None:
    assert is_email(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.com",
        "a@",
        "@example.com",
        "a@example",
        "a b@example.com",
        "a@@example.com",
        ".a@example.com",
        "a.@example.com",
        "a..b@example.com",
        "a@-example.com",
        "a@example.com\n",
        "信箱@example.com",
        f"{'a' * 65}@example.com",
        f"a@{'b' * 63}.{'c' * 63}.{'d' * 63}.{'e' * 63}.tw",
    ],
)
def test_no_mailboxes(address: str) -> None:
    assert not is_email(address)


def test_an_order_number_reads_as_its_moment_in_taipei() -> None:
    assert order_number(datetime(2023, 1, 31, 9, 1, 17, tzinfo=UTC), 763_814) == "20230131170117763814"
    assert order_number(datetime(2026, 1, 1, tzinfo=UTC), 0) == "20260101080000000000"


@pytest.mark.parametrize("tail", [-1, 1_000_000])
def test_an_order_number_has_six_digits_of_its_own(tail: int) -> None:
    with pytest.raises(ValueError, match=str(tail)):
        order_number(datetime(2026, 1, 1, tzinfo=UTC), tail)
