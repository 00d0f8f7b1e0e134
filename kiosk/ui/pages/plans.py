"""雲端方案: the list of plans, from which one is chosen."""

from PySide6.QtWidgets import QHBoxLayout

from kiosk.domain.plans import Category, Plan
from kiosk.services.flows.order import OrderScene, PlanChosen
from kiosk.ui.pages import words
from kiosk.ui.pages.assessment import kind_names, reason
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.fields import plain
from kiosk.ui.pages.marks import payment_later_banner
from kiosk.ui.pages.step_page import StepPage
from kiosk.ui.widgets import Button, ButtonKind, ChoiceGroup, EmptyState, PlanCard, TextField

_ALL = ""


class PlansPage(StepPage):
    """雲端方案: six categories, a search as one types, sorted by fit to the self-assessment."""

    def __init__(self, scene: OrderScene, context: Context) -> None:
        super().__init__(context, "order.plans", wide=True)
        self.head(
            self.tr("選擇方案"),
            self.tr("可用點數 {points}；方案皆為範例。").format(points=words.points(scene.in_hand)),
        )
        self._fit = {found.plan.terms.plan_id: found for found in scene.fitting}
        order = {plan_id: rank for rank, plan_id in enumerate(self._fit)}
        self._plans = sorted(
            scene.plans, key=lambda plan: (order.get(plan.terms.plan_id, len(order)), plan.terms.plan_id)
        )
        self._category = _ALL
        self._categories: dict[str, Button] = {}
        if not context.online:
            self.content.addWidget(payment_later_banner("order.plans.offline"))
        self._build_filters()
        self._group = ChoiceGroup(object_name="order.plans.list", columns=3)
        self._cards: dict[str, PlanCard] = {}
        for plan in self._plans:
            card = self._card(plan)
            self._cards[plan.terms.plan_id] = card
            self._group.add_card(plan.terms.plan_id, card)
        self._group.chosen.connect(lambda _: self._check())
        self._none = EmptyState(
            self.tr("沒有符合的方案"),
            self.tr("請換個關鍵字，或選「全部」。"),
            object_name="order.plans.none",
            icon="search",
        )
        self.content.addWidget(self._none)
        self.content.addWidget(self._group)
        if scene.plan is not None:
            self._group.choose(scene.plan.terms.plan_id)
        self._filter()

    def answer(self) -> PlanChosen:
        """The plan that was chosen."""
        return PlanChosen(self._group.value or "")

    def _build_filters(self) -> None:
        self._search = TextField(
            self.tr("搜尋方案、廠商或用途"), object_name="order.plans.search", longest=60, label_inside=True
        )
        self._search.edited.connect(self._filter)
        self.content.addWidget(self._search)
        row = QHBoxLayout()
        row.setSpacing(4)
        everything = [(_ALL, self.tr("全部")), *((kind.value, words.category(kind)) for kind in Category)]
        for key, name in everything:
            button = Button(
                name,
                object_name=f"order.plans.category.{key or 'all'}",
                kind=ButtonKind.SECONDARY,
                compact=True,
            )
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, key=key: self._show_category(key))
            self._categories[key] = button
            row.addWidget(button)
        row.addStretch(1)
        self.content.addLayout(row)

    def _card(self, plan: Plan) -> PlanCard:
        terms = plan.terms
        found = self._fit.get(terms.plan_id)
        return PlanCard(
            terms.plan_name,
            vendor=terms.vendor_name,
            category=kinds_of(plan, self.context),
            price=words.money(terms.price),
            term=words.months(terms.months),
            reason=reason(found, self.context) if found else "",
            object_name=f"order.plan.{terms.plan_id}",
        )

    def _show_category(self, key: str) -> None:
        self._category = key
        self._filter()

    def _filter(self) -> None:
        wanted = plain(self._search.text).casefold()
        fitting = [
            plan.terms.plan_id
            for plan in self._plans
            if self._category in (_ALL, plan.category.value) and wanted in _words_of(plan)
        ]
        self._group.show_only(fitting)
        for key, button in self._categories.items():
            button.setChecked(key == self._category)
        self._none.setVisible(not fitting)
        self._check()

    def _check(self) -> None:
        chosen = self._cards.get(self._group.value or "")
        self.valid = chosen is not None and not chosen.isHidden()


def kinds_of(plan: Plan, context: Context) -> str:
    """The category of a plan, with its kinds of tools."""
    return f"{words.category(plan.category)}・{kind_names(plan.kinds, context)}"


def _words_of(plan: Plan) -> str:
    terms = plan.terms
    parts = (terms.plan_name, terms.vendor_name, words.category(plan.category), *plan.kinds, plan.summary)
    return " ".join((*parts, plan.summary_en)).casefold()
