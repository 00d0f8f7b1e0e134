"""A paper as PDF, in the receipts' typeface, on as many A4 sheets as it takes."""

from io import BytesIO

from reportlab.lib.units import mm

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
from kiosk.services.receipts.layout import A4, LEADING, Sheet, Typesetter
from kiosk.services.receipts.render import PaperCanvas, one_at_a_time

_WIDTH, _HEIGHT = A4.width, 297 * mm
_LEFT, _RIGHT, _TITLE, _HEADING, _NOTE = A4.left, A4.right, A4.title, A4.heading, A4.note
_CAPTION, _GREY, _FAINT = A4.caption, A4.grey, A4.faint
_SIZE = 11.0
_CELL = 9.5
_TOP = 20 * mm
_BOTTOM = _HEIGHT - 20 * mm
_LABEL = 46 * mm
_ROW = 8.5 * mm
_PAD = 1.5 * mm
_LONGEST = 100_000  # a charter's clauses are long; what a case may hold is bounded where it is entered


def as_pdf(paper: FoundingPaper) -> bytes:
    """The paper; the same case always gives the same bytes.

    Raises `PaperError` when a font is missing, or when no font has one of its characters.
    """
    with one_at_a_time:
        file = BytesIO()
        canvas = PaperCanvas(file, (_WIDTH, _HEIGHT), invariant=1, pageCompression=1, lang="zh-TW")
        canvas.setTitle(paper.title)
        type_ = Typesetter(installed_fonts(), _LONGEST)
        _Setter(Sheet(canvas, type_, A4, _HEIGHT), paper).set()
        canvas.embed(type_)
        canvas.save()
        return file.getvalue()


class _Setter:
    """Sets block after block, and goes on to the next sheet where one is full."""

    def __init__(self, sheet: Sheet, paper: FoundingPaper) -> None:
        self._sheet, self._paper, self._page, self._y = sheet, paper, 1, _TOP

    def set(self) -> None:
        sheet, paper = self._sheet, self._paper
        sheet.text(_WIDTH / 2, self._y + 4 * mm, paper.title, _TITLE, align=0.5)
        self._y += 9 * mm
        self._note(paper.note)
        for block in paper.blocks:
            self._block(block)
        self._foot()
        sheet.canvas.showPage()

    def _note(self, note: str) -> None:
        sheet, top = self._sheet, self._y
        lines = sheet.type.lines(note, _NOTE, _RIGHT - _LEFT - 6 * mm)
        height = (len(lines) + 0.7) * _NOTE * LEADING
        sheet.box(_LEFT, top, _RIGHT - _LEFT, height, weight=0.5)
        for place, line in enumerate(lines, start=1):
            sheet.text(_LEFT + 3 * mm, top + place * _NOTE * LEADING, line, _NOTE, grey=_GREY)
        self._y = top + height + 3 * mm

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self._need(38 * mm)  # a heading is followed by something on its sheet
                self._y += 8 * mm
                self._sheet.text(_LEFT, self._y, block.text, _HEADING)
                self._y += 1.5 * mm
            case Paragraph():
                for written in block.text.splitlines():
                    for line in self._sheet.type.lines(written, _SIZE, _RIGHT - _LEFT):
                        self._need(_SIZE * LEADING)
                        self._y += _SIZE * LEADING
                        self._sheet.text(_LEFT, self._y, line, _SIZE)
                self._y += 2 * mm
            case Lines():
                for _ in range(block.count):
                    self._need(_ROW)
                    self._y += _ROW
                    self._sheet.rule(self._y, grey=_GREY)
                self._y += 2 * mm
            case Fields():
                for label, value in block.rows:
                    self._field(label, value)
                self._y += 2 * mm
            case Table():
                self._table(block)

    def _field(self, label: str, value: str | None) -> None:
        sheet = self._sheet
        lines = [""] if value is None else sheet.type.lines(value, _SIZE, _RIGHT - _LEFT - _LABEL) or [""]
        names = sheet.type.lines(label, _SIZE, _LABEL - 3 * mm)
        height = _ROW + (max(len(lines), len(names)) - 1) * _SIZE * LEADING
        self._need(height)
        for place, line in enumerate(names):
            sheet.text(_LEFT, self._y + 5.8 * mm + place * _SIZE * LEADING, line, _SIZE, grey=_GREY)
        for place, line in enumerate(lines):
            sheet.text(_LEFT + _LABEL, self._y + 5.8 * mm + place * _SIZE * LEADING, line, _SIZE)
        self._y += height
        sheet.rule(self._y, grey=_GREY if value is None else _FAINT)

    def _table(self, block: Table) -> None:
        self._y += 2 * mm
        whole = sum(block.widths)
        widths = [(_RIGHT - _LEFT) * width / whole for width in block.widths]
        self._need(3 * _ROW)
        self._row(block.heads, widths, head=True)
        empty: tuple[tuple[None, ...], ...] = ((None,) * len(widths),) * max(block.least - len(block.rows), 0)
        for cells in (*block.rows, *empty):
            if self._row(cells, widths):
                continue
            self._next_sheet()
            self._row(block.heads, widths, head=True)
            self._row(cells, widths)
        self._y += 3 * mm

    def _row(self, cells: tuple[str | None, ...], widths: list[float], *, head: bool = False) -> bool:
        """Set a row; False where there is no room for it on this sheet."""
        sheet = self._sheet
        set_cells = [
            sheet.type.lines(cell or "", _CELL, width - 2 * _PAD)
            for cell, width in zip(cells, widths, strict=True)
        ]
        deepest = max(1, *(len(lines) for lines in set_cells))
        height = _ROW + (deepest - 1) * _CELL * LEADING
        if self._y + height > _BOTTOM and self._y > _TOP + 2 * _ROW:
            return False
        x = _LEFT
        if head:
            sheet.bar(_LEFT, self._y, _RIGHT - _LEFT, height, 0.92)
        for lines, width in zip(set_cells, widths, strict=True):
            sheet.box(x, self._y, width, height, weight=0.4)
            for place, line in enumerate(lines):
                sheet.text(x + _PAD, self._y + 5.6 * mm + place * _CELL * LEADING, line, _CELL)
            x += width
        self._y += height
        return True

    def _need(self, height: float) -> None:
        if self._y + height > _BOTTOM:
            self._next_sheet()

    def _next_sheet(self) -> None:
        self._foot()
        self._sheet.canvas.showPage()
        self._page += 1
        self._y = _TOP

    def _foot(self) -> None:
        sheet = self._sheet
        sheet.text(
            _LEFT, _HEIGHT - 12 * mm, f"{self._paper.title}（草稿，非正式書表）", _CAPTION, grey=_GREY
        )
        sheet.text(_RIGHT, _HEIGHT - 12 * mm, f"第 {self._page} 頁", _CAPTION, grey=_GREY, align=1)
