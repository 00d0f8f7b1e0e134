"""Setting type on an A4 sheet: a grid, fields with captions, aligned figures, lines that break well.

Lengths are points from the sheet's top left corner; `y` runs downward and names a baseline or an upper edge.
"""

import re
from collections.abc import Iterator, Sequence, Sized
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from kiosk.services.receipts.fonts import PaperFonts
from kiosk.services.receipts.papers import PaperError, PaperFailure

PAGE_WIDTH, PAGE_HEIGHT = A4
LEFT = 22 * mm
RIGHT = PAGE_WIDTH - LEFT
# A row holds one field over the whole width, or two; values begin an indent right of their labels.
MIDDLE = LEFT + 84 * mm
INDENT, MIDDLE_INDENT = 33 * mm, 24 * mm
COLUMN = 42 * mm

TITLE, TOTAL, HEADING, VALUE, LABEL, NOTE, CAPTION = 22.0, 14.0, 12.0, 11.5, 10.0, 8.5, 7.0
LEADING = 1.32
ROW, _LABEL_DEPTH, _VALUE_DEPTH = 8.6 * mm, 3.7 * mm, 5.3 * mm
BLACK, GREY, FAINT = 0.0, 0.35, 0.6

_COMMA_IN_FIGURE = re.compile(r"(?<=\d)(,)(?=\d)")
_COMMA_WIDTH = 0.3
_OPENING, _CLOSING = "（「『《〈", "）」』》〉，。、；：！？"
_UNBREAKABLE = re.compile(f"[{_OPENING}]*(?:[!-~]+|[^!-~])[{_CLOSING}]* ?")


@dataclass(frozen=True)
class Label:
    """What a field is called, in Chinese and in English."""

    chinese: str
    english: str


