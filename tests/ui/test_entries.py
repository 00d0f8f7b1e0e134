"""What people type and paste, made plain; what cannot stand on which line."""

import pytest

from kiosk.ui.entries import Entry, cells_of, lines_of, stranger_in, tidy

RARE = "𠮷田𡘙㛢堃𠊎"
MARKS = "\u202e\u200f\u2066\u200b\ufeff"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("０４５９５２５７", "04595257"),
        (" 0459-5257\n", "04595257"),
        ("0459 5257", "04595257"),
        (f"{MARKS}04595257", "04595257"),
        ("０９１２－３４５－６７８", "0912345678"),
        ("(02) 1234-5678", "0212345678"),
        ("30,000", "30000"),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, meant: str) -> None:
    assert tidy(typed, Entry.NUMBER) == meant
    assert stranger_in(typed, Entry.NUMBER) == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("  林曉明\r\n", "林曉明"),
        (RARE, RARE),
        ("葛\U000e0100城", "葛\U000e0100城"),  # a variation that a register keeps
        ("合作社\n分社\r\n", "合作社分社"),
        ("John\nSmith", "John Smith"),
        ("台北市１０號\u3000３樓（後棟）", "台北市10號 3樓（後棟）"),
        (f"林{MARKS}曉明", "林曉明"),
        ("林\ud842明", "林明"),
        ("", ""),
    ],
)
def test_names_keep_their_rare_characters_and_lose_what_is_not_seen(typed: str, meant: str) -> None:
    assert tidy(typed, Entry.NAME) == meant
    assert stranger_in(typed, Entry.NAME) == ""


def test_codes_are_plain_and_passwords_stay_as_they_are() -> None:
    assert tidy(" ｃｏｏｐ＠ｅｘａｍｐｌｅ．ｏｒｇ\n", Entry.CODE) == "coop@example.org"
    assert tidy(" １\n", Entry.HIDDEN) == " １\n"
    assert tidy("ａ123456789", Entry.HIDDEN_CODE) == "a123456789"


@pytest.mark.parametrize(
    ("text", "kind", "stranger"),
    [
        ("信義🧾合作社", Entry.NAME, "🧾"),
        ("1\ufe0f\u20e3", Entry.NAME, "\u20e3"),
        ("信義🧾合作社", Entry.PROSE, "🧾"),
        ("每 10 ㎡ → 25 ℃", Entry.PROSE, ""),
        ("謝謝🙏", Entry.WORDS, ""),
        ("林@example.org", Entry.CODE, "林"),
        ("林", Entry.HIDDEN_CODE, "林"),
        ("十二", Entry.NUMBER, "十"),
        ("+886", Entry.NUMBER, ""),
        ("🧾", Entry.HIDDEN, ""),
    ],
)
def test_what_cannot_stand_there_is_named(text: str, kind: Entry, stranger: str) -> None:
    assert stranger_in(text, kind) == stranger


def test_lines_stay_lines_and_tables_keep_their_cells() -> None:
    assert lines_of(f" 一{MARKS}\r\n二\t三\ud842 ") == "一\n二 三"
    assert cells_of(f"林曉明\tA123456789{MARKS}\r\n\t\r\n") == "林曉明\tA123456789\n\t\n"
