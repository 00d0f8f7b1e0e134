"""The documents as they are shipped: what the brochure names is there, in both languages, and fits."""

import hashlib
import json
import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from kiosk.contract.documents import read_programme
from kiosk.domain.assessment import is_complete, recommend, score
from kiosk.domain.commands import Condition
from kiosk.domain.plans import Category, Plan
from kiosk.domain.refund import reckon

RESOURCES = Path(__file__).parents[2] / "resources"
PROGRAMME = read_programme(RESOURCES)
PLANS = tuple(PROGRAMME.plans.values())
THEMES = PROGRAMME.questionnaire.themes
QUESTIONS = [question for theme in THEMES for question in theme.questions]
NOTICE = tomllib.loads((RESOURCES / "notice.toml").read_text(encoding="utf-8"))
CHINESE = re.compile(r"[\u3400-\u9fff]")
# Brochure: 6大類雲端工具.
KINDS = {
    Category.MARKETING: {"數位廣告", "SEO", "社群內容管理操作", "行銷媒合/KOL", "電子報/EDM"},
    Category.ONLINE_SHOP: {"行動支付", "信用卡/票證", "電商/網購平台", "電子發票"},
    Category.MARKET_ANALYSIS: {"大數據分析", "輿情分析", "市場調查", "問卷分析"},
    Category.REMOTE_WORK: {"遠端協作", "線上會議", "文書處理軟體"},
    Category.CUSTOMER_SERVICE: {"客戶互動", "線上客服", "線上預約", "簡訊系統", "會員/點數系統"},
    Category.MANAGEMENT: {
        "CRM客戶管理系統", "ERP系統", "防毒軟體", "POS整合系統", "人資管理", "生產/物流管理", "財會管理",
        "進銷存系統", "資訊安全", "碳排計算分析", "能源管理系統",
    },
}  # fmt: skip


def test_the_figures_of_the_brochure() -> None:
    figures = PROGRAMME.figures_on(date(2026, 1, 15))
    assert (figures.grant, figures.points_share, figures.own_share) == (30_000, 1, 1)
    assert (figures.activation_months, figures.validity_months) == (1, 3)
    assert figures.vendor_confirms_days == figures.payment_working_days == figures.invoice_working_days == 2
    assert figures.eligibility_working_days == 1
    assert figures.service_working_days == 7
    assert figures.exactly_half_is_within


@pytest.mark.parametrize("category", Category)
def test_a_category_has_plans_for_all_kinds_of_the_brochure(category: Category) -> None:
    plans = [plan for plan in PLANS if plan.category is category]
    assert len(plans) >= 3
    assert {kind for plan in plans for kind in plan.kinds} == KINDS[category]


def test_the_brochures_example_is_in_the_catalogue() -> None:
    terms = PROGRAMME.plans["management-inventory"].terms
    assert (terms.price, terms.months) == (60_000, 6)
    start, then = date(2026, 1, 15), date(2026, 3, 10)
    quote = reckon(
        own=30_000, points=30_000, months=6, started_on=start, on=then, exactly_half_is_within=True
    )
    assert (quote.own_refund, quote.points_refund) == (20_000, 20_000)


def test_prices_are_spread() -> None:
    prices = [plan.terms.price for plan in PLANS]
    assert any(price % 2 for price in prices)
    assert any(price < 10_000 for price in prices)
    assert any(price > 60_000 for price in prices)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.terms.plan_id)
def test_a_sample_plan_says_that_it_is_one(plan: Plan) -> None:
    assert plan.terms.plan_name.endswith("（範例）")
    assert plan.terms.vendor_name.startswith("範例資訊服務廠商")
    assert plan.terms.price > 0
    assert 1 <= plan.terms.months <= 12
    assert CHINESE.search(plan.summary)
    assert plan.summary_en
    assert not CHINESE.search(plan.summary_en)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", plan.terms.plan_id)


