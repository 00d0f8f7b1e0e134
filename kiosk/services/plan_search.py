"""雲端方案 found as one types: every word of the search stands somewhere in the plan's words."""

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.domain.plans import Category, Kind, Plan
from kiosk.services.search_words import plain, words_in

_CATEGORIES = {
    Category.MARKETING: "行銷推廣 marketing",
    Category.ONLINE_SHOP: "網路開店 online shop",
    Category.MARKET_ANALYSIS: "市場分析 market analysis",
    Category.REMOTE_WORK: "遠距辦公與文書 remote work",
    Category.CUSTOMER_SERVICE: "客戶服務 customer service",
    Category.MANAGEMENT: "企業管理 management",
}


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What is looked for: `text` as typed, `most_price` in NT$, `months` of the term; None: any."""

    text: str = ""
    category: Category | None = None
    most_price: int | None = None
    months: int | None = None


class PlanIndex:
    """Plans in an order that is kept, with their words in Chinese and English made ready once."""

    def __init__(self, plans: Iterable[Plan], kinds: Iterable[Kind]) -> None:
        english = {kind.name: kind.name_en for kind in kinds}
        self._entries = [(plan, plain(_words_of(plan, english))) for plan in plans]

    def find(self, wanted: PlanFilter) -> list[Plan]:
        """The plans that `wanted` fits, in their order."""
        found = self._entries
        for word in words_in(wanted.text):
            found = [entry for entry in found if word in entry[1]]
        return [
            plan
            for plan, _ in found
            if (wanted.category is None or plan.category is wanted.category)
            and (wanted.most_price is None or plan.terms.price <= wanted.most_price)
            and (wanted.months is None or plan.terms.months == wanted.months)
        ]


def _words_of(plan: Plan, english: dict[str, str]) -> str:
    terms = plan.terms
    kinds = (word for kind in plan.kinds for word in (kind, english.get(kind, "")))
    parts = (terms.plan_name, terms.vendor_name, _CATEGORIES[plan.category], plan.summary, plan.summary_en)
    return " ".join((*parts, *kinds))
