"""暫定 or 已確認: whether central has confirmed what is shown."""

from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout

from kiosk.domain.refusals import Refusal
from kiosk.services.membership_view import PendingCommand
from kiosk.ui.pages import words
from kiosk.ui.pages.context import Context
from kiosk.ui.theme import active_theme
from kiosk.ui.widgets import Banner, BannerKind, Icon, Text


def provisional_banner(context: Context, object_name: str, check_code: str = "") -> Banner:
    """Says that what is shown was taken here and waits for central; without a network, that it was so.

    `check_code` is what the person can look the outcome up by later.
    """
    title = QCoreApplication.translate("Marks", "暫定：等待中央確認")
    if not context.online:
        title = QCoreApplication.translate("Marks", "離線受理，待中央確認")
    told = QCoreApplication.translate("Marks", "已在本櫃台受理並保存，連線後自動送出；結果更新在帳戶總覽。")
    if check_code:
        look_up = QCoreApplication.translate("Marks", "檢查碼 {code}：請抄下，連線後可憑此碼查詢結果。")
        told = f"{told}\n{look_up.format(code=check_code)}"
    return Banner(BannerKind.WARNING, title, told, object_name=object_name)


def code_later_banner(object_name: str) -> Banner:
    """Says, before one starts, that the e-mail code needs the network, and what can be done instead."""
    return Banner(
        BannerKind.INFO,
        QCoreApplication.translate("Marks", "目前離線：驗證碼要等連線後才能寄出"),
        QCoreApplication.translate(
            "Marks",
            "申請資料照常受理並保存（暫定）；連線後，隨時可從帳戶總覽的「驗證Email」寄送並輸入驗證碼。"
            "現在可先填寫數位自評。",
        ),
        object_name=object_name,
    )


def offline_banner(object_name: str) -> Banner:
    """Says, before anything is begun without a network, what can be done and what has to wait."""
    return Banner(
        BannerKind.INFO,
        QCoreApplication.translate("Marks", "目前離線：照常受理，待中央確認"),
        QCoreApplication.translate(
            "Marks",
            "各項都可用卡片辦理（暫定）。驗證碼與付款連結等連線後寄到信箱；手機簽章、查詢別處的會員要等連線。",
        ),
        object_name=object_name,
    )


def payment_later_banner(object_name: str) -> Banner:
    """Says, before an order is begun without a network, that the payment link comes by mail."""
    return Banner(
        BannerKind.INFO,
        QCoreApplication.translate("Marks", "目前離線：付款連結要等連線後才有"),
        QCoreApplication.translate(
            "Marks", "訂單照常受理並保存（暫定）；連線後由廠商確認，付款連結會寄到聯絡人信箱，不必在此等候。"
        ),
        object_name=object_name,
    )


def outcome_banner(pending: PendingCommand | None, context: Context, object_name: str) -> Banner:
    """How it stands with what was just taken: 暫定, 已確認 (nothing is pending), or not accepted and why."""
    if pending is None:
        title = QCoreApplication.translate("Marks", "已確認")
        told = QCoreApplication.translate("Marks", "中央已接受。")
        return Banner(BannerKind.SUCCESS, title, told, object_name=object_name)
    if not pending.turned_down:
        return provisional_banner(context, object_name, pending.check_code)
    failure = context.services.failures.text(pending.code, context.language)
    title = QCoreApplication.translate("Marks", "未成立：{why}").format(why=failure.title)
    return Banner(BannerKind.ERROR, title, f"{failure.cause}\n{failure.remedy}", object_name=object_name)


def turned_down_banner(code: str, context: Context, object_name: str) -> Banner:
    """Says that central did not accept the registration taken here, why, and what to do."""
    return Banner(BannerKind.WARNING, *turned_down_words(code, context), object_name=object_name)


def turned_down_words(code: str, context: Context) -> tuple[str, str]:
    """That central did not accept the registration taken here and why; what to do."""
    failure = context.services.failures.text(code, context.language)
    title = QCoreApplication.translate("Marks", "註冊未成立：{why}").format(why=failure.title)
    remedy = failure.remedy
    if code == Refusal.ALREADY_REGISTERED.value:
        remedy = QCoreApplication.translate(
            "Marks",
            "這家合作社已在別處註冊，不必再註冊；用這張卡片註冊的，請在首頁按「向中央查詢」，就能在這裡繼續；"
            "用其他憑證註冊的，請用原註冊的憑證辦理。"
            "若統一編號輸入錯誤，請重新註冊。不確定時請洽櫃台人員或客服諮詢專線 0809-092-091。",
        )
    return title, remedy


def paused_banner(context: Context, today: date) -> Banner | None:
    """Says why no points can be granted on day `today` (Asia/Taipei), None where they can.

    The programme is paused, or its budget used up as far as central has told.
    """
    programme = context.services.programme
    pauses = programme.pauses
    last_day = next((one.last_day for one in pauses if one.first_day <= today <= one.last_day), None)
    if last_day is None:
        if programme.has_budget_for(programme.figures_on(today).grant):
            return None
        failure = context.services.failures.text(Refusal.BUDGET_USED_UP.value, context.language)
        return Banner(BannerKind.WARNING, failure.title, failure.cause, object_name="used_up")
    told = QCoreApplication.translate("Marks", "暫停至 {day}，期間不發給數位點數；訂購、付款、退訂照常辦理。")
    return Banner(
        BannerKind.WARNING,
        QCoreApplication.translate("Marks", "計畫暫停受理"),
        told.format(day=words.day(last_day)),
        object_name="paused",
    )


class ConfirmationMark(QFrame):
    """A small mark with icon and word."""

    def __init__(self, *, provisional: bool, turned_down: bool = False, object_name: str) -> None:
        super().__init__()
        self.setObjectName(object_name)
        colours = active_theme().colours
        if turned_down:
            word = QCoreApplication.translate("Marks", "未成立，不生效")
            icon, colour = "error", colours.error
        elif provisional:
            word = QCoreApplication.translate("Marks", "暫定")
            icon, colour = "clock", colours.warning
        else:
            word = QCoreApplication.translate("Marks", "已確認")
            icon, colour = "success", colours.success
        self.setAccessibleName(word)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Icon(icon, size=24, colour=colour))
        row.addWidget(Text(word, "caption", wrap=False))
