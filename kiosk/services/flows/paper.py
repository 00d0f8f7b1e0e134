"""A stored paper, drawn again from its snapshot."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.services.desk import Desk, StoredReceipt
from kiosk.services.flows.services import Services
from kiosk.services.receipts.papers import OrderPaper, RefundPaper


@dataclass(frozen=True, slots=True)
class DrawnPaper:
    """A receipt and its PDF."""

    receipt: StoredReceipt
    pdf: bytes


def draw_paper(services: Services, receipt_id: int) -> DrawnPaper:
    """The paper of this number as first drawn; only its mark (待中央確認, 未成立) follows central since.

    Raises LookupError and PaperError.
    """
    return draw_receipt(services.desk, services.render, receipt_id)


def draw_receipt(
    desk: Desk, render: Callable[[OrderPaper | RefundPaper], bytes], receipt_id: int
) -> DrawnPaper:
    """The same, for who has no services. Raises LookupError and PaperError."""
    receipt = desk.receipt(receipt_id)
    kind = OrderPaper if receipt.kind == OrderPaper.kind else RefundPaper
    paper = replace(
        kind.from_json(receipt.snapshot), provisional=receipt.provisional, turned_down=receipt.turned_down
    )
    return DrawnPaper(receipt, render(paper))
