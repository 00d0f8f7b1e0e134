"""The typeface of the papers: 全字庫正宋體 (TW-Sung), with Ext-B and Plus for the rare characters of names.

The files are opened once in the life of the process, and read only where a text needs them.
"""

import os
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

from kiosk.services.receipts.failures import PaperError, PaperFailure
from kiosk.services.receipts.truetype import NotTrueType, TrueTypeFile

FONT_FILES: Mapping[str, str] = {
    "TW-Sung": "TW-Sung-[0-9]*.ttf",
    "TW-Sung-Ext-B": "TW-Sung-Ext-B-[0-9]*.ttf",
    "TW-Sung-Plus": "TW-Sung-Plus-[0-9]*.ttf",
}
"""The fonts by name, in the order in which they are tried, and what their files are called."""

_SPACES = " \u3000"
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Kinds of characters that steer a text and are none: one of them turns round how all that follows is read.

Some fonts have a glyph for them all the same.
"""

_FROM_THE_RIGHT = {"R", "AL", "AN"}
"""Scripts that papers do not set: from left to right they would be read the wrong way round."""


class PaperFonts:
    """The fonts found in `folders` and below."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._opened: dict[str, TrueTypeFile] = {}
        self._known: dict[str, tuple[str, float]] = {}

    def runs(self, text: str) -> list[tuple[str, str]]:
        """`text` as (font name, piece) in order, each piece set in the first font that has its characters.

        Raises PaperError with FONT_MISSING, or with GLYPH_MISSING for a character that no font has, that
        nobody sees, or that is of a script from right to left.
        """
        pieces = groupby(text, key=lambda character: self._of(character)[0])
        return [(name, "".join(characters)) for name, characters in pieces]

    def advance(self, character: str) -> float:
        """How far the character moves on, in ems. Raises as `runs` does."""
        return self._of(character)[1]

    def width(self, text: str) -> float:
        """The width of `text` in ems. Raises as `runs` does."""
        known = self._known
        try:
            return sum([known[character][1] for character in text])
        except KeyError:
            return sum([self._of(character)[1] for character in text])

    def file(self, name: str) -> TrueTypeFile:
        """The font's file, opened at the first call. Raises PaperError (FONT_MISSING)."""
        if name not in self._opened:
            self._opened[name] = self._open(name)
        return self._opened[name]

    def missing(self) -> Iterator[str]:
        """The fonts that are not here, or cannot be read."""
        for name in FONT_FILES:
            try:
                self.file(name)
            except PaperError:
                yield name

    def _of(self, character: str) -> tuple[str, float]:
        if character not in self._known:
            self._known[character] = self._search(character)
        return self._known[character]

    def _search(self, character: str) -> tuple[str, float]:
        if (
            unicodedata.category(character) in _UNSEEN
            or unicodedata.bidirectional(character) in _FROM_THE_RIGHT
        ):
            raise PaperError(PaperFailure.GLYPH_MISSING, character)
        for name in FONT_FILES:
            file = self.file(name)
            glyph = file.glyph(character)
            if glyph and (character in _SPACES or file.has_ink(glyph)):
                return name, file.advance(glyph) / file.units
        raise PaperError(PaperFailure.GLYPH_MISSING, character)

    def _open(self, name: str) -> TrueTypeFile:
        for folder in self._folders:
            for path in sorted(folder.rglob(FONT_FILES[name])):
                try:
                    return TrueTypeFile(path)
                except (OSError, NotTrueType):
                    continue
        raise PaperError(PaperFailure.FONT_MISSING, font=name)


@cache
def installed_fonts() -> PaperFonts:
    """The fonts of this computer, looked for once in the life of the process."""
    return PaperFonts([folder for folder in _usual_folders() if folder.is_dir()])


def require_fonts() -> None:
    """Raises PaperError (FONT_MISSING) for the first of the papers' fonts that is not here."""
    for name in installed_fonts().missing():
        raise PaperError(PaperFailure.FONT_MISSING, font=name)


def _usual_folders() -> list[Path]:
    folders = [Path("/usr/local/share/fonts"), Path("/usr/share/fonts"), Path.home() / ".local/share/fonts"]
    for variable, below in (("WINDIR", "Fonts"), ("LOCALAPPDATA", "Microsoft/Windows/Fonts")):
        if variable in os.environ:
            folders.append(Path(os.environ[variable]) / below)
    return folders
