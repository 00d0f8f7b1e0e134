"""What no form of ours sends is answered calmly, whichever database looks for it."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import httpx2
import pytest

from central.audit import Role
from central.settings import Settings
from tests.central.backoffice.conftest import NUMBER
from tests.central.backoffice.test_gate import _act, _sign_in, _token
from tests.central.conftest import Service
from tests.central.postgres import both_databases

DESKS = {
    Role.AGENCY: (
        "eligibility", "catalogue", "reviews", "devices", "calendar", "inquiries", "privacy", "audit",
    ),
    Role.VENDOR: ("orders", "refunds"),
}  # fmt: skip

database = both_databases


@pytest.fixture(name="settings")
def _on_both(settings: Settings, database: str) -> Settings:
    return replace(settings, database=database)


@pytest.fixture
def http(service: Service) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=service.url, timeout=20, trust_env=False) as client:
        yield client


@pytest.mark.parametrize("role", DESKS)
def test_no_page_breaks(http: httpx2.Client, service: Service, role: Role) -> None:
    _sign_in(http, service, role)
    for key in DESKS[role]:
        for text in ("\0", "9" * 30):
            typed = quote(text, safe="")
            assert http.get(f"/office/{key}/list?q={typed}").status_code == 200, (key, text)
            assert http.get(f"/office/{key}/detail?pk={typed}").status_code in {403, 404}, (key, text)
        assert http.get(f"/office/{key}/list?page={'9' * 30}").status_code in {200, 400}, key
    for key, act in (("eligibility", "approve"), ("orders", "confirm")):
        if key in DESKS[role]:
            assert _act(http, key, act, "a%00b", reason="x").status_code == 400


def test_days_and_figures_beyond_all_use(http: httpx2.Client, service: Service) -> None:
    """No calendar and no column of a database goes so far."""
    _sign_in(http, service, Role.AGENCY)
    for first, last in (("0001-01", "0001-01"), ("2026-01", "9999-12"), ("9999-12", "9999-12")):
        for by in ("office", "county", "vendor", "nobody"):
            answer = http.get(f"/office/reports?first={first}&last={last}&by={by}&format=csv")
            assert answer.status_code in {200, 303}, (first, last, by)
    plain = {"first_day": "2026-03-01", "last_day": "2026-03-31", "budget": "", "reason": "原因"}
    token = _token(http, "/office/programme")
    for typed in (
        {"budget": "9" * 30},
        {"budget": "9" * 19},
        {"budget": "-1"},
        {"budget": "1e9"},
        {"last_day": "9999-12-32"},
        {"first_day": "2026-04-01"},
        {"reason": "\0"},
    ):
        answer = http.post("/office/programme", data={**plain, **typed, "csrftoken": token})
        assert answer.status_code == 400, typed
    far = {"first_day": "0001-01-01", "last_day": "9999-12-31", "csrftoken": token}
    assert http.post("/office/programme", data={**plain, **far}).status_code == 303
    assert http.get("/office/programme").status_code == 200
    for day in ("0001-01-01", "9999-12-31", "2026-02-30", "x"):
        assert _act(http, "calendar", "add", day=day, working="", reason="颱風").status_code == 400, day


def test_what_a_vendor_types_beyond_all_use(http: httpx2.Client, service: Service, ordered: str) -> None:
    _sign_in(http, service, Role.VENDOR, ordered)
    assert _act(http, "orders", "confirm", NUMBER, payment_url="https://[::1").status_code == 400
    assert _act(http, "orders", "confirm", NUMBER, payment_url="https://pay.example/1").is_success
    assert _act(http, "orders", "pay", NUMBER, reason="TX-1 <b>'; --").is_success
    for day in ("0001-01-01", "9999-12-31", "x"):
        assert _act(http, "orders", "start", NUMBER, started_on=day).status_code == 400, day
    assert _act(http, "orders", "invoice", NUMBER, invoice_number="9" * 3000).status_code == 400
    assert _act(http, "refunds", "pay_out", NUMBER, reference="x").status_code == 400
