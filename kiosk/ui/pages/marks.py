"""暫定 or 已確認: whether central has confirmed what is shown."""

from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout

from kiosk.domain.refusals import Refusal
from kiosk.ui.pages import words
from kiosk.ui.pages.context import Context
from kiosk.ui.theme import active_theme
from kiosk.ui.widgets import Banner, BannerKind, Icon, Text


def provisional_banner(object_name: str) -> Banner:
    """Says that what is shown was taken here and waits for central."""
    return Banner(
        BannerKind.WARNING,
        QCoreApplication.translate("Marks", "暫定：等待中央確認"),
        QCoreApplication.translate("Marks", "已在本櫃台受理並保存，連線後自動送出；結果更新在帳戶總覽。"),
        object_name=object_name,
    )


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
