"""What kiosks go by, changed in a real browser: plans, counties, staff of counters, days, devices."""

import tomllib
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from central.audit import Role, entries
from kiosk.contract.calendar_document import read_calendar
from kiosk.contract.staff_document import read_staff
from tests.central.backoffice.conftest import Member, shoot
from tests.central.conftest import Service
from tests.central.kiosk import Kiosk
from tests.central.registered import OFFICE

NAME = "進銷存入門<script>alert(1)</script>"


def _plans(kiosk: Kiosk) -> dict[str, dict[str, object]]:
    answer = kiosk.request("GET", "/v1/documents/catalogue")
    return {one["terms"]["plan_id"]: one for one in tomllib.loads(answer.text)["plans"]}


def _fill_plan(page: Page, price: str) -> None:
    for name, value in (
        ("plan_id", "inventory-basic"),
        ("plan_name", NAME),
        ("summary", "進貨、銷貨與庫存一處管理。"),
        ("summary_en", "Purchases, sales and stock in one place."),
        ("months", "6"),
        ("price", price),
    ):
        page.fill(f"#{name}", value)


def test_from_a_vendors_draft_to_the_kiosks_document(member: Callable[..., Member], kiosk: Kiosk) -> None:
    vendor, agency = member(Role.VENDOR), member(Role.AGENCY)
    page = vendor.sign_in()
    page.goto(f"{vendor.url}/office/plans/list")
    page.click("#new-plan")
    _fill_plan(page, "-24000")
    page.check('input[name="kinds"][value="進銷存系統"]')
    page.click("#submit")
    expect(page.locator("#error")).to_contain_text("方案內容不能接受")
    expect(page.locator("#price")).to_have_class("form-control is-invalid")
    expect(page.locator("#plan_name")).to_have_value(NAME)
    shoot(page, "plan-form-wrong-zh_Hant")
    page.fill("#price", "24,000")
    page.click("#submit")
    expect(page.locator("#alertContainer")).to_contain_text("已送審")
    expect(page.locator("tbody tr").first).to_contain_text("待審")
    shoot(page, "plans-zh_Hant")
    assert "inventory-basic" not in _plans(kiosk), "a draft is no offer"
    desk = agency.sign_in()
    expect(desk.locator("a.card", has_text="待審方案")).to_contain_text("1")
    desk.goto(f"{agency.url}/office/catalogue/detail?pk=inventory-basic")
    expect(desk.locator("#tableContent")).to_contain_text(NAME)
    shoot(desk, "plan-zh_Hant")
    desk.goto(f"{agency.url}/office/catalogue/list")
    shoot(desk, "catalogue-zh_Hant")
    agency.do("approve", "inventory-basic", reason="內容核對無誤")
    expect(desk.locator("#alertContainer")).to_contain_text("已核可並上架")
    terms = _plans(kiosk)["inventory-basic"]["terms"]
    assert terms == {
        "plan_id": "inventory-basic", "plan_name": NAME, "vendor_id": "sample-vendor-a",
        "vendor_name": "範例資訊服務廠商甲", "months": 6, "price": 24_000,
    }  # fmt: skip
    page.goto(f"{vendor.url}/office/plan?plan=inventory-basic")
    page.fill("#price", "26000")
    page.click("#submit")
    desk.reload()
    agency.do("refuse", "inventory-basic", reason="漲價未附說明")
    expect(desk.locator("#alertContainer")).to_contain_text("已退回")
    page.goto(f"{vendor.url}/office/plans/detail?pk=inventory-basic")
    expect(page.locator(".alert-warning")).to_contain_text("漲價未附說明")
    shoot(page, "plan-refused-zh_Hant")
    page.goto(f"{vendor.url}/office/plans/list")
    vendor.do("withdraw", "inventory-basic", reason="停售")
    expect(page.locator("#alertContainer")).to_contain_text("已下架")
    assert "inventory-basic" not in _plans(kiosk)


