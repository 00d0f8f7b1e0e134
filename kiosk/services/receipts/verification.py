"""Whether a paper is genuine, checked without a network: from its QR code, or from its PDF.

A code is checked by central's key alone. A PDF is checked further: the data that it says to be drawn from is
what was signed, and drawn again it looks the same to the last dot. A scanned paper has no such data: then
its code tells what has to stand on it.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
import zxingcpp

from kiosk.contract.paper_code import (
    CodeFault,
    CodeInvalid,
    GenuinePaper,
    is_paper_code,
    open_paper_code,
)
from kiosk.services.printing.pdfium import one_at_a_time
from kiosk.services.receipts.failures import PaperError, PaperFailure
from kiosk.services.receipts.issue import LAYOUT, Issue
from kiosk.services.receipts.layout import FORMS
from kiosk.services.receipts.papers import KINDS
from kiosk.services.receipts.render import DATA_FILE, render
from kiosk.services.receipts.sealing import digest_of

LARGEST_FILE = 20_000_000
_MOST_PAGES = 40
_INCH, _CODE_DPI, _COMPARED_DPI = 72, 200, 110
_USES = (None, "print")  # a layer of a PDF may show on the screen alone, or on paper alone
_WIDEST_PAGE = 1_300  # points: half again as large as A3
_LONGEST_ROLL = 14_400  # points: what a PDF may have at all, and five metres of paper


class Compared(StrEnum):
    """How far a paper was compared with what was signed."""

    CODE = "code"  # the code alone: what it says has to be compared with the paper by eye
    DATA = "data"  # the file's data is what was signed; it was drawn by another version of the program
    WHOLE = "whole"  # every page looks as the kiosk drew it


@dataclass(frozen=True, slots=True)
class Verified:
    """A genuine paper, and how far it was compared. `reprint` is which reprint it says to be."""

    paper: GenuinePaper
    compared: Compared
    reprint: int = 0


def verify_code(text: str, document_key: bytes) -> Verified:
    """Check what a scanner read from a paper. Raises `CodeInvalid`."""
    return Verified(open_paper_code(text, document_key), Compared.CODE)


def verify_file(content: bytes, document_key: bytes) -> Verified:
    """Check a paper's PDF, as it was written or as it was scanned in.

    Raises `CodeInvalid`, and PaperError (FILE_UNREADABLE, FILE_CHANGED).
    """
    if len(content) > LARGEST_FILE:
        raise PaperError(PaperFailure.FILE_UNREADABLE)
    with one_at_a_time:
        return _verified_file(content, document_key)


def _verified_file(content: bytes, document_key: bytes) -> Verified:
    try:
        document = pypdfium2.PdfDocument(content)
    except (pypdfium2.PdfiumError, ValueError):
        raise PaperError(PaperFailure.FILE_UNREADABLE) from None
    try:
        if not 0 < len(document) <= _MOST_PAGES:
            raise PaperError(PaperFailure.FILE_UNREADABLE)
        return _verified(document, document_key)
    except pypdfium2.PdfiumError:
        raise PaperError(PaperFailure.FILE_UNREADABLE) from None
    finally:
        document.close()


def _verified(document: Any, document_key: bytes) -> Verified:
    codes = set(_codes(document))
    if len(codes) != 1:
        raise CodeInvalid(CodeFault.NOT_OURS if not codes else CodeFault.NOT_GENUINE)
    (code,) = codes
    paper = open_paper_code(code, document_key)
    told = _data(document)
    if told is None:
        return Verified(paper, Compared.CODE)
    if told.code != code or digest_of(told.snapshot) != paper.said.digest:
        raise PaperError(PaperFailure.FILE_CHANGED)
    _require_bare(document)
    if told.layout != LAYOUT:
        return Verified(paper, Compared.DATA, told.issue.reprint)
    _require_alike(document, told.issue)
    return Verified(paper, Compared.WHOLE, told.issue.reprint)


def _codes(document: Any) -> Iterator[str]:
    """What the QR codes on the pages say that have the form of ours."""
    for page in document:
        for found in zxingcpp.read_barcodes(
            _picture(page, _CODE_DPI), formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
        ):
            if is_paper_code(found.text):
                yield found.text.strip()


def _picture(page: Any, dpi: int, use: str | None = None) -> memoryview:
    """A page in shades of grey. Raises PaperError for one that is too large to be a paper."""
    short, long = sorted(page.get_size())
    if long > _LONGEST_ROLL or (long > _WIDEST_PAGE and short > _WIDEST_PAGE / 4):
        raise PaperError(PaperFailure.FILE_UNREADABLE)
    bitmap = page.render(scale=dpi / _INCH, grayscale=True, optimize_mode=use)
    rows, stride = bitmap.height, bitmap.stride
    return memoryview(bytes(bitmap.buffer)).cast("B", shape=[rows, stride])


@dataclass(frozen=True, slots=True)
class _Told:
    """What a file says that it was drawn from."""

    layout: int
    code: str
    snapshot: str
    issue: Issue


def _data(document: Any) -> _Told | None:
    """The data enclosed in the file; None where there is none, as in a scanned paper."""
    for index in range(document.count_attachments()):
        enclosed = document.get_attachment(index)
        if enclosed.get_name() == DATA_FILE:
            try:
                return _read(json.loads(bytes(enclosed.get_data())))
            except (ValueError, KeyError, TypeError, RecursionError):
                raise PaperError(PaperFailure.FILE_CHANGED) from None
    return None


def _read(told: dict[str, Any]) -> _Told:
    snapshot, code = str(told["snapshot"]), str(told["code"])
    kind = KINDS[json.loads(snapshot)["kind"]]
    paper = replace(
        kind.from_json(snapshot),
        provisional=told["provisional"] is True,
        turned_down=told["turned_down"] is True,
    )
    form, reprint = FORMS[told["form"]], int(told["reprint"])
    logo = base64.b64decode(told["logo"], validate=True) or None
    return _Told(int(told["layout"]), code, snapshot, Issue(paper, snapshot, code, reprint, form, logo))


def _require_bare(document: Any) -> None:
    """Raises PaperError (FILE_CHANGED) for forms and annotations: a kiosk draws none.

    One reader shows them and another does not, so that no comparison would be everybody's.
    """
    if document.get_formtype() != pdfium.FORMTYPE_NONE:
        raise PaperError(PaperFailure.FILE_CHANGED)
    for number, page in enumerate(document, 1):
        if pdfium.FPDFPage_GetAnnotCount(page):
            raise PaperError(PaperFailure.FILE_CHANGED, place=str(number))


def _require_alike(document: Any, issue: Issue) -> None:
    """Raises PaperError (FILE_CHANGED), with the page, unless they are as the kiosk draws them."""
    try:
        drawn = pypdfium2.PdfDocument(render(issue))
    except PaperError as error:
        if error.failure is PaperFailure.FONT_MISSING:
            raise  # of this machine, not of the paper
        raise PaperError(PaperFailure.FILE_CHANGED) from None
    try:
        if len(drawn) != len(document):
            raise PaperError(PaperFailure.FILE_CHANGED)
        for number, (page, own) in enumerate(zip(document, drawn, strict=True), 1):
            if _text(page) != _text(own) or any(_seen(page, use) != _seen(own, use) for use in _USES):
                raise PaperError(PaperFailure.FILE_CHANGED, place=str(number))
    finally:
        drawn.close()


def _text(page: Any) -> str:
    return str(page.get_textpage().get_text_range())


def _seen(page: Any, use: str | None) -> tuple[object, ...]:
    """A page's edges, and how it looks in this use."""
    boxes = page.get_mediabox(), page.get_cropbox()
    return *boxes, bytes(_picture(page, _COMPARED_DPI, use))
