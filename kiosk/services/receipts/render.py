"""From a paper's snapshot to its PDF."""

import base64
import json
from io import BytesIO
from threading import Lock
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString
from reportlab.pdfgen.canvas import Canvas

from kiosk.services.receipts.blocks import Content, Copy
from kiosk.services.receipts.closing import BODY_END, CLOSING, Closing
from kiosk.services.receipts.contents import content_of
from kiosk.services.receipts.fonts import installed_fonts
from kiosk.services.receipts.frame import HEAD, HEAD_AGAIN, Head, identity_blocks, number_of
from kiosk.services.receipts.issue import LAYOUT, Issue
from kiosk.services.receipts.layout import Sheet, Typesetter
from kiosk.services.receipts.setting import strips_of
from kiosk.services.receipts.strips import Strip, on_pages

DATA_FILE = "paper.json"
"""The file inside of the PDF that tells what it was drawn from."""

# reportlab's settings belong to the process: one paper at a time.
one_at_a_time = Lock()
rl_config.useA85 = 0  # text instead of bytes would only make the file larger


class PaperCanvas(Canvas):
    """A canvas whose pages begin without a font of their own: ours are put in when all is drawn."""

    def _make_preamble(self) -> None:
        self._preamble = "1 0 0 1 0 0 cm"

    def document(self) -> Any:
        """What the pages are put into, and fonts and files with them."""
        return self._doc  # type: ignore[attr-defined]

    def embed(self, type_: Typesetter) -> None:
        """Put in the fonts that the pages use, all drawn."""
        for name, subset in type_.subsets():
            subset.embed(self.document(), name)


def render(issue: Issue) -> bytes:
    """The PDF of a paper: every copy that it has, one after the other.

    The same issue always gives the same bytes. Raises PaperError when a font is missing, when no font has
    one of its characters, when its texts do not fit, or when the logo is no picture; nothing is written then.
    """
    with one_at_a_time:
        return _Drawing(issue).pdf()


class _Drawing:
    def __init__(self, issue: Issue) -> None:
        self._issue = issue
        self._type = Typesetter(installed_fonts())
        content = content_of(issue.paper)
        self._content: Content = content
        self._head, self._closing = Head(issue, content, self._type), Closing(issue, content, self._type)
        blocks = [*identity_blocks(issue.paper), *content.blocks]
        self._strips = strips_of(blocks, self._type, issue.form)

    def pdf(self) -> bytes:
        form, written = self._issue.form, BytesIO()
        pages, height = self._pages()
        canvas = PaperCanvas(
            written, (form.width, height), invariant=1, pageCompression=1, pdfVersion=(1, 7), lang="zh-TW"
        )
        canvas.setTitle(f"{self._content.title.chinese} {number_of(self._issue.paper)}")
        canvas.setAuthor(self._issue.paper.terminal)
        canvas.setSubject(self._content.title.english)
        canvas.setCreator("cooperative-kiosk")
        for copy in self._content.copies:
            for index, strips in enumerate(pages):
                sheet = Sheet(canvas, self._type, form, height)
                self._page(sheet, copy, strips, index, len(pages))
                canvas.showPage()
        canvas.embed(self._type)
        _enclose(canvas.document(), DATA_FILE, _data(self._issue))
        canvas.save()
        return written.getvalue()

    def _pages(self) -> tuple[list[list[Strip]], float]:
        """What stands on which page, and how high the pages are."""
        form = self._issue.form
        if form.height is None:
            body = sum(strip.height for strip in self._strips)
            return [self._strips], self._head.height() + body + self._closing.height()
        pages = on_pages(self._strips, BODY_END - HEAD, BODY_END - HEAD_AGAIN, CLOSING)
        return pages, form.height

    def _page(self, sheet: Sheet, copy: Copy, strips: list[Strip], index: int, pages: int) -> None:
        if index == 0:
            self._head.draw(sheet, copy)
            y = self._head.height()
        else:
            self._head.draw_again(sheet, copy)
            y = HEAD_AGAIN
        for strip in strips:
            strip.draw(sheet, y)
            y += strip.height
        if index == pages - 1:
            self._closing.draw(sheet, copy)
        self._closing.foot(sheet, index + 1, pages)


def _data(issue: Issue) -> bytes:
    """What the PDF was drawn from, so that anybody can draw it again and compare."""
    paper = issue.paper
    told = {
        "layout": LAYOUT,
        "form": issue.form.name,
        "code": issue.code,
        "reprint": issue.reprint,
        "provisional": paper.provisional,
        "turned_down": paper.turned_down,
        "snapshot": issue.snapshot,
        "logo": "" if issue.logo is None else base64.b64encode(issue.logo).decode(),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _enclose(document: Any, name: str, content: bytes) -> None:
    """Put a file into a PDF."""
    stream = PDFStream(PDFDictionary({"Type": PDFName("EmbeddedFile")}), content)
    enclosed = PDFDictionary({"F": document.Reference(stream)})
    described = PDFDictionary(
        {"Type": PDFName("Filespec"), "F": PDFString(name), "UF": PDFString(name), "EF": enclosed}
    )
    files = PDFDictionary({"Names": PDFArray([PDFString(name), document.Reference(described)])})
    document.Catalog.Names = PDFDictionary({"EmbeddedFiles": document.Reference(files)})
