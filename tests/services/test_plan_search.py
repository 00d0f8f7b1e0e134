"""Search over a long catalogue, as one types."""

import time
from dataclasses import replace

from kiosk.domain.plans import Category, Plan
from kiosk.services.plan_search import PlanFilter, PlanIndex
from tests.services.counter import programme

PROGRAMME = programme()
PLANS = list(PROGRAMME.plans.values())


def found(text: str, **more: object) -> set[str]:
    index = PlanIndex(PLANS, PROGRAMME.kinds)
    return {plan.terms.plan_id for plan in index.find(PlanFilter(text, **more))}  # type: ignore[arg-type]


def test_the_catalogue_has_forty_plans_or_more() -> None:
    assert len(PLANS) >= 40
    assert {plan.category for plan in PLANS} == set(Category)


def test_chinese_and_latin_are_found_whatever_their_width_and_capitals() -> None:
    assert "management-erp" in found("erp")
    assert found("ＥＲＰ") == found("erp")
    assert "management-inventory" in found("進銷存")
    assert "shop-payment" in found("mobile payment")


def test_marks_between_words_and_two_ways_to_write_taiwan_are_one() -> None:
    assert found("電子發票、invoice") == found("電子發票 invoice") != set()
    assert found("電子發票，ＩＮＶＯＩＣＥ") == found("電子發票/invoice") == found("電子發票 invoice")
    here = replace(PLANS[0], terms=replace(PLANS[0].terms, plan_name="臺北門市管理"))
    assert PlanIndex([here], PROGRAMME.kinds).find(PlanFilter("台北")) == [here]


def test_every_word_must_be_there() -> None:
    assert "shop-invoice" in found("電子發票")
    assert not found("電子發票 沒有這個詞")
    assert found("") == {plan.terms.plan_id for plan in PLANS}


def test_filters_narrow() -> None:
    cheap = {plan.terms.plan_id for plan in PLANS if plan.terms.price <= 20_000}
    year = {plan.terms.plan_id for plan in PLANS if plan.terms.months == 12}
    assert found("", most_price=20_000) == cheap
    assert found("", months=12, most_price=20_000) == cheap & year
    assert found("", category=Category.MARKETING) == {
        plan.terms.plan_id for plan in PLANS if plan.category is Category.MARKETING
    }


def test_a_key_press_over_5000_plans_takes_less_than_50_ms() -> None:
    many = [_copy(plan, number) for number in range(5_000 // len(PLANS) + 1) for plan in PLANS][:5_000]
    index = PlanIndex(many, PROGRAMME.kinds)
    times = []
    for end in range(1, 5):
        begun = time.perf_counter()
        index.find(PlanFilter("庫存系統"[:end]))
        index.find(PlanFilter("inventory"[:end]))
        times.append((time.perf_counter() - begun) / 2)
    assert sorted(times)[len(times) // 2] < 0.05


def _copy(plan: Plan, number: int) -> Plan:
    return replace(plan, terms=replace(plan.terms, plan_id=f"{plan.terms.plan_id}-{number}"))
