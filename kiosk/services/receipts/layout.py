"""Setting type on a sheet: two forms of paper, texts with their fonts, lines that break well.

Lengths are points from the sheet's top left corner; `y` runs downward and names a baseline or an upper edge.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from kiosk.services.receipts.embedding import Subset
from kiosk.services.receipts.failures import PaperError, PaperFailure
from kiosk.services.receipts.fonts import PaperFonts

LEADING = 1.34
LONGEST_TEXT = 1_000
"""Characters that a field of a paper may have at most: as many as central takes for a plan's name."""

_COMMA_IN_FIGURE = re.compile(r"(?<=\d),(?=\d)")
_COMMA_WIDTH = 0.3  # the typeface's comma is half an em wide, too much within a figure
_DARK = re.compile(b"\0+")
_OPENING, _CLOSING = "（「『《〈", "）」』》〉，。、；：！？"
_UNBREAKABLE = re.compile(f"[{_OPENING}]*(?:[!-~]+|[^!-~])[{_CLOSING}]* ?")


@dataclass(frozen=True)
class Form:
    """A form of paper and its grid. `height` is None where a sheet is as long as what stands on it.

    Values begin `indent` right of their labels, of a second field `middle_indent` right of its. A row's label
    and value stand `label_depth` and `value_depth` below its upper edge. `grey` is the lightness of what is
    secondary, `faint` of fine lines: 0 on a printer that knows black alone.
    """

    name: str
    width: float
    height: float | None
    left: float
    right: float
    title: float
    total: float
    heading: float
    value: float
    label: float
    note: float
    caption: float
    row: float
    label_depth: float
    value_depth: float
    caption_depth: float
    indent: float
    middle_indent: float
    column: float
    grey: float
    faint: float

    @property
    def narrow(self) -> bool:
        """Whether there is room for one field beside another."""
        return self.height is None

    @property
    def middle(self) -> float:
        """Where the second field of a row begins."""
        return self.left + (self.right - self.left) / 2 + 1.5 * mm


A4 = Form(
    name="a4", width=210 * mm, height=297 * mm, left=20 * mm, right=190 * mm,
    title=21, total=13.5, heading=12, value=11, label=9.5, note=8.5, caption=6.8,
    row=8.4 * mm, label_depth=3.7 * mm, value_depth=5.2 * mm, caption_depth=2.8 * mm,
    indent=32 * mm, middle_indent=25 * mm, column=38 * mm, grey=0.36, faint=0.68,
)  # fmt: skip
ROLL = Form(
    name="roll", width=80 * mm, height=None, left=4 * mm, right=76 * mm,
    title=14, total=11.5, heading=10, value=9.5, label=8.5, note=7.5, caption=6.2,
    row=7.6 * mm, label_depth=3.2 * mm, value_depth=4.2 * mm, caption_depth=2.5 * mm,
    indent=22 * mm, middle_indent=22 * mm, column=21 * mm, grey=0.0, faint=0.0,
)  # fmt: skip
FORMS = {form.name: form for form in (A4, ROLL)}


@dataclass(frozen=True)
class Label:
    """What something is called, in Chinese and in English."""

    chinese: str
    english: str


