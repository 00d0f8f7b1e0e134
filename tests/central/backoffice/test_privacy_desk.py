"""個資請求 in the back office: what is due when, put off, copied, answered, deleted."""

from collections.abc import Callable, Iterator

import httpx2
import pytest
from playwright.sync_api import expect

from central.audit import COMMAND_LINE, Role, entries
from central.privacy import PrivacyDesk
from kiosk.domain.commands import ConfirmEmail
from kiosk.domain.data_rights import DataRight
from kiosk.domain.programme import Programme
from tests.central.backoffice.conftest import Member, shoot
from tests.central.backoffice.test_gate import _act, _sign_in
from tests.central.conftest import HandClock, Service
from tests.central.kiosk import Kiosk, SoftCard, application, new_id, opening
from tests.central.registered import register, rule
from tests.central.test_inquiries import ACCEPTED, sent
from tests.central.test_privacy_from_counters import EMAIL, asking


@pytest.fixture
def http(service: Service) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=service.url, timeout=20, trust_env=False) as client:
        yield client


@pytest.fixture
def newcomer(service: Service, organisation: SoftCard, clock: HandClock) -> str:
    membership = new_id()
    for command in (opening(organisation, clock()), application(), ConfirmEmail(EMAIL)):
        rule(service.central, membership, command)
    return membership


def test_a_request_of_a_counter_is_put_off_copied_and_done(
    http: httpx2.Client, service: Service, kiosk: Kiosk, newcomer: str
) -> None:
    words = "<b>請刪除</b> =1+1 %s ../x"
    assert kiosk.send(sent(kiosk, asking(newcomer, DataRight.DELETION, words))) == [ACCEPTED]
    _sign_in(http, service, Role.AGENCY)
    assert http.get("/office/privacy/list").status_code == 200
    service.central.deadlines.apply()
    assert "待答覆個資請求" in http.get("/office/").text
    ((one, _),) = PrivacyDesk(service.central.store.database, service.central.clock).waiting()
    detail = http.get(f"/office/privacy/detail?pk={one.request_id}").text
    assert "&lt;b&gt;請刪除&lt;/b&gt;" in detail
    assert "2026-04-01 剩 30 天" in detail
    assert _act(http, "privacy", "extend", one.request_id, reason=" ").status_code == 400
    assert _act(http, "privacy", "extend", one.request_id, reason="資料眾多").status_code == 200
    assert _act(http, "privacy", "extend", one.request_id, reason="再一次").status_code >= 400
    copy = _act(http, "privacy", "copy", one.request_id)
    assert [row["kind"] for row in copy.json()][:2] == ["membership_opened", "applied"]
    assert words in {
        row["body"].get("asked", {}).get("text") for row in copy.json() if row["kind"] == "inquiry"
    }
    assert _act(http, "privacy", "answer", one.request_id, outcome="perhaps", reason="x").status_code == 400
    assert (
        _act(http, "privacy", "answer", one.request_id, outcome="granted", reason="已刪除").status_code == 200
    )
    assert _act(http, "privacy", "answer", one.request_id, outcome="granted", reason="再").status_code >= 400
    after = http.get(f"/office/privacy/detail?pk={one.request_id}").text
    assert "（已刪除）" in after
    assert "請刪除" not in after
    with service.central.store.database.reading() as connection:
        acts = [entry.act for entry in entries(connection, most=4)]
    assert acts == ["erase_membership", "privacy_answered", "copy_membership", "privacy_extended"]
    assert http.get("/office/audit/list").status_code == 200


def test_it_is_no_business_of_vendors(http: httpx2.Client, service: Service) -> None:
    _sign_in(http, service, Role.VENDOR)
    assert http.get("/office/privacy/list").status_code == 403


@pytest.mark.parametrize("language", ["zh_Hant", "en"])
def test_in_a_browser(
    member: Callable[..., Member],
    service: Service,
    organisation: SoftCard,
    programme: Programme,
    clock: HandClock,
    language: str,
) -> None:
    one = register(service.central, organisation, programme)
    desk = PrivacyDesk(service.central.store.database, clock)
    desk.add(one, DataRight.ACCESS, COMMAND_LINE)
    clock.move(days=17)
    someone = member(Role.AGENCY, language=language)
    page = someone.sign_in()
    expect(page.locator("a.card", has_text="逾期個資請求" if language != "en" else "late")).to_contain_text(
        "1"
    )
    page.goto(f"{someone.url}/office/privacy/list")
    someone.begin("add")
    page.select_option('#modal-action [name="kind"]', "deletion")
    someone.send(member=one, words="請刪除我的資料")
    expect(page.locator("tbody tr")).to_have_count(2)
    shoot(page, f"privacy-list-{language}")
    row = "2026-04-18"
    someone.begin("answer", row)
    shoot(page, f"privacy-answer-{language}")
    page.select_option('#modal-action [name="outcome"]', "granted")
    someone.send(reason="好")
    expect(page.locator("#alertContainer")).to_contain_text("5 年" if language != "en" else "5 years")
    page.goto(f"{someone.url}/office/privacy/list")
    page.locator("tbody tr", has_text=row).locator('[data-sa-name="view"]').click()
    expect(page.locator("#tableContent")).to_contain_text("請刪除我的資料")
    shoot(page, f"privacy-detail-{language}")
