"""The fonts of the papers: found, missing, damaged; which character is set in which."""

from pathlib import Path

import pytest

from kiosk.services.receipts import fonts
from kiosk.services.receipts.fonts import PaperFonts, installed_fonts
from kiosk.services.receipts.papers import PaperError, PaperFailure


def test_rare_characters_are_set_in_the_second_font_and_the_others_in_the_first() -> None:
    assert installed_fonts().runs("林堃𠊎𤧟社") == [
        ("TW-Sung", "林堃"),
        ("TW-Sung-Ext-B", "𠊎𤧟"),
        ("TW-Sung", "社"),
    ]


@pytest.mark.parametrize("character", ["\n", "\x07", "😀", "\ufffe", "\u02c9", "\U000e0100"])
def test_a_character_without_a_visible_glyph_is_an_error_that_names_it(character: str) -> None:
    with pytest.raises(PaperError) as error:
        installed_fonts().runs(f"範例{character}社")
    assert error.value.failure is PaperFailure.GLYPH_MISSING
    assert error.value.character == character


def test_the_large_second_font_is_not_needed_by_common_names(tmp_path: Path) -> None:
    main = next(Path("/usr/share/fonts").rglob("TW-Sung-[0-9]*.ttf"))
    (tmp_path / main.name).symlink_to(main)
    only_main = PaperFonts([tmp_path])
    assert only_main.runs("範例") == [("TW-Sung", "範例")]
    with pytest.raises(PaperError) as error:
        only_main.runs("𠊎")
    assert error.value.failure is PaperFailure.FONT_MISSING


def test_a_missing_font_is_told(tmp_path: Path) -> None:
    with pytest.raises(PaperError) as error:
        PaperFonts([tmp_path]).main()
    assert error.value.failure is PaperFailure.FONT_MISSING


def test_a_damaged_font_is_told_like_a_missing_one(tmp_path: Path) -> None:
    (tmp_path / "TW-Sung-98_1.ttf").write_bytes(b"not a font at all")
    with pytest.raises(PaperError) as error:
        PaperFonts([tmp_path]).main()
    assert error.value.failure is PaperFailure.FONT_MISSING


def test_fonts_are_looked_for_where_each_system_keeps_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("WINDIR", "/windows")
    folders = fonts._usual_folders()
    assert Path("/usr/share/fonts") in folders
    assert Path("/windows/Fonts") in folders
    assert not any("Microsoft" in folder.parts for folder in folders)
