"""退訂退款通知單: what a cancelled order gives back."""

from datetime import date

from reportlab.pdfgen.canvas import Canvas

from kiosk.domain.numerals import capital_amount, capital_number
from kiosk.domain.roc_date import roc_date
from kiosk.services.receipts import frame
from kiosk.services.receipts.fonts import PaperFonts
from kiosk.services.receipts.layout import Label, Sheet
from kiosk.services.receipts.papers import RefundPaper

TITLE = Label("退訂退款通知單", "Notice of cancellation and refund")
_EXPIRED = Label("點數已逾有效期限，即予收回", "The points have expired and are reclaimed")


def draw_refund(canvas: Canvas, fonts: PaperFonts, paper: RefundPaper, copy: frame.Copy) -> None:
    """One copy of the notice, as one page; raises PaperError."""
    sheet = frame.begin(canvas, fonts, paper, copy, TITLE)
    _original_order(sheet, paper)
    _sum(sheet, paper)
    frame.money_statement(
        sheet,
        Label("本櫃台未收取亦未退還任何款項", "No money was taken or paid back at this counter"),
        Label(
            "返還依頁尾所示版本之計畫規定計算，使用未滿一個月以一個月計。返還之自付款由收款之資訊服務廠商退還。",
            "By the programme's rules of the version below; a month begun counts whole. "
            "The vendor pays back the own payment.",
        ),
    )
    frame.finish(sheet, paper, copy)


def _original_order(sheet: Sheet, paper: RefundPaper) -> None:
    sheet.heading(Label("原訂單", "Original order"))
    sheet.row(
        (Label("訂單編號", "Order no."), paper.order_number),
        (Label("發票號碼", "Invoice no."), paper.invoice_number or "尚未開立 none yet"),
    )
    sheet.row((Label("雲端方案", "Cloud plan"), paper.plan_name))
    sheet.row((Label("資訊服務廠商", "Vendor"), paper.vendor_name))
    sheet.row(
        (Label("方案期程", "Term"), f"{paper.months}個月 months"),
        (Label("方案定價", "Price"), f"NT${paper.price:,}"),
    )
    sheet.row(
        (Label("開始使用", "Service started"), _day(paper.service_started, "尚未開始 not yet")),
        (Label("申請退訂", "Requested on"), roc_date(paper.requested_on)),
    )


def _sum(sheet: Sheet, paper: RefundPaper) -> None:
    sheet.heading(Label("返還計算", "Refund"), Label("自付款", "NT$"), Label("數位點數", "points"))
    used = Label(f"已使用{paper.months_used}個月", f"{paper.months_used} months used")
    sheet.figures(Label("原付", "Paid"), paper.own_payment, paper.points)
    sheet.figures(Label("不予返還", "Not returned"), paper.own_kept, paper.points_kept, remark=used)
    expired = _EXPIRED if paper.points_reclaimed else None
    sheet.total(Label("返還", "Returned"), paper.own_refund, paper.points_refund, remark=expired)
    sheet.row((Label("返還自付款", "Money, in words"), capital_amount(paper.own_refund)))
    sheet.row(
        (Label("返還點數", "Points, in words"), f"{capital_number(paper.points_refund)}點"),
        (Label("點數期限", "Points valid to"), _day(paper.points_valid_to, "無 none")),
    )


def _day(day: date | None, otherwise: str) -> str:
    return roc_date(day) if day else otherwise
