"""The vendor's desks: orders, and refunds to pay out. Each vendor sees its own only."""

from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette_admin.actions import row_action
from starlette_admin.flash import flash

from central.audit import Role
from central.backoffice import forms
from central.backoffice.auth import signed_in
from central.backoffice.desk import Desk, column
from central.backoffice.sessions import SignedIn
from central.backoffice.words import day, moment, money, name_of, say, told
from central.store import office_lists, payouts
from central.store.office_lists import VendorOrder
from central.store.payouts import RefundRow
from central.vendor import Vendor
from kiosk.domain.membership import Order, OrderState

_ACTS = {
    "confirm": {OrderState.AWAITING_VENDOR},
    "decline": {OrderState.AWAITING_VENDOR},
    "pay": {OrderState.AWAITING_PAYMENT},
    "invoice": {OrderState.PAID, OrderState.IN_SERVICE, OrderState.COMPLETED},
    "start": {OrderState.PAID},
}


def vendor_of(me: SignedIn) -> str:
    """Whose orders this person sees. Raises HTTPException (403) for who belongs to no vendor."""
    if me.vendor_id is None:
        raise HTTPException(403)
    return me.vendor_id


def _next_day(row: VendorOrder) -> str:
    """What is due next, by when, and whether something is late."""
    due = _due(row.order)
    return f"{due} {told('已逾期', 'late')}" if due and row.order.late else due


def _due(order: Order) -> str:
    match order.state:
        case OrderState.AWAITING_VENDOR:
            return f"{told('確認', 'confirm')} {day(order.confirm_by)}"
        case OrderState.AWAITING_PAYMENT:
            return f"{told('買方付款', 'payment')} {day(order.pay_by)}"
        case OrderState.PAID:
            return f"{told('開通', 'start')} {day(order.service_by)}"
        case OrderState.IN_SERVICE if not order.invoice_number:
            return f"{told('發票', 'invoice')} {day(order.invoice_by)}"
        case _:
            return ""


def _contact(row: VendorOrder) -> str:
    contact = row.buyer.contact
    if contact is None or not row.knows_buyer:
        return told("付款後顯示", "shown once it is paid")
    return f"{contact.name}　{contact.email}　{contact.phone}"


