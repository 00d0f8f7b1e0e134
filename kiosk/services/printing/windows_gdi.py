"""Paints the pages of a PDF on a Windows printer. It runs on Windows alone, and has not run there yet."""

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from kiosk.services.printing.pdfium import one_at_a_time
from kiosk.services.printing.spooler import PaperSize

_DOTS_PER_INCH, _POINTS_PER_INCH = 300, 72
_TENTHS_OF_MM_PER_POINT = 254 / 72
_A4 = 9  # DMPAPER_A4
_ORIENTATION, _PAPER_SIZE, _PAPER_LENGTH, _PAPER_WIDTH = 0x1, 0x2, 0x4, 0x8  # DM_…
_SCALE, _COPIES, _DUPLEX = 0x10, 0x100, 0x1000  # DM_…
_UPRIGHT, _ONE_SIDED = 1, 1  # DMORIENT_PORTRAIT, DMDUP_SIMPLEX
_MERGE = 2 | 8  # DM_OUT_BUFFER, DM_IN_BUFFER
_DOTS_X, _DOTS_Y = 88, 90  # LOGPIXELSX, LOGPIXELSY
_MARGIN_X, _MARGIN_Y = 112, 113  # PHYSICALOFFSETX, PHYSICALOFFSETY


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
    ended = False
    try:
        begun(win32print.StartDoc(context, (title, None, None, 0)))
        for page, width, height in pages:
            with one_at_a_time:
                picture = page.render(scale=_DOTS_PER_INCH / _POINTS_PER_INCH).to_pil()
            across = round(width / _POINTS_PER_INCH * win32print.GetDeviceCaps(context, _DOTS_X))
            down = round(height / _POINTS_PER_INCH * win32print.GetDeviceCaps(context, _DOTS_Y))
            win32print.StartPage(context)
            # A printer counts from where it can print: the sheet's own corner lies to the left and above.
            left = -win32print.GetDeviceCaps(context, _MARGIN_X)
            top = -win32print.GetDeviceCaps(context, _MARGIN_Y)
            box = (left, top, left + across, top + down)
            ImageWin.Dib(picture).draw(ImageWin.HDC(context), box)
            win32print.EndPage(context)
        win32print.EndDoc(context)
        ended = True
    finally:
        if not ended:
            with suppress(Exception):  # what went wrong before is told; half a paper is not to come out
                win32print.AbortDoc(context)
        win32gui.DeleteDC(context)
        with one_at_a_time:
            document.close()


def _settings(api: Any, printer: str, size: PaperSize, pages: list[tuple[float, float]]) -> Any:
    """The printer's own settings (DEVMODE), with the paper of this print; None where it has none.

    `pages` are widths and heights.
    """
    handle = api.OpenPrinter(printer)
    try:
        settings = api.GetPrinter(handle, 2)["pDevMode"]
        if settings is None:  # a driver without settings of its own: it prints as it always does
            return None
        _set(settings, size, pages)
        # The driver makes what belongs together agree, as it asks of everybody who changes its settings.
        api.DocumentProperties(0, handle, printer, settings, settings, _MERGE)
        return settings
    finally:
        api.ClosePrinter(handle)


def _set(settings: Any, size: PaperSize, pages: list[tuple[float, float]]) -> None:
    """One copy, upright, as large as it is, one-sided: the two copies of a paper are kept by two people."""
    settings.Duplex, settings.Copies = _ONE_SIDED, 1
    settings.Orientation, settings.Scale = _UPRIGHT, 100
    settings.Fields |= _DUPLEX | _COPIES | _ORIENTATION | _SCALE | _PAPER_SIZE
    if size is PaperSize.A4:
        settings.PaperSize = _A4
        return
    settings.PaperSize = 0
    settings.PaperWidth = round(max(width for width, _ in pages) * _TENTHS_OF_MM_PER_POINT)
    settings.PaperLength = round(max(height for _, height in pages) * _TENTHS_OF_MM_PER_POINT)
    settings.Fields |= _PAPER_WIDTH | _PAPER_LENGTH
