"""Sounds become Chinese, and nothing of them stays."""

import ctypes
from pathlib import Path

import pytest

from kiosk.services.zhuyin import FIRST_TONE, Zhuyin, ZhuyinMissing


def said(zhuyin: Zhuyin, sounds: str) -> str:
    for sound in sounds:
        zhuyin.press(sound)
    return zhuyin.text


def test_sounds_become_words() -> None:
    zhuyin = Zhuyin()
    assert said(zhuyin, "ㄏㄜ") == ""
    assert zhuyin.sounds == "ㄏㄜ"
    assert not zhuyin.choices
    assert said(zhuyin, "ˊㄗㄨㄛˋㄕㄜˋ") == "合作社"
    assert zhuyin.choices[:2] == ("合作社", "社")


def test_what_is_chosen_stays_whatever_follows() -> None:
    zhuyin = Zhuyin()
    said(zhuyin, "ㄌㄧㄣˊㄒㄧㄠˇ")
    zhuyin.choose(zhuyin.choices.index("曉"))
    said(zhuyin, "ㄇㄧㄥˊ")
    zhuyin.choose(zhuyin.choices.index("明"))
    assert zhuyin.text == "林曉明"
    assert said(zhuyin, f"ㄓㄨ{FIRST_TONE}")[:3] == "林曉明"


def test_rare_letters_are_among_the_choices() -> None:
    zhuyin = Zhuyin()
    said(zhuyin, f"ㄎㄨㄣ{FIRST_TONE}")
    assert {"堃", "㡓"} <= set(zhuyin.choices)
    said(zhuyin, "ˇ")


def test_a_sound_is_taken_back_then_a_letter_then_nothing() -> None:
    zhuyin = Zhuyin()
    said(zhuyin, "ㄏㄜˊㄗ")
    assert zhuyin.erase()
    assert (zhuyin.sounds, zhuyin.text) == ("", "何")
    assert zhuyin.erase()
    assert zhuyin.text == ""
    assert not zhuyin.erase()
    zhuyin.press(FIRST_TONE)
    assert zhuyin.text == ""


def test_nothing_is_learned_and_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("CHEWING_USER_PATH", str(tmp_path))
    zhuyin = Zhuyin()
    said(zhuyin, "ㄒㄧㄠˇ")
    usual = zhuyin.choices
    for _ in range(8):
        zhuyin.forget()
        said(zhuyin, "ㄒㄧㄠˇ")
        zhuyin.choose(zhuyin.choices.index("皢"))
    zhuyin.forget()
    said(zhuyin, "ㄒㄧㄠˇ")
    assert zhuyin.choices == usual
    assert zhuyin.text == usual[0]
    assert not list(tmp_path.iterdir())


def test_it_is_full_before_the_library_lets_go_of_letters() -> None:
    zhuyin = Zhuyin()
    while not zhuyin.is_full:
        said(zhuyin, "ㄏㄜˊ")
    assert len(zhuyin.text) == 8


def test_a_machine_without_the_library_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> None:
        raise OSError

    monkeypatch.setattr(ctypes, "CDLL", missing)
    with pytest.raises(ZhuyinMissing):
        Zhuyin()
