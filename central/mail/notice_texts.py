"""What each notice (我的通知) says by mail, in both languages."""

from dataclasses import dataclass
from datetime import date

from kiosk.domain.closed_days import LastDay, running
from kiosk.domain.events import CancelledBy
from kiosk.domain.membership import Order
from kiosk.domain.notices import NoticeKind


@dataclass(frozen=True, slots=True)
class Words:
    """Title and sentence of a notice in both languages. {…} are the fields of `fields_of`."""

    title: str
    sentence: str
    title_en: str
    sentence_en: str


NOTICES: dict[NoticeKind, Words] = {
    NoticeKind.ORDER_PLACED: Words(
        "已下單（未簽約）",
        "您的訂單已成立。資訊服務廠商應於 {confirm_by}前確認或取消，結果將另行通知。",
        "Order placed",
        "Your order has been placed. The vendor answers by {confirm_by_en}; we will tell you.",
    ),
    NoticeKind.ORDER_CANCELLED: Words(
        "訂單已取消",
        "{cancelled}保留的點數已放回，可再選購其他方案。",
        "Order cancelled",
        "{cancelled_en} The points that were kept for it are free again.",
    ),
    NoticeKind.ORDER_CONFIRMED: Words(
        "資訊服務廠商已接單",
        "請於 {pay_by}前完成自付款付款；逾期訂單將自動取消。",
        "The vendor has taken your order",
        "Please make your own payment by {pay_by_en}; after that the order is cancelled.",
    ),
    NoticeKind.ORDER_PAID: Words(
        "已收到自付款",
        "資訊服務廠商已收到款項，將與您聯繫，並於 {invoice_by}前開立發票、{service_by}前提供服務。",
        "Payment received",
        "The vendor has received your payment and will write to you: the invoice by {invoice_by_en}, "
        "the service by {service_by_en}.",
    ),
    NoticeKind.INVOICE_ISSUED: Words(
        "發票已開立",
        "資訊服務廠商已開立發票，發票號碼：{invoice_number}。",
        "Invoice issued",
        "The vendor has issued its invoice, number {invoice_number}.",
    ),
    NoticeKind.SERVICE_STARTED: Words(
        "服務已開通",
        "方案已可使用，期程自 {started_on}至 {last_day}。",
        "Service started",
        "The plan may be used from {started_on_en} to {last_day_en}.",
    ),
    NoticeKind.INVOICE_LATE: Words(
        "資訊服務廠商逾期未開立發票",
        "發票原應於 {invoice_by}前開立，資訊服務廠商仍須補開；您不需做任何事。",
        "The invoice is late",
        "The invoice was due by {invoice_by_en} and is still owed; there is nothing you need to do.",
    ),
    NoticeKind.SERVICE_LATE: Words(
        "資訊服務廠商逾期未開通服務",
        "服務原應於 {service_by}前開通。服務開通前申請退訂，自付款與點數全數返還。",
        "The service is late",
        "The service was due by {service_by_en}. Until it starts, a refund gives back all money and points.",
    ),
    NoticeKind.LAST_DAYS_MOVED: Words(
        "期限順延",
        "因期限內有停止上班日，期限順延。現在的期限：{still_due}。",
        "Last days have moved",
        "Offices are closed on a day that had counted, so last days have moved: {still_due_en}.",
    ),
    NoticeKind.ORDER_COMPLETED: Words(
        "方案期程已結束",
        "這筆訂單的方案期程已結束。感謝您使用臺灣雲市集。",
        "The term is over",
        "The term of this order is over. Thank you for using 臺灣雲市集.",
    ),
    NoticeKind.ORDER_REFUNDED: Words(
        "已退訂",
        "退訂完成：返還自付款 NT${own_refund}、點數 {points_refund} 點。自付款由資訊服務廠商退還。",
        "Refund granted",
        "The refund is granted: NT${own_refund} and {points_refund} points. The vendor pays the money back.",
    ),
    NoticeKind.ELIGIBILITY_APPROVED: Words(
        "申請資格符合",
        "資格確認完成，您的合作社符合申請資格。完成數位自評檢測後即可獲得點數。",
        "Your cooperative is eligible",
        "Your cooperative is eligible. Points follow once the self-assessment is complete.",
    ),
    NoticeKind.ELIGIBILITY_REFUSED: Words(
        "申請資格不符",
        "資格確認結果為不符合。未符合的條件與原因請至服務櫃檯「帳號管理」查看；補正後可再次申請。",
        "Your cooperative is not eligible",
        "The check found a condition that is not met. The counter shows which and why; "
        "once it is put right you may apply again.",
    ),
    NoticeKind.ELIGIBILITY_LATE: Words(
        "資格確認較預定時間久",
        "您的申請仍在確認中，不需重新申請。確認完成後將另行通知。",
        "The eligibility check takes longer",
        "It is still being checked; there is no need to apply again. We will tell you the result.",
    ),
    NoticeKind.EXPERT_REQUESTED: Words(
        "已申請專家服務",
        "我們已收到您的專家服務申請，專家將以 Email 與您聯繫。",
        "Expert advice requested",
        "We have received your request; an expert will write to you.",
    ),
    NoticeKind.POINTS_GRANTED: Words(
        "已發給數位點數",
        "已發給 {granted} 點（1 點＝1 元），可開始選購雲端方案。"
        "請於 {activate_by}前啟用，最後使用日為 {valid_to}。",
        "Points granted",
        "{granted} points (1 point = NT$1) are yours; you may order plans now. "
        "Use some by {activate_by_en}; the last day to use them is {valid_to_en}.",
    ),
    NoticeKind.POINTS_RETURNED: Words(
        "點數未啟用，已全數返還",
        "點數於期限內未啟用，已全數返還。重新填寫數位自評即可再次申請。",
        "Unused points were returned",
        "The points were not activated in time and went back. Complete the self-assessment to apply anew.",
    ),
    NoticeKind.POINTS_RECLAIMED: Words(
        "剩餘點數已收回",
        "點數已過最後使用日，剩餘點數已收回，不得再次申請；仍可全額自付選購雲端方案。",
        "Remaining points were taken back",
        "The points are past their last day and what was left was taken back. "
        "They cannot be applied for again; plans may still be bought at your own expense.",
    ),
}

