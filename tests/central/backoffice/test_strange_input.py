"""What no form of ours sends is answered calmly, whichever database looks for it."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import httpx2
import pytest

from central.audit import Role
from central.settings import Settings
from tests.central.backoffice.test_gate import _act, _sign_in
from tests.central.conftest import Service
from tests.central.postgres import both_databases

DESKS = {
    Role.AGENCY: ("eligibility", "catalogue", "reviews", "devices", "calendar", "inquiries", "audit"),
    Role.VENDOR: ("orders", "refunds"),
}

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