def test_a_plan_and_a_vendor_have_one_name_each() -> None:
    written = (RESOURCES / "catalogue.toml").read_text(encoding="utf-8").count("[[plans]]")
    assert len(PLANS) == written
    assert len({plan.terms.plan_name for plan in PLANS}) == written
    vendors = {(plan.terms.vendor_id, plan.terms.vendor_name) for plan in PLANS}
    assert max(Counter(vendor for vendor, _ in vendors).values()) == 1


def test_the_eight_themes_of_the_brochure() -> None:
    assert [theme.name for theme in THEMES] == [
        "內部日常營運", "產品排程", "遠距辦公", "線上協作",
        "資訊安全", "銷售管理與通路", "電子支付", "客戶管理",
    ]  # fmt: skip
    assert all(theme.name_en and not CHINESE.search(theme.name_en) for theme in THEMES)
    assert all(len(theme.questions) == 3 for theme in THEMES)
    assert len({question.question_id for question in QUESTIONS}) == len(QUESTIONS)


def test_the_kinds_of_tools_are_the_brochures() -> None:
    for category in Category:
        assert {kind.name for kind in PROGRAMME.kinds if kind.category is category} == KINDS[category]
    assert not any(CHINESE.search(kind.name_en) for kind in PROGRAMME.kinds)


def test_every_kind_of_tools_helps_some_theme() -> None:
    assert {kind for theme in THEMES for kind in theme.kinds} == {kind.name for kind in PROGRAMME.kinds}


def test_somebody_checks_each_condition() -> None:
    assert set(PROGRAMME.checked_by) == set(Condition)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.question_id)
def test_a_question_has_five_anchors_of_one_line(question) -> None:
    for anchors, most in ((question.anchors, 24), (question.anchors_en, 60)):
        assert len(set(anchors)) == 5
        assert all(0 < len(anchor) <= most for anchor in anchors)
    assert question.text.endswith("？")
    assert question.text_en.endswith("?")
    assert not CHINESE.search(question.text_en + "".join(question.anchors_en))


@pytest.mark.parametrize(("answer", "all_plans"), [(0, True), (3, True), (4, False)])
def test_who_lacks_something_is_recommended_something(answer: int, all_plans: bool) -> None:
    answers = {question.question_id: answer for question in QUESTIONS}
    assert is_complete(PROGRAMME.questionnaire, answers)
    scores = score(PROGRAMME.questionnaire, answers)
    assert set(scores.values()) == {answer * 25}
    assert len(recommend(PROGRAMME.questionnaire, scores, PLANS)) == (len(PLANS) if all_plans else 0)


def test_the_notice_tells_the_six_items_of_the_law() -> None:
    """個資法 §8 I: who, what for, which data, use, rights, and what happens if they are not given."""
    assert NOTICE["version"] == "2026-1"
    keys = [section["key"] for section in NOTICE["sections"]]
    assert keys == ["collector", "purpose", "categories", "use", "rights", "if_not_given"]
    use = NOTICE["sections"][3]["text"]
    assert all(word in use for word in ("期間", "地區", "對象", "方式"))
    rights = NOTICE["sections"][4]["text"]
    assert all(word in rights for word in ("查詢", "複製本", "更正", "停止", "刪除"))
    assert "service@qbicloud.com" in rights


def test_another_word_of_the_notice_is_another_version() -> None:
    """What somebody has agreed to is found again by its version alone."""
    words = json.dumps({**NOTICE, "version": ""}, ensure_ascii=False, sort_keys=True)
    worded = {"2026-1": "199c6d1e357779c5"}
    assert worded[NOTICE["version"]] == hashlib.sha256(words.encode()).hexdigest()[:16], "add a version"


def test_the_conditions_are_those_that_are_declared() -> None:
    assert [condition["key"] for condition in NOTICE["conditions"]] == list(Condition)
    assert "依合作社法設立，具有稅籍登記且非為附屬單位之合作社" in NOTICE["conditions"][0]["text"]


def test_every_text_of_the_notice_is_there_in_both_languages() -> None:
    texts = [*NOTICE["sections"], *NOTICE["terms"], *NOTICE["conditions"], NOTICE["lookup"]]
    for text in texts:
        for name in {"title", "text"} & text.keys():
            assert CHINESE.search(text[name])
            assert text[f"{name}_en"].strip()
