"""The typeface of the papers: 全字庫正宋體 (TW-Sung), and its Ext-B file for the rare characters of names.

reportlab's registry of fonts belongs to the process, so a font is loaded and registered once per process.
"""

import os
import re
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from kiosk.services.receipts.papers import PaperError, PaperFailure

_MAIN, _RARE = "TW-Sung", "TW-Sung-Ext-B"
# In the order in which they are tried.
_FILES = {_MAIN: "TW-Sung-[0-9]*.ttf", _RARE: "TW-Sung-Ext-B-[0-9]*.ttf"}


class CopyableFont(TTFont):
    """A TrueType font whose text can be copied out of the PDF, beyond the Basic Multilingual Plane too.

    A PDF's ToUnicode map gives each character as UTF-16: 𠊎 is <D840DC8E>. reportlab writes <2028E>, which
    readers take for something else.
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802 (reportlab's name)
        """Adds the font's subsets to the document `doc`, their ToUnicode maps corrected."""
        subsets = range(len(self.state[doc].subsets))
        names = [self.getSubsetInternalName(subset, doc).removeprefix("/") for subset in subsets]
        super().addObjects(doc)
        for name in names:
            font = doc.idToObject["BasicFonts"].dict[name]
            stream = doc.idToObject[font.ToUnicode.name]
            stream.content = re.sub("<([0-9A-F]{5,6})>", _as_utf16, stream.content)

    def shows(self, character: str) -> bool:
        """Whether the font has a glyph for `character` that leaves ink, or `character` is a space."""
        glyph = self.face.charToGlyph.get(ord(character))
        if glyph is None:
            return False
        outlines = self.face.glyphPos
        return character in " \u3000" or outlines[glyph] != outlines[glyph + 1]


class PaperFonts:
    """The fonts found in `folders` and below; each file is read when the first text needs it."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._loaded: dict[str, CopyableFont] = {}

    def runs(self, text: str) -> list[tuple[str, str]]:
        """`text` as (font name, piece) in order, each piece set in the first font that has its characters.

        Raises PaperError with FONT_MISSING, or with GLYPH_MISSING for a character that no font has.
        """
        pieces = groupby(text, key=self._font_for)
        return [(name, "".join(characters)) for name, characters in pieces]

    def main(self) -> str:
        """The name of the main font, registered with reportlab; PaperError when it is missing."""
        return self._font(_MAIN).fontName

    def _font_for(self, character: str) -> str:
        for name in _FILES:
            if self._font(name).shows(character):
                return name
        raise PaperError(PaperFailure.GLYPH_MISSING, character)

    def _font(self, name: str) -> CopyableFont:
        if name not in self._loaded:
            self._loaded[name] = self._load(name)
        return self._loaded[name]

    def _load(self, name: str) -> CopyableFont:
        found = [path for folder in self._folders for path in sorted(folder.rglob(_FILES[name]))]
        if not found:
            raise PaperError(PaperFailure.FONT_MISSING)
        try:
            # Else all of ASCII goes into every file, used or not.
            font = CopyableFont(name, str(found[0]), asciiReadable=False)
        except TTFError as damaged:
            raise PaperError(PaperFailure.FONT_MISSING) from damaged
        pdfmetrics.registerFont(font)
        return font


@cache
def installed_fonts() -> PaperFonts:
    """The fonts of this computer, read once in the life of the process."""
    return PaperFonts([folder for folder in _usual_folders() if folder.is_dir()])


def _usual_folders() -> list[Path]:
    folders = [Path("/usr/local/share/fonts"), Path("/usr/share/fonts"), Path.home() / ".local/share/fonts"]
    for variable, below in (("WINDIR", "Fonts"), ("LOCALAPPDATA", "Microsoft/Windows/Fonts")):
        if variable in os.environ:
            folders.append(Path(os.environ[variable]) / below)
    return folders


def _as_utf16(code: re.Match[str]) -> str:
    return f"<{chr(int(code[1], 16)).encode('utf-16-be').hex().upper()}>"
