"""Papers read back as anybody would: their text, their pictures, their codes."""

import re
import subprocess
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import zxingcpp
from PIL import Image


@dataclass(frozen=True)
class Word:
    """A word on a page and its box, in points from the top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Word") -> bool:
        """Whether the two boxes share more than a hair."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0.1 and down > 0.1


def poppler(pdf: bytes, tool: str, *options: str) -> str:
    return subprocess.run(
        [tool, *options, "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def text_of(pdf: bytes) -> list[str]:
    """The text of each page without its spaces and line ends."""
    pages = poppler(pdf, "pdftotext", "-raw").split("\f")[:-1]
    return [re.sub(r"\s", "", page) for page in pages]


def words_of(pdf: bytes, page: int) -> list[Word]:
    number = str(page)
    found = re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>',
        poppler(pdf, "pdftotext", "-bbox", "-f", number, "-l", number),
    )
    return [Word(text, *map(float, box)) for *box, text in found]


def pictures_of(pdf: bytes, dpi: int, folder: Path) -> list[Image.Image]:
    """Each page in grey, as poppler draws it."""
    command = ["pdftoppm", "-r", str(dpi), "-gray", "-png", "-", str(folder / f"page{dpi}")]
    subprocess.run(command, input=pdf, check=True)
    return [Image.open(BytesIO(file.read_bytes())) for file in sorted(folder.glob(f"page{dpi}-*.png"))]


def codes_of(pdf: bytes, folder: Path) -> list[dict[str, str]]:
    """What a reader finds at 200 dpi on each page, by the kind of code."""
    found: list[dict[str, str]] = []
    for picture in pictures_of(pdf, 200, folder):
        barcodes: Any = zxingcpp.read_barcodes(picture)
        found.append({str(one.format): one.text for one in barcodes})
    return found


_PAGE = re.compile(rb"(\d+) 0 obj\s*<<((?:(?!endobj).)*?/Type /Page)\s*>>\s*endobj", re.DOTALL)
_ROOT = re.compile(rb"(\d+) 0 obj\s*<<((?:(?!endobj).)*?/Type /Catalog)\s*>>\s*endobj", re.DOTALL)


def updated(pdf: bytes, *, page: bytes, root: bytes, more: list[bytes]) -> bytes:
    """The PDF with an update at its end, as editors write it: the rest stays as it was, to the last byte.

    `page` is added to the first page, `root` to the catalogue; `more` are further objects, from 900.
    """
    changed = {900 + index: content for index, content in enumerate(more)}
    for found, added in ((_PAGE.search(pdf), page), (_ROOT.search(pdf), root)):
        assert found is not None
        changed[int(found[1])] = b"<< " + found[2] + b" " + added + b" >>"
    written, places = bytearray(pdf), dict[int, int]()
    for number, content in changed.items():
        places[number] = len(written)
        written += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    before = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    top = re.findall(rb"/Root (\d+) 0 R", pdf)[-1]
    begins = len(written)
    written += b"xref\n" + b"".join(
        b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in sorted(places.items())
    )
    written += b"trailer\n<< /Size 1000 /Root %b 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        top, before, begins
    )  # fmt: skip
    return bytes(written)
