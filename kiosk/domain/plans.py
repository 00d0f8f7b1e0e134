"""雲端方案: what a 資訊服務廠商 offers in the catalogue, and the terms a buyer agrees to."""

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """The six categories of cloud tools (brochure: 6大類雲端工具)."""

    MARKETING = "marketing"  # 行銷推廣
    ONLINE_SHOP = "online_shop"  # 網路開店
    MARKET_ANALYSIS = "market_analysis"  # 市場分析
    REMOTE_WORK = "remote_work"  # 遠距辦公與文書
    CUSTOMER_SERVICE = "customer_service"  # 客戶服務
    MANAGEMENT = "management"  # 企業管理


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of tool under one of the categories, by the brochure's name for it."""

    category: Category
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """What is bought: fixed in the order at the moment it is placed. `price` in NT$, `months` of use."""

    plan_id: str
    plan_name: str
    vendor_id: str
    vendor_name: str
    months: int
    price: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A catalogue entry. `kinds` are the brochure's names of what it is, under its category."""

    terms: PlanTerms
    category: Category
    kinds: tuple[str, ...]
    summary: str
    summary_en: str
