"""櫃檯稽核紀錄 in the back office: read with filters, taken along, each look on record."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import expect

from central.audit import Role, entries
from central.backoffice.words import act_name
from tests.central.backoffice.conftest import Member, shoot
from tests.central.backoffice.test_gate import _sign_in
from tests.central.conftest import Service
from tests.central.kiosk import Kiosk, new_id
from tests.central.test_counter_logs import MEMBER, alter, written

ROOT = Path(__file__).parents[3]


@pytest.fixture
def http(service: Service) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=service.url, timeout=20, trust_env=False) as client:
        yield client


def test_what_is_asked_for_is_shown_and_recorded(http: httpx2.Client, service: Service, kiosk: Kiosk) -> None:
    lines = written(kiosk, 6)
    _sign_in(http, service, Role.AGENCY)
    path = f"/office/counter-logs?device={kiosk.device_id}"
    page = http.get(path).text
    assert 'id="whole"' in page
    assert "王“五" in page
    file = http.get(f"{path}&membership={MEMBER}&format=jsonl")
    assert file.headers["content-type"].startswith("application/jsonl")
    assert [json.loads(text)["signature"] for text in file.text.splitlines()] == [lines[2].signature]
    for strange in ("event=none", "first=x", "before=x", f"who={'x' * 200}", "who=%00"):
        assert http.get(f"{path}&{strange}").status_code == 303
    assert http.get(f"{path}&who=<b>").status_code == 200
    assert http.get(f"/office/counter-logs?device={new_id()}").status_code == 404
    with service.central.store.database.reading() as connection:
        last, third, second = entries(connection, most=3)
    assert [one.act for one in (last, third, second)] == [
        "read_counter_log",
        "export_counter_log",
        "read_counter_log",
    ]
    assert (last.who, last.details["who"], third.details["membership"]) == ("承辦人員甲", "<b>", MEMBER)


def test_it_is_no_business_of_vendors(http: httpx2.Client, service: Service) -> None:
    _sign_in(http, service, Role.VENDOR)
    assert http.get("/office/counter-logs").status_code == 403


def test_every_act_of_the_log_has_its_name() -> None:
    """One without would be a bug's page in the place of the log."""
    source = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "central").rglob("*.py"))
    acts = set(re.findall(r'\bAct\(\s*"(\w+)"', source))
    assert "audit_forked" in acts
    for act in acts:
        act_name(act)


@pytest.mark.parametrize("language", ["zh_Hant", "en"])
def test_in_a_browser(member: Callable[..., Member], service: Service, kiosk: Kiosk, language: str) -> None:
    written(kiosk, 120)
    someone = member(Role.ADMINISTRATOR, language=language)
    page = someone.sign_in()
    page.goto(f"{someone.url}/office/counter-logs")
    shoot(page, f"counter-logs-{language}")
    page.click("tbody tr a")
    expect(page.locator("#whole")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(100)
    shoot(page, f"counter-log-{language}")
    page.click("#older")
    expect(page.locator("tbody tr")).to_have_count(20)
    page.select_option("#event", "sensitive_create")
    page.click("form.card-body button.btn-primary")
    expect(page.locator("tbody tr")).to_have_count(1)
    with page.expect_download() as download:
        page.click("#jsonl")
    assert len(download.value.path().read_text(encoding="utf-8").splitlines()) == 1
    alter(service.central, 4)
    page.goto(f"{someone.url}/office/counter-logs?device={kiosk.device_id}")
    expect(page.locator("#broken")).to_be_visible()
    shoot(page, f"counter-log-broken-{language}")
