import pytest

from kiosk.ui.pages.fields import digits_of, plain


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("０４５９５２５７", "04595257"),
        (" 0459-5257\n", "04595257"),
        ("0459 5257", "04595257"),
        ("\u202e04595257\u200f", "04595257"),
        ("０９１２－３４５－６７８", "0912345678"),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, meant: str) -> None:
    assert digits_of(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("  林曉明\r\n", "林曉明"),
        ("𠊎㛢堃", "𠊎㛢堃"),
        ("ｃｏｏｐ＠ｅｘａｍｐｌｅ．ｏｒｇ", "coop@example.org"),
        ("", ""),
    ],
)
def test_words_keep_their_rare_characters_and_lose_what_is_not_seen(typed: str, meant: str) -> None:
    assert plain(typed) == meant
