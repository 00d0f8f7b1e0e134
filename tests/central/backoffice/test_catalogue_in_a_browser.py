"""What kiosks go by, changed in a real browser: plans, counties, staff of counters, days, devices."""

import tomllib
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from central.audit import Role, entries
from kiosk.contract.calendar_document import read_calendar
from kiosk.contract.staff_document import read_staff
from tests.central.backoffice.conftest import SHOTS, Member, shoot
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
    vendor.sign_in()
    _vendor_writes(vendor)
    assert "inventory-basic" not in _plans(kiosk), "a draft is no offer"
    agency.sign_in()
    _agency_approves(agency)
    assert _plans(kiosk)["inventory-basic"]["terms"] == {
        "plan_id": "inventory-basic", "plan_name": NAME, "vendor_id": "sample-vendor-a",
        "vendor_name": "範例資訊服務廠商甲", "months": 6, "price": 24_000,
    }  # fmt: skip
    vendor.open("plan?plan=inventory-basic").fill("#price", "26000")
    vendor.page.click("#submit")
    expect(vendor.page.locator("#alertContainer")).to_contain_text("已送審")
    agency.page.reload()
    agency.do("refuse", "inventory-basic", reason="漲價未附說明")
    expect(agency.page.locator("#alertContainer")).to_contain_text("已退回")
    page = vendor.open("plans/detail?pk=inventory-basic")
    expect(page.locator(".alert-warning")).to_contain_text("漲價未附說明")
    shoot(page, "plan-refused-zh_Hant")
    vendor.open("plans/list")
    vendor.do("withdraw", "inventory-basic", reason="停售")
    expect(page.locator("#alertContainer")).to_contain_text("已下架")
    assert "inventory-basic" not in _plans(kiosk)


def _vendor_writes(vendor: Member) -> None:
    page = vendor.open("plans/list")
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


def _agency_approves(agency: Member) -> None:
    expect(agency.page.locator("a.card", has_text="待審方案")).to_contain_text("1")
    page = agency.open("catalogue/detail?pk=inventory-basic")
    expect(page.locator("#tableContent")).to_contain_text(NAME)
    shoot(page, "plan-zh_Hant")
    agency.open("catalogue/list")
    shoot(page, "catalogue-zh_Hant")
    agency.do("approve", "inventory-basic", reason="內容核對無誤")
    expect(page.locator("#alertContainer")).to_contain_text("已核可並上架")


@pytest.mark.parametrize("language", ["zh_Hant", "en"] if SHOTS else ["en"])
def test_what_the_agency_sets_reaches_the_offices_kiosks(
    member: Callable[..., Member], service: Service, kiosk: Kiosk, language: str
) -> None:
    someone, chinese = member(Role.AGENCY, language=language), language == "zh_Hant"
    page = someone.sign_in()
    someone.open("offices/list")
    someone.begin("set_county", OFFICE)
    page.select_option('#modal-action [name="county"]', "TPE")
    someone.send(reason="補登")
    expect(page.locator("tbody")).to_contain_text("臺北市" if chinese else "Taipei City")
    shoot(page, f"offices-{language}")
    someone.open("counter-staff/list")
    someone.begin("add")
    someone.send(staff_id="a01", name="櫃檯人員甲")
    expect(page.locator("dl")).to_contain_text("a01")
    shoot(page, f"counter-staff-added-{language}")
    someone.open("counter-staff/list")
    shoot(page, f"counter-staff-{language}")
    (account,) = read_staff(kiosk.request("GET", "/v1/documents/staff").content, OFFICE)
    assert (account.staff_id, account.must_change, account.disabled) == ("a01", True, False)
    someone.do("disable", "a01", reason="離職")
    expect(page.locator("#alertContainer")).to_contain_text("已停用" if chinese else "Disabled")
    (account,) = read_staff(kiosk.request("GET", "/v1/documents/staff").content, OFFICE)
    assert account.disabled
    someone.open("calendar/list")
    someone.begin("add")
    someone.send(day="2026-03-03", reason="颱風停班")
    expect(page.locator("tbody")).to_contain_text("2026-03-03")
    shoot(page, f"calendar-{language}")
    (day,) = read_calendar(kiosk.request("GET", "/v1/documents/calendar").content)
    assert (day.reason, day.working) == ("颱風停班", False)
    someone.do("take_back", "2026-03-03", reason="誤植")
    expect(page.locator("tbody")).not_to_contain_text("2026-03-03")
    someone.open("reports?by=county")
    shoot(page, f"reports-county-{language}")
    with service.central.store.database.reading() as connection:
        assert [one.act for one in entries(connection, most=5)] == [
            "take_back_day", "tell_day", "disable_counter_staff", "add_counter_staff", "set_county",
        ]  # fmt: skip


def test_a_device_is_shut_out(member: Callable[..., Member], service: Service, kiosk: Kiosk) -> None:
    someone = member(Role.AGENCY)
    page = someone.sign_in()
    someone.open("devices/list")
    someone.do("revoke", "T1")
    expect(page.locator("#alertContainer")).to_contain_text("原因")
    page.reload()
    someone.do("revoke", "T1", reason="遺失")
    expect(page.locator("tbody")).to_contain_text("已停用")
    expect(page.locator('tbody [data-sa-name="revoke"]')).to_have_count(0)
    shoot(page, "devices-zh_Hant")
    assert kiosk.request("GET", "/v1/documents").json()["code"] == "K-API-24"
    someone.open("audit/list")
    expect(page.locator("tbody tr").first).to_contain_text("停用裝置")


def test_an_administrator_lets_a_vendor_in(member: Callable[..., Member]) -> None:
    someone = member(Role.ADMINISTRATOR, language="en")
    page = someone.sign_in()
    someone.open("vendors/list")
    someone.begin("add")
    someone.send(vendor_id="new-vendor", name="新進資訊服務廠商")
    expect(page.locator("tbody")).to_contain_text("新進資訊服務廠商")
    shoot(page, "vendors-en")
