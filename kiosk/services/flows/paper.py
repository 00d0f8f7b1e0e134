"""A stored paper, drawn again from its snapshot."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.services.desk import Desk, StoredReceipt
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
    return draw_receipt(services.desk, services.render, receipt_id, form)


def draw_receipt(
    desk: Desk,
    render: Callable[[Issue], bytes],
    receipt_id: int,
    form: Form = A4,
    reprint: int | None = None,
) -> DrawnPaper:
    """The same, for who has no services; or as this reprint (0 is the original), not as the next print."""
    receipt = desk.receipt(receipt_id)
    paper = replace(receipt.paper(), provisional=receipt.provisional, turned_down=receipt.turned_down)
    nth = receipt.printed if reprint is None else reprint
    return DrawnPaper(receipt, render(Issue(paper, receipt.snapshot, receipt.code, nth, form)))
