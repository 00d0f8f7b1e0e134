"""Notices and next steps, in words."""

from PySide6.QtCore import QCoreApplication

from kiosk.domain.closed_days import LastDay, running
from kiosk.domain.membership import Order
from kiosk.domain.notices import NoticeKind
from kiosk.services.inquiries import Inquiry
from kiosk.services.overview import NextAction, Notice, TurnedDown
from kiosk.ui.pages import inquiries, words
from kiosk.ui.pages.context import Context


def next_action(action: NextAction) -> tuple[str, str, str]:
    """What the button says, and the place it leads to with what it is about."""
    return {
        NextAction.APPLY: (QCoreApplication.translate("News", "繼續申請"), "apply", ""),
        NextAction.CONFIRM_EMAIL: (QCoreApplication.translate("News", "驗證Email"), "confirm_email", ""),
        NextAction.ASSESS: (QCoreApplication.translate("News", "填寫數位自評"), "assess", ""),
        NextAction.AWAIT_APPROVAL: (QCoreApplication.translate("News", "看申請進度"), "account", ""),
        NextAction.CHOOSE_PLAN: (QCoreApplication.translate("News", "選購方案"), "plans", ""),
        NextAction.PAY: (QCoreApplication.translate("News", "前往付款"), "pay", ""),
        NextAction.LOOK_AT_ORDERS: (QCoreApplication.translate("News", "看我的訂單"), "orders", ""),
    }[action]


def headline(notice: Notice | TurnedDown | Inquiry) -> str:
    """What a notice is about; the first two are the brochure's words."""
    if isinstance(notice, Inquiry):
        return inquiries.headline(notice)
    if isinstance(notice, TurnedDown):
        return QCoreApplication.translate("News", "中央未接受一筆辦理事項")
    return {
        NoticeKind.ORDER_PLACED: QCoreApplication.translate("News", "中小企業訂購(未簽約)"),
        NoticeKind.ORDER_CANCELLED: QCoreApplication.translate("News", "中小企業取消訂購"),
        NoticeKind.ORDER_CONFIRMED: QCoreApplication.translate("News", "資訊服務廠商已接單"),
        NoticeKind.ORDER_PAID: QCoreApplication.translate("News", "已收到自付款"),
        NoticeKind.INVOICE_ISSUED: QCoreApplication.translate("News", "發票已開立"),
        NoticeKind.SERVICE_STARTED: QCoreApplication.translate("News", "服務已開通"),
        NoticeKind.INVOICE_LATE: QCoreApplication.translate("News", "資訊服務廠商逾期未開立發票"),
        NoticeKind.SERVICE_LATE: QCoreApplication.translate("News", "資訊服務廠商逾期未開通服務"),
        NoticeKind.LAST_DAYS_MOVED: QCoreApplication.translate("News", "期限順延"),
        NoticeKind.ORDER_COMPLETED: QCoreApplication.translate("News", "方案期程已結束"),
        NoticeKind.ORDER_REFUNDED: QCoreApplication.translate("News", "已退訂"),
        NoticeKind.ELIGIBILITY_APPROVED: QCoreApplication.translate("News", "申請資格符合"),
        NoticeKind.ELIGIBILITY_REFUSED: QCoreApplication.translate("News", "申請資格不符"),
        NoticeKind.ELIGIBILITY_LATE: QCoreApplication.translate("News", "資格確認較預定時間久"),
        NoticeKind.EXPERT_REQUESTED: QCoreApplication.translate("News", "已申請專家服務"),
        NoticeKind.POINTS_GRANTED: QCoreApplication.translate("News", "已發給數位點數"),
        NoticeKind.POINTS_RETURNED: QCoreApplication.translate("News", "點數未啟用，已全數返還"),
        NoticeKind.POINTS_RECLAIMED: QCoreApplication.translate("News", "剩餘點數已收回"),
    }[notice.kind]


def detail(notice: Notice | TurnedDown | Inquiry, context: Context) -> str:
    """What follows from it."""
    if isinstance(notice, Inquiry):
        return inquiries.detail(notice)
    if isinstance(notice, TurnedDown):
        failure = context.services.failures.text(notice.code, context.language)
        return f"{failure.title}　{failure.remedy}"
    if notice.order is None:
        return _of_the_membership(notice.kind)
    number = QCoreApplication.translate("News", "訂單單號 {number}").format(number=notice.order.order_number)
    more = _of_an_order(notice.kind, notice.order, context)
    return f"{number}　{more}" if more else number


def _of_the_membership(kind: NoticeKind) -> str:
    return {
        NoticeKind.ELIGIBILITY_REFUSED: QCoreApplication.translate(
            "News", "未符合的條件列在「帳號管理」；補正後可再次申請。"
        ),
        NoticeKind.ELIGIBILITY_LATE: QCoreApplication.translate("News", "仍在確認中，不需重新申請。"),
        NoticeKind.EXPERT_REQUESTED: QCoreApplication.translate("News", "專家將以 Email 與您聯繫。"),
        NoticeKind.POINTS_GRANTED: QCoreApplication.translate("News", "可開始選購雲端方案。"),
        NoticeKind.POINTS_RETURNED: QCoreApplication.translate("News", "重新填寫數位自評即可再次申請。"),
        NoticeKind.POINTS_RECLAIMED: QCoreApplication.translate(
            "News", "不得再次申請；仍可全額自付選購雲端方案。"
        ),
    }.get(kind, "")


def _of_an_order(kind: NoticeKind, order: Order, context: Context) -> str:
    figures = context.services.programme.figures(order.programme_version)
    still = QCoreApplication.translate("News", "期限為 {day}，廠商仍應辦理；可洽客服協助。")
    return {
        NoticeKind.ORDER_PLACED: QCoreApplication.translate(
            "News", "請資訊服務廠商在 {days}內確認或取消，{until}"
        ).format(days=words.vendor_confirms(figures), until=words.until(order.confirm_by)),
        NoticeKind.ORDER_CONFIRMED: QCoreApplication.translate("News", "請完成付款，{until}").format(
            until=words.until(order.pay_by)
        ),
        NoticeKind.INVOICE_ISSUED: order.invoice_number,
        NoticeKind.ORDER_CANCELLED: words.order_state(order),
        NoticeKind.LAST_DAYS_MOVED: _still_due(order),
        NoticeKind.INVOICE_LATE: still.format(day=words.day(order.invoice_by)),
        NoticeKind.SERVICE_LATE: still.format(day=words.day(order.service_by)),
    }.get(kind, "")


def _still_due(order: Order) -> str:
    """What somebody has to do by when, now that it has moved; nothing more where that is done since."""
    because = QCoreApplication.translate("News", "期限內有停止上班日。現在的期限：{days}")
    names = {
        LastDay.CONFIRMATION: QCoreApplication.translate("News", "廠商確認或取消"),
        LastDay.PAYMENT: QCoreApplication.translate("News", "付款"),
        LastDay.INVOICE: QCoreApplication.translate("News", "開立發票"),
        LastDay.SERVICE: QCoreApplication.translate("News", "開通服務"),
    }
    days = QCoreApplication.translate("News", "、").join(
        f"{names[what]} {words.day(day)}" for what, day in running(order)
    )
    return because.format(days=days) if days else ""
