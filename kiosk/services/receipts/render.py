"""From a paper's snapshot to its PDF."""

from io import BytesIO
from threading import Lock

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from kiosk.services.receipts.fonts import installed_fonts
from kiosk.services.receipts.frame import COPIES
from kiosk.services.receipts.order import draw_order
from kiosk.services.receipts.papers import OrderPaper, RefundPaper
from kiosk.services.receipts.refund import draw_refund

# reportlab keeps the fonts, and where it reads in their files, for the whole process: one paper at a time.
one_at_a_time = Lock()


def render(paper: OrderPaper | RefundPaper) -> bytes:
    """The PDF of `paper`: two A4 pages, the cooperative's copy and the office's copy.

    The same snapshot always gives the same bytes. Raises PaperError when a font is missing, when no font has
    one of its characters, or when its texts do not fit on the page; then nothing has been written.
    """
    with one_at_a_time:
        pdf = BytesIO()
        fonts = installed_fonts()
        # The type stubs take the font's name for a number.
        canvas = Canvas(pdf, A4, invariant=1, lang="zh-TW", initialFontName=fonts.main())  # type: ignore[arg-type]
        for copy in COPIES:
            if isinstance(paper, OrderPaper):
                draw_order(canvas, fonts, paper, copy)
            else:
                draw_refund(canvas, fonts, paper, copy)
        canvas.save()
        return pdf.getvalue()
