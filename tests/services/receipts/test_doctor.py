"""`kiosk doctor` says which of the papers' fonts is missing, and what to install."""

from pathlib import Path

import pytest

from kiosk.services import diagnosis
from kiosk.services.receipts.fonts import PaperFonts, installed_fonts


def test_all_fonts_are_found_here() -> None:
    assert list(installed_fonts().missing()) == []
    assert diagnosis._fonts() == "found"


def test_a_missing_font_is_told_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main = next(Path("/usr/share/fonts").rglob("TW-Sung-[0-9]*.ttf"))
    (tmp_path / main.name).symlink_to(main)
    monkeypatch.setattr(diagnosis, "installed_fonts", lambda: PaperFonts([tmp_path]))
    with pytest.raises(diagnosis.Unwell, match=r"TW-Sung-Ext-B, TW-Sung-Plus .*fonts-cns11643-sung"):
        diagnosis._fonts()
