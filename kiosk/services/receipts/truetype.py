"""A TrueType file, read only where it is needed: of 35 MB a paper wants a few hundred outlines."""

import mmap
import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from pathlib import Path

_NEEDED = ("cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp")
_COMPOSITE_ARGS_ARE_WORDS, _HAS_SCALE, _MORE, _HAS_TWO_SCALES, _HAS_MATRIX = 0x1, 0x8, 0x20, 0x40, 0x80
_BEFORE_CONTOURS = 10  # bytes of a glyph before the ends of its contours
_LONG = 4

_Lookup = Callable[[int], int]


class NotTrueType(Exception):
    """The file is no TrueType font that can be read."""


class TrueTypeFile:
    """One font file. `units` are an em; `box`, `ascent` and `descent` are told in them."""

    def __init__(self, file: Path) -> None:
        """Raises OSError and `NotTrueType`; outlines are looked at when they are asked for."""
        with file.open("rb") as stream:
            try:
                self._data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError:  # an empty file
                raise NotTrueType from None
        try:
            self._at = self._tables()
            head, hhea = self._at["head"], self._at["hhea"]
            (self.units,) = struct.unpack_from(">H", self._data, head + 18)
            self.box: tuple[int, int, int, int] = struct.unpack_from(">4h", self._data, head + 36)
            self._long_places = struct.unpack_from(">h", self._data, head + 50) == (1,)
            self.ascent, self.descent = struct.unpack_from(">2h", self._data, hhea + 4)
            (self._measured,) = struct.unpack_from(">H", self._data, hhea + 34)
            (self._glyphs,) = struct.unpack_from(">H", self._data, self._at["maxp"] + 4)
            self._find = self._lookup()
        except (struct.error, KeyError, IndexError):
            raise NotTrueType from None
        if not self.units or not self._measured or self._place(self._glyphs) > len(self._data):
            raise NotTrueType

    def glyph(self, character: str) -> int:
        """The number of the character's glyph; 0 where there is none."""
        found = self._find(ord(character))
        return found if found < self._glyphs else 0

    def advance(self, glyph: int) -> int:
        """How far a glyph moves on, in units."""
        at = self._at["hmtx"] + 4 * min(glyph, self._measured - 1)
        return int.from_bytes(self._data[at : at + 2])

    def bearing(self, glyph: int) -> bytes:
        """What hmtx says of the glyph's left side: two bytes."""
        table, beyond = self._at["hmtx"], glyph - self._measured
        at = table + 4 * glyph + 2 if beyond < 0 else table + 4 * self._measured + 2 * beyond
        return self._data[at : at + 2]

    def outline(self, glyph: int) -> bytes:
        """The glyph's outline without the instructions for small screens; empty where it leaves no ink."""
        outline = self._data[self._place(glyph) : self._place(glyph + 1)]
        if not outline or outline[0] & 0x80:  # composite: its instructions come last
            return outline
        (contours,) = struct.unpack_from(">h", outline)
        at = _BEFORE_CONTOURS + 2 * contours
        (length,) = struct.unpack_from(">H", outline, at)
        return outline[:at] + b"\0\0" + outline[at + 2 + length :]

    def header(self, table: str, length: int) -> bytearray:
        """The first bytes of a table."""
        at = self._at[table]
        return bytearray(self._data[at : at + length])

    def has_ink(self, glyph: int) -> bool:
        """Whether the glyph draws anything."""
        return self._place(glyph) != self._place(glyph + 1)

    def _place(self, glyph: int) -> int:
        if self._long_places:
            (offset,) = struct.unpack_from(">I", self._data, self._at["loca"] + _LONG * glyph)
        else:
            offset = 2 * struct.unpack_from(">H", self._data, self._at["loca"] + 2 * glyph)[0]
        return self._at["glyf"] + int(offset)

    def _tables(self) -> dict[str, int]:
        (count,) = struct.unpack_from(">H", self._data, 4)
        found = {}
        for number in range(count):
            tag, _sum, offset, length = struct.unpack_from(">4sIII", self._data, 12 + 16 * number)
            if offset + length > len(self._data):
                raise NotTrueType
            found[tag.decode("latin-1")] = offset
        return {name: found[name] for name in _NEEDED}

    def _lookup(self) -> _Lookup:
        """The fullest of the maps from characters to glyphs."""
        cmap = self._at["cmap"]
        (count,) = struct.unpack_from(">H", self._data, cmap + 2)
        maps = {}
        for number in range(count):
            platform, _encoding, offset = struct.unpack_from(">HHI", self._data, cmap + 4 + 8 * number)
            (form,) = struct.unpack_from(">H", self._data, cmap + offset)
            if platform in {0, 3}:
                maps[form] = cmap + offset
        return self._of_ranges(maps[12]) if 12 in maps else self._of_segments(maps[4])

    def _of_ranges(self, at: int) -> _Lookup:
        """Format 12: ranges of characters, each with its first glyph."""
        (count,) = struct.unpack_from(">I", self._data, at + 12)
        numbers = struct.unpack_from(f">{3 * count}I", self._data, at + 16)
        first, last, glyphs = numbers[::3], numbers[1::3], numbers[2::3]

        def find(code: int) -> int:
            index = bisect_right(first, code) - 1
            return glyphs[index] + code - first[index] if index >= 0 and code <= last[index] else 0

        return find

    def _of_segments(self, at: int) -> _Lookup:
        """Format 4: segments of the first plane, each with what to add, or where its glyphs stand."""
        count = struct.unpack_from(">H", self._data, at + 6)[0] // 2
        last = struct.unpack_from(f">{count}H", self._data, at + 14)
        rest = at + 16 + 2 * count
        first = struct.unpack_from(f">{count}H", self._data, rest)
        added = struct.unpack_from(f">{count}H", self._data, rest + 2 * count)
        away = struct.unpack_from(f">{count}H", self._data, rest + 4 * count)
        data = self._data

        def find(code: int) -> int:
            index = bisect_right(first, code) - 1
            if index < 0 or code > last[index]:
                return 0
            if not away[index]:
                return int(code + added[index]) & 0xFFFF
            place = rest + 4 * count + 2 * index + away[index] + 2 * (code - first[index])
            glyph = int.from_bytes(data[place : place + 2])
            return (glyph + added[index]) & 0xFFFF if glyph else 0

        return find


def parts_of(outline: bytes) -> Iterator[tuple[int, int]]:
    """The glyphs that a composite outline is put together from: where each is named, and which it is."""
    if not outline or not outline[0] & 0x80:
        return
    at, more = _BEFORE_CONTOURS, True
    while more:
        flags, glyph = struct.unpack_from(">HH", outline, at)
        yield at + 2, glyph
        at += 8 if flags & _COMPOSITE_ARGS_ARE_WORDS else 6
        at += 2 if flags & _HAS_SCALE else 4 if flags & _HAS_TWO_SCALES else 8 if flags & _HAS_MATRIX else 0
        more = bool(flags & _MORE)
