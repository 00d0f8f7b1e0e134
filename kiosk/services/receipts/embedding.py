"""A font in a document: the outlines of the characters that it shows, and what each of them says.

A character beyond the Basic Multilingual Plane is told as UTF-16, as PDF asks: 𠊎 is <D840DC8E>. So what is
copied out of a paper is what was put in.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString

from kiosk.services.receipts.truetype import TrueTypeFile, parts_of

_HEADS = {"head": 54, "hhea": 36, "maxp": 32}
_MOST = 0xFFFF
_EM = 1000  # a PDF measures glyphs in thousandths
_IN_A_BLOCK = 100
_SYMBOLIC = 4
_WHOLE = 0xFFFFFFFF
_ADJUSTED = 0xB1B0AFBA  # the file's check sum is told as what is missing from this


class Subset:
    """One document's share of a font: each character gets a number of its own, from 1."""

    def __init__(self, file: TrueTypeFile, name: str) -> None:
        self._file, self._name = file, name
        self._numbers: dict[str, int] = {}

    def codes(self, text: str) -> str:
        """`text` as the document's numbers, in hexadecimal. Raises ValueError where there are too many."""
        numbers = self._numbers
        told = [numbers.get(one) or numbers.setdefault(one, len(numbers) + 1) for one in text]
        if len(numbers) > _MOST:
            raise ValueError("a document shows 65,535 characters of a font at most")
        return "".join([f"{number:04X}" for number in told])

    def embed(self, document: Any, internal_name: str) -> None:
        """Put the font into the document (reportlab's) under the name that its pages use."""
        file, glyphs = self._file, [self._file.glyph(one) for one in self._numbers]
        content = _font_file(file, glyphs)
        name = PDFName(f"{_tag(content)}+{self._name}")
        scale = _EM / file.units
        widths = [round(file.advance(glyph) * scale) for glyph in glyphs]
        descriptor = PDFDictionary(
            {
                "Type": PDFName("FontDescriptor"),
                "FontName": name,
                "Flags": _SYMBOLIC,
                "FontBBox": PDFArray([round(edge * scale) for edge in file.box]),
                "ItalicAngle": 0,
                "Ascent": round(file.ascent * scale),
                "Descent": round(file.descent * scale),
                "CapHeight": round(file.ascent * scale),
                "StemV": 80,
                "FontFile2": document.Reference(_packed(content, Length1=len(content))),
            }
        )
        described = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("CIDFontType2"),
                "BaseFont": name,
                "CIDSystemInfo": PDFDictionary(
                    {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
                ),
                "FontDescriptor": document.Reference(descriptor),
                "DW": _EM,
                "W": PDFArray([1, PDFArray(widths)]),
                "CIDToGIDMap": PDFName("Identity"),
            }
        )
        font = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("Type0"),
                "BaseFont": name,
                "Encoding": PDFName("Identity-H"),
                "DescendantFonts": PDFArray([document.Reference(described)]),
                "ToUnicode": document.Reference(_packed(_to_unicode(self._numbers))),
            }
        )
        document.idToObject["BasicFonts"].dict[internal_name] = document.Reference(font)


def _packed(content: bytes, **about: int) -> PDFStream:
    values = {"Filter": PDFName("FlateDecode"), **about}
    return PDFStream(PDFDictionary(values), zlib.compress(content, 6))


def _font_file(file: TrueTypeFile, glyphs: list[int]) -> bytes:
    """A TrueType file of these glyphs, in this order from 1, and of what they are put together from."""
    order = [0, *glyphs]
    renumbered: dict[int, int] = {}
    places, outlines, end = [0], list[bytes](), 0
    for glyph in order:  # grows while parts are found
        outline = b"" if glyph == 0 and not outlines else _own_parts(file.outline(glyph), renumbered, order)
        outline += bytes(-len(outline) % 4)
        outlines.append(outline)
        end += len(outline)
        places.append(end)
    tables = {name: file.header(name, length) for name, length in _HEADS.items()}
    struct.pack_into(">I", tables["head"], 8, 0)
    struct.pack_into(">h", tables["head"], 50, 1)
    struct.pack_into(">H", tables["hhea"], 34, len(order))
    struct.pack_into(">H", tables["maxp"], 4, len(order))
    metrics = b"".join(file.advance(glyph).to_bytes(2) + file.bearing(glyph) for glyph in order)
    content = {
        "glyf": b"".join(outlines),
        "head": bytes(tables["head"]),
        "hhea": bytes(tables["hhea"]),
        "hmtx": metrics,
        "loca": struct.pack(f">{len(places)}I", *places),
        "maxp": bytes(tables["maxp"]),
    }
    return _put_together(content)


def _own_parts(outline: bytes, renumbered: dict[int, int], order: list[int]) -> bytes:
    """A composite outline that names its parts by their numbers here; each part comes last in `order`."""
    changed = bytearray(outline)
    for at, part in parts_of(outline):
        if part not in renumbered:
            renumbered[part] = len(order)
            order.append(part)
        struct.pack_into(">H", changed, at, renumbered[part])
    return bytes(changed)


def _put_together(tables: Mapping[str, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(">IHHHH", 0x00010000, count, 16 * power, power.bit_length() - 1, 16 * (count - power))
    offset, entries, bodies = len(head) + 16 * count, b"", b""
    for name, table in tables.items():
        padded = table + bytes(-len(table) % 4)
        entries += struct.pack(">4sIII", name.encode(), _sum(padded), offset + len(bodies), len(table))
        bodies += padded
    whole = bytearray(head + entries + bodies)
    at = whole.index(b"head", len(head))
    (head_at,) = struct.unpack_from(">I", whole, at + 8)
    struct.pack_into(">I", whole, head_at + 8, (_ADJUSTED - _sum(bytes(whole))) & _WHOLE)
    return bytes(whole)


def _sum(content: bytes) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(content) // 4}I", content)
    return sum(words) & _WHOLE


def _tag(content: bytes) -> str:
    """Six letters that tell this subset from others of the font."""
    number = int.from_bytes(hashlib.sha256(content).digest()[:8])
    letters = []
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters.append(chr(ord("A") + letter))
    return "".join(letters)


def _to_unicode(numbers: Mapping[str, int]) -> bytes:
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <FFFF> endcodespacerange",
            *_blocks([f"<{number:04X}> <{_utf16(one)}>" for one, number in numbers.items()]),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        )
    ).encode()


def _blocks(lines: list[str]) -> Iterator[str]:
    for start in range(0, len(lines), _IN_A_BLOCK):
        block = lines[start : start + _IN_A_BLOCK]
        yield "\n".join((f"{len(block)} beginbfchar", *block, "endbfchar"))


def _utf16(character: str) -> str:
    return character.encode("utf-16-be").hex().upper()
