"""The papers about an order: 訂購收據, 訂單取消通知單, 付款及發票通知單, 退訂退款通知單."""

from collections.abc import Iterator
from datetime import date

from kiosk.domain.numerals import capital_amount, capital_number
from kiosk.domain.roc_date import roc_date
from kiosk.services.receipts.blocks import (
    Block,
    Column,
    Content,
    Figures,
    Heading,
    Row,
    Statement,
    Table,
    Total,
)
from kiosk.services.receipts.layout import Label
from kiosk.services.receipts.papers import (
    CancelledPaper,
    OrderedPaper,
    OrderPaper,
    PaymentPaper,
    RefundPaper,
)

_WORTH = Label("1點＝NT$1", "1 point = NT$1")
_EXPIRED = Label("點數已逾有效期限，即予收回", "The points have expired and are reclaimed")
_NUMBER = Label("訂單編號", "Order no.")
_INVOICE = Label("發票號碼", "Invoice no.")
_NT = Label("新臺幣元", "NT$")
_NOTHING_TAKEN = Label("本櫃台未收取任何款項", "No money was taken at this counter")


def order(paper: OrderPaper) -> Content:
    """訂購收據（非統一發票）."""
    return Content(
        Label("訂購收據（非統一發票）", "Order receipt (not a uniform invoice)"),
        (
            Heading(Label("訂購內容", "Order")),
            Row(((_NUMBER, paper.order_number),)),
            *_plan(paper),
            *_lines(paper),
            *_amounts(paper),
            Statement(
                _NOTHING_TAKEN,
                Label(
                    "自付款由合作社依「我的訂單」之付款連結付予資訊服務廠商，統一發票由資訊服務廠商開立。",
                    "The cooperative pays the vendor by the payment link in its orders. "
                    "The uniform invoice is the vendor's.",
                ),
            ),
        ),
    )


def cancelled(paper: CancelledPaper) -> Content:
    """訂單取消通知單."""
    return Content(
        Label("訂單取消通知單", "Notice of a cancelled order"),
        (
            Heading(Label("已取消之訂單", "Cancelled order")),
            Row(((_NUMBER, paper.order_number),)),
            *_plan(paper),
            Heading(Label("取消結果", "What becomes of it"), (_NT,)),
            Figures(Label("不需支付之自付款", "Not to be paid"), (paper.own_payment,)),
            Total(
                Label("釋出之數位點數", "Points released"),
                (paper.points,),
                words=f"{capital_number(paper.points)}點",
            ),
            Statement(
                _NOTHING_TAKEN,
                Label(
                    "付款前取消不收任何費用；訂單保留之點數即予釋出，仍依原有效期限使用。",
                    "Cancelling before the payment is free. "
                    "The order's points may be used again until their own last day.",
                ),
            ),
        ),
    )


def payment(paper: PaymentPaper) -> Content:
    """付款及發票通知單."""
    invoice = paper.invoice_number or f"尚未開立，期限{roc_date(paper.invoice_by)}"
    return Content(
        Label("付款及發票通知單（非統一發票）", "Payment and invoice note (not a uniform invoice)"),
        (
            Heading(Label("訂購內容", "Order")),
            Row(((_NUMBER, paper.order_number),)),
            *_plan(paper),
            Heading(Label("付款與發票", "Payment and invoice")),
            Row(((Label("收款日期", "Paid on"), roc_date(paper.paid_on)),)),
            Row(((_INVOICE, invoice),)),
            *_amounts(paper),
            Statement(
                _NOTHING_TAKEN,
                Label(
                    "自付款由資訊服務廠商線上收取，統一發票由其開立；本單僅供核對，不得作為報銷憑證。",
                    "The vendor received the payment online and issues the uniform invoice. "
                    "This note is for comparison alone and no voucher.",
                ),
            ),
        ),
    )


def refund(paper: RefundPaper) -> Content:
    """退訂退款通知單."""
    used = Label(f"已使用{paper.months_used}個月", f"{paper.months_used} months used")
    columns = (Label("自付款", "NT$"), Label("數位點數", "points"))
    expired = _EXPIRED if paper.points_reclaimed else None
    return Content(
        Label("退訂退款通知單", "Notice of cancellation and refund"),
        (
            Heading(Label("原訂單", "Original order")),
            Row(((_NUMBER, paper.order_number), (_INVOICE, paper.invoice_number or "尚未開立 none yet"))),
            *_plan(paper),
            Row(
                (
                    (Label("開始使用", "Service started"), _day(paper.service_started, "尚未開始 not yet")),
                    (Label("申請退訂", "Requested on"), roc_date(paper.requested_on)),
                )
            ),
            Heading(Label("返還計算", "Refund"), columns),
            Figures(Label("原付", "Paid"), (paper.own_payment, paper.points)),
            Figures(Label("不予返還", "Not returned"), (paper.own_kept, paper.points_kept), used),
            Total(Label("返還", "Returned"), (paper.own_refund, paper.points_refund), expired),
            Row(((Label("返還自付款", "Money, in words"), capital_amount(paper.own_refund)),)),
            Row(
                (
                    (Label("返還點數", "Points, in words"), f"{capital_number(paper.points_refund)}點"),
                    (Label("點數期限", "Points valid to"), _day(paper.points_valid_to, "無 none")),
                )
            ),
            Statement(
                Label("本櫃台未收取亦未退還任何款項", "No money was taken or paid back at this counter"),
                Label(
                    "返還依頁尾所示版本之計畫規定計算，使用未滿一個月以一個月計。"
                    "返還之自付款由收款之資訊服務廠商退還。",
                    "By the programme's rules of the version below; a month begun counts whole. "
                    "The vendor pays back the own payment.",
                ),
            ),
        ),
    )


def _plan(paper: OrderedPaper) -> Iterator[Block]:
    yield Row(((Label("雲端方案", "Cloud plan"), paper.plan_name),))
    yield Row(((Label("資訊服務廠商", "Vendor"), paper.vendor_name),))
    yield Row(
        (
            (Label("方案期程", "Term"), f"{paper.months}個月 months"),
            (Label("方案定價", "Price"), f"NT${paper.price:,}"),
        )
    )


def _lines(paper: OrderPaper) -> Iterator[Block]:
    if not paper.lines:
        return
    yield Heading(Label("訂購明細", "Items"))
    columns = (
        Column(Label("項次", "No."), 12),
        Column(Label("品名", "Item"), 118),
        Column(Label("金額", "NT$"), 40, align=1),
    )
    rows = [(str(number), line.name, f"{line.amount:,}") for number, line in enumerate(paper.lines, 1)]
    yield Table(columns, rows, main=1)


def _amounts(paper: OrderedPaper) -> Iterator[Block]:
    yield Heading(Label("金額", "Amounts"), (_NT,))
    yield Figures(Label("使用數位點數", "Digital points used"), (paper.points,), _WORTH)
    yield Figures(Label("自付款", "Own payment"), (paper.own_payment,))
    yield Total(Label("合計", "Total"), (paper.price,), words=capital_amount(paper.price))


def _day(day: date | None, otherwise: str) -> str:
    return roc_date(day) if day else otherwise
