"""Sizes of paper by their PWG names (PWG 5101.1): iso_a4_210x297mm, custom_max_80x3276mm."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kiosk.services.printing.spooler import PaperSize

_NAME = re.compile(r"(?P<kind>[a-z]+)_(?P<name>.*?)_?(?P<width>[\d.]+)x(?P<length>[\d.]+)(?P<unit>mm|in)")
_OLD_NAMES = {"a4": "iso_a4_210x297mm", "iso-a4": "iso_a4_210x297mm"}
_MM_PER_INCH = 25.4
_A4, _ROLL = (210, 297), 80
_A4_OFF_BY, _PRINTED_WIDTH = (
    1.0,
    72,
)  # an 80 mm roll is called by its paper's width, or by what is printed of it
A4_NAME = "iso_a4_210x297mm"
_PAGE = re.compile(rb"/MediaBox\s*\[\s*0\s+0\s+[\d.]+\s+([\d.]+)\s*\]")


@dataclass(frozen=True, slots=True)
class _Media:
    name: str
    width: float
    length: float

    @property
    def is_limit(self) -> bool:
        """Whether it says how large a custom size may be."""
        return self.name.startswith(("custom_min_", "custom_max_", "roll_min_", "roll_max_"))

    @property
    def is_a4(self) -> bool:
        return (
            not self.is_limit
            and abs(self.width - _A4[0]) < _A4_OFF_BY
            and abs(self.length - _A4[1]) < _A4_OFF_BY
        )

    @property
    def is_roll(self) -> bool:
        return _PRINTED_WIDTH <= self.width <= _ROLL


def sizes_of(names: Collection[str]) -> frozenset[PaperSize]:
    """Which of our sizes a printer takes that names these media; both where it names none at all."""
    media = list(_media(names))
    if not media:
        return frozenset(PaperSize)
    found = set()
    if any(one.is_a4 for one in media):
        found.add(PaperSize.A4)
    if any(one.is_roll for one in media):
        found.add(PaperSize.ROLL_80)
    return frozenset(found)


def media_for(size: PaperSize, names: Collection[str], length_mm: float) -> str:
    """What to ask the printer for, so that a paper of this length fits; "" where it may decide itself.

    On a roll: the paper's own length where the printer cuts to any, else its shortest that is long enough.
    """
    if size is PaperSize.A4:
        return A4_NAME
    rolls = [one for one in _media(names) if one.is_roll]
    limits = [one for one in rolls if one.is_limit]
    if limits:
        width = max(one.width for one in limits)
        return f"custom_kiosk_{width:g}x{length_mm:.0f}mm"
    rolls.sort(key=lambda one: one.length)
    fitting = [one for one in rolls if one.length >= length_mm] or rolls[-1:]
    return fitting[0].name if fitting else ""


def longest_page(pdf: bytes) -> float:
    """The length of the longest page of a PDF that reportlab wrote, in millimetres; 0 where none is found."""
    return max((float(box[1]) * _MM_PER_INCH / 72 for box in _PAGE.finditer(pdf)), default=0.0)


def _media(names: Iterable[str]) -> Iterable[_Media]:
    for told in names:
        name = _OLD_NAMES.get(told.lower(), told)
        found = _NAME.fullmatch(name)
        if found is not None:
            factor = _MM_PER_INCH if found["unit"] == "in" else 1.0
            yield _Media(told, float(found["width"]) * factor, float(found["length"]) * factor)
