"""The front door: nothing without staff, nothing from another site's page, nothing of a bug's text."""

import re
from collections.abc import Iterator

import httpx2
import pytest

from central.audit import COMMAND_LINE, Role
from central.backoffice.accounts import Accounts
from central.people import accounts_of, vendor_keys_of
from tests.central.backoffice.conftest import NUMBER, PASSWORD, VENDOR, fresh_code, new_access
from tests.central.conftest import Service
from tests.plugins.expected_logs import ExpectedLogs

_TOKEN = re.compile(r'name="csrftoken" value="([^"]+)"')


@pytest.fixture
def http(service: Service) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=service.url, timeout=20, trust_env=False) as client:
        yield client


@pytest.fixture
def accounts(service: Service) -> Accounts:
    return accounts_of(service.central.store.database, service.central.store.secret)


def _token(http: httpx2.Client, path: str) -> str:
    found = _TOKEN.search(http.get(path).text)
    assert found is not None
    return found.group(1)


def _sign_in(http: httpx2.Client, service: Service, role: Role, vendor: str = VENDOR) -> None:
    """In, with a password of one's own."""
    access = new_access(service, role, vendor)
    form = {"username": access.name, "password": access.password, "code": fresh_code(access.totp_uri)}
    answer = http.post("/office/login", data={**form, "csrftoken": _token(http, "/office/login")})
    assert answer.status_code == 303
    form = {"old": access.password, "new": PASSWORD, "again": PASSWORD}
    answer = http.post("/office/password", data={**form, "csrftoken": _token(http, "/office/password")})
    assert answer.status_code == 303
    assert http.get("/office/").status_code == 200


def test_there_is_no_office_without_staff(http: httpx2.Client, service: Service) -> None:
    for path in ("/office/", "/office/login", "/office/static/css/vendor/tabler.min.css"):
        answer = http.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    new_access(service, Role.AGENCY)
    assert http.get("/office/login").status_code == 200


def test_pages_come_with_what_protects_them(http: httpx2.Client, service: Service) -> None:
    new_access(service, Role.AGENCY)
    answer = http.get("/office/login")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "https://" not in answer.text, "nothing is fetched from elsewhere"
    cookie = answer.headers["set-cookie"].lower()
    assert "samesite=lax" in cookie


def test_nobody_gets_in_without_signing_in(http: httpx2.Client, service: Service) -> None:
    new_access(service, Role.AGENCY)
    for path in ("/office/", "/office/eligibility/list", "/office/staff/list", "/office/programme"):
        answer = http.get(path)
        assert answer.status_code == 303
        assert "/office/login" in answer.headers["location"]
    http.cookies.set("office_session", "made-up")
    assert http.get("/office/audit/list").status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
    ],
)
def test_another_sites_form_is_refused(
    http: httpx2.Client, service: Service, headers: dict[str, str]
) -> None:
    _sign_in(http, service, Role.AGENCY)
    form = {"reason": "x", "csrftoken": _token(http, "/office/programme")}
    assert http.post("/office/programme", data=form, headers=headers).status_code == 403
    assert http.post("/office/programme", data=form).status_code == 303


def test_a_form_without_its_token_is_refused(http: httpx2.Client, service: Service) -> None:
    _sign_in(http, service, Role.AGENCY)
    for form in ({"reason": "x"}, {"reason": "x", "csrftoken": "made-up"}):
        assert http.post("/office/programme", data=form).status_code == 403
    for path in ("login", "logout", "password", "_api/eligibility/row-action?name=approve&pk=1"):
        assert http.post(f"/office/{path}").status_code == 403


def test_a_row_action_of_another_role_does_nothing(http: httpx2.Client, service: Service) -> None:
    _sign_in(http, service, Role.VENDOR)
    token = _token(http, "/office/")
    for key, act in (("eligibility", "approve"), ("staff", "renew"), ("devices", "release")):
        answer = http.post(
            f"/office/_api/{key}/row-action?name={act}&pk=1", data={"reason": "x"},
            headers={"X-CSRFToken": token},
        )  # fmt: skip
        assert answer.status_code in {400, 403}
    for key in ("staff", "vendor-keys", "devices"):
        answer = http.post(f"/office/_api/{key}/action?name=add", headers={"X-CSRFToken": token})
        assert answer.status_code in {400, 403}


def test_signing_in_leads_nowhere_else(http: httpx2.Client, service: Service, accounts: Accounts) -> None:
    access = new_access(service, Role.AGENCY)
    (row,) = accounts.everybody()
    assert accounts.change_password(row.staff_id, access.password, PASSWORD) is None
    form = {"username": access.name, "password": PASSWORD, "code": fresh_code(access.totp_uri)}
    token = _token(http, "/office/login")
    answer = http.post("/office/login?next=https://evil.example/", data={**form, "csrftoken": token})
    assert answer.headers["location"].startswith(service.url)


