"""A paper as OpenDocument text, to be edited."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from odfdo import Document, Element, Header, Style
from odfdo import Paragraph as OdfParagraph

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
    document.save(file, pretty=False)
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


def _table(block: Table, number: int) -> Element:
    """The table in one piece: row by row, odfdo counts columns anew each time (5,000 take a minute)."""
    width = len(block.heads)
    empty: tuple[tuple[None, ...], ...] = ((None,) * width,) * max(block.least - len(block.rows), 0)
    rows = [_row(block.heads, _HEAD), *(_row(row, _CELL) for row in (*block.rows, *empty))]
    columns = f'<table:table-column table:number-columns-repeated="{width}"/>'
    inside = columns + "".join(rows)
    return Element.from_tag(f'<table:table table:name="Table{number + 1}">{inside}</table:table>')


def _row(cells: Sequence[str | None], style: str) -> str:
    kind = f'table:style-name="{style}" office:value-type="string"'
    inside = "".join(
        f"<table:table-cell {kind}><text:p>{escape(text or '')}</text:p></table:table-cell>" for text in cells
    )
    return f"<table:table-row>{inside}</table:table-row>"


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