@pytest.mark.parametrize("language", ["zh_Hant", "en"])
def test_what_the_agency_sets_reaches_the_offices_kiosks(
    member: Callable[..., Member], service: Service, kiosk: Kiosk, language: str
) -> None:
    someone = member(Role.AGENCY, language=language)
    page = someone.sign_in()
    page.goto(f"{someone.url}/office/offices/list")
    page.locator("tbody tr", has_text=OFFICE).locator('[data-sa-name="set_county"]').click()
    page.wait_for_selector("#modal-action.show")
    page.select_option('#modal-action [name="county"]', "TPE")
    page.fill('#modal-action [name="reason"]', "補登")
    page.click("#actionSubmit")
    expect(page.locator("tbody")).to_contain_text("臺北市" if language == "zh_Hant" else "Taipei City")
    shoot(page, f"offices-{language}")
    page.goto(f"{someone.url}/office/counter-staff/list")
    page.click('[data-sa-name="add"]')
    page.wait_for_selector("#modal-action.show")
    page.fill('#modal-action [name="staff_id"]', "a01")
    page.fill('#modal-action [name="name"]', "櫃檯人員甲")
    shoot(page, f"counter-staff-add-{language}")
    page.click("#actionSubmit")
    expect(page.locator("dl")).to_contain_text("a01")
    shoot(page, f"counter-staff-added-{language}")
    page.goto(f"{someone.url}/office/counter-staff/list")
    shoot(page, f"counter-staff-{language}")
    (account,) = read_staff(kiosk.request("GET", "/v1/documents/staff").content, OFFICE)
    assert (account.staff_id, account.must_change) == ("a01", True)
    page.goto(f"{someone.url}/office/calendar/list")
    page.click('[data-sa-name="add"]')
    page.wait_for_selector("#modal-action.show")
    page.fill('#modal-action [name="day"]', "2026-03-03")
    page.fill('#modal-action [name="reason"]', "颱風停班")
    page.click("#actionSubmit")
    expect(page.locator("tbody")).to_contain_text("2026-03-03")
    shoot(page, f"calendar-{language}")
    (day,) = read_calendar(kiosk.request("GET", "/v1/documents/calendar").content)
    assert (day.reason, day.working) == ("颱風停班", False)
    page.goto(f"{someone.url}/office/reports?by=county")
    shoot(page, f"reports-county-{language}")
    page.goto(f"{someone.url}/office/devices/list")
    someone.do("revoke", "T1")
    expect(page.locator("#alertContainer")).to_contain_text("原因" if language == "zh_Hant" else "reason")
    page.reload()
    someone.do("revoke", "T1", reason="遺失")
    expect(page.locator("tbody")).to_contain_text("已停用" if language == "zh_Hant" else "shut out")
    expect(page.locator('tbody [data-sa-name="revoke"]')).to_have_count(0)
    shoot(page, f"devices-{language}")
    assert kiosk.request("GET", "/v1/documents").json()["code"] == "K-API-24"
    with service.central.store.database.reading() as connection:
        assert [one.act for one in entries(connection, most=4)] == [
            "revoke_device", "tell_day", "add_counter_staff", "set_county",
        ]  # fmt: skip
    page.goto(f"{someone.url}/office/audit/list")
    shoot(page, f"audit-{language}")


def test_an_administrator_lets_a_vendor_in(member: Callable[..., Member]) -> None:
    someone = member(Role.ADMINISTRATOR, language="en")
    page = someone.sign_in()
    page.goto(f"{someone.url}/office/vendors/list")
    page.click('[data-sa-name="add"]')
    page.wait_for_selector("#modal-action.show")
    page.fill('#modal-action [name="vendor_id"]', "new-vendor")
    page.fill('#modal-action [name="name"]', "新進資訊服務廠商")
    page.click("#actionSubmit")
    expect(page.locator("tbody")).to_contain_text("新進資訊服務廠商")
    shoot(page, "vendors-en")