def test_a_form_too_large_and_a_bug_are_calm(
    http: httpx2.Client, service: Service, expected_logs: ExpectedLogs
) -> None:
    _sign_in(http, service, Role.AGENCY)
    token = _token(http, "/office/programme")
    large = http.post("/office/programme", data={"reason": "x" * 70_000, "csrftoken": token})
    assert large.status_code == 413
    expected_logs.allow("central.backoffice.calm_errors", "a page of the office failed: OperationalError")
    with service.central.store.database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE programme_change")
    broken = http.get("/office/programme")
    assert broken.status_code == 500
    assert "programme_change" not in broken.text


def test_strange_texts_are_shown_as_they_are(http: httpx2.Client, service: Service) -> None:
    _sign_in(http, service, Role.AGENCY)
    strange = "\"><script>alert('1')</script>';DROP TABLE staff;--%_"
    for key in ("eligibility", "reviews", "devices", "audit"):
        answer = http.get(f"/office/{key}/list", params={"q": strange})
        assert answer.status_code == 200
        assert "<script>alert(" not in answer.text
    assert http.get("/office/reports", params={"first": strange}).status_code == 303
    assert http.get("/office/eligibility/list?page_size=-1").status_code == 400


def _act(http: httpx2.Client, key: str, act: str, pk: str = "", **form: str) -> httpx2.Response:
    kind = "row-action" if pk else "action"
    url = f"/office/_api/{key}/{kind}?name={act}&pk={pk}"
    return http.post(url, data=form, headers={"X-CSRFToken": _token(http, "/office/")})


def test_staff_is_renewed_and_disabled(http: httpx2.Client, service: Service, accounts: Accounts) -> None:
    _sign_in(http, service, Role.ADMINISTRATOR)
    new_access(service, Role.AGENCY)
    other, me = accounts.everybody()
    assert (me.name, other.name) == ("系統管理", "承辦人員甲")
    assert _act(http, "staff", "disable", me.staff_id, reason="x").status_code == 400
    renewed = _act(http, "staff", "renew", other.staff_id, reason="手機遺失")
    assert "otpauth://totp/" in renewed.text
    assert _act(http, "staff", "renew", other.staff_id).headers["location"].endswith("/office/staff/list")
    assert _act(http, "staff", "renew", "nobody", reason="x").status_code == 400
    assert _act(http, "staff", "disable", other.staff_id).status_code == 400
    assert _act(http, "staff", "disable", other.staff_id, reason="離職").status_code == 200
    assert _act(http, "staff", "disable", other.staff_id, reason="離職").status_code == 400
    assert _act(http, "staff", "add", name="承辦人員甲", role="agency").status_code == 303
    assert _act(http, "staff", "add", name="王二", role="boss").status_code == 303
    assert [row.name for row in accounts.everybody()] == ["承辦人員甲", "系統管理"]


def test_a_key_is_withdrawn(http: httpx2.Client, service: Service) -> None:
    _sign_in(http, service, Role.ADMINISTRATOR)
    keys = vendor_keys_of(service.central.store.database, service.central.store.secret, service.central.clock)
    keys.add("sample-vendor-a", COMMAND_LINE)
    (row,) = keys.all()
    assert _act(http, "vendor-keys", "add", vendor_id="nobody").status_code == 303
    assert _act(http, "vendor-keys", "revoke", row.key_id).status_code == 400
    assert _act(http, "vendor-keys", "revoke", row.key_id, reason="外洩").status_code == 200
    assert _act(http, "vendor-keys", "revoke", row.key_id, reason="外洩").status_code == 400
    assert [one.revoked_at is None for one in keys.all()] == [False]
    assert _act(http, "devices", "new_code", office="", terminal="").status_code == 303
    assert _act(http, "devices", "release", "nobody", reason="x").status_code == 400


def test_payment_pages_that_have_nothing_to_pay(
    http: httpx2.Client, service: Service, ordered: str
) -> None:
    assert ordered
    assert http.get("/pay/20260302100000009999").status_code == 404
    early = http.get(f"/pay/{NUMBER}")
    assert "尚待廠商接單" in early.text
    assert "<button" not in early.text
    assert http.post(f"/pay/{NUMBER}").status_code == 303, "nothing happens before the vendor takes it"
    assert "Not confirmed yet" in http.get(f"/pay/{NUMBER}?lang=en").text
    service.central.vendor.decline(NUMBER, "停售")
    assert "這筆訂單不需付款" in http.get(f"/pay/{NUMBER}").text
