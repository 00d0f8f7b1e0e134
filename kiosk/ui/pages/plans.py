"""雲端方案: the list of plans, from which one is chosen."""

from kiosk.domain.money import most_points
from kiosk.domain.plans import Category, Plan
from kiosk.services.flows.order import OrderScene, PlanChosen
from kiosk.services.plan_search import PlanFilter, PlanIndex
from kiosk.ui.entries import Entry, plain
from kiosk.ui.pages import words
from kiosk.ui.pages.assessment import kind_names, reason
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.marks import payment_later_banner
from kiosk.ui.pages.plan_compare import MOST_COMPARED, PlanComparison
from kiosk.ui.pages.step_page import StepPage
from kiosk.ui.widgets import Button, ButtonKind, ChoiceGroup, EmptyState, PlanCard, TextField, Toast
from kiosk.ui.widgets.flow import Flow

_ALL = ""
_SHOWN = 24
_A_YEAR = 12


class PlansPage(StepPage):
    """雲端方案: six categories, a search as one types, sorted by fit to the self-assessment.

    Cards are made as they are first shown, for a catalogue may be long.
    """

    def __init__(self, scene: OrderScene, context: Context) -> None:
        super().__init__(context, "order.plans", wide=True)
        self.head(
            self.tr("選擇方案"),
            self.tr("可用點數 {points}；方案皆為範例。").format(points=words.points(scene.in_hand)),
        )
        self._scene = scene
        self._fit = {found.plan.terms.plan_id: found for found in scene.fitting}
        order = {plan_id: rank for rank, plan_id in enumerate(self._fit)}
        plans = sorted(
            scene.plans, key=lambda plan: (order.get(plan.terms.plan_id, len(order)), plan.terms.plan_id)
        )
        self._plans = {plan.terms.plan_id: plan for plan in plans}
        self._index = PlanIndex(plans, context.services.programme.kinds)
        self._category, self._most = _ALL, _SHOWN
        self._categories: dict[str, Button] = {}
        self._compared: list[str] = []
        self._comparison: PlanComparison | None = None
        if not context.online:
            self.content.addWidget(payment_later_banner("order.plans.offline"))
        self._build_filters()
        self._build_list()
        if scene.plan is not None:
            self._choose(scene.plan.terms.plan_id)
        self._toast = Toast(self, object_name="order.plans.toast")
        self._filter()

    def answer(self) -> PlanChosen:
        """The plan that was chosen."""
        return PlanChosen(self._group.value or "")

    def _build_filters(self) -> None:
        self._search = TextField(
            self.tr("搜尋方案、廠商或用途"),
            object_name="order.plans.search",
            kind=Entry.WORDS,
            optional=True,
            longest=60,
            label_inside=True,
        )
        self._search.edited.connect(lambda _: self._look_anew())
        self.content.addWidget(self._search)
        row = Flow(spacing=4)
        everything = [(_ALL, self.tr("全部")), *((kind.value, words.category(kind)) for kind in Category)]
        for key, name in everything:
            button = self._toggle(name, f"category.{key or 'all'}")
            button.clicked.connect(lambda _checked=False, key=key: self._show_category(key))
            self._categories[key] = button
            row.add(button)
        self.content.addWidget(row)
        self._halved_price = self._price_paid_by_half()
        halved = self.tr("定價 {price} 以下").format(price=words.money(self._halved_price))
        self._halved = self._toggle(halved, "filter.halved")
        year = self.tr("期限 {months}").format(months=words.months(_A_YEAR))
        self._year = self._toggle(year, "filter.year")
        self._compare = self._button(self.tr("加入比較"), "compare.add", self._add_to_comparison)
        self._look = self._button("", "compare.look", self._toggle_comparison)
        narrower = Flow(self._halved, self._year, self._compare, self._look, spacing=4)
        for button in (self._halved, self._year):
            button.clicked.connect(self._look_anew)
        self.content.addWidget(narrower)

    def _build_list(self) -> None:
        self._group = ChoiceGroup(object_name="order.plans.list", columns=3)
        self._cards: dict[str, PlanCard] = {}
        self._group.chosen.connect(lambda _: self._check())
        self._none = EmptyState(
            self.tr("沒有符合的方案"),
            self.tr("請換個關鍵字，或選「全部」。"),
            object_name="order.plans.none",
            icon="search",
        )
        self._more = self._button("", "more", self._show_more)
        self.content.addWidget(self._none)
        self.content.addWidget(self._group)
        self.content.addWidget(self._more)

    def _toggle(self, text: str, name: str) -> Button:
        button = Button(text, object_name=f"order.plans.{name}", compact=True)
        button.setCheckable(True)
        return button

    def _button(self, text: str, name: str, act: object) -> Button:
        button = Button(text, object_name=f"order.plans.{name}", kind=ButtonKind.QUIET, compact=True)
        button.clicked.connect(act)
        return button

    def _card(self, plan: Plan) -> PlanCard:
        terms = plan.terms
        return PlanCard(
            terms.plan_name,
            vendor=terms.vendor_name,
            category=kinds_of(plan, self.context),
            price=words.money(terms.price),
            term=words.months(terms.months),
            reason=self._reason(plan),
            object_name=f"order.plan.{terms.plan_id}",
        )

    def _reason(self, plan: Plan) -> str:
        found = self._fit.get(plan.terms.plan_id)
        return reason(found, self.context) if found else ""

    def _show_category(self, key: str) -> None:
        self._category = key
        self._look_anew()

    def _look_anew(self) -> None:
        self._most = _SHOWN
        self._filter()

    def _show_more(self) -> None:
        self._most += _SHOWN
        self._filter()

    def _filter(self) -> None:
        wanted = PlanFilter(
            plain(self._search.text),
            Category(self._category) if self._category else None,
            self._halved_price if self._halved.isChecked() else None,
            _A_YEAR if self._year.isChecked() else None,
        )
        found = [plan.terms.plan_id for plan in self._index.find(wanted)]
        shown = found[: self._most]
        for plan_id in shown:
            self._make(plan_id)
        self._group.show_only(shown)
        for key, button in self._categories.items():
            button.setChecked(key == self._category)
        left = len(found) - len(shown)
        self._more.set_text(self.tr("再顯示更多（還有 {count} 個）").format(count=left))
        self._more.setVisible(left > 0)
        self._none.setVisible(not found)
        self._check()

    def _make(self, plan_id: str) -> None:
        if plan_id not in self._cards:
            card = self._cards[plan_id] = self._card(self._plans[plan_id])
            self._group.add_card(plan_id, card)

    def _choose(self, plan_id: str) -> None:
        self._make(plan_id)
        self._group.choose(plan_id)

    def _add_to_comparison(self) -> None:
        """The chosen plan; of more than three the first one goes."""
        chosen = self._group.value
        if chosen is not None and chosen not in self._compared:
            self._compared = [*self._compared, chosen][-MOST_COMPARED:]
            told = self.tr("已加入比較（{count}／{most}）")
            self._toast.tell(told.format(count=len(self._compared), most=MOST_COMPARED))
        self._check()

    def _toggle_comparison(self) -> None:
        """Side by side in the list's place, and back."""
        if self._comparison is None:
            self._comparison = PlanComparison(
                [self._plans[plan_id] for plan_id in self._compared],
                self.context,
                split=self._split,
                kinds=lambda plan: kinds_of(plan, self.context),
                reason=self._reason,
            )
            self._comparison.chosen.connect(self._take)
            self.content.addWidget(self._comparison)
        else:
            self._comparison.hide()
            self._comparison.deleteLater()
            self._comparison = None
            self._compared = []
        listed = self._comparison is None
        self._group.setVisible(listed)
        self._more.setVisible(listed)
        if listed:
            self._filter()
        self._check()

    def _take(self, plan_id: str) -> None:
        """The one that was taken of those compared; the list stands open at it."""
        self._toggle_comparison()
        self._choose(plan_id)

    def _split(self, price: int) -> tuple[int, int]:
        figures = self.context.services.programme.figures_on(self._scene.today)
        points = min(most_points(price, figures.points_share, figures.own_share), self._scene.in_hand)
        return points, price - points

    def _price_paid_by_half(self) -> int:
        """The highest price (NT$) of which a whole grant pays its share."""
        figures = self.context.services.programme.figures_on(self._scene.today)
        return figures.grant * (figures.points_share + figures.own_share) // figures.points_share

    def _check(self) -> None:
        comparing = self._comparison is not None
        chosen = self._cards.get(self._group.value or "")
        self.valid = chosen is not None and not chosen.isHidden() and not comparing
        count = len(self._compared)
        self._compare.setEnabled(self.valid and self._group.value not in self._compared)
        self._look.setEnabled(comparing or count > 1)
        text = self.tr("比較 {count} 個方案").format(count=count)
        self._look.set_text(self.tr("回到清單") if comparing else text)


def kinds_of(plan: Plan, context: Context) -> str:
    """The category of a plan, with its kinds of tools."""
    return f"{words.category(plan.category)}・{kind_names(plan.kinds, context)}"
