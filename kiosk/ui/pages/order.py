"""選購方案: a plan, the split, all that is signed, done."""

from PySide6.QtWidgets import QHBoxLayout

from kiosk.services.flows.order import OrderScene, PlanRead, Reviewed, SplitChosen
from kiosk.ui.entries import Entry
from kiosk.ui.pages import statement, words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.marks import outcome_banner
from kiosk.ui.pages.plans import PlansPage, kinds_of
from kiosk.ui.pages.signing import SigningPage
from kiosk.ui.pages.step_page import StepPage
from kiosk.ui.widgets import (
    Banner,
    BannerKind,
    Button,
    CheckRow,
    KeyValueTable,
    Panel,
    Text,
    TextField,
)


class PlanPage(StepPage):
    """One plan: what it is for, who sells it, its terms."""

    def __init__(self, scene: OrderScene, context: Context) -> None:
        super().__init__(context, "order.plan", wide=True)
        assert scene.plan is not None
        plan, terms = scene.plan, scene.plan.terms
        self.head(
            terms.plan_name, context.pick(plan.summary, plan.summary_en), next_text=self.tr("選購此方案")
        )
        table = KeyValueTable(object_name="order.plan.terms", heading=self.tr("方案內容"))
        for label, value in (
            (self.tr("方案類型"), kinds_of(plan, context)),
            (self.tr("資訊服務廠商"), terms.vendor_name),
            (self.tr("使用期限"), words.months(terms.months)),
        ):
            table.add_row(label, value)
        table.add_row(self.tr("方案定價"), words.money(terms.price), strong=True)
        figures = context.services.programme.figures_on(scene.today)
        panel = Panel(self.tr("訂購後的時程"))
        for line in (
            self.tr("{days}內：資訊服務廠商確認訂單").format(days=words.vendor_confirms(figures)),
            self.tr("確認後 {days} 個工作天內：完成付款").format(days=figures.payment_working_days),
            self.tr("付款後 {days} 個工作天內：廠商開立發票").format(days=figures.invoice_working_days),
            self.tr("確認後 {days} 個工作天內：廠商提供服務").format(days=figures.service_working_days),
        ):
            panel.content.addWidget(Text(line))
        panel.content.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(table, 1)
        row.addWidget(panel, 1)
        self.content.addLayout(row)

    def answer(self) -> PlanRead:
        """Nothing is asked."""
        return PlanRead()


class SplitPage(StepPage):
    """再次確認使用點數及自付款: as many points as allowed, or fewer."""

    def __init__(self, scene: OrderScene, context: Context) -> None:
        super().__init__(context, "order.split")
        assert scene.plan is not None
        figures = context.services.programme.figures_on(scene.today)
        self.head(
            self.tr("點數與自付款"),
            self.tr("點數與自付款最多 {points}:{own}，也可以少用；1 點折抵新臺幣 1 元。").format(
                points=figures.points_share, own=figures.own_share
            ),
        )
        self._price, self._most = scene.plan.terms.price, scene.most
        self._table = KeyValueTable(object_name="order.split.table", figures=True)
        self._table.add_row(self.tr("方案定價"), words.money(self._price))
        self._points_text = self._table.add_row(
            self.tr("使用數位點數"), "", object_name="order.split.points_shown"
        )
        self._own_text = self._table.add_row(
            self.tr("自付款"), "", strong=True, object_name="order.split.own_shown"
        )
        self.content.addWidget(self._table)
        if not self._most:
            self.content.addWidget(
                Banner(
                    BannerKind.INFO,
                    self.tr("目前沒有可用點數，將全額自付"),
                    self.tr("點數發給後再訂購，即可折抵。"),
                    object_name="order.split.no_points",
                )
            )
        self._field = TextField(
            self.tr("使用點數"),
            object_name="order.split.points",
            kind=Entry.NUMBER,
            hint=self.tr("0 到 {most} 點").format(most=f"{self._most:,}"),
            longest=8,
        )
        self.content.addWidget(self._field)
        self._field.setVisible(bool(self._most))
        self._build_shortcuts()
        self._field.edited.connect(self._check)
        self._field.text = str(min(scene.points, self._most))
        self._check()

    def answer(self) -> SplitChosen:
        """The points."""
        return SplitChosen(self._points() or 0)

    def _build_shortcuts(self) -> None:
        row = QHBoxLayout()
        for name, text, value in (
            ("most", self.tr("用到最多"), self._most),
            ("none", self.tr("全額自付"), 0),
        ):
            button = Button(text, object_name=f"order.split.{name}")
            button.clicked.connect(
                lambda _checked=False, value=value: setattr(self._field, "text", str(value))
            )
            row.addWidget(button)
            if not self._most:
                button.hide()
        row.addStretch(1)
        self.content.addLayout(row)

    def _points(self) -> int | None:
        entered = self._field.value
        if not (entered.isascii() and entered.isdigit()):
            return None
        return int(entered) if int(entered) <= self._most else None

    def _check(self) -> None:
        points = self._points()
        self.valid = points is not None
        if points is None:
            wrong = self.tr("請輸入 0 到 {most} 之間的數字").format(most=f"{self._most:,}")
            self._field.set_error(wrong)
            return
        self._field.set_error("")
        self._points_text.setText(words.points(points))
        self._own_text.setText(words.money(self._price - points))


