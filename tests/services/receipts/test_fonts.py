"""The fonts of the papers: found, missing, damaged; which character is set in which; all of CNS 11643."""

import os
import struct
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from itertools import islice
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas

from kiosk.services.receipts import fonts
from kiosk.services.receipts.failures import PaperError, PaperFailure
from kiosk.services.receipts.fonts import FONT_FILES, PaperFonts, installed_fonts
from kiosk.services.receipts.layout import A4, Sheet, Typesetter
from kiosk.services.receipts.render import PaperCanvas
from kiosk.services.receipts.truetype import NotTrueType, TrueTypeFile, parts_of
from tests.plugins.expected_logs import ExpectedLogs
from tests.services.receipts.reading import text_of

SYSTEM = Path("/usr/share/fonts")
ALL_CHARACTERS = bool(os.environ.get("PAPERS_ALL_CHARACTERS"))


@pytest.fixture(autouse=True)
def names_of_glyphs_are_cut_off(expected_logs: ExpectedLogs) -> None:
    """Those of Ext-B, as fontTools tells: nobody asks for them here."""
    expected_logs.allow("fontTools.ttLib.tables._p_o_s_t", "not enough data in post.stringData array")


def file_of(name: str) -> Path:
    return next(SYSTEM.rglob(FONT_FILES[name]))


@cache
def characters_of(name: str) -> Mapping[int, str]:
    """The font's characters and the names of their glyphs, as fontTools reads them."""
    with TTFont(file_of(name), lazy=True) as font:
        return dict(font.getBestCmap())


def test_rare_characters_are_set_in_the_later_fonts_and_the_others_in_the_first() -> None:
    assert installed_fonts().runs("林堃㛢𡢕𠊎社𤧟\U000f0000") == [
        ("TW-Sung", "林堃㛢"),
        ("TW-Sung-Ext-B", "𡢕𠊎"),
        ("TW-Sung", "社"),
        ("TW-Sung-Ext-B", "𤧟"),
        ("TW-Sung-Plus", "\U000f0000"),
    ]


@pytest.mark.parametrize(
    "character",
    [
        "\n",
        "\x07",
        "😀",
        "\ufffe",
        "\u02c9",
        "\U000e0100",
        "\u200b",
        "\u202e",
        "\ufeff",
        "\u00ad",
        "\u2028",
        "\u05d0",
        "\u0645",
    ],
)
def test_a_character_without_a_visible_glyph_is_an_error_that_names_it(character: str) -> None:
    with pytest.raises(PaperError) as error:
        installed_fonts().runs(f"範例{character}社")
    assert error.value.failure is PaperFailure.GLYPH_MISSING
    assert error.value.character == character


def test_the_large_later_fonts_are_not_needed_by_common_names(tmp_path: Path) -> None:
    (tmp_path / file_of("TW-Sung").name).symlink_to(file_of("TW-Sung"))
    only_main = PaperFonts([tmp_path])
    assert only_main.runs("範例") == [("TW-Sung", "範例")]
    assert list(only_main.missing()) == ["TW-Sung-Ext-B", "TW-Sung-Plus"]
    with pytest.raises(PaperError) as error:
        only_main.runs("𠊎")
    assert (error.value.failure, error.value.font) == (PaperFailure.FONT_MISSING, "TW-Sung-Ext-B")


def test_a_missing_font_is_told(tmp_path: Path) -> None:
    with pytest.raises(PaperError) as error:
        PaperFonts([tmp_path]).width("範")
    assert error.value.failure is PaperFailure.FONT_MISSING


def _damaged() -> Iterator[bytes]:
    whole = file_of("TW-Sung").read_bytes()
    yield b""
    yield b"not a font at all"
    yield whole[:200_000]  # its tables lie beyond the end
    yield struct.pack(">4sHHHH", b"\0\1\0\0", 0, 0, 0, 0)
    head = bytearray(whole[: 12 + 16 * 16])
    head[12:16] = b"none"
    yield bytes(head)


