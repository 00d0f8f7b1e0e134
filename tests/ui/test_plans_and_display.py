"""The catalogue at the window: found as one types, narrowed, compared; and how somebody wants the screen."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from kiosk.ui.theme import COUNTER, active_theme, apply_theme
from kiosk.ui.widgets import PlanCard, PointsTimeline
from kiosk.ui.widgets.toast import Toast
from tests.services.flows.hall import PaperCard, member_of
from tests.ui.standing import Person, hall, person, rules

__all__ = ["hall", "person", "rules"]


def cards(person: Person) -> list[str]:
    found = [one for one in person.window.findChildren(PlanCard) if one.isVisibleTo(person.window)]
    return [one.objectName().removeprefix("order.plan.") for one in found]


def at_the_plans(person: Person) -> None:
    member_of(person.hall)
    person.puts_in(PaperCard())
    person.until(lambda: person.window._routes.member is not None)
    person.click("start.plans")
    person.sees("order.plans")


def test_plans_are_found_narrowed_and_shown_a_screen_at_a_time(person: Person) -> None:
    at_the_plans(person)
    assert len(cards(person)) == 24
    person.click("order.plans.more")
    assert len(cards(person)) == len(person.hall.counter.rules.plans)
    person.writes("order.plans.search", "ｅｒｐ")
    assert "management-erp" in cards(person)
    assert len(cards(person)) < 4
    person.writes("order.plans.search", "沒有這種方案")
    assert cards(person) == []
    assert person.find(QWidget, "order.plans.none").isVisible()
    person.writes("order.plans.search", "")
    person.click("order.plans.category.marketing")
    person.click("order.plans.filter.year")
    plans = person.hall.counter.rules.plans
    found = [plans[one] for one in cards(person)]
    assert {(plan.category.value, plan.terms.months) for plan in found} == {("marketing", 12)}
    person.click("order.plans.filter.year")
    person.click("order.plans.category.all")
    person.click("order.plans.filter.halved")
    assert max(plans[one].terms.price for one in cards(person)) <= 60_000


def test_three_plans_are_compared_and_one_is_taken(person: Person) -> None:
    at_the_plans(person)
    plans = cards(person)[:4]
    for plan in plans:
        person.click(f"order.plan.{plan}")
        person.click("order.plans.compare.add")
    assert person.find(Toast, "order.plans.toast").accessibleName() == "已加入比較（3／3）"
    person.click("order.plans.compare.look")
    assert cards(person) == []
    assert not person._visible(QAbstractButton, f"order.plans.take.{plans[0]}")  # of four the first went
    words = "\n".join(one.text() for one in person.window.findChildren(QLabel))
    assert all(person.hall.counter.rules.plans[plan].terms.plan_name in words for plan in plans[1:])
    person.click(f"order.plans.take.{plans[2]}")
    person.goes_on("order.plan")
    assert person.reads("page.title") == person.hall.counter.rules.plans[plans[2]].terms.plan_name


def test_the_account_shows_the_points_in_time(person: Person) -> None:
    at_the_plans(person)
    person.click("nav.home")
    person.click("start.account")
    person.sees("account")
    line = person.find(PointsTimeline, "account.points.line")
    assert "發給 30,000 點" in line.accessibleDescription()
    assert "啟用期限" in line.accessibleDescription()
    assert line.heightForWidth(260) > line.heightForWidth(900)


def test_large_type_and_contrast_are_chosen_with_keys_and_end_with_the_person(
    person: Person, qtbot: Any, qapp: QApplication
) -> None:
    qtbot.waitUntil(person.window.isActiveWindow)
    qtbot.keyClick(person.window, Qt.Key.Key_F8)
    for name in ("large", "contrast", "still"):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert person.find(QAbstractButton, f"display.{name}").hasFocus()
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    theme = active_theme()
    assert theme.type.body == COUNTER.type.body * 5 // 4
    assert theme.colours != COUNTER.colours
    assert not theme.motion
    person.click("dialog.yes")
    person.click("nav.home")
    person.until(lambda: active_theme().colours == COUNTER.colours)
    assert active_theme().type == COUNTER.type
    apply_theme(qapp, COUNTER)
