"""The vendor interface: a vendor's program does what its people do at the back office, and no more."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from central.audit import COMMAND_LINE, ReasonMissing, entries
from central.people import vendor_keys_of
from central.store.memberships import find_order
from central.vendor_api.keys import KeyUnknown, VendorKeys
from kiosk.contract.api import ApiProblem
from kiosk.domain.programme import Programme
from kiosk.domain.refusals import Refusal
from tests.central.conftest import HandClock, Service
from tests.central.kiosk import SoftCard, refund
from tests.central.registered import order, register, rule

NUMBER = "20260302100000000001"


@pytest.fixture
def keys(service: Service) -> VendorKeys:
    central = service.central
    return vendor_keys_of(central.store.database, central.store.secret, central.clock)


@pytest.fixture
def membership(service: Service, organisation: SoftCard, programme: Programme) -> str:
    membership = register(service.central, organisation, programme)
    order(service.central, membership, organisation, programme, NUMBER)
    return membership


@pytest.fixture
def vendor_id(service: Service, membership: str) -> str:
    assert membership
    with service.central.store.database.reading() as connection:
        found = find_order(connection, NUMBER)
    assert found is not None
    return found.vendor_id


@pytest.fixture
def http(service: Service, keys: VendorKeys, vendor_id: str) -> Iterator[httpx2.Client]:
    key = keys.add(vendor_id, COMMAND_LINE)
    headers = {"Authorization": f"Bearer {key}"}
    with httpx2.Client(base_url=service.url, timeout=20, trust_env=False, headers=headers) as client:
        yield client


def _post(http: httpx2.Client, path: str, **body: Any) -> httpx2.Response:
    return http.post(f"/vendor/v1/{path}", json=body)


def _problem(answer: httpx2.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def test_from_the_order_to_the_refund(
    http: httpx2.Client, service: Service, membership: str, organisation: SoftCard, clock: HandClock
) -> None:
    listed = http.get("/vendor/v1/orders").json()
    assert listed["total"] == 1
    assert listed["orders"][0]["state"] == "awaiting_vendor"
    assert listed["orders"][0]["buyer"]["contact_email"] is None, "not before it is paid"
    confirmed = _post(http, f"orders/{NUMBER}/confirm", payment_url="https://pay.vendor.example/1")
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "awaiting_payment")
    assert confirmed.json()["payment_url"] == "https://pay.vendor.example/1"
    paid = _post(http, f"orders/{NUMBER}/payment", reason="TX-1").json()
    assert (paid["state"], paid["buyer"]["contact_email"]) == ("paid", "office@coop.example")
    assert _post(http, f"orders/{NUMBER}/invoice", invoice_number="AB-12345678").status_code == 200
    started = _post(http, f"orders/{NUMBER}/service", started_on="2026-03-02").json()
    assert (started["state"], started["last_day"]) == ("in_service", "2026-09-01")
    clock.move(days=58)
    rule(service.central, membership, refund(NUMBER, 20_000, 20_000, organisation.holder))
    (waiting,) = http.get("/vendor/v1/refunds").json()["refunds"]
    assert (waiting["own_refund"], waiting["paid_out_at"]) == (20_000, None)
    done = _post(http, f"refunds/{NUMBER}/paid-out", reference="RF-1").json()
    assert (done["reference"], done["paid_out_at"] is not None) == ("RF-1", True)
    again = _post(http, f"refunds/{NUMBER}/paid-out", reference="RF-2")
    assert _problem(again) == (409, Refusal.ORDER_STATE.value)
    assert http.get(f"/vendor/v1/orders/{NUMBER}").json()["buyer"]["contact_email"] is None, "nor after it"
    with service.central.store.database.reading() as connection:
        log = entries(connection, text=NUMBER)
    assert [one.act for one in reversed(log)] == [
        "confirm_order", "record_payment", "issue_invoice", "start_service", "pay_out_refund",
    ]  # fmt: skip
    assert {one.who for one in log} == {log[0].who}
    assert log[0].who.startswith("key ")


def test_declining_needs_a_reason(http: httpx2.Client) -> None:
    assert _problem(_post(http, f"orders/{NUMBER}/decline")) == (400, ApiProblem.MALFORMED)
    assert _problem(_post(http, f"orders/{NUMBER}/decline", reason="  ")) == (422, ApiProblem.REASON_MISSING)
    assert _post(http, f"orders/{NUMBER}/decline", reason="停售").json()["state"] == "cancelled"
    assert _problem(_post(http, f"orders/{NUMBER}/decline", reason="停售")) == (
        409,
        Refusal.ORDER_STATE.value,
    )


@pytest.mark.parametrize(
    "link",
    [
        "http://pay.vendor.example/1",
        "javascript:alert(1)",
        "https://",
        "https://user:secret@pay.vendor.example/",
        "https://[",
        "https://pay.vendor.example/ 1",
        "https://付款.example/1",
    ],
)
def test_a_link_that_no_buyer_should_open(http: httpx2.Client, link: str) -> None:
    assert _problem(_post(http, f"orders/{NUMBER}/confirm", payment_url=link)) == (
        422,
        ApiProblem.PAYMENT_LINK,
    )


def test_only_ones_own_orders(service: Service, keys: VendorKeys, http: httpx2.Client) -> None:
    other = keys.add("another-vendor", COMMAND_LINE)
    http.headers["Authorization"] = f"Bearer {other}"
    assert http.get("/vendor/v1/orders").json() == {"orders": [], "total": 0}
    unknown = (404, Refusal.ORDER_UNKNOWN.value)
    assert _problem(http.get(f"/vendor/v1/orders/{NUMBER}")) == unknown
    for act, body in (
        ("confirm", {"payment_url": "https://pay.vendor.example/1"}),
        ("decline", {"reason": "x"}),
        ("payment", {"reason": "x"}),
        ("invoice", {"invoice_number": "x"}),
        ("service", {}),
    ):
        assert _problem(_post(http, f"orders/{NUMBER}/{act}", **body)) == unknown
    assert _problem(_post(http, f"refunds/{NUMBER}/paid-out", reference="x")) == unknown
    with service.central.store.database.reading() as connection:
        assert entries(connection, text=NUMBER) == ()


def test_no_way_in_without_a_key(service: Service, keys: VendorKeys, http: httpx2.Client) -> None:
    right = http.headers["Authorization"].removeprefix("Bearer ")
    head, secret = right[:16], right[16:]
    for given in (
        None, "", "Bearer", "Bearer x", "Bearer vk_", "Basic dXNlcjpwYXNz", f"Bearer {head}{secret[:-1]}",
        f"Bearer vk_000000000000_{secret}", f"Bearer {right}x",
    ):  # fmt: skip
        http.headers.pop("Authorization", None)
        if given is not None:
            http.headers["Authorization"] = given
        refused = http.get("/vendor/v1/orders")
        assert _problem(refused) == (401, ApiProblem.VENDOR_KEY_UNKNOWN), given
        assert refused.headers["www-authenticate"] == "Bearer"
    http.headers["Authorization"] = f"Bearer {right}"
    assert http.get("/vendor/v1/orders").status_code == 200
    (row,) = keys.all()
    assert secret not in row.secret_hash
    with pytest.raises(ReasonMissing):
        keys.revoke(row.key_id, COMMAND_LINE, "")
    keys.revoke(row.key_id, COMMAND_LINE, "外洩")
    assert _problem(http.get("/vendor/v1/orders")) == (401, ApiProblem.VENDOR_KEY_UNKNOWN)
    with pytest.raises(KeyUnknown):
        keys.revoke(row.key_id, COMMAND_LINE, "外洩")
    with pytest.raises(ValueError, match="vendor"):
        keys.add(" ", COMMAND_LINE)
    assert service.url


def test_bad_bodies(http: httpx2.Client) -> None:
    path = f"/vendor/v1/orders/{NUMBER}/confirm"
    assert _problem(http.post(path, content=b"{")) == (400, ApiProblem.NOT_JSON)
    assert _problem(http.post(path, content=b"[]")) == (400, ApiProblem.MALFORMED)
    assert _problem(http.post(path, json={"payment_url": "x", "own": 1})) == (400, ApiProblem.MALFORMED)
    assert _problem(http.post(path, content=b"x" * (1024 * 1024 + 1))) == (413, ApiProblem.TOO_LARGE)
    long = f"https://pay.vendor.example/{'x' * 480}"
    assert _problem(_post(http, f"orders/{NUMBER}/confirm", payment_url=long)) == (400, ApiProblem.MALFORMED)
    assert _problem(http.get("/vendor/v1/orders?limit=1000")) == (400, ApiProblem.MALFORMED)
    strange = "';DROP TABLE orders;--<script>"
    assert _problem(http.get(f"/vendor/v1/orders/{strange}"))[0] == 404


def test_the_documentation_has_examples_and_problems(http: httpx2.Client) -> None:
    paths = http.get("/openapi.json").json()["paths"]
    own = {path: operations for path, operations in paths.items() if path.startswith("/vendor/")}
    assert len(own) == 13
    for operations in own.values():
        for one in operations.values():
            assert "vendor" in str(one["security"])
            assert "example" in str(one["responses"]["200"])
            assert "application/problem+json" in str(one["responses"]["401"])
            if "requestBody" in one:
                assert "example" in one["requestBody"]["content"]["application/json"]
