"""帳戶總覽: 我的通知, 我的點數, 我的訂單, 帳號管理."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.domain.programme import Figures
from kiosk.services.inquiries import Inquiry
from kiosk.services.overview import Account, Notice, Overview, TurnedDown
from kiosk.ui.pages import news, words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.marks import ConfirmationMark, paused_banner, provisional_banner
from kiosk.ui.pages.order_row import OrderRow
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.points_panel import PointsPanel
from kiosk.ui.widgets import Button, ButtonKind, EmptyState, KeyValueTable, Panel, Rule, Text

_FIRST_NOTICES = 3


class OverviewPage(PlacePage):
    """Everything of one membership at a glance."""

    def __init__(self, scene: Overview, context: Context) -> None:
        super().__init__(context, "account", wide=True)
        assert scene.account is not None
        text, self._place, self._about = news.next_action(scene.next_action)
        if self._place in {"account", "orders"}:  # one is there already
            text, self._place = self.tr("回首頁"), "home"
        self.head(self.tr("帳戶總覽"), scene.account.cooperative_name, next_text=text)
        if scene.provisional:
            self.content.addWidget(provisional_banner(context, "account.provisional"))
        paused = paused_banner(context, scene.today)
        if paused is not None and scene.points is None:
            self.content.addWidget(paused)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(16)
        left.addWidget(self._notices(scene.notices))
        left.addWidget(self._orders(scene))
        left.addStretch(1)
        figures = context.services.programme.figures_on(scene.today)
        points = PointsPanel(scene, figures)
        if scene.account.email_confirmed:
            points.content.addWidget(self._expert())
        right.addWidget(points)
        right.addWidget(self._account(scene.account, figures))
        right.addWidget(self._papers())
        right.addWidget(self._privacy())
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(left, 3)
        row.addLayout(right, 2)
        self.content.addLayout(row)

    def go_on(self) -> None:
        """The step that brings one on."""
        self.went.emit(self._place, self._about)

    def _notices(self, notices: tuple[Notice | TurnedDown | Inquiry, ...]) -> Panel:
        """The first few; the rest when asked for."""
        panel = Panel(self.tr("我的通知"), object_name="account.notices")
        panel.content.setSpacing(10)
        if not notices:
            panel.content.addWidget(Text(self.tr("目前沒有通知。"), "lead"))
        for notice in notices[:_FIRST_NOTICES]:
            panel.content.addWidget(self._notice(notice))
        if len(notices) > _FIRST_NOTICES:
            more = Button(
                self.tr("查看更多通知（{count} 則）").format(count=len(notices) - _FIRST_NOTICES),
                object_name="account.notices.more",
                kind=ButtonKind.QUIET,
                compact=True,
            )

            def show_all() -> None:
                more.hide()
                for notice in notices[_FIRST_NOTICES:]:
                    panel.content.addWidget(self._notice(notice))

            more.clicked.connect(show_all)
            panel.content.addWidget(more)
        return panel

    def _notice(self, notice: Notice | TurnedDown | Inquiry) -> QWidget:
        told = QWidget()
        column = QVBoxLayout(told)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Rule())
        column.addSpacing(8)
        top = QHBoxLayout()
        top.addWidget(Text(news.headline(notice), "strong"), 1)
        if isinstance(notice, Notice) and notice.provisional:
            top.addWidget(ConfirmationMark(provisional=True, object_name="account.notice.mark"))
            top.addSpacing(12)
        top.addWidget(Text(words.moment(notice.at), "caption", wrap=False))
        column.addLayout(top)
        detail = news.detail(notice, self.context)
        if detail:
            column.addWidget(Text(detail, "caption"))
        return told

    def _expert(self) -> Button:
        ask = Button(
            self.tr("我要找諮詢顧問"), object_name="account.expert", kind=ButtonKind.QUIET, compact=True
        )
        ask.clicked.connect(lambda: self.went.emit("expert", ""))
        return ask

    def _papers(self) -> Button:
        look = Button(self.tr("查看單據"), object_name="account.papers", icon="document")
        look.clicked.connect(lambda: self.went.emit("papers", ""))
        return look

    def _privacy(self) -> Button:
        ask = Button(
            self.tr("我的個人資料：查詢、更正、刪除"),
            object_name="account.privacy",
            kind=ButtonKind.QUIET,
            compact=True,
        )
        ask.clicked.connect(lambda: self.went.emit("privacy", ""))
        return ask

    def _orders(self, scene: Overview) -> Panel:
        panel = Panel(self.tr("我的訂單"), object_name="account.orders")
        panel.content.setSpacing(8)
        if not scene.orders:
            none = EmptyState(
                self.tr("還沒有訂單"),
                object_name="account.orders.none",
                icon="order",
                action=self.tr("選購方案"),
            )
            none.triggered.connect(lambda: self.went.emit("plans", ""))
            panel.content.addWidget(none)
        for order in scene.orders:
            row = OrderRow(order, provisional=order.order_number in scene.provisional_orders)
            number = order.order_number
            row.clicked.connect(lambda _checked=False, number=number: self.went.emit("order", number))
            panel.content.addWidget(row)
        return panel

    def _account(self, account: Account, figures: Figures) -> KeyValueTable:
        provisional = self.tr("暫定：等待中央確認")
        rows = [
            (self.tr("會員資料"), provisional if account.provisional else self.tr("已確認")),
            (self.tr("統一編號"), account.ubn),
            (self.tr("認證方式"), words.identity(account.identity)),
            (self.tr("申請資格"), words.eligibility(account.eligibility, figures)),
        ]
        if account.unmet:
            conditions = self.context.services.notice.conditions
            texts = (conditions[one] for one in account.unmet)
            unmet = [f"・{self.context.pick(one.text, one.text_en)}" for one in texts]
            rows.append((self.tr("未符合的條件"), "\n".join(unmet)))
        if account.reason:
            rows.append((self.tr("查核說明"), account.reason))
        if account.email:
            verified = self.tr("已驗證") if account.email_confirmed else self.tr("尚未驗證")
            rows += [
                (self.tr("登入帳號"), f"{account.email}\n{verified}"),
                (self.tr("聯絡人"), account.contact_name),
                (self.tr("電話"), account.phone),
            ]
        return KeyValueTable(rows, object_name="account.data", heading=self.tr("帳號管理"))