@pytest.mark.parametrize("content", list(_damaged()))
def test_a_damaged_font_is_told_like_a_missing_one(content: bytes, tmp_path: Path) -> None:
    damaged = tmp_path / "TW-Sung-98_1.ttf"
    damaged.write_bytes(content)
    with pytest.raises(NotTrueType):
        TrueTypeFile(damaged)
    with pytest.raises(PaperError) as error:
        PaperFonts([tmp_path]).width("範")
    assert error.value.failure is PaperFailure.FONT_MISSING


def test_fonts_are_looked_for_where_each_system_keeps_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("WINDIR", "/windows")
    folders = fonts._usual_folders()
    assert Path("/usr/share/fonts") in folders
    assert Path("/windows/Fonts") in folders
    assert not any("Microsoft" in folder.parts for folder in folders)


@pytest.mark.parametrize("name", FONT_FILES)
def test_a_font_is_read_as_others_read_it(name: str) -> None:
    ours, known = TrueTypeFile(file_of(name)), characters_of(name)
    with TTFont(file_of(name), lazy=True) as theirs:
        assert ours.units == theirs["head"].unitsPerEm
        assert (ours.ascent, ours.descent) == (theirs["hhea"].ascent, theirs["hhea"].descent)
        for code in islice(known, 0, None, 97):
            glyph = theirs.getGlyphID(known[code])
            assert ours.glyph(chr(code)) == glyph
            assert ours.advance(glyph) == theirs["hmtx"][known[code]][0]
    codes = (0x20, 0xD7FF, 0x10FFFF, 0xFFFF)
    assert [bool(ours.glyph(chr(code))) for code in codes] == [code in known for code in codes]


def _drawn(characters: list[str]) -> bytes:
    """All the characters on pages, forty to a line, as a paper sets them."""
    written, type_ = BytesIO(), Typesetter(installed_fonts())
    canvas: Canvas = PaperCanvas(written, (A4.width, 842), invariant=1)
    for page in range(0, len(characters), 40 * 40):
        sheet = Sheet(canvas, type_, A4, 842)
        for row in range(40):
            line = characters[page + 40 * row : page + 40 * row + 40]
            sheet.text(40, 40 + 19 * row, "".join(line), 11)
        canvas.showPage()
    for name, subset in type_.subsets():
        subset.embed(canvas._doc, name)  # type: ignore[attr-defined]
    canvas.save()
    return written.getvalue()


def _stands_alone(character: str) -> bool:
    """Not of those scripts from right to left, marks and joined forms that readers put in another order.

    None of them is in CNS 11643.
    """
    return (
        unicodedata.bidirectional(character) in {"L", "ON", "EN", "ES", "ET", "CS", ""}
        and unicodedata.category(character) not in {"Mn", "Mc", "Me", "Cf", "Zs", "Zl", "Zp"}
        and not 0xFB00 <= ord(character) <= 0xFB4F
    )


@pytest.mark.parametrize("name", FONT_FILES)
def test_all_characters_print_and_copy_out_as_they_went_in(name: str) -> None:
    """A sample; all 100,000 with PAPERS_ALL_CHARACTERS=1 (about two minutes)."""
    known = sorted(characters_of(name))
    fonts_ = installed_fonts()
    shown = [
        chr(code)
        for code in known[:: 1 if ALL_CHARACTERS else 41]
        if code > 0x7F
        and _stands_alone(chr(code))
        and fonts_.file(name).has_ink(fonts_.file(name).glyph(chr(code)))
    ]
    for begin in range(0, len(shown), 20_000):
        part = shown[begin : begin + 20_000]
        assert "".join(text_of(_drawn(part))) == "".join(part)


def test_glyphs_that_are_put_together_bring_their_parts() -> None:
    for name in FONT_FILES:
        file = installed_fonts().file(name)
        known = characters_of(name)
        parts = [list(parts_of(file.outline(file.glyph(chr(code))))) for code in islice(known, 0, None, 53)]
        composite = [one for one in parts if one]
        assert all(glyph < 65_536 for one in composite for _, glyph in one)
