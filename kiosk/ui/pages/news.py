"""Notices and next steps, in words."""

from PySide6.QtCore import QCoreApplication

from kiosk.services.overview import News, NextAction, Notice
from kiosk.ui.pages import words
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


def headline(notice: Notice) -> str:
    """What a notice is about."""
    return {
        News.ORDER_PLACED: QCoreApplication.translate("News", "中小企業訂購（未簽約）"),
        News.ORDER_CONFIRMED: QCoreApplication.translate("News", "資訊服務廠商已接單"),
        News.ORDER_PAID: QCoreApplication.translate("News", "已收到自付款"),
        News.INVOICE_ISSUED: QCoreApplication.translate("News", "發票已開立"),
        News.SERVICE_STARTED: QCoreApplication.translate("News", "服務已開通"),
        News.ORDER_CANCELLED: QCoreApplication.translate("News", "訂單已取消"),
        News.ORDER_REFUNDED: QCoreApplication.translate("News", "已退訂"),
        News.POINTS_GRANTED: QCoreApplication.translate("News", "已發給數位點數"),
        News.ELIGIBILITY_REFUSED: QCoreApplication.translate("News", "申請資格不符"),
        News.COMMAND_REFUSED: QCoreApplication.translate("News", "中央未接受一筆辦理事項"),
    }[notice.news]


def detail(notice: Notice, context: Context) -> str:
    """What follows from it."""
    if notice.news is News.COMMAND_REFUSED:
        failure = context.services.failures.text(notice.code, context.language)
        return f"{failure.title}　{failure.remedy}"
    order = notice.order
    if order is None:
        return ""
    number = QCoreApplication.translate("News", "訂單單號 {number}").format(number=order.order_number)
    figures = context.services.programme.figures(order.programme_version)
    more = {
        News.ORDER_PLACED: QCoreApplication.translate(
            "News", "請資訊服務廠商在 {days} 天內確認或取消，{until}"
        ).format(days=figures.vendor_confirms_days, until=words.until(order.confirm_by)),
        News.ORDER_CONFIRMED: QCoreApplication.translate("News", "請完成付款，{until}").format(
            until=words.until(order.pay_by)
        ),
        News.INVOICE_ISSUED: order.invoice_number,
        News.ORDER_CANCELLED: words.order_state(order),
    }.get(notice.news, "")
    return f"{number}　{more}" if more else number
