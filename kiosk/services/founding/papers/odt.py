"""A paper as OpenDocument text, to be edited."""

from collections.abc import Iterator
from io import BytesIO

from odfdo import Cell, Document, Element, Header, Row, Style
from odfdo import Paragraph as OdfParagraph
from odfdo import Table as OdfTable

from kiosk.services.founding.papers.blocks import (
    Block,
    Fields,
    FoundingPaper,
    Heading,
    Lines,
    Paragraph,
    Table,
)

_LINE = "＿" * 36
_GAP = "＿" * 20
_TITLE, _NOTE, _HEAD, _CELL = "KioskTitle", "KioskNote", "KioskHead", "KioskCell"


def as_odt(paper: FoundingPaper) -> bytes:
    """The paper as an ODT file, with the same words as the PDF."""
    document = Document("text")
    document.meta.title = paper.title
    body = document.body
    body.clear()
    _add_styles(document)
    body.append(OdfParagraph(paper.title, style=_TITLE))
    body.append(OdfParagraph(paper.note, style=_NOTE))
    for number, block in enumerate(paper.blocks):
        for element in _elements(block, number):
            body.append(element)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _elements(block: Block, number: int) -> Iterator[Element]:
    match block:
        case Heading():
            yield Header(2, block.text)
        case Paragraph():
            for line in block.text.splitlines():
                yield OdfParagraph(line)
        case Lines():
            for _ in range(block.count):
                yield OdfParagraph(_LINE)
        case Fields():
            for label, value in block.rows:
                yield OdfParagraph(f"{label}：{_GAP if value is None else value}")
        case Table():
            yield _table(block, number)


def _table(block: Table, number: int) -> OdfTable:
    table = OdfTable(f"Table{number + 1}")
    width = len(block.heads)
    empty = ((None,) * width,) * max(block.least - len(block.rows), 0)
    for style, cells in ((_HEAD, block.heads), *((_CELL, row) for row in (*block.rows, *empty))):
        row = Row()
        for text in cells:
            row.append(Cell(text or "", style=style))
        table.append(row)
    return table


def _add_styles(document: Document) -> None:
    title = Style("paragraph", name=_TITLE, align="center")
    title.set_properties({"fo:text-align": "center", "fo:margin-bottom": "0.3cm"}, area="paragraph")
    title.set_properties({"fo:font-size": "20pt", "style:font-size-asian": "20pt"}, area="text")
    note = Style("paragraph", name=_NOTE)
    note.set_properties(
        {"fo:margin-bottom": "0.4cm", "fo:border": "0.5pt solid #000000", "fo:padding": "0.15cm"},
        area="paragraph",
    )
    note.set_properties({"fo:font-size": "9pt", "style:font-size-asian": "9pt"}, area="text")
    document.insert_style(title)
    document.insert_style(note)
    for name, bold in ((_HEAD, True), (_CELL, False)):
        background = "#e8eceb" if bold else None
        cell = Style(
            "table-cell",
            name=name,
            border="0.5pt solid #000000",
            padding="0.1cm",
            background_color=background,
        )
        document.insert_style(cell, automatic=True)