_CANCELLED: dict[CancelledBy, tuple[str, str]] = {
    CancelledBy.BUYER: ("您已取消這筆訂單。", "You have cancelled this order."),
    CancelledBy.VENDOR: ("資訊服務廠商未接這筆訂單。", "The vendor did not take this order."),
    CancelledBy.VENDOR_DEADLINE: (
        "資訊服務廠商未於期限內確認，訂單自動取消。",
        "The vendor did not answer in time, so the order was cancelled.",
    ),
    CancelledBy.PAYMENT_DEADLINE: (
        "未於期限內完成付款，訂單自動取消。",
        "The payment was not made in time, so the order was cancelled.",
    ),
}


_STILL_DUE: dict[LastDay, tuple[str, str]] = {
    LastDay.CONFIRMATION: ("資訊服務廠商確認或取消", "the vendor answers"),
    LastDay.PAYMENT: ("完成自付款付款", "your own payment"),
    LastDay.INVOICE: ("開立發票", "the invoice"),
    LastDay.SERVICE: ("提供服務", "the service"),
}


def days_of(**days: date | None) -> dict[str, str]:
    """Each day under its name in Chinese, and under its name with `_en` in English."""
    found = {}
    for name, day in days.items():
        if day is not None:
            found[name] = f"{day.year} 年 {day.month} 月 {day.day} 日"
            found[f"{name}_en"] = f"{day.day} {day:%B %Y}"
    return found


def _still_due(order: Order) -> tuple[str, str]:
    told = [(_STILL_DUE[what], days_of(by=day)) for what, day in running(order)]
    return (
        "、".join(f"{chinese} {day['by']}前" for (chinese, _), day in told),
        ", ".join(f"{english} by {day['by_en']}" for (_, english), day in told),
    )


def fields_of(order: Order) -> dict[str, str]:
    """What a notice about `order` may name; days as they are said in each language."""
    fields = days_of(
        confirm_by=order.confirm_by,
        pay_by=order.pay_by,
        invoice_by=order.invoice_by,
        service_by=order.service_by,
        started_on=order.started_on,
        last_day=order.last_day,
    )
    fields["invoice_number"] = order.invoice_number
    fields["still_due"], fields["still_due_en"] = _still_due(order)
    if order.cancelled_by is not None:
        fields["cancelled"], fields["cancelled_en"] = _CANCELLED[order.cancelled_by]
    if order.refund is not None:
        fields["own_refund"] = f"{order.refund.own_refund:,}"
        fields["points_refund"] = f"{order.refund.points_refund:,}"
    return fields