class Typesetter:
    """One document's texts: how wide they are, and as what its pages show them.

    Everything raises PaperError for a character that no font has, and for a text beyond all measure.
    """

    def __init__(self, fonts: PaperFonts, longest: int = LONGEST_TEXT) -> None:
        """`longest` is how many characters a text that is to be broken may have."""
        self._fonts, self._longest = fonts, longest
        self._subsets: dict[str, tuple[str, Subset]] = {}

    def width(self, text: str, size: float) -> float:
        """The width of `text` set at `size`."""
        commas = len(_COMMA_IN_FIGURE.findall(text)) if "," in text else 0
        narrower = commas * (self._fonts.advance(",") - _COMMA_WIDTH) if commas else 0.0
        return (self._fonts.width(text) - narrower) * size

    def shown(self, text: str, size: float) -> str:
        """The PDF operators that show `text` at the present place."""
        operators = []
        for name, piece in self._fonts.runs(text):
            internal, subset = self._subset(name)
            operators.append(f"/{internal} {size:g} Tf {self._pieces(subset, piece)}")
        return " ".join(operators)

    def lines(self, text: str, size: float, width: float) -> list[str]:
        """`text` in lines of at most `width`.

        No line begins with 。 or ends with （, and words stay whole, unless the line is too short for one.
        """
        if len(text) > self._longest:
            raise PaperError(PaperFailure.DOES_NOT_FIT, place=text[:8])
        lines, filled = [""], 0.0
        for piece in _UNBREAKABLE.findall(text):
            bare = self.width(piece.rstrip(), size)
            if filled + bare > width and bare <= width:
                lines.append("")
                filled = 0.0
            if filled + bare <= width:
                lines[-1] += piece
                filled += self.width(piece, size)
                continue
            for character in piece:
                advance = self.width(character, size)
                if filled + advance > width:
                    lines.append("")
                    filled = 0.0
                lines[-1] += character
                filled += advance
        return [line.rstrip() for line in lines if line.strip()]

    def subsets(self) -> Iterator[tuple[str, Subset]]:
        """The fonts that the document uses, each with the name that its pages call it by."""
        yield from self._subsets.values()

    def _subset(self, name: str) -> tuple[str, Subset]:
        if name not in self._subsets:
            internal = f"P{len(self._subsets) + 1}"
            self._subsets[name] = internal, Subset(self._fonts.file(name), name)
        return self._subsets[name]

    def _pieces(self, subset: Subset, text: str) -> str:
        parts = _COMMA_IN_FIGURE.split(text) if "," in text else [text]
        if len(parts) == 1:
            return f"<{subset.codes(text)}> Tj"
        back = round((self._fonts.advance(",") - _COMMA_WIDTH) * 1000)
        told = [f"<{subset.codes(part + ',')}> {back}" for part in parts[:-1]]
        return f"[{' '.join(told)} <{subset.codes(parts[-1])}>] TJ"


class Sheet:
    """One page on which something is drawn."""

    def __init__(self, canvas: Canvas, type_: Typesetter, form: Form, height: float) -> None:
        self.canvas, self.type, self.form, self.height = canvas, type_, form, height

    def text(
        self, x: float, y: float, text: str, size: float, *, grey: float = 0.0, align: float = 0
    ) -> None:
        """`text` on the baseline `y`; `align` is the part of its width left of `x`: 0, 0.5 or 1."""
        if not text:
            return
        if align:
            x -= align * self.type.width(text, size)
        shown = self.type.shown(text, size)
        self.code(f"BT {grey:g} g 1 0 0 1 {x:.2f} {self.height - y:.2f} Tm {shown} ET")

    def caption(self, x: float, y: float, label: Label, *, align: float = 0) -> None:
        """A label on the baseline `y`, its English below it."""
        form = self.form
        self.text(x, y, label.chinese, form.label, align=align)
        self.text(x, y + form.caption_depth, label.english, form.caption, grey=form.grey, align=align)

    def line(self, x: float, y: float, to: float, *, weight: float = 0.4, grey: float = 0.0) -> None:
        """A level line of `weight` points."""
        level = self.height - y
        self.code(f"{grey:g} G {weight:g} w {x:.2f} {level:.2f} m {to:.2f} {level:.2f} l S")

    def rule(self, y: float, *, weight: float = 0.4, grey: float = 0.0) -> None:
        """A line from margin to margin."""
        self.line(self.form.left, y, self.form.right, weight=weight, grey=grey)

    def box(
        self, x: float, y: float, width: float, height: float, *, weight: float = 0.6, grey: float = 0.0
    ) -> None:
        """A frame whose upper left corner is (x, y)."""
        self.code(
            f"{grey:g} G {weight:g} w {x:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re S"
        )

    def bar(self, x: float, y: float, width: float, height: float, grey: float) -> None:
        """A filled field whose upper left corner is (x, y)."""
        self.code(f"{grey:g} g {x:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re f")

    def polygon(
        self,
        points: list[tuple[float, float]],
        *,
        weight: float,
        grey: float = 0.0,
        filled: float | None = None,
    ) -> None:
        """A closed figure through `points`, filled where a grey is given for it."""
        first, *rest = [f"{x:.2f} {self.height - y:.2f}" for x, y in points]
        path = f"{first} m {' '.join(f'{point} l' for point in rest)} h"
        fill = "" if filled is None else f"{filled:g} g "
        self.code(f"{fill}{grey:g} G {weight:g} w {path} {'S' if filled is None else 'B'}")

    def code(self, operators: str) -> None:
        """Put PDF operators on the page."""
        code: Any = self.canvas
        code._code.append(operators)  # reportlab's own way in for them


def runs_of_dark(row: bytes) -> Iterator[tuple[int, int]]:
    """Where each run of zeros in a row begins, and how long it is."""
    for run in _DARK.finditer(row):
        yield run.start(), run.end() - run.start()