class OrdersDesk(Desk[VendorOrder]):
    """訂單: from 接單 to 開通."""

    key = "orders"
    pk_attr = "order_number"
    menu_label = say("訂單", "Orders")
    display_name = menu_label
    icon = "fa fa-receipt"
    roles = frozenset({Role.VENDOR})
    row_actions = ("view", "confirm", "decline", "pay", "invoice", "start")
    fields = (
        column("order_number", say("訂單編號", "Order"), lambda row: row.order_number),
        column("state", say("狀態", "State"), lambda row: name_of(row.order.state)),
        column("due", say("期限", "Due"), _next_day),
        column("plan", say("方案", "Plan"), lambda row: row.row.plan_name),
        column("buyer", say("合作社", "Cooperative"), lambda row: row.buyer.registration.cooperative_name),
        column("own", say("自付款", "Own payment"), lambda row: money(row.row.own)),
        column("points", say("點數", "Points"), lambda row: f"{row.row.points:,}"),
        column("placed", say("下單時間", "Placed"), lambda row: moment(row.row.placed_at), detail_only=True),
        column(
            "ubn", say("統一編號", "Unified number"), lambda row: row.buyer.registration.ubn, detail_only=True
        ),
        column("contact", say("聯絡人", "Contact"), _contact, detail_only=True),
        column("link", say("付款連結", "Payment link"), lambda row: row.order.payment_url, detail_only=True),
        column("paid", say("收款日", "Paid"), lambda row: day(row.order.paid_on), detail_only=True),
        column("invoice", say("發票號碼", "Invoice"), lambda row: row.order.invoice_number, detail_only=True),
        column("started", say("開通日", "Started"), lambda row: day(row.order.started_on), detail_only=True),
        column(
            "last_day", say("期程末日", "Last day"), lambda row: day(row.order.last_day), detail_only=True
        ),
    )

    def page(self, me: SignedIn, text: str, skip: int, most: int) -> Sequence[VendorOrder]:
        """Those that wait for the vendor first."""
        return self.look_up(
            lambda connection: office_lists.vendor_orders(
                connection, vendor_of(me), text=text, skip=skip, most=most
            )
        )

    def total(self, me: SignedIn, text: str) -> int:
        """All of the vendor's."""
        return self.look_up(
            lambda connection: office_lists.count_vendor_orders(connection, vendor_of(me), text)
        )

    def row(self, me: SignedIn, key: str) -> VendorOrder | None:
        """One of the vendor's."""
        return self.look_up(lambda connection: office_lists.find_vendor_order(connection, vendor_of(me), key))

    def allows(self, act: str, row: VendorOrder) -> bool:
        """As the order's state is; one invoice for each."""
        return row.order.state in _ACTS[act] and not (act == "invoice" and row.order.invoice_number)

    def _vendor(self, request: Request) -> Vendor:
        me = signed_in(request)
        return self._parts.vendor.by(me.who, vendor_of(me))

    @row_action(
        name="confirm",
        text=say("接單", "Confirm"),
        header=say("接單", "Confirm the order"),
        confirmation=say(
            "買方將收到付款連結，並於 2 個工作天內付款。",
            "The buyer gets the payment link and pays within 2 working days.",
        ),
        submit_btn_text=say("接單", "Confirm"),
        icon_class="fa fa-check",
        modal_size="md",
        form=forms.form(
            forms.text("payment_url", say("付款連結", "Payment link"), placeholder="https://", kind="url")
        ),
    )
    async def confirm(self, request: Request, pk: str) -> None:
        """接單."""
        vendor, link = self._vendor(request), forms.field(await request.form(), "payment_url")
        await self.do(lambda: vendor.confirm(pk, link))
        flash(
            request, told("已接單，付款連結已送出。", "Confirmed; the payment link is on its way."), "success"
        )

    @row_action(
        name="decline",
        text=say("不接單", "Decline"),
        header=say("不接單", "Decline the order"),
        confirmation=say(
            "訂單將取消，買方的點數會放回。", "The order ends and the buyer's points are free again."
        ),
        submit_btn_text=say("不接單", "Decline"),
        submit_btn_class="btn btn-danger",
        icon_class="fa fa-xmark",
        modal_size="md",
        form=forms.form(forms.lines("reason", say("原因", "Reason"))),
    )
    async def decline(self, request: Request, pk: str) -> None:
        """The order is not taken."""
        vendor, reason = self._vendor(request), forms.field(await request.form(), "reason")
        await self.do(lambda: vendor.decline(pk, reason))
        flash(request, told("已取消訂單。", "The order is cancelled."), "success")

    @row_action(
        name="pay",
        text=say("收到款項", "Payment received"),
        header=say("收到款項", "Payment received"),
        confirmation=say("全額自付款已入帳。", "The whole own payment has arrived."),
        submit_btn_text=say("確認收款", "Record"),
        icon_class="fa fa-coins",
        modal_size="md",
        form=forms.form(forms.text("reason", say("入帳依據（交易序號等）", "Reference of the payment"))),
    )
    async def pay(self, request: Request, pk: str) -> None:
        """The whole own payment is there."""
        vendor, reason = self._vendor(request), forms.field(await request.form(), "reason")
        await self.do(lambda: vendor.pay(pk, reason))
        flash(request, told("已記錄收款。", "The payment is recorded."), "success")

    @row_action(
        name="invoice",
        text=say("開立發票", "Invoice"),
        header=say("開立發票", "Invoice issued"),
        confirmation=say("請填入已開立的發票號碼。", "Give the number of the invoice that was issued."),
        submit_btn_text=say("記錄", "Record"),
        icon_class="fa fa-file-invoice",
        modal_size="md",
        form=forms.form(
            forms.text("invoice_number", say("發票號碼", "Invoice number"), placeholder="AB-12345678")
        ),
    )
    async def invoice(self, request: Request, pk: str) -> None:
        """The invoice has been issued."""
        vendor, number = self._vendor(request), forms.field(await request.form(), "invoice_number")
        await self.do(lambda: vendor.invoice(pk, number))
        flash(request, told("已記錄發票。", "The invoice is recorded."), "success")

    @row_action(
        name="start",
        text=say("開通", "Start"),
        header=say("開通服務", "Start the service"),
        confirmation=say("期程自開通日起算。", "The term runs from this day."),
        submit_btn_text=say("開通", "Start"),
        icon_class="fa fa-play",
        modal_size="md",
        form=forms.form(
            forms.text("started_on", say("開通日（空白為今天）", "First day (empty: today)"), kind="date")
        ),
    )
    async def start(self, request: Request, pk: str) -> None:
        """開通."""
        vendor, first = self._vendor(request), forms.day_field(await request.form(), "started_on")
        await self.do(lambda: vendor.start(pk, first))
        flash(request, told("服務已開通。", "The service has started."), "success")


