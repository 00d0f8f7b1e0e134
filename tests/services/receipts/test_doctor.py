"""`kiosk doctor` says which of the papers' fonts is missing, and what to install."""

from pathlib import Path

import pytest

from kiosk.services.diagnosis import machine
from kiosk.services.diagnosis.report import Unwell
from kiosk.services.receipts.fonts import PaperFonts, installed_fonts


def test_all_fonts_are_found_here() -> None:
    assert list(installed_fonts().missing()) == []
    assert machine.fonts() == "found"


def test_a_missing_font_is_told_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main = next(Path("/usr/share/fonts").rglob("TW-Sung-[0-9]*.ttf"))
    (tmp_path / main.name).symlink_to(main)
    monkeypatch.setattr(machine, "installed_fonts", lambda: PaperFonts([tmp_path]))
    with pytest.raises(Unwell, match=r"TW-Sung-Ext-B, TW-Sung-Plus .*fonts-cns11643-sung"):
        machine.fonts()


def test_characters_without_a_glyph_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_SAMPLE", "合\U0003fffd")
    with pytest.raises(Unwell, match="no glyph for") as raised:
        machine.fonts()
    assert raised.value.code == "K-DOC-13"
