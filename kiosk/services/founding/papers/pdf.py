"""A paper as PDF, in the receipts' typeface, on as many A4 sheets as it takes."""

from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from kiosk.services.founding.papers.blocks import (
    Block,
    Fields,
    FoundingPaper,
    Heading,
    Lines,
    Paragraph,
    Table,
)
from kiosk.services.receipts.fonts import installed_fonts
from kiosk.services.receipts.layout import (
    CAPTION,
    FAINT,
    GREY,
    HEADING,
    LEADING,
    LEFT,
    NOTE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    TITLE,
    Sheet,
)
from kiosk.services.receipts.render import one_at_a_time

_SIZE = 11.0
_CELL = 9.5
_TOP = 20 * mm
_BOTTOM = PAGE_HEIGHT - 20 * mm
_LABEL = 46 * mm
_ROW = 8.5 * mm
_PAD = 1.5 * mm


def as_pdf(paper: FoundingPaper) -> bytes:
    """The paper; the same case always gives the same bytes.

    Raises `PaperError` when a font is missing, or when no font has one of its characters.
    """
    with one_at_a_time:
        file = BytesIO()
        fonts = installed_fonts()
        # The type stubs take the font's name for a number.
        canvas = Canvas(file, A4, invariant=1, lang="zh-TW", initialFontName=fonts.main())  # type: ignore[arg-type]
        canvas.setTitle(paper.title)
        _Setter(Sheet(canvas, fonts, _BOTTOM), paper).set()
        canvas.save()
        return file.getvalue()


class _Setter:
    """Sets block after block, and goes on to the next sheet where one is full."""

    def __init__(self, sheet: Sheet, paper: FoundingPaper) -> None:
        self._sheet, self._paper, self._page = sheet, paper, 1

    def set(self) -> None:
        sheet, paper = self._sheet, self._paper
        sheet.y = _TOP
        sheet.text(PAGE_WIDTH / 2, sheet.y + 4 * mm, paper.title, TITLE, align=0.5)
        sheet.y += 9 * mm
        self._note(paper.note)
        for block in paper.blocks:
            self._block(block)
        self._foot()
        sheet.canvas.showPage()

    def _note(self, note: str) -> None:
        sheet, top = self._sheet, self._sheet.y
        lines = sheet.lines(note, NOTE, RIGHT - LEFT - 6 * mm)
        height = (len(lines) + 0.7) * NOTE * LEADING
        sheet.box(LEFT, top, RIGHT - LEFT, height, weight=0.5)
        for place, line in enumerate(lines, start=1):
            sheet.text(LEFT + 3 * mm, top + place * NOTE * LEADING, line, NOTE, grey=GREY)
        sheet.y = top + height + 3 * mm

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self._need(38 * mm)  # a heading is followed by something on its sheet
                self._sheet.y += 8 * mm
                self._sheet.text(LEFT, self._sheet.y, block.text, HEADING)
                self._sheet.y += 1.5 * mm
            case Paragraph():
                for written in block.text.splitlines():
                    for line in self._sheet.lines(written, _SIZE, RIGHT - LEFT):
                        self._need(_SIZE * LEADING)
                        self._sheet.y += _SIZE * LEADING
                        self._sheet.text(LEFT, self._sheet.y, line, _SIZE)
                self._sheet.y += 2 * mm
            case Lines():
                for _ in range(block.count):
                    self._need(_ROW)
                    self._sheet.y += _ROW
                    self._sheet.rule(grey=GREY)
                self._sheet.y += 2 * mm
            case Fields():
                for label, value in block.rows:
                    self._field(label, value)
                self._sheet.y += 2 * mm
            case Table():
                self._table(block)

    def _field(self, label: str, value: str | None) -> None:
        sheet = self._sheet
        lines = [""] if value is None else sheet.lines(value, _SIZE, RIGHT - LEFT - _LABEL) or [""]
        names = sheet.lines(label, _SIZE, _LABEL - 3 * mm)
        height = _ROW + (max(len(lines), len(names)) - 1) * _SIZE * LEADING
        self._need(height)
        for place, line in enumerate(names):
            sheet.text(LEFT, sheet.y + 5.8 * mm + place * _SIZE * LEADING, line, _SIZE, grey=GREY)
        for place, line in enumerate(lines):
            sheet.text(LEFT + _LABEL, sheet.y + 5.8 * mm + place * _SIZE * LEADING, line, _SIZE)
        sheet.y += height
        sheet.rule(grey=GREY if value is None else FAINT)

    def _table(self, block: Table) -> None:
        self._sheet.y += 2 * mm
        whole = sum(block.widths)
        widths = [(RIGHT - LEFT) * width / whole for width in block.widths]
        self._need(3 * _ROW)
        self._row(block.heads, widths, head=True)
        empty: tuple[tuple[None, ...], ...] = ((None,) * len(widths),) * max(block.least - len(block.rows), 0)
        for cells in (*block.rows, *empty):
            if self._row(cells, widths):
                continue
            self._next_sheet()
            self._row(block.heads, widths, head=True)
            self._row(cells, widths)
        self._sheet.y += 3 * mm

    def _row(self, cells: tuple[str | None, ...], widths: list[float], *, head: bool = False) -> bool:
        """Set a row; False where there is no room for it on this sheet."""
        sheet = self._sheet
        set_cells = [
            sheet.lines(cell or "", _CELL, width - 2 * _PAD)
            for cell, width in zip(cells, widths, strict=True)
        ]
        deepest = max(1, *(len(lines) for lines in set_cells))
        height = _ROW + (deepest - 1) * _CELL * LEADING
        if sheet.y + height > sheet.limit and sheet.y > _TOP + 2 * _ROW:
            return False
        x = LEFT
        if head:
            sheet.canvas.setFillGray(0.92)
            sheet.canvas.rect(LEFT, PAGE_HEIGHT - sheet.y - height, RIGHT - LEFT, height, stroke=0, fill=1)
        for lines, width in zip(set_cells, widths, strict=True):
            sheet.box(x, sheet.y, width, height, weight=0.4)
            for place, line in enumerate(lines):
                sheet.text(x + _PAD, sheet.y + 5.6 * mm + place * _CELL * LEADING, line, _CELL)
            x += width
        sheet.y += height
        return True

    def _need(self, height: float) -> None:
        if self._sheet.y + height > self._sheet.limit:
            self._next_sheet()

    def _next_sheet(self) -> None:
        self._foot()
        self._sheet.canvas.showPage()
        self._page += 1
        self._sheet.y = _TOP

    def _foot(self) -> None:
        sheet = self._sheet
        sheet.text(
            LEFT, PAGE_HEIGHT - 12 * mm, f"{self._paper.title}（草稿，非正式書表）", CAPTION, grey=GREY
        )
        sheet.text(RIGHT, PAGE_HEIGHT - 12 * mm, f"第 {self._page} 頁", CAPTION, grey=GREY, align=1)
