"""What is known of the kiosks, what is set for them and which version they are to have, in a real browser."""

from collections.abc import Callable

from playwright.sync_api import expect

from central.audit import Role
from kiosk.contract.updates import read_updates
from tests.central.backoffice.conftest import Member, shoot
from tests.central.conftest import HandClock, Service
from tests.central.kiosk import Kiosk
from tests.central.test_documents import documents_of
from tests.central.test_fleet_told import CONDITION, report

OFFICE = "訓練用北區服務據點"


def test_the_list_of_kiosks_says_how_each_is(
    member: Callable[..., Member], kiosk: Kiosk, clock: HandClock
) -> None:
    told = report(clock, update="1.3.0", settings_refused="settings: settings.mode", printer="K-DOC-12")
    assert kiosk.request("PUT", CONDITION, told.model_dump_json().encode()).status_code == 200
    someone = member(Role.ADMINISTRATOR)
    someone.sign_in()
    page = someone.open("devices/list")
    row = page.locator("tbody tr", has_text=OFFICE)
    for text in (
        "1.2.0 → 1.3.0",
        "K-SYNC-01",
        "48.0 GB",
        "沒有印表機",
        "正常",
        "未採用：settings: settings.mode",
    ):
        expect(row).to_contain_text(text)
    shoot(page, "fleet-zh_Hant")


def test_an_administrator_sets_kiosks_and_announces_an_update(
    member: Callable[..., Member], service: Service, kiosk: Kiosk
) -> None:
    someone = member(Role.ADMINISTRATOR, language="en")
    someone.sign_in()
    page = someone.open("kiosk-settings/list")
    someone.begin("set")
    page.select_option('#modal-action [name="mode"]', "self-service")
    shoot(page, "fleet-settings-form-en")
    someone.send(terminal="T1", lock_after_minutes="0", reason="自助機")
    expect(page.locator("#alertContainer")).to_contain_text("minutes 1–240")
    page.reload()
    someone.begin("set")
    page.select_option('#modal-action [name="mode"]', "self-service")
    someone.send(terminal="T1", lock_after_minutes="3", reason="自助機")
    expect(page.locator("tbody tr", has_text=OFFICE)).to_contain_text("Self-service")
    shoot(page, "fleet-settings-en")

    page = someone.open("updates/list")
    someone.begin("announce")
    shoot(page, "fleet-update-form-en")
    someone.send(version="1.3.0", begins_at="2026-03-03T02:00", share="10", offices=OFFICE, reason="試行")
    expect(page.locator("tbody tr", has_text="1.3.0")).to_contain_text("10%")
    shoot(page, "fleet-updates-en")
    found = documents_of(service.central).find("updates", OFFICE)
    assert found is not None
    assert [(one.version, one.share) for one in read_updates(found.content)] == [("1.3.0", 10)]
    someone.do("withdraw", "1.3.0", reason="有問題")
    expect(page.locator("#alertContainer")).to_contain_text("Withdrawn")
