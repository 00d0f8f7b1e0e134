"""訂購收據（非統一發票）: the receipt of an order."""

from reportlab.pdfgen.canvas import Canvas

from kiosk.domain.numerals import capital_amount
from kiosk.services.receipts import frame
from kiosk.services.receipts.fonts import PaperFonts
from kiosk.services.receipts.layout import Label, Sheet
from kiosk.services.receipts.papers import OrderPaper

TITLE = Label("訂購收據（非統一發票）", "Order receipt (not a uniform invoice)")
_WORTH = Label("1點＝NT$1", "1 point = NT$1")


def draw_order(canvas: Canvas, fonts: PaperFonts, paper: OrderPaper, copy: frame.Copy) -> None:
    """One copy of the receipt, as one page; raises PaperError."""
    sheet = frame.begin(canvas, fonts, paper, copy, TITLE)
    sheet.heading(Label("訂購內容", "Order"))
    sheet.row((Label("訂單編號", "Order no."), paper.order_number))
    sheet.row((Label("雲端方案", "Cloud plan"), paper.plan_name))
    sheet.row((Label("資訊服務廠商", "Vendor"), paper.vendor_name))
    sheet.row(
        (Label("方案期程", "Term"), f"{paper.months}個月 months"),
        (Label("方案定價", "Price"), f"NT${paper.price:,}"),
    )
    _amounts(sheet, paper)
    frame.money_statement(
        sheet,
        Label("本櫃台未收取任何款項", "No money was taken at this counter"),
        Label(
            "自付款由合作社依「我的訂單」之付款連結付予資訊服務廠商，統一發票由資訊服務廠商開立。",
            "The cooperative pays the vendor by the payment link in its orders. "
            "The uniform invoice is the vendor's.",
        ),
    )
    frame.finish(sheet, paper, copy)


def _amounts(sheet: Sheet, paper: OrderPaper) -> None:
    sheet.heading(Label("金額", "Amounts"), Label("新臺幣元", "NT$"))
    sheet.figures(Label("使用數位點數", "Digital points used"), paper.points, remark=_WORTH)
    sheet.figures(Label("自付款", "Own payment"), paper.own_payment)
    sheet.total(Label("合計", "Total"), paper.price, words=capital_amount(paper.price))
