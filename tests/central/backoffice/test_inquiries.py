"""諮詢 in the back office: a message is seen, answered once, and not by vendors."""

from collections.abc import Iterator
from dataclasses import replace

import httpx2
import pytest

from central.audit import Role
from kiosk.domain.programme import Programme
from tests.central.backoffice.test_gate import _act, _sign_in
from tests.central.conftest import Service
from tests.central.kiosk import Kiosk, SoftCard
from tests.central.registered import register
from tests.central.test_inquiries import ACCEPTED, answers, mails, sent, waiting
from tests.domain.test_inquiry import WANTED


@pytest.fixture
def http(service: Service) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=service.url, timeout=20, trust_env=False) as client:
        yield client


def test_a_request_for_a_consultant_is_answered(
    http: httpx2.Client, service: Service, kiosk: Kiosk, organisation: SoftCard, programme: Programme
) -> None:
    central = service.central
    member = register(central, organisation, programme)
    assert kiosk.send(sent(kiosk, replace(WANTED, membership_id=member, text="<b>何時</b>"))) == [ACCEPTED]
    (one,) = waiting(central)
    _sign_in(http, service, Role.AGENCY)
    assert "待回覆諮詢" in http.get("/office/").text
    page = http.get("/office/inquiries/list")
    assert page.status_code == 200
    detail = http.get(f"/office/inquiries/detail?pk={one.inquiry_id}").text
    for told in ("諮詢顧問", "上午", "expert.themes", "inside", "合作社"):
        assert told in detail
    assert "<b>何時" not in detail
    assert _act(http, "inquiries", "answer", one.inquiry_id, answer="").status_code == 400
    assert _act(http, "inquiries", "answer", one.inquiry_id, answer="明天上午聯繫").status_code == 200
    assert _act(http, "inquiries", "answer", one.inquiry_id, answer="再一次").status_code >= 400
    assert [one.answer for one in waiting(central)] == ["明天上午聯繫"]
    assert "明天上午聯繫" in mails(central)[-1][1]
    assert answers(central) == ["明天上午聯繫"]
    told = kiosk.request("GET", "/v1/inquiries").json()
    assert [one["answer"] for one in told["inquiries"]] == ["明天上午聯繫"]
    assert (told["last"], told["more"]) == (1, False)
    assert kiosk.request("GET", "/v1/inquiries?after=1").json()["inquiries"] == []
    assert kiosk.request("GET", "/v1/inquiries?after=-1").status_code == 400


def test_it_is_no_business_of_vendors(http: httpx2.Client, service: Service) -> None:
    _sign_in(http, service, Role.VENDOR)
    assert http.get("/office/inquiries/list").status_code == 403