class RefundsDesk(Desk[RefundRow]):
    """退訂退款: own payments that are to be given back."""

    key = "refunds"
    pk_attr = "order_number"
    menu_label = say("退訂退款", "Refunds to pay out")
    display_name = menu_label
    icon = "fa fa-rotate-left"
    roles = frozenset({Role.VENDOR})
    row_actions = ("pay_out",)
    fields = (
        column("order_number", say("訂單編號", "Order"), lambda row: row.order_number),
        column("plan", say("方案", "Plan"), lambda row: row.plan_name),
        column("own", say("應退自付款", "To pay back"), lambda row: money(row.own_refund)),
        column("points", say("返還點數", "Points back"), lambda row: f"{row.points_refund:,}"),
        column("at", say("退訂時間", "Refunded"), lambda row: moment(row.refunded_at)),
        column("paid_out", say("已退款", "Paid out"), lambda row: moment(row.paid_out_at)),
        column("reference", say("匯款依據", "Reference"), lambda row: row.reference or ""),
    )

    def page(self, me: SignedIn, text: str, skip: int, most: int) -> Sequence[RefundRow]:
        """Those still to do first."""
        return self.look_up(
            lambda connection: payouts.refunds(connection, vendor_of(me), text=text, skip=skip, most=most)
        )

    def total(self, me: SignedIn, text: str) -> int:
        """All of the vendor's."""
        return self.look_up(lambda connection: payouts.count_refunds(connection, vendor_of(me), text))

    def row(self, me: SignedIn, key: str) -> RefundRow | None:
        """One of the vendor's."""
        return self.look_up(lambda connection: payouts.find_refund(connection, vendor_of(me), key))

    def allows(self, act: str, row: RefundRow) -> bool:
        """Paid out once."""
        return row.paid_out_at is None

    @row_action(
        name="pay_out",
        text=say("已退款", "Paid out"),
        header=say("退款完成", "Paid out"),
        confirmation=say("自付款已匯還買方。", "The own payment was transferred back to the buyer."),
        submit_btn_text=say("記錄", "Record"),
        icon_class="fa fa-coins",
        modal_size="md",
        form=forms.form(forms.text("reference", say("匯款依據（交易序號等）", "Reference of the transfer"))),
    )
    async def pay_out(self, request: Request, pk: str) -> None:
        """The money went back."""
        me, reference = signed_in(request), forms.field(await request.form(), "reference")
        vendor = self._parts.vendor.by(me.who, vendor_of(me))
        await self.do(lambda: vendor.pay_out(pk, reference))
        flash(request, told("已記錄退款。", "The transfer is recorded."), "success")
