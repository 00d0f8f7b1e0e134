"""Paints the pages of a PDF on a Windows printer. It runs on Windows alone, and has not run there yet."""

import sys
from collections.abc import Callable
from typing import Any

from kiosk.services.printing.pdfium import one_at_a_time
from kiosk.services.printing.spooler import PaperSize

_DOTS_PER_INCH, _POINTS_PER_INCH = 300, 72
_TENTHS_OF_MM_PER_POINT = 254 / 72
_A4 = 9  # DMPAPER_A4
_PAPER_SIZE, _PAPER_LENGTH, _PAPER_WIDTH = 0x2, 0x4, 0x8  # DM_…
_DUPLEX, _ONE_SIDED = 0x1000, 1  # DM_DUPLEX, DMDUP_SIMPLEX
_DOTS_X, _DOTS_Y = 88, 90  # LOGPIXELSX, LOGPIXELSY


def paint_pdf(printer: str, title: str, pdf: bytes, size: PaperSize, begun: Callable[[int], None]) -> None:
    """Every page in its own size at the paper's upper left; `begun` hears the job's number.

    Raises pywin32's errors.
    """
    assert sys.platform == "win32"
    import pypdfium2  # type: ignore[import-untyped]
    import win32gui  # type: ignore[import-untyped]
    import win32print  # type: ignore[import-untyped]
    from PIL import ImageWin

    with one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        pages = [(page, page.get_width(), page.get_height()) for page in document]
    settings = _settings(win32print, printer, size, [(width, height) for _, width, height in pages])
    context = win32gui.CreateDC("WINSPOOL", printer, settings)
    try:
        begun(win32print.StartDoc(context, (title, None, None, 0)))
        for page, width, height in pages:
            with one_at_a_time:
                picture = page.render(scale=_DOTS_PER_INCH / _POINTS_PER_INCH).to_pil()
            across = round(width / _POINTS_PER_INCH * win32print.GetDeviceCaps(context, _DOTS_X))
            down = round(height / _POINTS_PER_INCH * win32print.GetDeviceCaps(context, _DOTS_Y))
            win32print.StartPage(context)
            ImageWin.Dib(picture).draw(ImageWin.HDC(context), (0, 0, across, down))
            win32print.EndPage(context)
        win32print.EndDoc(context)
    finally:
        win32gui.DeleteDC(context)
        with one_at_a_time:
            document.close()


def _settings(api: Any, printer: str, size: PaperSize, pages: list[tuple[float, float]]) -> Any:
    """The printer's own settings (DEVMODE), with the paper of this print; `pages` are widths and heights."""
    handle = api.OpenPrinter(printer)
    try:
        settings = api.GetPrinter(handle, 2)["pDevMode"]
    finally:
        api.ClosePrinter(handle)
    settings.Duplex = _ONE_SIDED  # the two copies of a paper are kept by two people
    settings.Fields |= _DUPLEX | _PAPER_SIZE
    if size is PaperSize.A4:
        settings.PaperSize = _A4
        return settings
    settings.PaperSize = 0
    settings.PaperWidth = round(max(width for width, _ in pages) * _TENTHS_OF_MM_PER_POINT)
    settings.PaperLength = round(max(height for _, height in pages) * _TENTHS_OF_MM_PER_POINT)
    settings.Fields |= _PAPER_WIDTH | _PAPER_LENGTH
    return settings
