"""A stored paper, drawn again from its snapshot."""

from dataclasses import dataclass, replace

from kiosk.services.desk import StoredReceipt
from kiosk.services.flows.services import Services
from kiosk.services.receipts.issue import Issue
from kiosk.services.receipts.layout import A4, Form


@dataclass(frozen=True, slots=True)
class DrawnPaper:
    """A receipt and its PDF."""

    receipt: StoredReceipt
    pdf: bytes


def draw_paper(services: Services, receipt_id: int, form: Form = A4) -> DrawnPaper:
    """The paper of this number as it is printed next: said as at first, marked 補印 once it was printed.

    Only its mark (待中央確認, 未成立) follows central since. Raises LookupError and PaperError.
    """
    receipt = services.desk.receipt(receipt_id)
    return DrawnPaper(receipt, _drawn(services, receipt, receipt.printed, form))


def print_paper(services: Services, receipt_id: int, form: Form = A4) -> DrawnPaper:
    """The same, for a printer: the print is logged, whatever becomes of it after. Raises as `draw_paper`.

    Drawn first, so that what cannot be drawn counts as no print.
    """
    drawn = draw_paper(services, receipt_id, form)
    nth = services.desk.count_print(receipt_id)
    if nth == drawn.receipt.printed + 1:
        return drawn
    # Somebody printed it meanwhile: this one is a later reprint than it says.
    return replace(drawn, pdf=_drawn(services, drawn.receipt, nth - 1, form))


def _drawn(services: Services, receipt: StoredReceipt, reprint: int, form: Form) -> bytes:
    paper = replace(receipt.paper(), provisional=receipt.provisional, turned_down=receipt.turned_down)
    return services.render(Issue(paper, receipt.snapshot, receipt.code, reprint, form))