class Sheet:
    """One page being set, from the top down; `y` is where the next row begins.

    Every text raises PaperError for a character that no font has. `limit` is the lower edge of the rows.
    """

    def __init__(self, canvas: Canvas, fonts: PaperFonts, limit: float) -> None:
        self.canvas = canvas
        self.fonts = fonts
        self.limit = limit
        self.y = 0.0

    def text(
        self, x: float, y: float, text: str, size: float, *, grey: float = BLACK, align: float = 0
    ) -> None:
        """`text` on the baseline `y`; `align` is the part of its width left of `x`: 0, 0.5 or 1."""
        x -= align * self.width(text, size)
        self.canvas.setFillGray(grey)
        for name, piece, advance in self._pieces(text, size):
            self.canvas.setFont(name, size)
            self.canvas.drawString(x, PAGE_HEIGHT - y, piece)
            x += advance

    def width(self, text: str, size: float) -> float:
        """The width of `text` set at `size`."""
        return sum(advance for *_, advance in self._pieces(text, size))

    def rule(self, *, weight: float = 0.4, grey: float = BLACK) -> None:
        """A line of `weight` points from margin to margin at `y`."""
        self.canvas.setStrokeGray(grey)
        self.canvas.setLineWidth(weight)
        self.canvas.line(LEFT, PAGE_HEIGHT - self.y, RIGHT, PAGE_HEIGHT - self.y)

    def box(self, x: float, y: float, width: float, height: float, *, weight: float = 0.6) -> None:
        """A frame whose upper left corner is (x, y)."""
        self.canvas.setStrokeGray(BLACK)
        self.canvas.setLineWidth(weight)
        self.canvas.rect(x, PAGE_HEIGHT - y - height, width, height)

    def lines(self, text: str, size: float, width: float) -> list[str]:
        """`text` in lines of at most `width`.

        No line begins with 。 or ends with （, and words stay whole, unless the line is too short for one.
        """
        lines = [""]
        for piece in _UNBREAKABLE.findall(text):
            if self.width(lines[-1] + piece.rstrip(), size) <= width:
                lines[-1] += piece
            elif self.width(piece.rstrip(), size) <= width:
                lines.append(piece)
            else:
                for character in piece:
                    fits = self.width(lines[-1] + character, size) <= width
                    lines[-1:] = [lines[-1] + character] if fits else [lines[-1], character]
        return [line.rstrip() for line in lines if line.strip()]

    def paragraph(self, text: str, size: float, *, grey: float = BLACK) -> None:
        """`text` from margin to margin below `y`, which moves to the baseline of its last line."""
        for line in self.lines(text, size, RIGHT - LEFT):
            self.y += size * LEADING
            self.text(LEFT, self.y, line, size, grey=grey)

    def heading(self, label: Label, *columns: Label) -> None:
        """The title of the rows that follow, above a rule; `columns` are the titles of its figures."""
        self.y += 7.4 * mm
        self.text(LEFT, self.y, label.chinese, HEADING)
        offset = self.width(label.chinese, HEADING) + 2 * mm
        self.text(LEFT + offset, self.y, label.english, CAPTION, grey=GREY)
        for edge, column in zip(_column_edges(columns), columns, strict=True):
            self.text(edge, self.y, column.english, CAPTION, grey=GREY, align=1)
            offset = self.width(column.english, CAPTION) + 1.5 * mm
            self.text(edge - offset, self.y, column.chinese, LABEL, align=1)
        self.y += 2 * mm
        self.rule(weight=0.8)

    def figures(self, label: Label, *amounts: int, remark: Label | None = None) -> None:
        """A row of amounts, each right under its column's title, with a remark if there is one."""
        self._figures(label, amounts, VALUE, remark)
        self.rule(grey=FAINT)

    def total(self, label: Label, *amounts: int, remark: Label | None = None, words: str = "") -> None:
        """The last row of amounts, larger, closed by a strong rule; `words` are the amount in words."""
        self.text(LEFT + INDENT, self.y + _VALUE_DEPTH, words, VALUE)
        self._figures(label, amounts, TOTAL, remark)
        self.rule(weight=0.8)

    def row(self, *fields: tuple[Label, str]) -> None:
        """One field over the whole width, or two side by side; as high as its longest value, ruled below."""
        if len(fields) == 1:
            places = [(LEFT, LEFT + INDENT, RIGHT)]
        else:
            places = [(LEFT, LEFT + INDENT, MIDDLE - 3 * mm), (MIDDLE, MIDDLE + MIDDLE_INDENT, RIGHT)]
        set_fields = [
            (x, value_x, label, self.lines(value, VALUE, right - value_x))
            for (x, value_x, right), (label, value) in zip(places, fields, strict=True)
        ]
        for x, value_x, label, lines in set_fields:
            self.caption(x, self.y + _LABEL_DEPTH, label)
            for index, line in enumerate(lines):
                self.text(value_x, self.y + _VALUE_DEPTH + index * VALUE * LEADING, line, VALUE)
        more_lines = max(0, *(len(lines) - 1 for *_, lines in set_fields))
        self._next(ROW + more_lines * VALUE * LEADING)
        self.rule(grey=FAINT)

    def caption(self, x: float, y: float, label: Label) -> None:
        """A label on the baseline `y`, its English below it."""
        self.text(x, y, label.chinese, LABEL)
        self.text(x, y + 2.9 * mm, label.english, CAPTION, grey=GREY)

    def require_space(self, height: float) -> None:
        """PaperError unless `height` more fits above the limit."""
        if self.y + height > self.limit:
            raise PaperError(PaperFailure.DOES_NOT_FIT)

    def _figures(self, label: Label, amounts: Sequence[int], size: float, remark: Label | None) -> None:
        self.caption(LEFT, self.y + _LABEL_DEPTH, label)
        if remark:
            self.caption(LEFT + INDENT, self.y + _LABEL_DEPTH, remark)
        for edge, amount in zip(_column_edges(amounts), amounts, strict=True):
            self.text(edge, self.y + _VALUE_DEPTH, f"{amount:,}", size, align=1)
        self._next(ROW)

    def _pieces(self, text: str, size: float) -> Iterator[tuple[str, str, float]]:
        """`text` as (font name, piece, advance); the typeface's comma is too wide within a figure."""
        for part in _COMMA_IN_FIGURE.split(text):
            for name, piece in self.fonts.runs(part):
                natural = stringWidth(piece, name, size)
                yield name, piece, _COMMA_WIDTH * size if part == "," else natural

    def _next(self, height: float) -> None:
        self.require_space(height)
        self.y += height


def _column_edges(columns: Sized) -> list[float]:
    """The right edges of the columns of figures, the last one at the right margin."""
    return [RIGHT - COLUMN * (len(columns) - 1 - index) for index in range(len(columns))]
