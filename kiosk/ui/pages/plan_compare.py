"""Up to three plans side by side."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from kiosk.domain.plans import Plan
from kiosk.ui.pages import words
from kiosk.ui.pages.context import Context
from kiosk.ui.widgets import Button, ButtonKind, Panel, Rule, Text

MOST_COMPARED = 3


class PlanComparison(Panel):
    """A column for each plan; ``chosen`` with the id of the plan that is taken."""

    chosen = Signal(str)

    def __init__(
        self,
        plans: Sequence[Plan],
        context: Context,
        *,
        split: Callable[[int], tuple[int, int]],
        kinds: Callable[[Plan], str],
        reason: Callable[[Plan], str],
    ) -> None:
        """`split` gives points and own payment (NT$) of a price; `kinds` and `reason` are words."""
        super().__init__(self.tr("方案比較"), object_name="order.plans.comparison")
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 2)
        self.content.addLayout(grid)
        rows: tuple[tuple[str, str, Callable[[Plan], str]], ...] = (
            (self.tr("方案名稱"), "strong", lambda plan: plan.terms.plan_name),
            (self.tr("資訊服務廠商"), "body", lambda plan: plan.terms.vendor_name),
            (self.tr("方案類型"), "body", kinds),
            (self.tr("內容"), "body", lambda plan: context.pick(plan.summary, plan.summary_en)),
            (self.tr("使用期限"), "body", lambda plan: words.months(plan.terms.months)),
            (self.tr("方案定價"), "strong", lambda plan: words.money(plan.terms.price)),
            (self.tr("平均每月"), "body", lambda plan: words.money(_monthly(plan))),
            (self.tr("最多折抵點數"), "body", lambda plan: words.points(split(plan.terms.price)[0])),
            (self.tr("自付款"), "strong", lambda plan: words.money(split(plan.terms.price)[1])),
            (self.tr("推薦原因"), "label", lambda plan: reason(plan) or "—"),
        )
        for place, (label, role, tell) in enumerate(rows):
            if place:
                grid.addWidget(Rule(), 2 * place - 1, 0, 1, len(plans) + 1)
            grid.addWidget(Text(label, "lead"), 2 * place, 0)
            for column, plan in enumerate(plans, 1):
                cell = Text(tell(plan), role)
                cell.setAccessibleName(f"{plan.terms.plan_name} {label} {cell.text()}")
                grid.addWidget(cell, 2 * place, column)
                grid.setColumnStretch(column, 3)
        for column, plan in enumerate(plans, 1):
            take = Button(
                self.tr("選這個"),
                object_name=f"order.plans.take.{plan.terms.plan_id}",
                kind=ButtonKind.SECONDARY,
            )
            take.setAccessibleName(f"{self.tr('選這個')} {plan.terms.plan_name}")
            plan_id = plan.terms.plan_id
            take.clicked.connect(lambda _checked=False, plan_id=plan_id: self.chosen.emit(plan_id))
            grid.addWidget(take, 2 * len(rows), column)


def _monthly(plan: Plan) -> int:
    """NT$ a month, rounded up: never less than it costs."""
    return -(-plan.terms.price // plan.terms.months)
