"""訂單詳情: where the order stands with its clocks, how to pay, its papers, giving it up."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.domain.membership import Order, OrderState
from kiosk.services.flows.papers import payment_paper
from kiosk.services.overview import OrderDetail
from kiosk.ui.pages import words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.marks import ConfirmationMark, provisional_banner
from kiosk.ui.pages.order_stages import order_stages
from kiosk.ui.pages.papers import make_paper
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.receipt import paper_name, paper_number
from kiosk.ui.widgets import (
    Banner,
    BannerKind,
    Button,
    ButtonKind,
    KeyValueTable,
    OrderTimeline,
    Panel,
    QrImage,
    Text,
)


class OrderDetailPage(PlacePage):
    """One order."""

    def __init__(self, scene: OrderDetail, context: Context) -> None:
        super().__init__(context, "order_detail", wide=True)
        order = scene.order
        self.head(
            order.terms.plan_name,
            self.tr("訂單編號 {number}").format(number=order.order_number),
            next_text=self.tr("回帳戶總覽"),
        )
        # An order that time alone ended was not taken here: its mark is enough.
        if scene.provisional and order.state is not OrderState.CANCELLED:
            self.content.addWidget(provisional_banner(context, "order_detail.provisional"))
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(16)
        left.addWidget(self._states(scene))
        left.addStretch(1)
        now, papers = self._now(order), self._papers(scene)
        for part in (now, papers, self._giving_up(scene), self._terms(order)):
            if part is not None:
                right.addWidget(part)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(left, 1)
        row.addLayout(right, 1)
        self.content.addLayout(row)

    def go_on(self) -> None:
        """Back to the overview."""
        self.went.emit("account", "")

    def _states(self, scene: OrderDetail) -> Panel:
        panel = Panel(object_name="order_detail.states")
        top = QHBoxLayout()
        top.addWidget(Text(words.order_state(scene.order), "heading", object_name="order_detail.state"), 1)
        top.addWidget(ConfirmationMark(provisional=scene.provisional, object_name="order_detail.mark"))
        panel.content.addLayout(top)
        figures = self.context.services.programme.figures(scene.order.programme_version)
        entries = order_stages(scene.order, figures, scene.today)
        panel.content.addWidget(OrderTimeline(entries, object_name="order_detail.timeline"))
        return panel

    def _now(self, order: Order) -> QWidget | None:
        """What matters at this moment."""
        if order.state is OrderState.AWAITING_PAYMENT:
            return self._payment(order)
        if order.refund is not None:
            table = KeyValueTable(
                object_name="order_detail.refunded", heading=self.tr("退訂返還"), figures=True
            )
            table.add_row(self.tr("返還自付款"), words.money(order.refund.own_refund), strong=True)
            table.add_row(self.tr("返還數位點數"), words.points(order.refund.points_refund), strong=True)
            return table
        told = {
            OrderState.AWAITING_VENDOR: (
                self.tr("等待資訊服務廠商接單"),
                self.tr("接單後，付款連結會出現在這裡，也會寄到聯絡人信箱；現在還不需付款。"),
            ),
            OrderState.PAID: (
                self.tr("已收到自付款"),
                self.tr("資訊服務廠商會與您聯繫，開立發票並開通服務。"),
            ),
            OrderState.CANCELLED: (
                self.tr("這筆訂單已取消，不需付款"),
                self.tr("訂單保留的點數已釋出。") if order.points else "",
            ),
        }.get(order.state)
        return None if told is None else Banner(BannerKind.INFO, *told, object_name="order_detail.now")

    def _payment(self, order: Order) -> Panel:
        panel = Panel(self.tr("付款連結"), object_name="order_detail.payment")
        row = QHBoxLayout()
        row.setSpacing(24)
        qr = QrImage(
            order.payment_url, object_name="order_detail.payment.qr", name=self.tr("以手機掃描付款連結")
        )
        row.addWidget(qr, 0, Qt.AlignmentFlag.AlignTop)
        told = QVBoxLayout()
        told.setSpacing(8)
        told.addSpacing(20)  # the quiet zone of the code beside it
        told.addWidget(Text(self.tr("自付款"), "lead"))
        told.addWidget(
            Text(words.money(order.own), "figure", object_name="order_detail.payment.own", wrap=False)
        )
        told.addWidget(Text(words.until(order.pay_by), "strong"))
        told.addWidget(Text(self.tr("請以手機掃描，線上付款。本櫃台不收付任何款項。"), "caption"))
        told.addStretch(1)
        row.addLayout(told, 1)
        panel.content.addLayout(row)
        panel.content.addWidget(Text(order.payment_url, "caption", object_name="order_detail.payment.url"))
        return panel

    def _terms(self, order: Order) -> KeyValueTable:
        table = KeyValueTable(object_name="order_detail.terms", heading=self.tr("訂單內容"))
        table.add_row(self.tr("資訊服務廠商"), order.terms.vendor_name)
        table.add_row(self.tr("方案定價"), words.money(order.terms.price))
        table.add_row(self.tr("使用數位點數"), words.points(order.points))
        table.add_row(self.tr("自付款"), words.money(order.own))
        table.add_row(self.tr("使用期限"), self._term(order), object_name="order_detail.term")
        if order.invoice_number:
            table.add_row(self.tr("發票號碼"), order.invoice_number, object_name="order_detail.invoice")
        return table

    def _term(self, order: Order) -> str:
        term = words.months(order.terms.months)
        if order.started_on is None:
            return term
        return f"{term}\n{words.day(order.started_on)} – {words.day(order.last_day)}"

    def _papers(self, scene: OrderDetail) -> Panel | None:
        receipts, order = scene.receipts, scene.order
        if not receipts and order.paid_on is None:
            return None
        panel = Panel(self.tr("單據"), object_name="order_detail.papers")
        panel.content.setSpacing(8)
        for receipt in receipts:
            button = Button(
                f"{paper_name(receipt.kind)}　{paper_number(receipt.number)}",
                object_name=f"order_detail.receipt.{receipt.kind}",
                icon="document",
            )
            number = str(receipt.number)
            button.clicked.connect(lambda _checked=False, number=number: self.went.emit("receipt", number))
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(button, 1)
            row.addWidget(
                ConfirmationMark(
                    provisional=receipt.provisional,
                    turned_down=receipt.turned_down,
                    object_name=f"order_detail.receipt.{receipt.kind}.mark",
                )
            )
            panel.content.addLayout(row)
        if order.paid_on is not None:
            panel.content.addWidget(self._payment_note(scene))
        return panel

    def _payment_note(self, scene: OrderDetail) -> Button:
        """What is known of payment and invoice, on paper: made when somebody asks for it."""
        services = self.context.services
        maker = payment_paper(scene.order.order_number, training=services.training is not None)
        make = partial(services.desk.issue, scene.membership_id, maker)
        note = Button(
            self.tr("開立付款及發票通知單"),
            object_name="order_detail.payment_note",
            kind=ButtonKind.QUIET,
            compact=True,
        )
        note.clicked.connect(lambda: make_paper(self, make))
        return note

    def _giving_up(self, scene: OrderDetail) -> Panel | None:
        """The way out of the order: cancelled while it is not paid, refunded after."""
        if scene.can_refund:
            return self._way_out(
                scene.order,
                "refund",
                self.tr("退訂"),
                self.tr("先試算現在與之後退訂各返還多少，再決定。"),
                self.tr("退訂試算"),
            )
        if scene.can_cancel:
            return self._way_out(
                scene.order,
                "cancel",
                self.tr("取消訂單"),
                self.tr("付款前可免費取消，保留的點數會釋出。"),
                self.tr("取消這筆訂單"),
            )
        return None

    def _way_out(self, order: Order, place: str, title: str, lead: str, action: str) -> Panel:
        panel = Panel(title, object_name="order_detail.giving_up")
        panel.content.addWidget(Text(lead, "lead"))
        button = Button(action, object_name=f"order_detail.{place}", icon="refund")
        button.clicked.connect(lambda: self.went.emit(place, order.order_number))
        panel.content.addWidget(button)
        return panel