class ReviewPage(StepPage):
    """建立訂單: everything that will be signed, whole, and one tick."""

    def __init__(self, scene: OrderScene, context: Context) -> None:
        super().__init__(context, "order.review")
        assert scene.signing is not None
        self.head(
            self.tr("確認訂單內容"),
            self.tr("下一步以卡片簽署以下全部內容。"),
            next_text=self.tr("前往簽章"),
        )
        self.content.addWidget(
            KeyValueTable(
                statement.rows(scene.signing),
                object_name="order.review.statement",
                heading=self.tr("建立訂單"),
            )
        )
        panel = Panel(self.tr("付款與退訂規則"))
        for rule in statement.rules(scene.signing, context.services.programme):
            panel.content.addWidget(Text(rule))
        self.content.addWidget(panel)
        read = CheckRow(self.tr("我已確認訂單內容與金額"), object_name="order.review.agree")
        read.toggled.connect(lambda checked: setattr(self, "valid", checked))
        self.content.addWidget(read)
        self.valid = False

    def answer(self) -> Reviewed:
        """It was read."""
        return Reviewed()


class OrderedPage(StepPage):
    """訂單成立並送出: the number, and what comes next."""

    def __init__(self, scene: OrderScene, context: Context) -> None:
        super().__init__(context, "order.done", illustration="success")
        assert scene.plan is not None
        figures = context.services.programme.figures_on(scene.today)
        self.head(
            self.tr("訂單成立"),
            self.tr("資訊服務廠商會在 {days}內確認；確認後請於 {working_days} 個工作天內付款。").format(
                days=words.vendor_confirms(figures), working_days=figures.payment_working_days
            ),
            next_text=self.tr("看訂購收據"),
        )
        assert scene.signed is not None
        pending = scene.view.pending_of(scene.signed.command_id)
        if pending is not None and pending.turned_down:
            self.head(
                self.tr("訂單未成立"),
                self.tr("中央未接受這筆訂單，不需付款；原因如下。"),
                next_text=self.tr("看訂購收據"),
            )
        self.content.addWidget(outcome_banner(pending, context, "order.done.outcome"))
        panel = Panel(self.tr("訂單編號"))
        panel.content.addWidget(Text(scene.number, "heading", object_name="order.done.number"))
        self.content.addWidget(panel)
        order = scene.view.shown.orders.get(scene.number)
        table = KeyValueTable(object_name="order.done.summary")
        table.add_row(self.tr("方案名稱"), scene.plan.terms.plan_name)
        table.add_row(self.tr("使用數位點數"), words.points(scene.points))
        table.add_row(self.tr("自付款"), words.money(scene.own))
        if order is not None:
            table.add_row(self.tr("訂單狀態"), words.order_state(order))
            table.add_row(self.tr("廠商確認期限"), words.until(order.confirm_by))
        self.content.addWidget(table)


_PAGES = {"plans": PlansPage, "plan": PlanPage, "split": SplitPage, "review": ReviewPage, "done": OrderedPage}


def order_pages(scene: OrderScene, context: Context) -> StepPage:
    """The page of a step."""
    if scene.step == "pin" and scene.signing is not None:
        return SigningPage(context, scene.signing)
    return _PAGES[scene.step](scene, context)
