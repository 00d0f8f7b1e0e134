"""Papers to print in tests."""

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas


def paper(
    words: str = "received with thanks", pages: int = 1, size: tuple[float, float] = (595.28, 841.89)
) -> bytes:
    """A PDF that says `words` on each page."""
    pdf = BytesIO()
    canvas = Canvas(pdf, size, invariant=1)
    for _ in range(pages):
        canvas.drawString(72, size[1] - 72, words)
        canvas.showPage()
    canvas.save()
    return pdf.getvalue()
