"""A vendor's program writes plans; each waits for the authority, whose answer the program reads."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from central.audit import COMMAND_LINE, Role, Who
from central.catalogue import Catalogue
from central.people import vendor_keys_of
from kiosk.contract.api import ApiProblem
from tests.central.conftest import Service

AGENCY = Who("承辦人員甲", Role.AGENCY)
PLAN: dict[str, Any] = {
    "category": "management",
    "kinds": ["進銷存系統"],
    "plan_name": "進銷存入門",
    "summary": "進貨、銷貨與庫存一處管理。",
    "summary_en": "Purchases, sales and stock in one place.",
    "months": 6,
    "price": 24_000,
}
PATH = "/vendor/v1/plans/inventory-basic"


def _client(service: Service, vendor_id: str) -> httpx2.Client:
    central = service.central
    keys = vendor_keys_of(central.store.database, central.store.secret, central.clock)
    headers = {"Authorization": f"Bearer {keys.add(vendor_id, COMMAND_LINE)}"}
    return httpx2.Client(base_url=service.url, timeout=20, trust_env=False, headers=headers)


@pytest.fixture
def http(service: Service) -> Iterator[httpx2.Client]:
    with _client(service, "sample-vendor-a") as client:
        yield client


@pytest.fixture
def catalogue(service: Service) -> Catalogue:
    central = service.central
    return Catalogue(central.store.database, central.ruling.programme, central.clock)


def _problem(answer: httpx2.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def test_from_submission_to_withdrawal(http: httpx2.Client, catalogue: Catalogue) -> None:
    kinds = http.get("/vendor/v1/plan-kinds").json()["kinds"]
    assert {"category": "management", "name": "進銷存系統"}.items() <= {**kinds[-4]}.items()
    submitted = http.put(PATH, json=PLAN).json()
    assert (submitted["state"], submitted["offered"], submitted["submitted"]) == ("pending", None, PLAN)
    latest = catalogue.plan("inventory-basic").latest
    assert latest is not None
    catalogue.refuse(latest.submission_id, AGENCY, "請補英文說明")
    refused = http.get(PATH).json()
    assert (refused["state"], refused["answer"]) == ("refused", "請補英文說明")
    assert refused["decided_at"] is not None
    http.put(PATH, json={**PLAN, "summary_en": "Everything in one place."})
    latest = catalogue.plan("inventory-basic").latest
    assert latest is not None
    catalogue.approve(latest.submission_id, AGENCY, "可")
    listed = {one["plan_id"]: one for one in http.get("/vendor/v1/plans").json()["plans"]}
    assert listed["inventory-basic"]["state"] == "offered"
    assert listed["marketing-adverts"]["submitted"] is None, "the written catalogue's plans are there too"
    again = http.put(PATH, json={**PLAN, "summary_en": "Everything in one place."})
    assert _problem(again) == (409, ApiProblem.PLAN_UNCHANGED)
    assert _problem(http.post(f"{PATH}/withdraw", json={"reason": " "})) == (422, ApiProblem.REASON_MISSING)
    withdrawn = http.post(f"{PATH}/withdraw", json={"reason": "停售"}).json()
    assert (withdrawn["state"], withdrawn["offered"]) == ("withdrawn", None)
    assert _problem(http.post(f"{PATH}/withdraw", json={"reason": "x"})) == (404, ApiProblem.PLAN_UNKNOWN)


def test_each_wrong_field_is_named(http: httpx2.Client) -> None:
    wrong = {**PLAN, "months": 0, "price": -24_000, "kinds": ["SEO"], "plan_name": "名" * 61}
    answer = http.put(PATH, json=wrong)
    assert _problem(answer) == (422, ApiProblem.PLAN_INVALID)
    assert answer.json()["places"] == ["plan_name", "kinds", "months", "price"]
    assert http.put("/vendor/v1/plans/A_B", json=PLAN).json()["places"] == ["plan_id"]
    assert http.get(PATH).status_code == 404, "nothing is kept"


@pytest.mark.parametrize(
    "change",
    [{"price": "24000"}, {"price": 2.5}, {"category": "other"}, {"more": 1}, {"summary": "x" * 1001}],
)
def test_what_has_no_form(http: httpx2.Client, change: dict[str, Any]) -> None:
    assert _problem(http.put(PATH, json={**PLAN, **change})) == (400, ApiProblem.MALFORMED)


def test_another_vendors_plans_are_not_there(service: Service, http: httpx2.Client) -> None:
    http.put(PATH, json=PLAN)
    with _client(service, "sample-vendor-b") as other:
        unknown = (404, ApiProblem.PLAN_UNKNOWN)
        assert _problem(other.get(PATH)) == unknown
        assert _problem(other.put(PATH, json=PLAN)) == (409, ApiProblem.PLAN_ID_TAKEN)
        assert _problem(other.post(f"{PATH}/withdraw", json={"reason": "x"})) == unknown
    with _client(service, "nobody") as stranger:
        assert _problem(stranger.put(PATH, json=PLAN)) == (403, ApiProblem.NOT_ALLOWED)
    http.headers.pop("Authorization")
    assert _problem(http.get("/vendor/v1/plans")) == (401, ApiProblem.VENDOR_KEY_UNKNOWN)


def test_the_last_plan_stays(http: httpx2.Client, catalogue: Catalogue) -> None:
    for one in catalogue.plans():
        if one.plan_id != "marketing-adverts":
            catalogue.withdraw(one.plan_id, AGENCY, "x")
    answer = http.post("/vendor/v1/plans/marketing-adverts/withdraw", json={"reason": "x"})
    assert _problem(answer) == (409, ApiProblem.LAST_PLAN)
